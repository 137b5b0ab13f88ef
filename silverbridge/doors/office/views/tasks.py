"""One task: its words, units, deadline, figures, three judgements and evidence on file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from silverbridge.domain.evidence.queries import versions_of
from silverbridge.domain.ledger.kept import kept_line
from silverbridge.domain.ledger.models import HandOut, Judgement, Task
from silverbridge.domain.ledger.outgoing import sheet_of
from silverbridge.domain.ledger.queries import evidence_for, task_for, task_line
from silverbridge.domain.ledger.services import kept_proposal
from silverbridge.domain.ledger.services.judging import judging_handout
from silverbridge.domain.ledger.services.rights import may_hold
from silverbridge.domain.ledger.units import UnitMatch, units_of
from silverbridge.domain.ledger.versions import fates_of
from silverbridge.domain.ledger.waiting import last_computed
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of, supervised
from silverbridge.doors.office.figures import overdue_days, why_not_binding, why_not_yet
from silverbridge.doors.office.forms.ledger import JudgeForm
from silverbridge.doors.office.hands import in_hand
from silverbridge.doors.office.periods import choices, quarter_of
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.indicators import parts


@dataclass(frozen=True)
class Unit:
    """A unit as the notice names it, what it is to do, and which organisation on record it is; ``note`` says why it is none."""

    name: str
    role: str
    organisation: Organisation | None
    code: str
    note: str = ""


def units(task: Task) -> list[Unit]:
    """The units of a task in the order of the text; 各区人民政府 and its like are a line for each on record."""
    return [Unit(m.name, str(HandOut.Role(m.role).label), m.organisation, m.role, _why_none(m)) for m in units_of(task)]


def _why_none(match: UnitMatch) -> str:
    if match.organisation:
        return ""
    if match.candidates:
        return _("may be: %(names)s") % {"names": "、".join(row.name for row in match.candidates)}
    if "vague" in match.flags:
        return _("names nobody in particular")
    return _("no organisation of this name")


@staff_page(*KEEPERS)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one task in a quarter."""
    return task_page(request, pk)


def task_page(request: HttpRequest, pk: int, judged: tuple[str, JudgeForm] | None = None) -> HttpResponse:
    """The page of a task; ``judged`` is the side and the form that could not be taken."""
    reach, quarter = set(request.staff.organisations), quarter_of(request)
    found = task_for(pk, reach)
    line = task_line(found, reach, (quarter.start, quarter.end))
    may_confirm = found.notice.organisation_id in supervised(request)
    figures = [(f, parts(f.version.definition) if f.version else ()) for f in line.status.figures]
    named = units(found)
    filed = page_of(request, evidence_for(found, reach))
    shown = {
        "definitions": versions_of(row.result for row in filed if row.result),
        "task": found,
        "notice": found.notice,
        "line": line,
        "status": line.status,
        "figures": figures,
        "kept": (line_kept := kept_line(found)),
        "proposal": kept_proposal(found, line_kept) if may_confirm and line_kept else None,
        "units": named,
        "late": overdue_days(found, line.status),
        "evidence": filed,
        "sides": _sides(line.unit, line.supervisor, _may_unit(request, found), may_confirm, judged),
        "quarters": choices(quarter),
        "quarter": quarter,
        "may_confirm": may_confirm,
        "why_not": why_not_binding(found.notice.status) or why_not_yet(found.notice),
        "fates": fates_of(found),
        "sheet": sheet_of(found),
        "last_computed": last_computed({f.link.scope for f in line.status.figures}),
    } | in_hand(found, named, (quarter.start, quarter.end), may_confirm)
    return office_page(request, "task", shown, "notices", status=422 if judged else 200)


def _may_unit(request: HttpRequest, task: Task) -> bool:
    """Whether the reader writes the unit's own judgement: who holds the task, or, while nobody does, who keeps the ledger."""
    held = judging_handout(task)
    return held is None or may_hold(request.user, held)


def _sides(
    unit: Judgement | None,
    supervisor: Judgement | None,
    may_unit: bool,
    may_supervise: bool,
    judged: tuple[str, JudgeForm] | None,
) -> list[dict]:
    sides = ((Judgement.Side.UNIT, unit, may_unit), (Judgement.Side.SUPERVISOR, supervisor, may_supervise))
    shown = []
    for side, said, may in sides:
        start = {"verdict": said.verdict, "remark": said.remark} if said else {}
        form = judged[1] if judged and judged[0] == side else JudgeForm(initial=start, auto_id=f"{side}-%s")
        shown.append({"side": side, "label": side.label, "said": said, "may": may, "form": form})
    return shown
