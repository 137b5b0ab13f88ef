"""Drawing: how many of each stratum, and which.

Within a stratum the members stand in the order of SHA-256 over frame digest, seed and key, which no machine, library or
version of Python changes; the first are drawn, the next ones replace whoever drops out, in their order. Seats are shared
out in proportion by the method of largest remainders (Hamilton), ties to the name of the stratum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .frame import Unit, frame_digest


class Refused(ValueError):
    """A design that cannot be drawn; ``field`` names what is at fault."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.field, self.zh, self.en = field, zh, en


@dataclass(frozen=True)
class Design:
    """``size`` is of the whole sample (proportional) or of each stratum (fixed).

    ``by`` names the traits that make a stratum; none makes one of all. ``least`` is what each stratum gets at least in a
    proportional sample, as far as it has so many. ``spares`` are drawn behind each stratum's sample, to replace who drops out.
    """

    by: tuple[str, ...]
    method: Literal["proportional", "fixed"]
    size: int
    least: int = 1
    spares: int = 2


@dataclass(frozen=True)
class Stratum:
    """Of ``population`` members, those drawn and those who would replace them, each in order of drawing."""

    name: tuple[str, ...]
    population: int
    drawn: tuple[str, ...]
    spares: tuple[str, ...]


@dataclass(frozen=True)
class Draw:
    """A sample, with all it takes to draw it again: digest of the frame, seed and design."""

    digest: str
    seed: str
    design: Design
    strata: tuple[Stratum, ...]

    @property
    def population(self) -> int:
        """Members of the frame."""
        return sum(stratum.population for stratum in self.strata)

    @property
    def drawn(self) -> tuple[str, ...]:
        """Keys of the sample, stratum by stratum."""
        return tuple(key for stratum in self.strata for key in stratum.drawn)


def draw(frame: Iterable[Unit], seed: str, design: Design) -> Draw:
    """The sample of this frame, seed and design. Raises Refused for an empty frame or seed, or numbers that make no sample."""
    units = tuple(frame)
    _check(units, seed, design)
    digest = frame_digest(units)
    members: dict[tuple[str, ...], list[str]] = {}
    for unit in units:
        members.setdefault(tuple(unit.traits.get(name, "") for name in design.by), []).append(unit.key)
    seats = _seats({name: len(keys) for name, keys in members.items()}, design)
    strata = []
    for name in sorted(members):
        order = sorted(members[name], key=lambda key: (_ticket(digest, seed, key), key))
        cut = seats[name]
        spare = tuple(order[cut : cut + design.spares])
        strata.append(Stratum(name, len(order), tuple(order[:cut]), spare))
    return Draw(digest, seed, design, tuple(strata))


def _check(units: Sequence[Unit], seed: str, design: Design) -> None:
    if not units:
        raise Refused("frame", "名单里一个也没有。", "There is nobody to draw from.")
    if not seed:
        raise Refused("seed", "还差种子。", "The seed is missing.")
    if design.size < 1:
        raise Refused("size", "至少抽一个。", "Draw at least one.")
    if design.least < 0 or design.spares < 0:
        raise Refused("spares", "不能少于零。", "There cannot be fewer than none.")


def _ticket(digest: str, seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{digest}\n{len(seed)}\n{seed}\n{key}".encode()).digest()


def _seats(sizes: Mapping[tuple[str, ...], int], design: Design) -> dict[tuple[str, ...], int]:
    if design.method == "fixed":
        return {name: min(design.size, size) for name, size in sizes.items()}
    whole = sum(sizes.values())
    size = min(design.size, whole)
    # The least of each stratum first; where the sample is too small for that, nobody is favoured.
    seats = {name: min(design.least, held) for name, held in sizes.items()}
    if sum(seats.values()) > size:
        seats = dict.fromkeys(sizes, 0)
    while sum(seats.values()) < size:
        # Whoever is furthest below the exact share: whole seats first, then the largest remainders.
        short = {name: Fraction(size * sizes[name], whole) - seats[name] for name in sizes if seats[name] < sizes[name]}
        seats[min(short, key=lambda name: (-short[name], name))] += 1
    return seats
