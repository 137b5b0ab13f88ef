"""The page on which a person compares a notice with what was read: the text at one side, the fields of one task at the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.models import Correction, Goal, HandOut, Notice, Statement, Task
from silverbridge.domain.ledger.signing import (
    corrections_about,
    in_order,
    origin_of,
    places_of,
    places_of_head,
    taken_out,
)
from silverbridge.domain.ledger.statements import (
    kind_of,
    places_of_statement,
    statements_in_order,
    statements_taken_out,
)
from silverbridge.doors.office import signing_text as shown
from silverbridge.doors.office.chrome import office_page, supervised
from silverbridge.doors.office.forms.signing import (
    HEAD_MARKS,
    TASK_MARKS,
    AddForm,
    HeadForm,
    TargetFormSet,
    Targets,
    TaskForm,
    targets_of,
)
from silverbridge.doors.office.forms.statements import GOAL_MARKS, StatementForm, statement_form
from silverbridge.doors.office.signing_words import said, said_now, statement_now

KEYS = "office_keys_off"
HISTORY = 20


def keys_on(request: HttpRequest) -> bool:
    """Whether this person wants keyboard shortcuts; on until switched off."""
    return not request.session.get(KEYS, False)


def query_of(about: Task | Statement | None) -> str:
    """The query that leads to the page of a task, a duty, an aim; to the notice's head for none."""
    if about is None:
        return "?part=head"
    return f"?{'task' if isinstance(about, Task) else kind_of(about)}={about.pk}"


def address(notice: Notice, about: Task | Statement | None = None, part: str = "") -> str:
    """The page of a task, a duty, an aim; without one that of the notice's head (``part``), or of whatever waits."""
    query = query_of(about) if about or part else ""
    return reverse("office:notice-sign", args=[notice.pk]) + query


def name_of(about: Task | Statement) -> str:
    """What a page calls it: task 3, reporting duty 1, aim 2."""
    kind = "task" if isinstance(about, Task) else kind_of(about)
    names = {"task": _("Task %(n)s"), "duty": _("Reporting duty %(n)s"), "goal": _("Aim %(n)s")}
    return names[kind] % {"n": about.number}


def task_page(
    request: HttpRequest,
    task: Task,
    form: TaskForm | None = None,
    targets: TargetFormSet | None = None,
    status: int = 200,
    compare: bool = False,
) -> HttpResponse:
    """The page of one task; ``form`` and ``targets`` are those that could not be taken, ``compare`` says how it reads now."""
    notice, tasks = task.notice, in_order(task.notice)
    at = next(n for n, row in enumerate(tasks) if row.pk == task.pk)
    places, origin = places_of(task, notice.text), origin_of(task)
    form = form or TaskForm(task)
    targets = targets or Targets(initial=targets_of(task), prefix="target")
    form.mark(said(origin.read), places, keys_on(request), said_now(task, form) if compare else {})
    _focus_first(form)
    for row in targets.forms[: int(keys_on(request))]:
        row.fields["words"].widget.attrs["accesskey"] = str(TASK_MARKS.index("targets") + 1)
    marks = {TASK_MARKS.index(field) + 1: spans for field, spans in places.items()}
    whole = "whole" in request.GET
    before, after = tasks[at - 1] if at else None, tasks[at + 1] if at + 1 < len(tasks) else None
    page = {
        "task": task,
        "form": form,
        "targets": targets,
        "targets_mark": TASK_MARKS.index("targets") + 1,
        "targets_read": said(origin.read).get("targets", ""),
        "origin": origin,
        "held": task.handouts.filter(state__in=HandOut.OPEN).exists(),
        "stretches": shown.task_text(notice, tasks, task, marks, whole),
        "whole": whole,
        "position": at + 1,
        "before": before,
        "after": after,
        "places": shown.places_to_split(task),
        "add": AddForm(shown.clauses_to_add(notice, tasks), auto_id="add-%s"),
        "history": _history(corrections_about(task)),
        "post_to": reverse("office:task-correct", args=[task.pk]),
    }
    return _page(request, notice, tasks, page, status, task)


