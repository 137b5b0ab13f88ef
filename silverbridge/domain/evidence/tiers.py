"""The tiers of outlets for a period, by the scheme that holds at its end. Internal: outside accreditations are another matter."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.queries import Period, check_period, indicator
from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators import Facts, tabulate
from silverbridge.engines.indicators.stocks import standing
from silverbridge.engines.indicators.tiers import Outlet, Placement, TierScheme, place_outlets

SHARES = ("elder-visit-share", "elder-assets-share")


def scheme_on(period: Period, code: str = "elder-outlets") -> TierScheme:
    """The scheme as it holds on the period's last day. Raises NotFound before any did, DefinitionErrors for a broken file."""
    overlay = settings.OVERLAY / "tiers" if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None
    held = load_definitions(settings.SHIPPED / "tiers", TierScheme, overlay)
    found = [scheme for scheme in held if scheme.code == code and scheme.valid_from <= period[1]]
    if not found:
        raise NotFound("scheme", _("No scheme of tiers holds for this period."), _("Add its definition."), "scheme")
    return max(found, key=lambda scheme: (scheme.valid_from, scheme.version))


def outlets_of(period: Period, facts: Facts | None = None) -> list[Outlet]:
    """What tiers look at, of every outlet told of at the period's end. Raises DomainError when there are no data at all."""
    facts = open_facts() if facts is None else facts
    definitions = [indicator(name).definition for name in SHARES]
    # Thresholds look at the figures themselves: a small outlet is not lifted or sunk by hiding its share from the rule.
    whole = [definition.model_copy(update={"min_cell": 1}) for definition in definitions]
    shares = {
        name: {r.group["place"]: r.value for r in results}
        for (name, _period), results in tabulate(whole, facts, [check_period(period)], None, ("place",)).items()
    }
    if not any(shares.values()):
        raise DomainError(
            "no_data", _("There is no data to place outlets by."), _("Take over visits and stocks first.")
        )
    stocks: dict[str, dict[str, float]] = {}
    held = standing(facts.of("snapshots"), [period], "point", None)
    for row in held.select("place", "kind", "value").to_pyarrow().to_pylist():
        kinds = stocks.setdefault(row["place"], {})
        kinds[row["kind"]] = kinds.get(row["kind"], 0.0) + row["value"]
    return [Outlet(place, *(shares[name].get(place) for name in SHARES), kinds) for place, kinds in stocks.items()]


def tiers(
    period: Period, facts: Facts | None = None, code: str = "elder-outlets"
) -> tuple[TierScheme, list[Placement]]:
    """The scheme and where each outlet that is open at the period's end stands, best first. Raises as ``scheme_on``."""
    scheme = scheme_on(check_period(period), code)
    return scheme, place_outlets(scheme, outlets_of(period, facts))
