"""Bulletins and who sees them. Before approval: only who drafted it and who may approve it. Once issued: the units it names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.basics import SUPERVISORS
from silverbridge.domain.oversight.models import Bulletin

State = Bulletin.State


def bulletins_for(user: User, reach: Iterable[int]) -> QuerySet[Bulletin]:
    """What somebody with this reach sees, newest first."""
    held, approves = set(reach), organisations(user, SUPERVISORS)
    early = Q(state__in=(State.DRAFT, State.DROPPED)) & (Q(drafted_by=user) | Q(organisation__in=approves))
    own = Q(state__in=(State.APPROVED, State.ISSUED), organisation__in=held)
    told = Q(state=State.ISSUED, named__organisation__in=held)
    rows = Bulletin.objects.filter((early & Q(organisation__in=held)) | own | told).distinct()
    return rows.select_related("organisation", "drafted_by", "approved_by", "issued_by")


def bulletin_for(pk: int, user: User, reach: Iterable[int]) -> Bulletin:
    """One of them. Raises NotFound: for anybody else it does not exist."""
    rows = bulletins_for(user, reach).select_related("evaluation", "file", "publishable_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound("bulletin", _("There is no such bulletin here."), _("Go back to the list."))
    return row