def statement_page(
    request: HttpRequest,
    row: Statement,
    form: StatementForm | None = None,
    targets: TargetFormSet | None = None,
    status: int = 200,
    compare: bool = False,
) -> HttpResponse:
    """The page of a reporting duty or an aim, as ``task_page`` is one of a task."""
    notice, kind = row.notice, kind_of(row)
    tasks, places, origin = in_order(notice), places_of_statement(row), origin_of(row)
    form = form or statement_form(row)
    if isinstance(row, Goal):
        targets = targets or goal_targets(row)
        for first in targets.forms[: int(keys_on(request))]:
            first.fields["words"].widget.attrs["accesskey"] = str(GOAL_MARKS.index("targets") + 1)
    form.mark(said(origin.read), places, keys_on(request), statement_now(row, form) if compare else {})
    _focus_first(form)
    marks = {form.marks.index(field) + 1: spans for field, spans in places.items()}
    whole = "whole" in request.GET
    page = {
        "task": None,
        "kind": kind,
        "form": form,
        "targets": targets,
        "targets_mark": GOAL_MARKS.index("targets") + 1,
        "targets_read": said(origin.read).get("targets", ""),
        "origin": origin,
        "stretches": shown.task_text(notice, tasks, row, marks, whole),
        "whole": whole,
        "add": AddForm(shown.clauses_to_add(notice, tasks), auto_id="add-%s", initial={"kind": kind}),
        "history": _history(corrections_about(row)),
        "post_to": reverse("office:statement-correct", args=[kind, row.pk]),
    }
    return _page(request, notice, tasks, page, status, row)


def goal_targets(row: Goal, data: Any = None) -> TargetFormSet:
    """The forms of an aim's figures."""
    kwargs = {"mark": GOAL_MARKS.index("targets") + 1}
    return Targets(data, initial=targets_of(row), prefix="target", form_kwargs=kwargs)


def head_page(request: HttpRequest, notice: Notice, form: HeadForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a notice's head; ``form`` is one that could not be taken."""
    tasks, places = in_order(notice), places_of_head(notice)
    form = form or HeadForm(notice, notice.organisation_id in supervised(request))
    form.mark(said(origin_of(notice).read), places, keys_on(request), {})
    _focus_first(form)
    marks = {HEAD_MARKS.index(field) + 1: spans for field, spans in places.items()}
    page = {
        "task": None,
        "form": form,
        "stretches": shown.head_text(notice, tasks, marks),
        "add": AddForm(shown.clauses_to_add(notice, tasks), auto_id="add-%s"),
        "history": _history(corrections_about(notice)),
        "post_to": reverse("office:notice-correct", args=[notice.pk]),
    }
    return _page(request, notice, tasks, page, status)


def _page(
    request: HttpRequest,
    notice: Notice,
    tasks: list[Task],
    more: dict[str, Any],
    status: int,
    about: Task | Statement | None = None,
) -> HttpResponse:
    may_confirm = notice.organisation_id in supervised(request)
    stated = statements_in_order(notice)
    order: list[Task | Statement] = [*tasks, *stated]
    at = -1 if about is None else next(n for n, row in enumerate(order) if query_of(row) == query_of(about))
    earlier = order[at - 1] if at > 0 else None
    later = order[at + 1] if at + 1 < len(order) else None
    page = {
        "notice": notice,
        "tasks": tasks,
        "about": about,
        "about_query": query_of(about),
        "heading": name_of(about) if about else "",
        "stated": [(query_of(row), name_of(row), row.is_confirmed) for row in stated],
        "step_before": (query_of(earlier), name_of(earlier) if earlier else "") if about else None,
        "step_after": (query_of(later), name_of(later)) if later else None,
        "wide": (1,),
        "confirmed": sum(task.is_confirmed for task in tasks),
        "removed": taken_out(notice),
        "stated_removed": [(kind_of(row), name_of(row), row) for row in statements_taken_out(notice)],
        "may_confirm": may_confirm,
        "keys_on": keys_on(request),
        "keys": _keys(may_confirm, about, len(more["form"].marks)) if keys_on(request) else [],
        "is_corrected": Correction.objects.filter(notice=notice).exists(),
    }
    return office_page(request, "sign", page | more, "notices", status)


def _keys(may_confirm: bool, about: Task | Statement | None, fields: int) -> list[tuple[str, str]]:
    """What each key does, pressed together with Alt."""
    keys = [
        ("Alt", _("together with")),
        (f"1–{fields}", _("to the field of this mark")),
        ("S", _("save")),
    ]
    if may_confirm:
        keys.append(("Y", _("save, confirm, next")))
    keys += [("N", _("next")), ("P", _("previous"))]
    if isinstance(about, Task):
        keys += [("X", _("split")), ("M", _("merge"))]
    if about is not None:
        keys.append(("R", _("take out")))
    return [*keys, ("I", _("add"))]


def _focus_first(form: Any) -> None:
    """The cursor stands in the first field, or in the first at fault."""
    wrong = [name for name in form.fields if form.is_bound and name in form.errors]
    visible = [name for name in form.fields if not form.fields[name].widget.is_hidden]
    form.fields[(wrong or visible)[0]].widget.attrs["autofocus"] = True


def _history(rows: Any) -> list[tuple[Correction, str, str]]:
    """The last corrections with what stood before and after, in words."""
    return [
        (row, *(said({row.field or "span": value}).get(row.field or "span", "") for value in (row.before, row.after)))
        for row in rows[:HISTORY]
    ]
