"""Taking over a form that was filled in outside the system: all of it or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.returns import events
from silverbridge.domain.returns.filled import read_in
from silverbridge.domain.returns.models import Filing, FilingStep
from silverbridge.domain.returns.services.filling import keep_draft
from silverbridge.domain.returns.services.rights import check_filler


@transaction.atomic
def take_over_file(filing: Filing, revision: int, upload: Upload, actor: Actor) -> Filing:
    """What a filled file says goes into the draft; what it leaves empty stays. Who signs is never taken from a file.

    Name and digest of the file stand in the history. Raises Forbidden; DomainError as ``filled.read_in``, and for a file that
    says nothing; Invalid naming each place that cannot be taken; Conflict.
    """
    check_filler(actor, filing)
    read = read_in(filing, upload)
    if read.faults:
        raise Invalid(read.faults)
    draft = read.draft
    if not draft.figures and not draft.texts:
        raise DomainError("nothing_said", _("Nothing is filled in in this file."), _("Fill it in first."), "file")
    remark = f"{upload.shown_name}，SHA-256 {upload.digest[:16]}"
    if keep_draft(filing, revision, draft, actor, FilingStep.Kind.TAKEN, remark):
        differing = sum(line.named and line.row.differs for line in read.figures)
        payload = events.FileTaken(figures=len(draft.figures), texts=len(draft.texts), differences=differing)
        note(payload, filing.object_key, actor, filing.unit)
    return filing
