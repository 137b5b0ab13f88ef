"""Comparing a notice with what was read of it: one task after the other is corrected, confirmed, cut, joined or taken out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import Conflict, DomainError, NotFound
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fixtures import fixture, fixture_name
from silverbridge.domain.ledger.models import Notice, Statement, Task
from silverbridge.domain.ledger.queries import notice_for, statement_for, task_for, task_taken_out
from silverbridge.domain.ledger.signing import in_order, next_to_confirm
from silverbridge.domain.ledger.statements import KINDS, next_statement, statements_in_order
from silverbridge.doors.office.chrome import KEEPERS, supervised, way_back
from silverbridge.doors.office.forms.signing import HeadForm, TargetFormSet, Targets, TaskForm, passage_of, targets_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.signing_page import (
    KEYS,
    address,
    head_page,
    keys_on,
    name_of,
    statement_page,
    task_page,
)
from silverbridge.doors.staff.access import staff_page


def number_of(request: HttpRequest, name: str) -> int:
    """A number that a form of ours carries; 0, which no revision is, for anything else."""
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


@staff_page(*KEEPERS)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The task, duty or aim asked for; else the head until it is confirmed, then the first that waits."""
    notice = notice_for(pk, set(request.staff.organisations))
    for kind in KINDS:
        if (named := request.GET.get(kind, "")).isdecimal():
            row = statement_for(kind, int(named), set(request.staff.organisations))
            return statement_page(request, row) if row.notice_id == notice.pk else redirect(address(row.notice, row))
    asked = request.GET.get("task", "")
    if asked.isdecimal():
        task = task_for(int(asked), set(request.staff.organisations))
        return task_page(request, task) if task.notice_id == notice.pk else redirect(address(task.notice, task))
    tasks = in_order(notice)
    first = next_to_confirm(tasks) or next_statement(statements_in_order(notice)) or next(iter(tasks), None)
    if first is None or not notice.is_confirmed or request.GET.get("part") == "head":
        return head_page(request, notice)
    return redirect(address(notice, first))


@staff_page(*KEEPERS)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves the fields of a task; a supervisor may confirm it in the same breath, and both happen or neither."""
    task, then = task_for(pk, set(request.staff.organisations)), request.POST.get("then", "")
    confirms = confirms_too(request, task.notice)
    form = TaskForm(task, request.POST)
    targets = Targets(request.POST, initial=targets_of(task), prefix="target")
    if not (form.is_valid() and targets.is_valid()):
        return task_page(request, task, form, targets, 422)
    try:
        with transaction.atomic():
            now = services.correct_task(
                task, form.fields_wanted(targets.fields_wanted()), form.cleaned_data["revision"], request.staff.actor
            )
            if confirms and not now.is_confirmed:
                services.confirm_task(now, request.staff.actor)
    except Conflict as refusal:
        return _second(request, task, targets, refusal)
    except DomainError as refusal:
        show(form, refusal)
        return task_page(request, task, form, targets, 422)
    if confirms:
        messages.success(request, _("Task %(n)s is confirmed.") % {"n": now.number})
        return onwards(request, now)
    messages.success(request, _("Task %(n)s is saved.") % {"n": now.number})
    after = [row for row in in_order(now.notice) if row.start > now.start] if then == "next" else []
    return redirect(address(now.notice, after[0] if after else now))


def _second(request: HttpRequest, task: Task, targets: TargetFormSet, refusal: Conflict) -> HttpResponse:
    """What the second of two typed is kept, beside what the first has made of it; saving again is on purpose."""
    now = task_for(task.pk, set(request.staff.organisations))
    again = request.POST.copy()
    again["revision"] = str(now.revision)
    form = TaskForm(now, again)
    form.is_valid()
    kept = _("What you typed is kept below; each field says how it reads now.")
    form.add_error(None, f"{refusal} {kept}")
    return task_page(request, now, form, targets, 409, compare=True)


def confirms_too(request: HttpRequest, notice: Notice) -> bool:
    """Whether this form also confirms. For whoever may not, there is no such button: 404."""
    if request.POST.get("then") != "confirm":
        return False
    if notice.organisation_id not in supervised(request):
        raise Http404
    return True


def onwards(request: HttpRequest, about: Task | Statement) -> HttpResponse:
    """To the next task, then the next duty or aim that waits; back to the ledger when none does."""
    notice, of_task = about.notice, isinstance(about, Task)
    stated = statements_in_order(notice)
    following = next_to_confirm(in_order(notice), about) if of_task else next_statement(stated, about)
    following = following or (next_statement(stated) if of_task else next_to_confirm(in_order(notice)))
    if following is not None:
        return redirect(address(notice, following))
    if not notice.is_confirmed:
        return redirect(address(notice, part="head"))
    messages.success(request, _("Everything of this notice is confirmed."))
    return redirect("office:notice", notice.pk)


@staff_page(*KEEPERS)
@require_POST
def correct_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves title, number, issuers and date; a supervisor also the validity, and may confirm."""
    row = notice_for(pk, set(request.staff.organisations))
    may_confirm, confirms = row.organisation_id in supervised(request), confirms_too(request, row)
    form = HeadForm(row, may_confirm, request.POST)
    if not form.is_valid():
        return head_page(request, row, form, 422)
    try:
        with transaction.atomic():
            actor, status = request.staff.actor, form.cleaned_data.get("status", row.status)
            now = services.correct_notice(row, form.fields_wanted(), form.cleaned_data["revision"], actor)
            now = services.set_validity(now, status, actor) if status != now.status else now
            if confirms and not now.is_confirmed:
                services.confirm_notice(now, actor)
    except Conflict as refusal:
        fresh, again = notice_for(pk, set(request.staff.organisations)), request.POST.copy()
        again["revision"] = str(fresh.revision)
        form = HeadForm(fresh, may_confirm, again)
        form.is_valid()
        form.add_error(None, str(refusal))
        return head_page(request, fresh, form, 409)
    except DomainError as refusal:
        show(form, refusal)
        return head_page(request, row, form, 422)
    messages.success(request, _("The notice is confirmed.") if confirms else _("The notice is saved."))
    tasks = in_order(now)
    following = next_to_confirm(tasks) or next_statement(statements_in_order(now)) or next(iter(tasks), None)
    leads_on = confirms or request.POST.get("then") == "next"
    return redirect(address(now, following) if leads_on and following else address(now, part="head"))


