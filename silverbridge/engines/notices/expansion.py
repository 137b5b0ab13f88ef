"""What a unit's name stands for: one office, many of a kind, nobody in particular, or an office whose level stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .models import Role, Unit, read_as
from .register import is_bare, is_national, lent, level_of
from .shadow import squeezed

_AREA = (
    "(?:设区的?市|地级市|县级市|市州|州市|地市|市地|市县|县市|区县|县区|市区|乡镇|镇街|镇乡|街镇|乡|镇|街道|社区|自治州|自治县|"
    "省|自治区|直辖市|市|地|州|盟|县|区|旗|功能区|园区|开发区|村)"
)
_NOTE = r"(?:\([^()]{0,12}\))?"
_OFFICE = r"(?:人民政府|政府|党委|管委会|办事处|[\u4e00-\u9fff]{0,12}?(?:局|委|办|厅|院|所|中心|支行|分行|支局|分局|网点|机构))?"
_EXPANDS = re.compile(
    rf"(?:全?[省市区县])?各(?:{_AREA}{_NOTE})(?:[、和及与]?各?{_AREA}{_NOTE})*{_OFFICE}{_NOTE}$"
    r"|各[\u4e00-\u9fff]{2,14}(?:分局|分行|支行|支局|分公司|分中心|网点|营业部)$"
    r"|(?:各)?(?:县|市|区)(?:\((?:[市县区]、?)+\))(?:人民政府|政府)?$"
)
_VAGUE = re.compile(
    r"(?:各|[省市区县]|各级|国务院|中央)?(?:级|直|属)*(?:各?有关|各?相关|其他|其它|各级|成员|职能|责任|行业主管|主管|行业|监管)"
    r"[\u4e00-\u9fff、]{0,12}$|各(?:部门|单位|地区?|地方|方面|部门单位|委办局|企业|机构|成员单位|责任单位|行业)+(?:[、和及][\u4e00-\u9fff]{2,6})?$"
    r"|(?:部门|单位|地方|属地|当地政府|社会力量|有条件的地区)$"
)
_TAIL = re.compile(
    r"[ \n]*等[ \n]*(?P<tail>(?:各级?|国务院|中央|国家|[省市区县]级?)?(?:各?有关|各?相关|其他|其它|成员|职能|直属|驻\w{1,3})"
    r"(?:职能|行业|主管|监管|成员|责任)*(?:部门|单位|机构|企业|地区|地方|方面|组织|团体|院校)(?:[和及、](?:部门|单位|机构|企业|地区|组织|团体))?)"
)
_ROUND = str.maketrans("（）", "()")
_TAIL_OPENS = ("等", " ", "\n")
_STOPS = re.compile(r"[。\n]")
_INHERITED = 0.9  # a name put together is a little less sure than one printed


Printed = tuple[int, int, str, Role]  # a name printed at start to end, without white space, and its role


def _unit(unit: Printed, confidence: float, full: str | None, flags: tuple[str, ...]) -> Unit:
    start, end, name, role = unit
    return read_as(
        Unit,
        {
            "name": name,
            "role": role,
            "start": start,
            "end": end,
            "confidence": confidence,
            "full": full,
            "flags": flags,
        },
    )


@lru_cache(maxsize=8192)
def _nature(name: str) -> tuple[tuple[str, ...], str | None, bool, bool]:
    """Of a name: its flags, the level it opens with, whether it is bare of one, whether it is national."""
    name = name.translate(_ROUND)
    flags = flags_of(name)
    return flags, level_of(name), is_bare(name), is_national(name)


@lru_cache(maxsize=4096)
def flags_of(name: str) -> tuple[str, ...]:
    """ "expands" for a name of many of one kind (各设区市, 各县（市、区）政府), "vague" for one of nobody in particular."""
    plain = name.translate(_ROUND)
    if _EXPANDS.fullmatch(plain) and not re.fullmatch("各地(?:区|方)?", plain):
        return ("expands",)
    return ("vague",) if _VAGUE.fullmatch(plain) else ()


def _with_tails(shadow: str, units: Sequence[Printed]) -> list[tuple[Printed, tuple[str, ...]]]:
    """The units and, behind a list left open with 等相关部门, those unnamed ones in its role: flagged vague."""
    found: list[tuple[Printed, tuple[str, ...]]] = []
    for unit in units:
        found.append((unit, ()))
        end = unit[1]
        opens = shadow[end : end + 1] in _TAIL_OPENS
        match = _TAIL.match(shadow, end, end + 40) if opens else None
        if match:
            found.append(((*match.span("tail"), squeezed(match["tail"]), unit[3]), ("vague",)))
    return sorted(found) if len(found) > len(units) else found


def understood(shadow: str, units: Sequence[Printed], confidence: float) -> tuple[Unit, ...]:
    """The units of one task, in the order of the text, each with what its name stands for.

    A bare name takes the level of the unit before it (省数字办、卫健委: 省卫健委). A national or placed name, an area, a
    full stop and a line end stop that: what follows them waits for a level of its own.
    """
    level: str | None = None
    position: int | None = None
    found = []
    for unit, tail in _with_tails(shadow, units):
        start, end, name, _role = unit
        own_flags, own, bare, national = _nature(name)
        flags = tail or own_flags
        if position is not None and start > position and _STOPS.search(shadow, position, start):
            level = None
        position = end
        if flags:
            level = None if national else level
        elif own is not None:
            level = own
        elif level is not None and bare:
            found.append(_unit(unit, round(confidence * _INHERITED, 3), lent(level, name), ("inherited",)))
            continue
        else:
            level = None
        found.append(_unit(unit, confidence, None, flags))
    return tuple(found)


@dataclass(frozen=True)
class Kinds:
    """What a name of many stands for: areas by the last words of their names, or an office in each of them, or offices alone.

    `nearest` where only those right below the one who speaks are meant (各设区市), not every one further down.
    """

    areas: tuple[str, ...]
    office: str
    nearest: bool


_KIND = {
    "设区市": ("市",), "设区的市": ("市",), "地级市": ("市",), "县级市": ("市",), "市州": ("市", "州"), "州市": ("市", "州"),
    "地市": ("市", "地区"), "市地": ("市", "地区"), "市县": ("市", "县"), "县市": ("县", "市"), "区县": ("区", "县"),
    "县区": ("县", "区"), "市区": ("市", "区"), "乡镇": ("乡", "镇"), "镇乡": ("镇", "乡"), "镇街": ("镇", "街道"),
    "街镇": ("街道", "镇"), "地": ("地区",), "区": ("区",), "功能区": ("区",), "园区": ("园区",), "开发区": ("开发区",),
}  # fmt: skip
_ONE_AREA = re.compile(rf"各?(?P<kind>{_AREA})(?:\((?P<note>[^()]*)\))?[、和及与]?")
_ITSELF = re.compile(r"人民政府|政府|党委|管委会|办事处|居委会|村委会")
_NEAREST = frozenset({"设区市", "设区的市", "地级市", "市州", "州市", "地市", "市地", "地", "州", "盟"})


def kinds_of_area(name: str) -> Kinds:
    """What a name flagged "expands" stands for: 各县（市、区）政府 is every area named 县, 市 or 区."""
    rest = re.sub("^全?[省市区县]?(?=各)", "", squeezed(name).translate(_ROUND))
    areas: dict[str, None] = {}
    kinds: set[str] = set()
    position = 0
    while match := _ONE_AREA.match(rest, position):
        if match["kind"] == "地" and rest[match.end() : match.end() + 1] in ("方", "区"):
            break
        kinds.add(match["kind"])
        areas.update(dict.fromkeys(_KIND.get(match["kind"], (match["kind"],))))
        for noted in re.split("[、,和]", match["note"] or ""):
            if noted:
                areas.update(dict.fromkeys(_KIND.get(noted, (noted,))))
        position = match.end()
    office = _ITSELF.sub("", rest[position:]).removeprefix("各")
    return Kinds(tuple(areas), office, bool(kinds) and kinds <= _NEAREST)


def named(names: Iterable[tuple[str, Role]]) -> tuple[Unit, ...]:
    """Units that are known by name and role alone, in the order they were named, with what each stands for."""
    units: list[Printed] = []
    position = 0
    for name, role in names:
        units.append((position, position + len(name), name, role))
        position += len(name) + 1
    return understood("、".join(name for _, _, name, _ in units), units, 1.0)
