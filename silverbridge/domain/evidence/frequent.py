"""Frequent business of some organisations, kept by the digest of its facts so that a page need not count millions of
rows again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from django.utils import timezone

from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import IndicatorTable
from silverbridge.domain.evidence.queries import Period, check_period, organisation_codes, scope_key
from silverbridge.domain.evidence.tables import period_digest
from silverbridge.engines.indicators.frequent import By, Frequent, frequent

VERSION, MIN_CELL = 1, 5


def frequent_business(period: Period, organisations: Iterable[int], by: By | None = None) -> list[Frequent]:
    """Which items elders used most and left unfinished, in organisations (ids). Raises DomainError as ``open_facts``."""
    period, codes = check_period(period), organisation_codes(organisations)
    digest = period_digest(period)
    key = {"code": f"frequent.{scope_key(codes)[:40]}", "version": VERSION, "by": by or "all"}
    key |= {"first": period[0], "last": period[1]}
    kept = IndicatorTable.objects.filter(**key, facts=digest).first()
    if kept is not None:
        return [Frequent(*row) for row in kept.figures]
    found = frequent(open_facts(), period, codes, by, MIN_CELL)
    told = {"facts": digest, "figures": [list(astuple(one)) for one in found], "computed_at": timezone.now()}
    IndicatorTable.objects.update_or_create(**key, defaults=told)
    return found
