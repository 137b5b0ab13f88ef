"""Questions about the register of outgoing documents, each bounded by the organisations the asker may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.ledger.models import HandOut, OutgoingDocument, Task

Kind = OutgoingDocument.Kind


def documents_of(reach: Iterable[int]) -> QuerySet[OutgoingDocument]:
    """What these organisations sent out, newest first; the files stay where they are."""
    rows = OutgoingDocument.objects.filter(organisation__in=set(reach))
    wanted = ("organisation", "registered_by", "task", "handout__organisation", "chase")
    return rows.select_related(*wanted).order_by("-year", "-registered_at", "-number")


def document_for(pk: int, reach: Iterable[int]) -> OutgoingDocument:
    """One document: of who sent it, and of the unit it went to. Raises NotFound for anybody else's."""
    reach = set(reach)
    sides = Q(organisation__in=reach) | Q(handout__organisation__in=reach)
    rows = OutgoingDocument.objects.select_related("file", "organisation", "task", "handout__organisation", "chase")
    found = rows.filter(sides, pk=pk).first()
    if found is None:
        raise NotFound("document", _("There is no such document here."), _("Go back to the list."))
    return found


def sheet_of(about: Task | HandOut) -> OutgoingDocument | None:
    """The sheet issued for a hand-out, or for a task as it reads now; None where none was."""
    rows = OutgoingDocument.objects.select_related("file")
    if isinstance(about, HandOut):
        return rows.filter(kind=Kind.HANDOUT_SHEET, handout=about).first()
    return rows.filter(kind=Kind.TASK_SHEET, task=about, task_revision=about.revision).first()
