"""The book of sealed returns: each entry is verified whenever it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.models import SealedFile
from silverbridge.domain.returns.models import Seal


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value with its keys in order."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def one_hash(facts_digest: str, definitions: Any, parameters: Any, rendered_digest: str) -> str:
    """The one hash of a sealed return: over facts, definitions, parameters and the rendered bytes."""
    return digest_of([facts_digest, definitions, parameters, rendered_digest])


def verify(seal: Seal) -> SealedFile:
    """The very bytes that were sealed, when everything is still as it was sealed. Raises DomainError where anything is not."""
    file = seal.rendered
    same = (
        digest_of(seal.facts) == seal.facts_digest
        and hashlib.sha256(bytes(file.content)).hexdigest() == seal.rendered_digest
        and one_hash(seal.facts_digest, seal.definitions, seal.parameters, seal.rendered_digest) == seal.digest
    )
    if not same:
        raise DomainError(
            "seal_broken",
            _("This sealed return is not as it was sealed."),
            _("Do not use it. Tell whoever runs this instance, who compares it with a backup."),
        )
    return file


def seal_for(pk: int, reach: Iterable[int]) -> Seal:
    """One entry of the book that these organisations may see. Raises NotFound for anybody else's."""
    reach = set(reach)
    row = (
        Seal.objects.select_related("filing__unit", "filing__receiver", "filing__form", "rendered")
        .filter(pk=pk)
        .first()
    )
    if row is None or not {row.filing.unit_id, row.filing.receiver_id, row.filing.form.owner_id} & reach:
        raise NotFound("seal", _("There is no such return here."), _("Go back to the list."))
    return row


def entries_of(seal: Seal) -> list[Seal]:
    """Every sealed entry of the same return, oldest first: what was corrected stays beside its correction."""
    filing = seal.filing
    rows = Seal.objects.filter(
        filing__form=filing.form_id, filing__unit=filing.unit_id, filing__first=filing.first
    ).select_related("filing", "sealed_by")
    return list(rows.order_by("filing__entry"))
