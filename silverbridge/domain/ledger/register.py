"""The organisation register as of a day, asked by name: every name of every organisation, by the key its writings share."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from silverbridge.domain.places.models import Organisation, OrganisationName, OrganisationRelation
from silverbridge.domain.places.queries import today
from silverbridge.engines.definitions import DefinitionErrors, load_definitions
from silverbridge.engines.notices.names import Key, NameRules
from silverbridge.engines.notices.register import plain

_log = logging.getLogger(__name__)
_FOLDER = "units"
_Offices = dict[str, dict[int, set[str]]]  # by office: the areas of whoever bears such a name


def name_rules() -> NameRules:
    """How names are written short: the shipped rules with an adopter's own laid over.

    A broken file of the adopter's is logged and left aside, so that a running instance goes on; `silverbridge check` names it.
    """
    overlay = settings.OVERLAY / _FOLDER if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None
    try:
        every = load_definitions(settings.SHIPPED / _FOLDER, NameRules, overlay)
    except DefinitionErrors:
        if overlay is None:
            raise
        _log.exception("the names of offices in %s cannot be read; the shipped ones are used", overlay)
        every = load_definitions(settings.SHIPPED / _FOLDER, NameRules)
    words = [line for rules in every for line in rules.words]
    return NameRules(code="all", words=words, shapes=[line for rules in every for line in rules.shapes])


@dataclass(frozen=True)
class Found:
    """The one organisation a name means, or the several it may mean; `succeeded` where the named one has ended or renamed."""

    organisation: Organisation | None = None
    candidates: tuple[Organisation, ...] = ()
    succeeded: bool = False


@dataclass
class Register:
    """Names of a day and of other days, loaded once with a constant number of queries."""

    day: date
    rules: NameRules
    exact: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    former: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    offices: _Offices = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    former_offices: _Offices = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    assumed: set[tuple[str, int]] = field(default_factory=set)
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    organisations: dict[int, Organisation] = field(default_factory=dict)
    heirs: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    lower: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    upper: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    now: date = field(default_factory=today)

    @classmethod
    def of(cls, day: date | None) -> Register:
        """The register as of a day; of today where none is given."""
        found = cls(day or today(), name_rules())
        found.organisations = {row.pk: row for row in Organisation.objects.all()}
        # A register seldom reaches back as far as an old notice: before its first dated name an organisation bore that one.
        first: dict[int, date] = {}
        for row in OrganisationName.objects.order_by("valid_from"):
            begins = first.setdefault(row.organisation_id, row.valid_from)
            began = row.valid_from <= found.day or row.valid_from == begins
            holds = began and (row.valid_until is None or found.day < row.valid_until)
            found._add(row.name, row.organisation_id, holds)
            if found.day < row.valid_from:
                found.assumed.add((plain(row.name), row.organisation_id))
        for pk, organisation in found.organisations.items():
            if pk not in first or found.day >= found.now:
                found._add(organisation.name, pk, holds=True)
        found._relate()
        return found

    def _add(self, name: str, pk: int, holds: bool) -> None:
        key = self.rules.key(name)
        (self.exact if holds else self.former)[plain(name)].add(pk)
        (self.offices if holds else self.former_offices)[key.office][pk].add(key.area)
        if holds:
            self.names[pk].add(plain(name))

    def _relate(self) -> None:
        kinds = OrganisationRelation.Kind
        rows = list(OrganisationRelation.objects.exclude(kind=kinds.FILES_TO))
        for row in rows:
            if row.kind == kinds.SUCCEEDS:
                self.heirs[row.lower_id].append(row.upper_id)
        governing = [row for row in rows if row.kind != kinds.SUCCEEDS]
        # An old notice still binds those who came under the organisation since: a register seldom reaches back so far.
        for row in governing:
            if self._binds(row):
                self.lower[row.upper_id].add(row.lower_id)
                self.upper[row.lower_id].add(row.upper_id)

    def _binds(self, row: OrganisationRelation) -> bool:
        days = (self.day, self.now)
        return any(row.valid_from <= d and (row.valid_until is None or d < row.valid_until) for d in days)

    def find(self, name: str, homes: Iterable[str] = ()) -> Found:
        """Who bears a name: on the day, by its key where nobody bears it as written, on another day at last.

        `homes` are the areas a bare level (市) can mean. Of several nobody is chosen: they are `candidates`.
        """
        key, own = self.rules.key(name), frozenset(homes)
        exact = self.exact.get(plain(name), set())
        exact = {pk for pk in exact if (plain(name), pk) not in self.assumed} or exact
        found = self._settled(exact) if exact else self._by_key(key, own, self.offices)
        if found.organisation or found.candidates:
            return found
        former = self.former.get(plain(name))
        return self._settled(former, True) if former else self._by_key(key, own, self.former_offices, True)

    def _by_key(self, key: Key, homes: frozenset[str], index: _Offices, succeeded: bool = False) -> Found:
        offices = index.get(key.office)
        if not offices or not key.area:
            return Found()
        level = key.area.rstrip("委")
        if len(level) > 1:
            return self._settled({pk for pk, areas in offices.items() if key.area in areas}, succeeded)
        own = {home + key.area[len(level) :] for home in homes if home.endswith(level)} | {key.area}
        own |= {home.removesuffix(level) for home in homes if home.endswith(level) and "{area}" in key.office}
        near = {pk for pk, areas in offices.items() if areas & own}
        if near:
            return self._settled(near, succeeded)
        return Found(
            candidates=self._rows({pk for pk, areas in offices.items() if any(a.endswith(key.area) for a in areas)})
        )

    def _settled(self, found: set[int], succeeded: bool = False) -> Found:
        """The living organisations behind those found: each ended one gives way to whoever succeeded it."""
        living: set[int] = set()
        seen: set[int] = set()
        waiting = list(found)
        while waiting:
            pk = waiting.pop()
            if pk in seen:
                continue
            seen.add(pk)
            ended = self.organisations[pk].closed_on
            if ended is not None and ended <= self.now and self.heirs[pk]:
                waiting += self.heirs[pk]
                succeeded = True
            else:
                living.add(pk)
        rows = self._rows(living)
        return Found(rows[0], (), succeeded) if len(rows) == 1 else Found(None, rows, succeeded)

    def _rows(self, keys: set[int]) -> tuple[Organisation, ...]:
        return tuple(sorted((self.organisations[pk] for pk in keys), key=lambda row: row.code))

    def living(self, pk: int) -> Found:
        """The organisation itself, or who succeeded it."""
        return self._settled({pk})

    def rings_below(self, pk: int) -> list[set[int]]:
        """The organisations under one, nearest first; cycles end."""
        rings, seen, edge = [], {pk}, {pk}
        while edge:
            edge = {low for up in edge for low in self.lower.get(up, ())} - seen
            seen |= edge
            if edge:
                rings.append(edge)
        return rings

    def areas_of(self, pk: int) -> set[str]:
        """The areas that the names of an organisation and of those above it open with."""
        found: set[str] = set()
        seen, edge = {pk}, {pk}
        while edge:
            found |= {self.rules.key(name).area.rstrip("委") for one in edge for name in self.names.get(one, ())}
            edge = {up for low in edge for up in self.upper.get(low, ())} - seen
            seen |= edge
        return {area for area in found if len(area) > 1}
