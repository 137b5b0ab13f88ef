"""Filling a return in: figures from the indicators, what the unit claims, why the two differ, texts, and what was inspected."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.moves import check_length, note
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.evidence.services import Coverage, record_inspection
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.adding import rounded
from silverbridge.domain.returns.measuring import Measured, measure, measure_all
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FilingStep, FilingText, Tier
from silverbridge.domain.returns.services.moves import move
from silverbridge.domain.returns.services.rights import check_filler, check_receiver

State, Kind = Filing.State, FilingStep.Kind
FigureState, Why = FilingFigure.State, FilingFigure.Why
CLOCKWORK = Actor.system("returns")
LONGEST = 4000
MOST = Decimal("99999999999999")


@dataclass(frozen=True)
class FigureDraft:
    """What was typed for one figure. ``no_data`` says that there is none; ``why`` and ``reason`` explain a difference."""

    value: str = ""
    no_data: bool = False
    why: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Draft:
    """What was typed, by key of the field. What is not named stays as it is."""

    figures: Mapping[str, FigureDraft] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def prefill_due(day: date | None = None) -> int:
    """The clockwork fills in what is open and not begun, once each; answers how many. Not to be called in a transaction."""
    found = Filing.objects.filter(state=State.DUE, tier=Tier.UNIT, opens_on__lte=day or today())
    found = found.exclude(steps__kind=Kind.PREFILLED)
    rows = list(found.select_related("version", "unit", "receiver", "form"))
    measured, done = measure_all(rows) if rows else {}, 0
    for filing in rows:
        try:
            done += _write_measured(filing, filing.revision, measured[filing.pk], CLOCKWORK)
        except (Conflict, DomainError):
            continue  # somebody began it meanwhile
    return done


def prefill(filing: Filing, revision: int, actor: Actor) -> Filing:
    """Measures a unit's figures (anew); what the unit claims changes only where it claimed what was measured before.

    Not to be called in a transaction: figures are computed before anything is locked. Raises Forbidden, DomainError, Conflict.
    """
    check_filler(actor, filing)
    _write_measured(filing, revision, measure(filing), actor)
    return filing


@transaction.atomic
def _write_measured(filing: Filing, revision: int, measured: Mapping[str, Measured], actor: Actor) -> bool:
    if not move(filing, Kind.PREFILLED, revision, actor, filing.unit, Filing.EDITABLE):
        return False
    keep_measured(filing, measured)
    if actor.kind != ActorKind.SYSTEM:
        unsign(filing)
    states = [m.state for m in measured.values()]
    payload = events.FilingPrefilled(
        measured=states.count(FigureState.VALUE), no_data=states.count(FigureState.NO_DATA)
    )
    note(payload, filing.object_key, actor, filing.unit)
    return True


def keep_measured(filing: Filing, measured: Mapping[str, Measured]) -> None:
    """Writes what was measured; the claim follows where it was empty or the same as what was measured before."""
    rows = {row.field_id: row for row in filing.figures.all()}
    for asked in filing.version.fields.filter(kind=Field.Kind.FIGURE):
        found = measured[asked.key]
        row = rows.get(asked.pk) or FilingFigure(filing=filing, field=asked)
        same = (row.claimed, row.claimed_state) == (row.measured, row.measured_state)
        follows = row.claimed_state == FigureState.EMPTY or same
        row.measured, row.measured_state, row.sample = found.value, found.state, found.sample
        row.result = found.result
        row.indicator_version = found.result.version if found.result else None
        if follows:
            row.claimed, row.claimed_state = found.value, found.state
        row.save()


def unsign(filing: Filing) -> None:
    """What was signed or scanned no longer stands once the return changes."""
    filing.signatures.filter(standing=True).update(standing=False)
    filing.scans.filter(standing=True).update(standing=False)


@transaction.atomic
def save_draft(filing: Filing, revision: int, draft: Draft, actor: Actor) -> Filing:
    """Saves what was typed; a draft need not be complete. What was signed before no longer stands.

    Raises Forbidden; Invalid naming each figure that is no number, out of range, or has a reason that is too long; Conflict.
    """
    check_filler(actor, filing)
    keep_draft(filing, revision, draft, actor)
    return filing


def keep_draft(
    filing: Filing, revision: int, draft: Draft, actor: Actor, kind: str = Kind.SAVED, remark: str = ""
) -> bool:
    """A draft into the tables, in the caller's transaction, as a step of this kind; False when the very same was sent before.

    Raises as ``save_draft``, but for the right to do so.
    """
    fields = {row.key: row for row in filing.version.fields.all()}
    figures = {row.field_id: row for row in filing.figures.select_related("field")}
    faults: dict[str, DomainError] = {}
    changed, texts = [], []
    for key, typed in draft.figures.items():
        asked = fields[key]
        row = figures.get(asked.pk) or FilingFigure(filing=filing, field=asked)
        try:
            read_typed(row, typed)
        except DomainError as fault:
            faults[fault.field or key] = fault
        changed.append(row)
    for key, text in draft.texts.items():
        try:
            texts.append((fields[key], check_length(text, f"text-{key}", LONGEST)))
        except DomainError as fault:
            faults[f"text-{key}"] = fault
    if faults:
        raise Invalid(faults)
    body = [{k: asdict(v) for k, v in draft.figures.items()}, dict(draft.texts)]
    told = {"body": body, "remark": remark, "state": State.DRAFT}
    if not move(filing, kind, revision, actor, filing.unit, Filing.EDITABLE, **told):
        return False
    unsign(filing)
    for row in changed:
        row.save()
    for asked, text in texts:
        FilingText.objects.update_or_create(filing=filing, field=asked, defaults={"text": text})
    different = [row for row in filing.figures.select_related("field") if row.differs]
    payload = events.DraftSaved(
        figures=filing.figures.filter(claimed_state=FigureState.VALUE).count(),
        differences=len(different),
        explained=sum(bool(row.reason) for row in different),
    )
    note(payload, filing.object_key, actor, filing.unit)
    return True


def read_typed(row: FilingFigure, typed: FigureDraft) -> None:
    """What was typed, into the row; nothing is written. Raises DomainError that names the figure."""
    asked = row.field
    name = {"name": asked.label}
    row.why, row.reason = typed.why, check_length(typed.reason, f"reason-{asked.key}")
    if typed.why and typed.why not in Why.values:
        raise DomainError("why", _("This reason is not in the list."), _("Choose one of them."), f"why-{asked.key}")
    if typed.no_data and typed.value.strip():
        raise DomainError(
            "figure_or_none",
            _("“%(name)s” has a figure and is ticked as “no data”."),
            _("Keep one of the two."),
            f"figure-{asked.key}",
            **name,
        )
    if typed.no_data:
        row.claimed, row.claimed_state = None, FigureState.NO_DATA
        return
    written = unicodedata.normalize("NFKC", typed.value).replace(",", "").strip().removesuffix("%").strip()
    if not written:
        row.claimed, row.claimed_state = None, FigureState.EMPTY
        return
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = None
    where = f"figure-{asked.key}"
    if value is None or not value.is_finite():
        raise DomainError("no_number", _("“%(name)s” is no number."), _("Write figures only."), where, **name)
    if abs(value) > MOST:
        raise DomainError("too_large", _("“%(name)s” is too large a number."), _("Look at it again."), where, **name)
    if rounded(value, asked.decimals) != value:
        raise DomainError(
            "decimals",
            _("“%(name)s” takes %(n)s decimals at most."),
            _("Round it as the form wants it."),
            where,
            n=asked.decimals,
            **name,
        )
    if (asked.least is not None and value < asked.least) or (asked.most is not None and value > asked.most):
        raise DomainError(
            "out_of_range",
            _("“%(name)s” is out of range: %(value)s. The form takes %(least)s to %(most)s."),
            _("Correct the figure."),
            where,
            value=f"{value:f}",
            least="–" if asked.least is None else f"{asked.least.normalize():f}",
            most="–" if asked.most is None else f"{asked.most.normalize():f}",
            **name,
        )
    row.claimed, row.claimed_state = value, FigureState.VALUE


def check_complete(filing: Filing) -> int:
    """How many figures differ from what was measured; each has its reason.

    Raises Invalid naming each required figure or text that is missing, each figure out of range and each difference without a
    reason or 口径.
    """
    figures = {row.field_id: row for row in filing.figures.select_related("field")}
    texts = {row.field_id: row.text for row in filing.texts.all()}
    faults: dict[str, DomainError] = {}
    for asked in filing.version.fields.all():
        name = {"name": asked.label}
        if asked.kind != Field.Kind.FIGURE:
            if asked.required and not texts.get(asked.pk, "").strip():
                where = f"text-{asked.key}"
                faults[where] = DomainError(
                    "text_missing", _("“%(name)s” is missing."), _("Write it in."), where, **name
                )
            continue
        row = figures.get(asked.pk)
        where = f"figure-{asked.key}"
        if asked.required and (row is None or row.claimed_state == FigureState.EMPTY):
            faults[where] = DomainError(
                "figure_missing",
                _("“%(name)s” is missing."),
                _("Write the figure, or say that there is no data."),
                where,
                **name,
            )
        elif row is not None and row.differs and not (row.why and row.reason):
            where = f"reason-{asked.key}"
            faults[where] = DomainError(
                "difference",
                _("“%(name)s” is claimed as %(claimed)s and was measured as %(measured)s."),
                _("Say by which definition (口径) or for what reason."),
                where,
                claimed=f"{row.claimed.normalize():f}",
                measured=f"{row.measured.normalize():f}",
                **name,
            )
    if faults:
        raise Invalid(faults)
    return sum(row.differs for row in figures.values())


@transaction.atomic
def note_inspection(filing: Filing, key: str, value: str, summary: str, actor: Actor) -> FilingFigure:
    """Who receives the return looked for themselves: the figure as inspected stands beside the other two, with its evidence.

    Raises Forbidden; DomainError for no number, or without words on what was seen.
    """
    check_receiver(actor, filing)
    asked = filing.version.fields.filter(key=key, kind=Field.Kind.FIGURE).first()
    if asked is None:
        raise DomainError("field", _("There is no such figure in this form."), _("Choose one of them."), "key")
    row, _made = FilingFigure.objects.get_or_create(filing=filing, field=asked)
    probe = FilingFigure(filing=filing, field=asked)
    try:
        read_typed(probe, FigureDraft(value))
    except DomainError as fault:
        fault.field = "value"
        raise
    if probe.claimed is None:
        raise DomainError("no_number", _("The figure is missing."), _("Write what was counted."), "value")
    evidence: Evidence = record_inspection(filing.receiver, filing.period, summary, Coverage(), actor)
    FilingFigure.objects.filter(pk=row.pk).update(inspected=probe.claimed, evidence=evidence)
    row.refresh_from_db()
    return row