def do_or_say(request: HttpRequest, act: Callable[[], tuple[str, str]], back: str) -> HttpResponse:
    """Does it, says what was done and goes where it leads; or says why not, on the page one came from."""
    try:
        done, there = act()
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, done)
    return redirect(there)


@staff_page(*KEEPERS)
@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Cuts a task between two sentences, or after so many characters."""
    task = task_for(pk, set(request.staff.organisations))
    after = number_of(request, "after")
    at = task.start + after if after else number_of(request, "at")

    def act() -> tuple[str, str]:
        one, two = services.split_task(task, at, number_of(request, "revision"), request.staff.actor)
        return _("Task %(n)s is split; the rest is task %(new)s.") % {"n": one.number, "new": two.number}, address(
            one.notice, one
        )

    return do_or_say(request, act, address(task.notice, task))


@staff_page(*KEEPERS)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Joins a task with the one before or after it."""
    reach = set(request.staff.organisations)
    task, other = task_for(pk, reach), number_of(request, "other")

    def act() -> tuple[str, str]:
        neighbour = task_for(other, reach) if other else task
        seen = (number_of(request, "revision"), number_of(request, "other_revision"))
        whole = services.merge_tasks(task, neighbour, seen, request.staff.actor)
        return _("The two are task %(n)s now.") % {"n": whole.number}, address(whole.notice, whole)

    return do_or_say(request, act, address(task.notice, task))


@staff_page(*KEEPERS)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes out what is no task, with the reason."""
    task = task_for(pk, set(request.staff.organisations))

    def act() -> tuple[str, str]:
        following = next_to_confirm(in_order(task.notice), task)
        reason = request.POST.get("reason", "")
        services.remove_task(task, number_of(request, "revision"), reason, request.staff.actor)
        done = _("Task %(n)s is taken out. It is kept below and can be brought back.") % {"n": task.number}
        return done, address(task.notice, following, "head")

    return do_or_say(request, act, address(task.notice, task))


@staff_page(*KEEPERS)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings back a task that was taken out."""
    task = task_taken_out(pk, set(request.staff.organisations))

    def act() -> tuple[str, str]:
        services.restore_task(task, number_of(request, "revision"), request.staff.actor)
        return _("Task %(n)s stands again, not confirmed.") % {"n": task.number}, address(task.notice, task)

    return do_or_say(request, act, address(task.notice, part="head"))


@staff_page(*KEEPERS)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A clause, or words of the text, become a task, a reporting duty or an aim."""
    row = notice_for(pk, set(request.staff.organisations))
    first, _dash, last = request.POST.get("clause", "").partition("-")
    words = request.POST.get("passage", "")

    def act() -> tuple[str, str]:
        span = passage_of(row, words) if words.strip() else None
        if span is None and first.isdecimal() and last.isdecimal() and not words.strip():
            span = (int(first), int(last))
        if span is None:
            raise DomainError(
                "passage",
                _("The text does not hold these words in one piece. Copy them as they are printed.")
                if words.strip()
                else _("Neither a clause nor words were chosen."),
            )
        if (kind := request.POST.get("kind", "task")) != "task":
            stated = services.add_statement(row, kind, span, request.staff.actor)
            return _("%(name)s is added. Fill in what it says.") % {"name": name_of(stated)}, address(row, stated)
        task = services.add_task(row, span, request.staff.actor)
        done = _("Task %(n)s is added. Say whose it is and by when.") % {"n": task.number}
        return done, address(row, task)

    return do_or_say(request, act, way_back(request, address(row, part="head")))


@staff_page(*KEEPERS)
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice with its confirmed tasks as a test case of the reader, to download."""
    row = notice_for(pk, set(request.staff.organisations))
    try:
        text = fixture(row)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(address(row))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{fixture_name(row)}"'
    return answer


@staff_page(*KEEPERS)
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Switches keyboard shortcuts off or on, for this person's session."""
    request.session[KEYS] = keys_on(request)
    return redirect(way_back(request, "/office/"))
