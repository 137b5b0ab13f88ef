"""Correcting a sealed return: a new entry beside it, which is filled in, signed, filed and sealed like any other."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_reason, note, somebody_was_first, write_step
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import Filing, FilingFigure, FilingStep, FilingText
from silverbridge.domain.returns.services.rights import check_filler

State = Filing.State
DAYS, LOCK_DAYS = 10, 30


@transaction.atomic
def begin_correction(filing: Filing, reason: str, actor: Actor) -> Filing:
    """A draft with the figures and texts of a sealed return, to be corrected; the sealed one stays as it is.

    Raises Forbidden; DomainError for a return that is not sealed, or without a reason; Conflict when one was begun already.
    """
    check_filler(actor, filing)
    said = check_reason(reason)
    if filing.state != State.SEALED:
        raise DomainError(
            "not_sealed", _("Only a sealed return is corrected."), _("Until then the receiver sends it back.")
        )
    day = today()
    row = Filing(
        form=filing.form,
        version=filing.version,
        unit=filing.unit,
        receiver=filing.receiver,
        tier=filing.tier,
        way=filing.way,
        first=filing.first,
        last=filing.last,
        entry=filing.entry + 1,
        corrects=filing,
        opens_on=day,
        due_by_rule=day + timedelta(days=DAYS),
        due=day + timedelta(days=DAYS),
        locks_on=day + timedelta(days=DAYS + LOCK_DAYS),
        state=State.DRAFT,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise somebody_was_first() from error
    _copy(filing, row)
    write_step(row, FilingStep.Kind.CORRECTED, actor, row.unit, remark=said, revision=1)
    note(events.CorrectionBegun(entry=row.entry), row.object_key, actor, row.unit)
    return row


def _copy(old: Filing, new: Filing) -> None:
    for model, rows in ((FilingFigure, old.figures.all()), (FilingText, old.texts.all())):
        for row in rows:
            row.pk, row.filing, row._state.adding = None, new, True
        model.objects.bulk_create(rows)
