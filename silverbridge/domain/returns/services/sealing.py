"""Sealing an accepted return: facts, definitions, parameters and the very bytes, under one hash."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.evidence.models import IndicatorVersion
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import Filing, FilingFigure, FilingStep, RollPart, Seal
from silverbridge.domain.returns.rendering import Rendered, render
from silverbridge.domain.returns.seals import digest_of, one_hash
from silverbridge.domain.returns.services.moves import move
from silverbridge.domain.returns.services.rights import check_decider

State, Kind = Filing.State, FilingStep.Kind


@transaction.atomic
def seal(filing: Filing, revision: int, actor: Actor) -> Seal:
    """A supervisor of the receiver seals what was accepted. A correction's seal supersedes the one before it.

    Nothing of it ever changes: the table is append-only. Sealed twice by one person, it is sealed once. Raises Forbidden,
    DomainError in another state, Conflict.
    """
    check_decider(actor, filing)
    if not move(filing, Kind.SEALED, revision, actor, filing.receiver, {State.ACCEPTED}, state=State.SEALED):
        return Seal.objects.get(filing=filing)
    rendered = render(filing)
    facts, definitions, parameters = facts_of(filing), definitions_of(filing), parameters_of(filing)
    file = keep_rendered(rendered)
    facts_digest = digest_of(facts)
    earlier = Seal.objects.filter(filing=filing.corrects_id).first() if filing.corrects_id else None
    row = Seal.objects.create(
        filing=filing,
        supersedes=earlier,
        facts=facts,
        facts_digest=facts_digest,
        definitions=definitions,
        parameters=parameters,
        rendered=file,
        rendered_digest=file.digest,
        digest=one_hash(facts_digest, definitions, parameters, file.digest),
        sealed_by=actor.user,
    )
    note(events.FilingSealed(entry=filing.entry), filing.object_key, actor, filing.receiver)
    return row


def keep_rendered(rendered: Rendered) -> Any:
    """The rendered bytes, kept sealed as they are."""
    return keep_file(Upload(rendered.name.replace("/", "-"), rendered.data))


def facts_of(filing: Filing) -> dict[str, Any]:
    """Everything that was filed, as plain JSON: numbers as text, days as ISO, no telephone."""
    return {
        "filing": filing.object_key,
        "entry": filing.entry,
        "unit": [filing.unit.code, filing.unit.name],
        "receiver": [filing.receiver.code, filing.receiver.name],
        "period": [filing.first.isoformat(), filing.last.isoformat()],
        "filed_on": filing.filed_on.isoformat() if filing.filed_on else None,
        "late": filing.late,
        "figures": [
            {
                "key": row.field.key,
                "label": row.field.label,
                "claimed": _text(row.claimed),
                "claimed_state": row.claimed_state,
                "measured": _text(row.measured),
                "measured_state": row.measured_state,
                "sample": row.sample,
                "inspected": _text(row.inspected),
                "why": row.why,
                "reason": row.reason,
                "counted": row.counted,
                "missing": row.missing,
            }
            for row in filing.figures.select_related("field")
        ],
        "texts": [{"key": row.field.key, "text": row.text} for row in filing.texts.select_related("field")],
        "signatures": [
            {"role": row.role, "name": row.name, "day": row.day.isoformat()}
            for row in filing.signatures.filter(standing=True)
        ],
        "scans": list(filing.scans.filter(standing=True).values_list("digest", flat=True)),
    }


def definitions_of(filing: Filing) -> list[dict[str, Any]]:
    """By which versions of which definitions the figures were measured; of an added-up return, those of its parts."""
    counted = filing.parts.filter(standing=RollPart.Standing.COUNTED).values_list("filing", flat=True)
    figures = FilingFigure.objects.filter(filing__in=[filing.pk, *counted], indicator_version__isnull=False)
    used = set(figures.values_list("field__indicator", "indicator_version"))
    rows = IndicatorVersion.objects.filter(code__in={code for code, _version in used}).order_by("code", "version")
    return [
        {"code": row.code, "version": row.version, "digest": row.digest}
        for row in rows
        if (row.code, row.version) in used
    ]


def parameters_of(filing: Filing) -> dict[str, Any]:
    """By which form, days and rules of adding up, and over which returns of units."""
    version = filing.version
    parts = filing.parts.select_related("unit", "filing")
    return {
        "form": [filing.form.object_key, version.number, version.blank.digest if version.blank else None],
        "bindings": version.bindings,
        "tier": filing.tier,
        "way": filing.way,
        "due": [filing.due_by_rule.isoformat(), filing.due.isoformat(), filing.locks_on.isoformat()],
        "shifted": filing.shifted,
        "provisional": filing.provisional,
        "fields": [
            {
                "key": row.key,
                "indicator": row.indicator,
                "scope": row.scope,
                "back": row.back,
                "decimals": row.decimals,
                "percent": row.percent,
                "roll_up": row.roll_up,
                "weight": row.weight,
            }
            for row in version.fields.all()
        ],
        "scope": _scope(filing),
        "parts": [
            {
                "unit": part.unit.code,
                "filing": part.filing.object_key,
                "revision": part.filing_revision,
                "standing": part.standing,
            }
            for part in parts
        ],
    }


def _scope(filing: Filing) -> list[str]:
    """Codes of the organisations the figures were counted for."""
    codes: set[str] = {filing.unit.code}
    for row in filing.figures.exclude(result__isnull=True).select_related("result"):
        codes |= set(row.result.organisations)
    return sorted(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))


def _text(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"
