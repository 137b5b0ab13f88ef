"""Writes about evidence: figures computed from the export, and what people saw or signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.evidence import events
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import Evidence, IndicatorResult
from silverbridge.domain.evidence.queries import Period, check_period, indicator, organisation_codes, scope_key
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.indicators import Facts, Result, compute, compute_sets

if TYPE_CHECKING:
    import ibis

Kind = Evidence.Kind
RECORDERS = (Role.OFFICER, Role.SUPERVISOR)


def compute_indicator(
    code: str,
    period: Period,
    organisations: Iterable[int],
    scope: str | None = None,
    table: ibis.Table | Facts | None = None,
) -> IndicatorResult:
    """Computes an indicator of a period for a set of organisations (ids) from the latest export, and keeps the result.

    ``scope`` names the set where it has a name of its own; else it is a digest of the codes. ``table`` spares opening the export
    again for several figures. Raises NotFound for an unknown indicator, DomainError for a period that ends before it begins.
    """
    version, (first, last) = indicator(code), check_period(period)
    codes = organisation_codes(organisations)
    (found,) = compute(version.definition, open_facts() if table is None else table, (first, last), codes)
    row, _made = IndicatorResult.objects.update_or_create(
        code=code,
        version=version.version,
        first=first,
        last=last,
        scope=scope_key(codes) if scope is None else scope,
        defaults=_told(found, codes),
    )
    return row


def compute_for_each(
    codes: Iterable[str], period: Period, sets: Mapping[str, Collection[int]], facts: Facts
) -> dict[tuple[str, str], IndicatorResult]:
    """``compute_indicator`` of several indicators for several sets of organisations (ids, by name), by code and name.

    So many passes over the facts and so many queries as for one set, however many there are. Raises as ``compute_indicator``.
    """
    versions, (first, last) = {code: indicator(code) for code in codes}, check_period(period)
    named = Organisation.objects.filter(pk__in={pk for held in sets.values() for pk in held})
    code_of = dict(named.values_list("pk", "code"))
    members = {name: sorted(code_of[pk] for pk in held if pk in code_of) for name, held in sets.items()}
    found = compute_sets([version.definition for version in versions.values()], facts, (first, last), members)
    rows = {
        (code, scope_key(members[name])): IndicatorResult(
            code=code,
            version=versions[code].version,
            first=first,
            last=last,
            scope=scope_key(members[name]),
            **_told(result, members[name]),
        )
        for (code, name), result in found.items()
    }
    key = ["code", "version", "first", "last", "scope"]
    IndicatorResult.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=key,
        update_fields=[*_told(next(iter(found.values())), [])] if found else ["state"],
    )
    return {(code, name): rows[code, scope_key(members[name])] for code, name in found}


def _told(found: Result, codes: list[str]) -> dict[str, Any]:
    """What is kept of a figure, beside its key."""
    return {
        "organisations": codes,
        "state": found.state,
        "value": found.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "sample": found.sample,
        "sides": {name: asdict(side) for name, side in found.sides.items()},
        "computed_at": timezone.now(),
    }


@dataclass(frozen=True)
class Coverage:
    """How many were looked at (``covered`` of ``covered_of`` places or people), and how many cases were drawn in them."""

    covered: int | None = None
    covered_of: int | None = None
    sample: int | None = None


@transaction.atomic
def keep_measurement(result: IndicatorResult, organisation: Organisation, actor: Actor) -> Evidence:
    """Puts a computed figure on file as it is now; a later computation does not change it.

    Raises Forbidden, DomainError without data.
    """
    check_role_over(actor, organisation, RECORDERS)
    if result.state == IndicatorResult.State.NO_DATA:
        raise DomainError("no_data", _("There is no data to put on file."), _("Wait until something was measured."))
    row = Evidence(
        kind=Kind.MEASURED, result=result, value=result.value, sample=result.sample, organisation=organisation
    )
    return _keep(row, result.period, actor)


@transaction.atomic
def keep_audit(
    organisation: Organisation,
    period: Period,
    summary: str,
    value: float | None,
    coverage: Coverage,
    audit: str,
    actor: Actor,
) -> Evidence:
    """Puts on file what a browser measured at a site; ``audit`` is the key of the audit, once per audit: again gives the same.

    Raises Forbidden.
    """
    check_role_over(actor, organisation, RECORDERS)
    known = Evidence.objects.filter(audit=audit, organisation=organisation).first()
    if known is not None:
        return known
    row = Evidence(kind=Kind.MEASURED, audit=audit, value=value, organisation=organisation, summary=summary[:400])
    return _keep(_covering(row, coverage), period, actor)


@transaction.atomic
def record_inspection(
    organisation: Organisation, period: Period, summary: str, coverage: Coverage, actor: Actor
) -> Evidence:
    """Puts on file what a person saw. Raises Forbidden, DomainError without words, or when more were seen than there are."""
    check_role_over(actor, organisation, RECORDERS)
    if not summary.strip():
        raise DomainError("summary", _("The finding is missing."), _("Say in a sentence what was seen."), "summary")
    row = Evidence(kind=Kind.INSPECTED, organisation=organisation, summary=summary.strip()[:400])
    return _keep(_covering(row, coverage), period, actor)


@transaction.atomic
def attest(
    organisation: Organisation, period: Period, document: str, upload: Upload | None, coverage: Coverage, actor: Actor
) -> Evidence:
    """Puts a signed document on file: its title, its digest and, sealed, the document itself.

    Raises Forbidden, DomainError without title or file, or for a file that cannot be taken (``check_upload``).
    """
    check_role_over(actor, organisation, RECORDERS)
    if not document.strip() or upload is None or not upload.data:
        raise DomainError(
            "document", _("The signed document is missing."), _("Give its title and its file."), "document"
        )
    row = Evidence(
        kind=Kind.ATTESTED,
        organisation=organisation,
        document=document.strip()[:200],
        document_digest=upload.digest,
        file=keep_file(upload),
    )
    return _keep(_covering(row, coverage), period, actor)


def _covering(row: Evidence, coverage: Coverage) -> Evidence:
    covered, whole = coverage.covered, coverage.covered_of
    if (covered is None) != (whole is None) or (covered is not None and covered > whole):
        raise DomainError(
            "coverage",
            _("More were looked at than there are."),
            _("Give both numbers, the smaller one first, or neither."),
            "covered",
        )
    row.covered, row.covered_of, row.sample = covered, whole, coverage.sample
    return row


def _keep(row: Evidence, period: tuple[date, date], actor: Actor) -> Evidence:
    row.first, row.last = check_period(period)
    row.recorded_by = actor.user
    row.save()
    record(
        events.EvidenceRecorded(kind=row.kind, sample=row.sample),
        Circumstances(object_key=row.object_key, actor_kind=actor.kind, organisation=row.organisation.code),
    )
    return row
