"""The page on which a person compares a notice with what was read: the text at one side, the fields of one task at the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.models import Correction, HandOut, Notice, Task
from silverbridge.domain.ledger.signing import corrections_of, in_order, origin_of, places_of, places_of_head, taken_out
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
from silverbridge.doors.office.signing_words import said, said_now

KEYS = "office_keys_off"
HISTORY = 20


def keys_on(request: HttpRequest) -> bool:
    """Whether this person wants keyboard shortcuts; on until switched off."""
    return not request.session.get(KEYS, False)


def address(notice: Notice, task: Task | None = None, part: str = "") -> str:
    """The page of a task; without one that of the notice's head (``part``), or of whatever waits."""
    query = f"?task={task.pk}" if task else f"?part={part}" if part else ""
    return reverse("office:notice-sign", args=[notice.pk]) + query


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
        "wide": (TASK_MARKS.index("span") + 1,),
        "position": at + 1,
        "before": before,
        "after": after,
        "places": shown.places_to_split(task),
        "add": AddForm(shown.clauses_to_add(notice, tasks), auto_id="add-%s"),
        "history": _history(Correction.objects.filter(task=task).select_related("by").order_by("-pk")),
    }
    return _page(request, notice, tasks, page, status)


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
        "after": tasks[0] if tasks else None,
        "add": AddForm(shown.clauses_to_add(notice, tasks), auto_id="add-%s"),
        "history": _history(corrections_of(notice).filter(task__isnull=True)),
    }
    return _page(request, notice, tasks, page, status)


def _page(request: HttpRequest, notice: Notice, tasks: list[Task], more: dict[str, Any], status: int) -> HttpResponse:
    may_confirm = notice.organisation_id in supervised(request)
    page = {
        "notice": notice,
        "tasks": tasks,
        "confirmed": sum(task.is_confirmed for task in tasks),
        "removed": taken_out(notice),
        "may_confirm": may_confirm,
        "keys_on": keys_on(request),
        "keys": _keys(may_confirm, more["task"] is not None) if keys_on(request) else [],
        "is_corrected": Correction.objects.filter(notice=notice).exists(),
    }
    return office_page(request, "sign", page | more, "notices", status)


def _keys(may_confirm: bool, of_task: bool) -> list[tuple[str, str]]:
    """What each key does, pressed together with Alt."""
    keys = [
        ("Alt", _("together with")),
        ("1–7" if of_task else "1–5", _("to the field of this mark")),
        ("S", _("save")),
    ]
    if may_confirm:
        keys.append(("Y", _("save, confirm, next")))
    keys += [("N", _("next")), ("P", _("previous"))]
    if of_task:
        keys += [("X", _("split")), ("M", _("merge")), ("R", _("take out"))]
    return [*keys, ("I", _("add a task"))]


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
