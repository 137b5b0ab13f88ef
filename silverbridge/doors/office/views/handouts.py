"""One task in the hands of one unit: what is asked, what can be done now, what was reported, and its history."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.ledger.acts import acts_of
from silverbridge.domain.ledger.handouts import (
    chain_of,
    handout_for,
    history,
    material_for,
    materials_of,
    with_lights,
)
from silverbridge.domain.ledger.models import Chase, HandOut, Judgement
from silverbridge.domain.ledger.outgoing import sheet_of
from silverbridge.domain.ledger.services import chase_now, set_judgement
from silverbridge.domain.ledger.services.judging import judging_handout
from silverbridge.domain.ledger.services.rights import may_give
from silverbridge.domain.ledger.status import task_status
from silverbridge.doors.office.acting import ACTS, offers, starting
from silverbridge.doors.office.chrome import KEEPERS, attempt, office_page
from silverbridge.doors.office.figures import why_not_binding
from silverbridge.doors.office.files import download
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.ledger import JudgeForm
from silverbridge.doors.office.periods import choices, quarter_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one hand-out, as far as this side sees it."""
    return handout_page(request, handout_for(pk, request.staff.organisations))


def handout_page(
    request: HttpRequest,
    row: HandOut,
    tried: tuple[str, OfficeForm] | None = None,
    judged: JudgeForm | None = None,
    phone: bool = False,
) -> HttpResponse:
    """The page; ``tried`` and ``judged`` are forms that could not be taken, ``phone`` shows the number of whom to chase."""
    acts, quarter, reach = acts_of(request.user, row), quarter_of(request), set(request.staff.organisations)
    period = (quarter.start, quarter.end)
    (line,) = with_lights([row], period)
    chain = chain_of(row.task, period)
    sides = {j.side: j for j in row.task.judgements.filter(first=quarter.start, last=quarter.end)}
    judges = judging_handout(row.task)
    unit = sides.get(Judgement.Side.UNIT)
    start = {"verdict": unit.verdict, "remark": unit.remark} if unit else {}
    shown = {
        "row": row,
        "task": row.task,
        "notice": row.task.notice,
        "line": line,
        "acts": acts,
        "offers": offers(row, acts.possible, tried),
        "sheet": sheet_of(row),
        "may_issue": may_give(request.user, row),
        "may_hand_on": "hand-on" in acts.possible,
        "may_chase": "chase" in acts.possible,
        "reports": row.reports.select_related("by").prefetch_related("materials"),
        "materials": materials_of(row),
        "below": [entry for entry in chain if _under(entry.handout, row)],
        "seen_task": row.task.notice.organisation_id in reach,
        "history": history(row),
        "chased": row.chases.filter(state=Chase.State.SENT).select_related("document").order_by("-sent_at").first()
        if row.is_open
        else None,
        "phone": row.contact_phone if phone else "",
        "status": task_status(row.task, period),
        "unit": unit,
        "supervisor": sides.get(Judgement.Side.SUPERVISOR),
        "may_judge": acts.holds and judges is not None and judges.pk == row.pk and row.task.notice.is_in_force,
        "judge_form": judged or JudgeForm(initial=start, auto_id="unit-%s"),
        "quarter": quarter,
        "quarters": choices(quarter),
        "why_not": why_not_binding(row.task.notice.status),
    }
    current = "supervision" if acts.gives and not acts.holds else "work"
    return office_page(request, "handout", shown, current, status=422 if tried or judged else 200)


def _under(row: HandOut, above: HandOut) -> bool:
    """Whether a hand-out came down from another."""
    while row.parent is not None:
        if row.parent_id == above.pk:
            return True
        row = row.parent
    return False


@staff_page(*KEEPERS)
@require_POST
def do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act of one side: from acknowledging to looking back."""
    row = handout_for(pk, request.staff.organisations)
    if act == "chase":
        return _chase(request, row)
    if act == "judge":
        return _judge(request, row)
    if act == "phone":
        return _phone(request, row)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    form = chosen.form(request.POST, request.FILES, auto_id=f"{act}-%s", initial=starting(act, row))
    if not form.is_valid():
        return handout_page(request, row, (act, form))
    named = request.POST.get("revision", "")
    try:
        chosen.run(row, int(named) if named.isdecimal() else 0, form, request.staff.actor)
    except NotFound:
        raise
    except DomainError as refusal:
        show(form, refusal)
        return handout_page(request, handout_for(pk, request.staff.organisations), (act, form))
    messages.success(request, str(chosen.done))
    return redirect("office:handout", pk)


def _chase(request: HttpRequest, row: HandOut) -> HttpResponse:
    """A step of chasing, to be looked at before it is sent."""
    try:
        step = chase_now(row, request.staff.actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:handout", row.pk)
    return redirect("office:chase", step.pk)


def _judge(request: HttpRequest, row: HandOut) -> HttpResponse:
    """What the unit says of itself in a quarter."""
    form, quarter = JudgeForm(request.POST, auto_id="unit-%s"), quarter_of(request)
    if not form.is_valid():
        return handout_page(request, row, judged=form)
    seen, said = request.POST.get("judgement", "0"), form.cleaned_data
    revision, period = int(seen) if seen.isdecimal() else 0, (quarter.start, quarter.end)
    back = f"{reverse('office:handout', args=[row.pk])}?period={quarter}"

    def act() -> None:
        side, actor = Judgement.Side.UNIT, request.staff.actor
        set_judgement(row.task, side, said["verdict"], period, actor, said["remark"], revision)

    return attempt(request, act, _("The judgement is noted."), back)


def _phone(request: HttpRequest, row: HandOut) -> HttpResponse:
    """The number of whom to chase, once; that it was read is logged."""
    purpose = _("Calling about task %(n)s") % {"n": row.task.number}
    log_access(request.staff.actor, "ledger.contact", purpose, row.organisation, object_key=row.object_key)
    return handout_page(request, row, phone=True)


@staff_page(*KEEPERS)
def material(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file that was supplied, for both sides; that it was read is logged."""
    row = handout_for(pk, request.staff.organisations)
    found = material_for(row, file)
    purpose = _("Material of task %(n)s") % {"n": row.task.number}
    log_access(request.staff.actor, "ledger.material", purpose, row.organisation, object_key=row.object_key)
    return download(found.file)
