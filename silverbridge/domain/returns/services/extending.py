"""More days for several units at once, each logged as if it were the only one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.returns.models import Filing
from silverbridge.domain.returns.services.filing import extend


@transaction.atomic
def extend_several(filings: Collection[Filing], due: date, reason: str, actor: Actor, keep_late: bool = False) -> int:
    """A supervisor of the receiver gives these units more days, all of them or none; answers how many.

    Raises DomainError for none, and as ``extend``, naming the unit that cannot have it: Forbidden, Conflict, DomainError.
    """
    if not filings:
        raise DomainError("units", _("No unit was chosen."), _("Choose at least one."), "filings")
    for filing in sorted(
        filings, key=lambda row: row.pk
    ):  # one order, so that two who extend at once never wait for each other
        try:
            extend(filing, filing.revision, due, reason, actor, keep_late)
        except DomainError as refusal:
            if refusal.code == "extension":
                raise DomainError(
                    "extension_of",
                    _("%(unit)s has until %(day)s already."),
                    _("Give a later day, or leave this unit out."),
                    "due",
                    unit=filing.unit.name,
                    day=(filing.locks_on if keep_late else filing.due).isoformat(),
                ) from refusal
            raise
    return len(filings)
