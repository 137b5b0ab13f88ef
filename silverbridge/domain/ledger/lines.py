"""The ledger as offices keep it: one line per task of a notice, with what its units said and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.kept import kept_lines, with_kept
from silverbridge.domain.ledger.models import HandOut, Judgement, Material, Notice, Report, Step, Task
from silverbridge.engines.identity import mask_phone

# Of several units of a task the one that is furthest behind says how the task stands.
_LEAST_FIRST = (
    HandOut.State.HANDED_OUT,
    HandOut.State.IN_PROGRESS,
    HandOut.State.CLOSING_ASKED,
    HandOut.State.VERIFIED,
    HandOut.State.CLOSED,
)
NOT_HANDED_OUT = "not_handed_out"


@dataclass(frozen=True)
class MaterialLine:
    """A file that was given as proof: whose, its name, its kind (pdf, png …), its size in bytes and its SHA-256."""

    unit: str
    name: str
    kind: str
    size: int
    digest: str


@dataclass(frozen=True)
class LedgerLine:
    """One task as a line of the ledger. What nobody said is an empty text, an empty tuple or None; never a made-up value.

    Where several units hold the task, ``measures``, ``contact``, ``progress``, ``problems`` and ``next_steps`` have a line per
    unit that begins with its name. ``deadline`` is the day set at handing out (the last of several), else the notice's;
    ``deadline_words`` is what to print. ``state_code`` is one of HandOut.State or ``not_handed_out``; ``state`` its word.
    """

    number: int
    task: Task
    measures: str
    lead: str
    responsible: str
    cooperating: str
    contact: str
    deadline: date | None
    deadline_words: str
    progress: str
    problems: str
    next_steps: str
    materials: tuple[MaterialLine, ...]
    state: str
    state_code: str
    closed_on: date | None
    remarks: str
    handouts: tuple[HandOut, ...]
    kept_materials: str = ""


def ledger_lines(notice: Notice, phones: bool = False) -> list[LedgerLine]:
    """Every task of a notice as a line of the ledger, in the notice's order, in a constant number of queries.

    Telephones are masked unless ``phones``. Who may see the notice is for the caller to have asked (``notice_for``).
    """
    held = (
        HandOut.objects.filter(parent__isnull=True)
        .exclude(state=HandOut.State.WITHDRAWN)
        .select_related("organisation")
        .order_by("role", "pk")
        .prefetch_related(
            Prefetch("reports", Report.objects.order_by("-at", "-pk"), to_attr="told"),
            Prefetch("materials", Material.objects.select_related("file").defer("file__content"), to_attr="given"),
            Prefetch("steps", Step.objects.exclude(remark="").order_by("-at", "-pk"), to_attr="remarked"),
        )
    )
    judged = Judgement.objects.order_by("-last", "-made_at")
    rows = notice.tasks.select_related("notice", "lead_organisation").order_by("start", "number")
    rows = rows.prefetch_related(
        Prefetch("handouts", held, to_attr="held"), Prefetch("judgements", judged, to_attr="judged")
    )
    kept = kept_lines(notice)
    return [with_kept(_line(task, phones), kept.get(task.pk), phones) for task in rows]


def state_of(handouts: list[HandOut]) -> str:
    """How a task stands by its hand-outs: as the one furthest behind; ``not_handed_out`` when there is none."""
    states = {h.state for h in handouts} - {HandOut.State.WITHDRAWN}
    return str(min(states, key=_LEAST_FIRST.index)) if states else NOT_HANDED_OUT


def state_name(code: str) -> str:
    """The word for a task's state by its hand-outs, in the language of the page."""
    return _("Not handed out") if code == NOT_HANDED_OUT else str(HandOut.State(code).label)


def _line(task: Task, phones: bool) -> LedgerLine:
    held: list[HandOut] = sorted(task.held, key=lambda h: (list(HandOut.Role).index(h.role), h.pk))
    code = state_of(held)
    closed = code == HandOut.State.CLOSED
    deadline = max((h.due for h in held), default=task.deadline)
    return LedgerLine(
        number=task.number,
        task=task,
        measures=_each(held, lambda h: h.measures),
        lead=_units(task.leads, held, HandOut.Role.LEAD),
        responsible=_units(task.responsible, held, HandOut.Role.RESPONSIBLE),
        cooperating=_units(task.cooperating, held, HandOut.Role.COOPERATING),
        contact=_each(held, lambda h: _contact(h, phones)),
        deadline=deadline,
        deadline_words=deadline.isoformat() if deadline else task.deadline_text or task.get_deadline_kind_display(),
        progress=_each(held, lambda h: h.told[0].progress if h.told else ""),
        problems=_each(held, lambda h: h.told[0].problems if h.told else ""),
        next_steps=_each(held, lambda h: h.told[0].next_steps if h.told else ""),
        materials=tuple(
            MaterialLine(h.organisation.name, m.file.name, m.file.kind, m.file.size, m.digest)
            for h in held
            for m in h.given
        ),
        state=state_name(code),
        state_code=code,
        closed_on=max(h.closed_on for h in held) if closed else None,
        remarks=_remarks(task, held),
        handouts=tuple(held),
    )


def _units(named: list[str], held: list[HandOut], role: str) -> str:
    """The units as the notice names them; where it names none, those it was handed out to in that role."""
    return "、".join(named or [h.organisation.name for h in held if h.role == role])


def _each(held: list[HandOut], said: Callable[[HandOut], str]) -> str:
    texts = [(h.organisation.name, said(h).strip()) for h in held]
    told = [(name, text) for name, text in texts if text]
    if len(held) == 1:
        return told[0][1] if told else ""
    return "\n".join(f"{name}：{text}" for name, text in told)


def _contact(handout: HandOut, phones: bool) -> str:
    phone = handout.contact_phone if phones else mask_phone(handout.contact_phone)
    return f"{handout.contact_name} {phone}".strip()


def _remarks(task: Task, held: list[HandOut]) -> str:
    """Why a day was put off, the last remark on each hand-out, and what supervisor and unit last said of the task."""
    said = [h.due_reason for h in held if h.due_reason]
    said += [h.remarked[0].remark for h in held if h.remarked]
    sides: dict[str, Judgement] = {}
    for judgement in task.judged:
        sides.setdefault(judgement.side, judgement)
    for side in Judgement.Side:
        if side in sides and sides[side].remark:
            said.append(f"{side.label}：{sides[side].get_verdict_display()}，{sides[side].remark}")
    return "\n".join(dict.fromkeys(said))
