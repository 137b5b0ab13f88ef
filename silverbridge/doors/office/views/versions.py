"""A notice in another's place: chosen, shown task by task beside the old one, put in force on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import Succession
from silverbridge.domain.ledger.queries import notice_for
from silverbridge.domain.ledger.versions import counted, differences, open_work_of, succession_for
from silverbridge.domain.places.queries import today
from silverbridge.doors.office import differing
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, attempt, office_page, page_of, supervised
from silverbridge.doors.office.forms.versions import EffectForm, PredecessorForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

ROWS_PER_PAGE = 15


def _found(request: HttpRequest, pk: int) -> Succession:
    return succession_for(pk, set(request.staff.organisations))


@staff_page(*KEEPERS)
@require_POST
def replaces(request: HttpRequest, pk: int) -> HttpResponse:
    """Says on a notice's page which one it replaces; leads to the difference."""
    new = notice_for(pk, set(request.staff.organisations))
    form = PredecessorForm(new, request.POST)
    if not form.is_valid():
        return attempt(request, _refuse, "", reverse("office:notice", args=[pk]))
    row = services.choose_predecessor(new, form.cleaned_data["old"], request.staff.actor)
    return redirect("office:succession", row.pk)


def _refuse() -> None:
    raise DomainError("old", _("No notice is chosen."), _("Choose the one that is replaced."), "old")


@staff_page(*KEEPERS)
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Every task of both notices, old beside new."""
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, row: Succession, form: EffectForm | None = None) -> HttpResponse:
    found = differences(row.old, row.new)
    kind = request.GET.get("kind", "")
    lines = [one for one in found if kind not in differing.KINDS or kind in one.kinds]
    page = page_of(request, lines, ROWS_PER_PAGE)
    counts = [(code, *differing.KINDS[code], sum(code in one.kinds for one in found)) for code in differing.KINDS]
    work = open_work_of(one.old for one in found if one.old)
    left = [one.old for one in found if one.old and (differing.is_over(row) or not one.same_words)]
    shown = {
        "undecided": sum(len(work.get(task.pk, ())) for task in left),
        "succession": row,
        "old": row.old,
        "new": row.new,
        "page": page,
        "rows": differing.rows(page, row.fates.all() if differing.is_over(row) else (), work),
        "counts": [entry for entry in counts if entry[-1]],
        "summary": counted(found),
        "kind": kind if kind in differing.KINDS else "",
        "total": len(found),
        "form": form or EffectForm(),
        "may_decide": row.new.organisation_id in supervised(request),
        "is_open": row.state in (Succession.State.PROPOSED, Succession.State.CHOSEN),
        "is_planned": row.state == Succession.State.PLANNED,
        "is_over": differing.is_over(row),
    }
    return office_page(request, "succession", shown, "notices", status=422 if form else 200)


@staff_page(*KEEPERS)
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees with what the reading proposed."""
    row = _found(request, pk)
    done = _("Noted. Look at the difference, then a supervisor sets the day.")
    back = reverse("office:succession", args=[pk])
    return attempt(request, lambda: services.choose_predecessor(row.new, row.old, request.staff.actor), done, back)


@staff_page(*KEEPERS)
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that the one does not replace the other."""
    row = _found(request, pk)
    back = reverse("office:notice", args=[row.new_id])
    return attempt(request, lambda: services.set_aside(row, request.staff.actor), _("Set aside."), back)


@staff_page(*SUPERVISORS)
@require_POST
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the new notice in force on a day; today or earlier at once."""
    row, form = _found(request, pk), EffectForm(request.POST)
    back = reverse("office:succession", args=[pk])
    if not form.is_valid():
        return _page(request, row, form)
    day = form.cleaned_data["day"]
    done = _("It is in force. The old notice binds nobody any more.")
    if day > today():
        done = _("It will take the old one's place on %(day)s, by itself.") % {"day": day}
    try:
        services.plan_effect(row, day, request.staff.actor)
    except DomainError as refusal:
        show(form, refusal)
        return _page(request, _found(request, pk), form)
    return attempt(request, lambda: None, done, back)


@staff_page(*SUPERVISORS)
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the day back before it comes."""
    row = _found(request, pk)
    back = reverse("office:succession", args=[pk])
    done = _("Called off. The old notice stays in force.")
    return attempt(request, lambda: services.call_off(row, request.staff.actor), done, back)
