"""Working out tiers as a dated version, confirming them, and recording what others called an outlet."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.evidence.tiers import outlets_of, scheme_on
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.models import Accreditation, TierPlacement, TierRun
from silverbridge.domain.oversight.queries.reach import looked_at
from silverbridge.domain.oversight.services.shared import (
    check_another,
    lock_numbers,
    tell,
    words,
)
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import set_tier
from silverbridge.engines.indicators import Facts
from silverbridge.engines.indicators.tiers import Lift, Outlet, Placement, TierScheme, place_outlets


@transaction.atomic
def work_out_tiers(
    organisation: Organisation, period: tuple[date, date], actor: Actor, facts: Facts | None = None
) -> TierRun:
    """Places the organisation's outlets in tiers for a period, as a new version; nothing is confirmed by that.

    Facts and scheme are kept with it. Raises Forbidden; NotFound before any scheme held; DomainError without data.
    """
    check_role_over(actor, organisation, KEEPERS)
    scheme = scheme_on(period)
    rows = Place.objects.filter(organisation__in=looked_at(organisation), kind=Place.Kind.OUTLET)
    places = {place.code: place for place in rows}
    outlets = sorted((o for o in outlets_of(period, facts) if o.place in places), key=lambda o: o.place)
    if not outlets:
        raise DomainError(
            "no_outlets", _("There are no data about outlets of this organisation."), _("Take over its facts first.")
        )
    lock_numbers(organisation)
    held = TierRun.objects.filter(organisation=organisation, scheme_code=scheme.code, first=period[0], last=period[1])
    told, kept = scheme.model_dump(mode="json"), [_kept(outlet) for outlet in outlets]
    run = TierRun.objects.create(
        organisation=organisation,
        scheme_code=scheme.code,
        scheme=told,
        first=period[0],
        last=period[1],
        version=(held.aggregate(last=Max("version"))["last"] or 0) + 1,
        facts=kept,
        digest=digest_of(told, kept),
        made_by=actor.user,
    )
    TierPlacement.objects.bulk_create(
        TierPlacement(
            run=run,
            place=places[one.place],
            order=order,
            tier=one.tier,
            score=one.score,
            next_tier=one.next_tier or "",
            lifts=[[lift.about, lift.have, lift.need] for lift in one.lifts],
        )
        for order, one in enumerate(place_outlets(scheme, outlets), start=1)
    )
    payload = events.TiersWorkedOut(scheme=scheme.code, edition=run.version, outlets=len(outlets))
    tell(payload, run.object_key, actor, organisation)
    return run


def replayed(run: TierRun) -> list[Placement]:
    """The placements of a run, worked out anew from the scheme and facts kept with it: the same ones."""
    return place_outlets(TierScheme.model_validate(run.scheme), [outlet_of(kept) for kept in run.facts])


def outlet_of(kept: list[Any]) -> Outlet:
    """A kept outlet as the engine takes it."""
    return Outlet(*kept)


def lifts_of(placement: TierPlacement) -> list[Lift]:
    """What keeps an outlet out of the next tier."""
    return [Lift(*told) for told in placement.lifts]


def digest_of(scheme: dict[str, Any], facts: list[Any]) -> str:
    """SHA-256 of scheme and facts: the same digest, the same tiers."""
    text = json.dumps([scheme, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _kept(outlet: Outlet) -> list[Any]:
    return [outlet.place, outlet.visit_share, outlet.asset_share, dict(sorted(outlet.stocks.items()))]


@transaction.atomic
def confirm_tiers(run: TierRun, actor: Actor) -> int:
    """A supervisor who did not work it out confirms a run: outlets bear these tiers from now on. Answers how many changed.

    Raises Forbidden; DomainError when a later version or period was worked out; Conflict when it was confirmed already.
    """
    check_role_over(actor, run.organisation, SUPERVISORS)
    check_another(actor, run.made_by)
    lock_numbers(run.organisation)
    same = TierRun.objects.filter(organisation=run.organisation, scheme_code=run.scheme_code)
    later = same.filter(first=run.first, last=run.last, version__gt=run.version)
    if later.exists() or same.filter(last__gt=run.last, confirmed_at__isnull=False).exists():
        raise DomainError("superseded", _("There is a later version."), _("Confirm that one."))
    if not TierRun.objects.filter(pk=run.pk, confirmed_at__isnull=True).update(
        confirmed_at=timezone.now(), confirmed_by=actor.user
    ):
        raise somebody_was_first()
    changed = 0
    for placement in run.placements.select_related("place__organisation"):
        place, before = placement.place, placement.place.tier
        if set_tier(place, placement.tier):
            payload = events.TierConfirmed(tier=placement.tier, before=before or None)
            tell(payload, run.object_key, actor, place.organisation, place=place.code)
            changed += 1
    run.refresh_from_db()
    return changed


@dataclass(frozen=True)
class Honour:
    """What somebody outside called an outlet: which, who says so, from when until when, by which document."""

    kind: str
    issuer: str
    on: date
    document: str
    until: date | None = None


@transaction.atomic
def record_accreditation(place: Place, honour: Honour, upload: Upload | None, actor: Actor) -> Accreditation:
    """Records an outside accreditation with its document. The tier is another matter and stays.

    Raises Forbidden; DomainError for a kind there is not, a day to come, an end before it; Conflict when it is recorded already.
    """
    check_role_over(actor, place.organisation, KEEPERS)
    if honour.kind not in Accreditation.Kind.values:
        raise DomainError("kind", _("The kind is missing."), _("Choose one of those shown."), "kind")
    if honour.on > today():
        raise DomainError("on", _("This day is still to come."), _("Give the day of the document."), "on")
    if honour.until is not None and honour.until < honour.on:
        raise DomainError("until", _("It ends before it begins."), _("Give a later day, or none."), "until")
    row = Accreditation(
        place=place,
        kind=honour.kind,
        issuer=words(honour.issuer, "issuer", 80),
        on=honour.on,
        until=honour.until,
        document=words(honour.document, "document", 120),
        file=keep_file(upload) if upload is not None else None,
        by=actor.user,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("recorded", _("This is recorded already."), _("Open it in the list.")) from error
    tell(events.AccreditationRecorded(kind=row.kind), row.object_key, actor, place.organisation, place=place.code)
    return row
