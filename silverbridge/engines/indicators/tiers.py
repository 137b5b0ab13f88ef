"""Which tier an outlet is in, and what would lift it into the next one. The same facts and scheme give the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from silverbridge.engines.definitions import Unfit

from .basis import Words
from .conditions import KindName, Strict

Share = Annotated[float, Field(ge=0, le=1)]


class Condition(Strict):
    """At least so much of a stock on the period's last day."""

    kind: KindName
    at_least: float = Field(gt=0)


class Tier(Strict):
    """One tier: how many seats it has (None: as many as come), the least shares, what must stand there."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,11}$")]
    name: Words
    at_most: int | None = Field(default=None, ge=1)
    visit_share: Share = 0.0
    asset_share: Share = 0.0
    conditions: tuple[Condition, ...] = ()


class TierScheme(Strict):
    """Tiers from the highest to the lowest, as they hold from a day on. The lowest takes everybody."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: int = Field(ge=1)
    valid_from: date
    name: Words
    meaning: Words
    visit_weight: Share = 0.5
    tiers: tuple[Tier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_lowest(self) -> Self:
        lowest = self.tiers[-1]
        if lowest.at_most or lowest.visit_share or lowest.asset_share or lowest.conditions:
            raise Unfit("The lowest tier must take every outlet.", "Ask nothing of the last tier.", "tiers")
        return self


@dataclass(frozen=True)
class Outlet:
    """What a tier looks at. A share is None where there is no data: that fulfils no threshold, and is not zero."""

    place: str
    visit_share: float | None
    asset_share: float | None
    stocks: Mapping[str, float]


@dataclass(frozen=True)
class Lift:
    """One thing that keeps an outlet out of the next tier: what it has (None: no data) and what it needs.

    `about` is `visit_share`, `asset_share`, a kind of stock, or `seat`: then every condition is fulfilled, `have` is the outlet's
    score and `need` that of the last outlet with a seat.
    """

    about: str
    have: float | None
    need: float

    @property
    def short(self) -> float | None:
        """By how much it falls short; None where there is no data to say so."""
        return None if self.have is None else max(0.0, self.need - self.have)


@dataclass(frozen=True)
class Placement:
    """An outlet's tier, its score, and what would lift it."""

    place: str
    tier: str
    score: float | None
    next_tier: str | None
    lifts: tuple[Lift, ...]


def place_outlets(scheme: TierScheme, outlets: Iterable[Outlet]) -> list[Placement]:
    """One placement for each outlet, best score first. Of equal scores the smaller code comes first.

    From the highest tier down, the seats go to those that fulfil everything, by score: the weighted mean of both shares.
    """
    held = sorted(outlets, key=lambda o: (-(_score(scheme, o) or -1), o.place))
    tier_of: dict[str, int] = {}
    last_in: dict[int, float] = {}
    for at, tier in enumerate(scheme.tiers):
        fit = [o for o in held if o.place not in tier_of and not _missing(tier, o)]
        for outlet in fit if tier.at_most is None else fit[: tier.at_most]:
            tier_of[outlet.place] = at
            last_in[at] = _score(scheme, outlet) or 0.0
    return [_placement(scheme, outlet, tier_of[outlet.place], last_in) for outlet in held]


def _score(scheme: TierScheme, outlet: Outlet) -> float | None:
    if outlet.visit_share is None or outlet.asset_share is None:
        return None
    return scheme.visit_weight * outlet.visit_share + (1 - scheme.visit_weight) * outlet.asset_share


def _missing(tier: Tier, outlet: Outlet) -> list[Lift]:
    found = []
    asked: Sequence[tuple[Literal["visit_share", "asset_share"], float, float | None]] = (
        ("visit_share", tier.visit_share, outlet.visit_share),
        ("asset_share", tier.asset_share, outlet.asset_share),
    )
    for about, need, have in asked:
        if need and (have is None or have < need):
            found.append(Lift(about, have, need))
    for condition in tier.conditions:
        have = outlet.stocks.get(condition.kind)
        if have is None or have < condition.at_least:
            found.append(Lift(condition.kind, have, condition.at_least))
    return found


def _placement(scheme: TierScheme, outlet: Outlet, at: int, last_in: Mapping[int, float]) -> Placement:
    score, tier = _score(scheme, outlet), scheme.tiers[at]
    if at == 0:
        return Placement(outlet.place, tier.code, score, None, ())
    above = scheme.tiers[at - 1]
    lifts = _missing(above, outlet) or [Lift("seat", score, last_in.get(at - 1, 0.0))]
    return Placement(outlet.place, tier.code, score, above.code, tuple(lifts))
