"""An office adds up what its units filed: each unit once, each figure by its rule, and what is missing stays apart."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.adding import Part, Whole, add_up, rounded
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FilingStep, RollPart, Tier
from silverbridge.domain.returns.services.filling import unsign
from silverbridge.domain.returns.services.moves import move
from silverbridge.domain.returns.services.rights import check_filler

State, Kind = Filing.State, FilingStep.Kind
Standing, FigureState = RollPart.Standing, FilingFigure.State
GOOD = (State.ACCEPTED, State.SEALED)
WHY = {
    Standing.WAITING: FigureState.LATE,
    Standing.MISSING: FigureState.LATE,
    Standing.LATE: FigureState.LATE,
    Standing.SENT_BACK: FigureState.LATE,
    Standing.EXEMPT: FigureState.EXEMPT,
    Standing.CLOSED: FigureState.CLOSED,
}


@transaction.atomic
def add_up_parts(whole: Filing, revision: int, actor: Actor) -> Filing:
    """Adds up what was accepted; the claim follows where it was empty or the sum before. To be repeated until it is filed.

    Units not there yet, sent back, exempt or closed are listed as missing, figure by figure, and never count as zero. A unit that
    moved counts where it filed: by the relation of the period's last day. Raises Forbidden; DomainError for a unit's own return;
    Conflict.
    """
    check_filler(actor, whole)
    if whole.tier != Tier.OFFICE:
        raise DomainError("not_office", _("Only an office adds up."), _("Fill in the figures instead."))
    rows = parts_of(whole)
    if not move(whole, Kind.ADDED_UP, revision, actor, whole.unit, Filing.EDITABLE, state=State.DRAFT):
        return whole
    unsign(whole)
    day = today()
    whole.parts.all().delete()
    RollPart.objects.bulk_create(
        RollPart(whole=whole, unit=row.unit, filing=row, filing_revision=row.revision, standing=standing_of(row, day))
        for row in rows
    )
    sums = sums_of(whole.version.fields.filter(kind=Field.Kind.FIGURE), rows, day)
    _keep(whole, sums)
    counted = sum(row.state in GOOD for row in rows)
    payload = events.FilingAddedUp(counted=counted, missing=len(rows) - counted)
    note(payload, whole.object_key, actor, whole.unit)
    return whole


def parts_of(whole: Filing) -> list[Filing]:
    """The returns an office got for a period, each unit's once: its newest entry that was accepted, else its newest."""
    rows = Filing.objects.filter(form=whole.form_id, first=whole.first, receiver=whole.unit_id)
    return current(rows.select_related("unit", "version"))


def current(rows: Iterable[Filing]) -> list[Filing]:
    """Of several entries of one unit, the one that counts: the newest accepted, else the newest."""
    best: dict[int, Filing] = {}
    for row in rows:
        other = best.get(row.unit_id)
        if other is None or (row.state in GOOD, row.entry) > (other.state in GOOD, other.entry):
            best[row.unit_id] = row
    return sorted(best.values(), key=lambda row: row.unit.code)


def standing_of(row: Filing, day: object) -> str:
    """Whether a unit's return is counted, and if not, why."""
    if row.state in GOOD:
        return Standing.COUNTED
    known = {
        State.EXEMPT: Standing.EXEMPT,
        State.CLOSED: Standing.CLOSED,
        State.FILED: Standing.WAITING,
        State.SENT_BACK: Standing.SENT_BACK,
    }
    return known.get(row.state) or (Standing.LATE if day > row.due else Standing.MISSING)


def sums_of(fields: Iterable[Field], rows: Iterable[Filing], day: object) -> dict[int, Whole]:
    """What each field comes to over these returns, by id of the field: one query. Fields match by key across versions."""
    rows = list(rows)
    figures: dict[tuple[int, str], FilingFigure] = {}
    found = FilingFigure.objects.filter(filing__in=[r.pk for r in rows if r.state in GOOD]).select_related("field")
    for figure in found:
        figures[figure.filing_id, figure.field.key] = figure
    sums = {}
    for asked in fields:
        parts = [_part(asked, row, figures, day) for row in rows]
        sums[asked.pk] = add_up(asked.roll_up, parts)
    return sums


def _part(asked: Field, row: Filing, figures: dict[tuple[int, str], FilingFigure], day: object) -> Part:
    standing = standing_of(row, day)
    if standing != Standing.COUNTED:
        return Part(row.unit.code, WHY[standing])
    figure = figures.get((row.pk, asked.key))
    if figure is None or figure.claimed is None:
        state = figure.claimed_state if figure else FigureState.NO_DATA
        return Part(row.unit.code, FigureState.NO_DATA if state == FigureState.EMPTY else state)
    weigher = figures.get((row.pk, asked.weight)) if asked.weight else None
    return Part(row.unit.code, FigureState.VALUE, figure.claimed, weigher.claimed if weigher else None)


def _keep(whole: Filing, sums: dict[int, Whole]) -> None:
    rows = {row.field_id: row for row in whole.figures.all()}
    for asked in whole.version.fields.filter(kind=Field.Kind.FIGURE):
        total = sums[asked.pk]
        row = rows.get(asked.pk) or FilingFigure(filing=whole, field=asked)
        same = (row.claimed, row.claimed_state) == (row.measured, row.measured_state)
        follows = row.claimed_state == FigureState.EMPTY or same
        value = rounded(total.value, asked.decimals) if total.value is not None else None
        row.measured, row.measured_state = value, total.state
        row.counted = None if asked.roll_up == Field.RollUp.NONE else total.counted
        row.missing = dict(total.missing)
        if follows:
            row.claimed, row.claimed_state = value, total.state
        row.save()
