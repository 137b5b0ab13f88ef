"""Who on the register is meant by the units that a task names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.notices import Unit
from silverbridge.engines.notices.expansion import Kinds, kinds_of_area, named
from silverbridge.engines.notices.names import NameRules

Via = Literal["name", "prefix", "succession", "expansion"]
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class UnitMatch:
    """A unit as written, in its role, and the organisation it means; None where nobody, or not one alone, is known.

    `via` says how: by its "name" (abbreviated or not), by the "prefix" of the unit before it, by "succession" to an
    ended or former name, as one of many ("expansion": one entry each). Flags are the engine's, and "ambiguous" where
    `candidates` has those it may mean.
    """

    name: str
    role: str
    organisation: Organisation | None
    via: Via | None
    flags: tuple[str, ...] = ()
    candidates: tuple[Organisation, ...] = ()


def units_of(task: Task, register: Register | None = None) -> list[UnitMatch]:
    """The units of a task in the order of the text, each with the organisation it means as of the notice's date.

    One register for many tasks keeps the number of queries constant. A vague unit (相关部门) means nobody in particular.
    """
    notice = task.notice
    register = register or Register.of(notice.dated)
    return match_units(_written(task), notice, register)


def match_units(units: Iterable[Unit], notice: Notice, register: Register) -> list[UnitMatch]:
    """The same for units as the engine read them, in a notice that may not be on file yet."""
    homes = _homes(notice, register)
    found: list[UnitMatch] = []
    for unit in units:
        if "vague" in unit.flags:
            found.append(UnitMatch(unit.name, unit.role, None, None, unit.flags))
        elif "expands" in unit.flags:
            found += _expanded(unit, notice, register)
        else:
            found.append(_matched(unit, homes, register))
    return found


def _written(task: Task) -> tuple[Unit, ...]:
    """The units as read, kept with the task; for a task without them, as its lists of names say."""
    names = (("lead", task.leads), ("responsible", task.responsible), ("cooperating", task.cooperating))
    listed = [(name, role) for role, several in names for name in several]
    read = [Unit.model_validate(unit) for unit in task.units]
    known = {(unit.name, unit.role) for unit in read}
    # Corrected by hand since: then the lists count. Only the unnamed ones at the end of a list stand in none of them.
    spare = [unit for unit in read if (unit.name, unit.role) not in listed and "vague" not in unit.flags]
    return tuple(read) if known >= set(listed) and not spare else named(listed)


def _homes(notice: Notice, register: Register) -> set[str]:
    areas = register.areas_of(notice.organisation_id)
    for issuer in notice.issuers:
        area = register.rules.key(issuer).area.rstrip("委")
        areas |= {area} if len(area) > 1 else set()
    return areas


def _matched(unit: Unit, homes: set[str], register: Register) -> UnitMatch:
    found, via = register.find(unit.name, homes), "name"
    if unit.full and not found.organisation:
        longer = register.find(unit.full, homes)
        if longer.organisation or not found.candidates:
            found, via = longer, "prefix"
    if found.organisation is None:
        flags = (*unit.flags, AMBIGUOUS) if found.candidates else unit.flags
        return UnitMatch(unit.name, unit.role, None, None, flags, found.candidates)
    return UnitMatch(unit.name, unit.role, found.organisation, "succession" if found.succeeded else via, unit.flags)  # type: ignore[arg-type]


def _expanded(unit: Unit, notice: Notice, register: Register) -> list[UnitMatch]:
    """One entry for each organisation of that kind under the notice's own; one without any where the register has none."""
    wanted = kinds_of_area(unit.name)
    rings = register.rings_below(notice.organisation_id)
    if wanted.nearest:
        rings = next(([ring] for ring in rings if any(_is_of(pk, wanted, register) for pk in ring)), [])
    found = {pk for ring in rings for pk in ring if _is_of(pk, wanted, register)}
    living = {row.pk: row for pk in found if (row := register.living(pk).organisation)}
    rows = sorted(living.values(), key=lambda row: row.code)
    if not rows:
        return [UnitMatch(unit.name, unit.role, None, None, unit.flags)]
    return [UnitMatch(unit.name, unit.role, row, "expansion", unit.flags) for row in rows]


_GOVERNMENT = re.compile(r"(?:人民政府|政府|党委|管委会|管理委员会|办事处|居委会|居民委员会|村委会|村民委员会)$")
_NO_AREA = re.compile(r"(?:[社园景小校院厂城]区|[城超门]市)$")


def _is_of(pk: int, wanted: Kinds, register: Register) -> bool:
    return any(_fits(name, wanted, register.rules) for name in register.names.get(pk, ()))


def _fits(name: str, wanted: Kinds, rules: NameRules) -> bool:
    """Whether a name is that of an area of a wanted kind, or of the wanted office in one."""
    if wanted.office and not wanted.areas:
        return name.endswith(wanted.office)
    if wanted.office:
        key = rules.key(name)
        return key.office == rules.key(f"市{wanted.office}").office and key.area.endswith(wanted.areas)
    area = _GOVERNMENT.sub("", name)
    return len(area) > 1 and any(
        area.endswith(kind) and (len(kind) > 1 or not _NO_AREA.search(area)) for kind in wanted.areas
    )
