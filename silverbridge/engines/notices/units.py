"""Names of units in a list: where one ends, which words are only an et-cetera."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_GENERIC_AREA = (
    "(?:省|自治区|直辖市|设区的?市|地级市|县级市|县级|市州|州市|地市|市县|县市|区县|县区|市区|市|地|州|盟|县|区|旗|"
    "自治州|自治县|乡镇|镇街|镇乡|街镇|乡|镇|街道|街道办事处)"
)
_NOTE = r"(?:\([^()]{0,30}\))?"
# 各 governs the whole list of kinds of area: 各市、县（市、区）政府 is one addressee, 各市、各部门 are two.
_AREA_LIST = re.compile(
    # A list of areas goes downwards: what stands above a street behind it is an office of its own (各街道、市残联).
    r"(?!各(?:街道|乡镇|镇街|街镇|镇|乡)[^、]{0,8}、[省市区县州旗])"
    rf"各(?!街道办事处、){_GENERIC_AREA}{_NOTE}(?:、{_GENERIC_AREA}(?![直级属各]|有关|相关|委){_NOTE})+"
    rf"(?:人民政府|政府|党委|管委会|办事处|(?:(?!等)[\u4e00-\u9fff]){{2,10}}?(?:局|委|办|厅|院|部门|单位))?{_NOTE}"
    r"(?=[、,;。和及与等\s]|以及|$)"
)
_ENDS = "局委厅办部院署会联处科室站所段队台社网组馆厂店省市区县州盟旗镇乡行关校团营司"
_WORD_ENDS = (
    "(?<![控参入个持])股|政府|中支|部门|单位|机构|集团|公司|企业|银行|中心|地区|各地|街道|办事处|社区|领导小组|兵团|机场|铁路|联通|电信|移动|邮政|"
    "烟草|供电|学校|大学|医院|专班|机关|组织|总队|支队|大队|税务|海关|公安|消防|团体|园区|开发区|新区|功能区|管理部|工委|"
    "法院|党校|协会|商会|平台|基地|电网|运营商|地方|景区|党组|金融|通信|气象|广电|人社|民政|卫健|发改|教育|财政|城管|供销|卫生健康|文旅|体育|村"
)
_UNIT_END = re.compile(rf"(?:[{_ENDS}]|{_WORD_ENDS})(?:\([^()]*\))?$")
_STRONG_END = re.compile(
    r"(?:局|委|厅|办|部|院|署|委员会|办公室|政府|部门|单位|机构|集团|公司|银行|中心|地区|各地|街道|领导小组|兵团|联|协会|"
    r"支行|分行|工会|总队|支队|市|区|县|州|镇|乡|旗|盟|省|企业|学校|医院|机关|团体|组织|党委|专班|管委会|处|社|台|室|科|所|站|馆|司|务段)(?:\([^()]*\))?$"
)
_BARE_AREA = re.compile(r"(?:^|[、,;\s])(?:各?[省市区县州]|各.{0,2}[市区县州])$")
_NO_END = re.compile(r"(?:城市|城区|社会|干部|全部|外部|内部|机会|党的?建设|住房|教育和?|人力资源|社区居)$")
_QUALIFIER = (
    r"(?:国务院|中央|国家|省|自治区|市|区|县|州|各|有关|相关|其他|其它|职能|成员|直属|直|级|驻\w{1,3}|行业|主管|管理|"
    r"多个|\d+个?|[一二三四五六七八九十]+个?)*"
)
_TAIL_NOUN = r"(?:部门|单位|机构|委办局|企业|地区|地方|方面|组织|团体|院校|银行|公司|主体|责任部门|责任单位)"
_ET_CETERA = re.compile(
    rf"(?<![高中初])等(?:{_QUALIFIER}{_TAIL_NOUN}(?:(?:、|和|及|与|或){_TAIL_NOUN}(?=$|[、,;。和及与\s]|以及))?)?(?=$|[、,;。和及与\s]|以及)"
)
_NOTHING = frozenset({"", "/", "无", "-", "—", "——", "--", "\\", "／", "空", "暂无", "同上", "〃"})
_LEADING = re.compile(
    r"(?:[\s:,;。、.*]|[此该本上这以][项述上](?:工作|任务|举措|措施|内容|事项)?均?由(?=.)|"
    r"由(?=.)|并由|以及|及(?=.)|请(?=.)|其中|其它?中|为(?=.))+"
)
_JOINER = re.compile(r"以及|及(?!其|时)|和|与")


class UnitSpan(NamedTuple):
    """A unit at `start` to `end` of the string it was found in; `lead` where a bracket behind the name
    says 牵头.
    """

    start: int
    end: int
    lead: bool = False


@lru_cache(maxsize=8192)
def looks_like_unit(name: str) -> bool:
    """Whether a name ends the way names of authorities, companies and areas do."""
    name = name.strip()
    if not 1 < len(name) <= 40 or _NO_END.search(name):
        return False
    return bool(_UNIT_END.search(name)) or (name.startswith("各") and 2 < len(name) <= 12)


_AUTHORITY_END = re.compile(
    r"(?:局|委|厅|部|办|院|署|中心|会|联|政府|公司|集团|银行|部门|单位|支行|分行|总队|办公室)(?:\([^()]*\))?$"
)


def authority(name: str) -> bool:
    """Whether a name ends the way those of authorities and their offices do, not only like that of an area."""
    return bool(_AUTHORITY_END.search(name.strip()))


def surely_unit(name: str, alone: bool) -> bool:
    """Whether a name without any word on its role beside it is that of a unit; `alone` where it stands by
    itself.
    """
    name = name.strip()
    if not looks_like_unit(name) or len(name) > 20 or (len(name) < 3 and not name.startswith("各")):
        return False
    return (
        ":" not in name
        and bool((_AUTHORITY_END if alone else _STRONG_END).search(name))
        and not name.startswith(("含", "包括", "如", "即", "见", "以下", "原"))
    )


def is_nothing(text: str) -> bool:
    """Whether a cell or label says that there is no unit."""
    return text.strip() in _NOTHING


def ends_with_et_cetera(text: str) -> bool:
    """Whether a list is left open with 等."""
    return "等" in text and bool(_ET_CETERA.search(text))


def _depths(text: str) -> list[int]:
    depth, found = 0, []
    for char in text:
        if char in "([《":
            found.append(depth)
            depth += 1
        elif char in ")]》":
            depth = max(0, depth - 1)
            found.append(depth + 1)
        else:
            found.append(depth)
    return found


def _protected(text: str) -> set[int]:
    return {i for match in _AREA_LIST.finditer(text) for i in range(match.start(), match.end())}


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where the list divides: spans of the separators, et-ceteras included."""
    depths, kept = _depths(text), _protected(text)
    cuts = [(i, i + 1) for i, c in enumerate(text) if c in "、,;。\t|" and not depths[i] and i not in kept]
    tails = [m.span() for m in _ET_CETERA.finditer(text) if not depths[m.start()] and m.start() > 0]
    after_tail = {b for _, b in tails}
    cuts += tails
    taken = {i for a, b in cuts for i in range(a, b)}
    hard = sorted(cuts)
    position = 0
    begins = []
    for a, b in hard:
        begins.append((position, a))
        position = max(position, b)
    begins.append((position, len(text)))
    for a, b in begins:
        begin = a
        for match in _JOINER.finditer(text, a, b):
            i = match.start()
            if depths[i] or i in kept or i in taken:
                continue
            left, right = text[begin:i].strip(), text[match.end() : b].strip()
            if (i == begin and i in after_tail) or (left and _divides(match.group(), left, right)):
                cuts.append(match.span())
                begin = match.end()
        for match in re.finditer(r"\s+", text[a:b]):
            i = a + match.start()
            left, right = text[a:i].strip(), text[a + match.end() : b]
            if depths[i] or not _STRONG_END.search(left) or not looks_like_unit(right):
                continue
            # A bare area before a gap begins a name that goes on: 市 / 卫生健康委, 各区 / 人民政府.
            if _BARE_AREA.search(left) and not re.match("[省市区县州各国]", right):
                continue
            cuts.append((i, a + match.end()))
    return sorted(cuts)


def _divides(joiner: str, left: str, right: str) -> bool:
    """Whether 及, 和 or 与 stands between two units rather than inside the name of one."""
    if not right or (left.endswith("部门") and re.fullmatch("单位|机构|企业|组织|团体|地区|地方", right)):
        return False
    if joiner in ("及", "以及"):
        return len(left) >= 2
    return bool(_STRONG_END.search(left)) and not _NO_END.search(left) and len(right) >= 2


_ROUND = str.maketrans("[]", "()")
# Lists without brackets, 等 and 各市、县 divide at every mark; 和 and gaps matter between two marks only.
_ENCLOSED = re.compile(r"[()\[\]《》]")
_SEVERAL_AREAS = re.compile("各[^、,;。]{0,12}、[省市区县州盟旗乡镇街地自直设]")
_IN_ROUND = re.compile(r"\([^()\[\]《》]*\)")  # 各县(市、区): what stands in a pair of brackets does not divide
_NOT_ROUND = re.compile(r"[()\[\]《》]")
_PIECE = re.compile(r"(?:[^、,;。\t|()]|\([^()]*\))+")
_HARD_CUT = re.compile(r"[、,;。\t|]")
_JOINED = re.compile(r"[\s及和与]")
_HAN = re.compile("[\u4e00-\u9fff]")
_TO_TRIM = " \t\n.,:;。、·*"
_ROLE_NOTE = re.compile(
    r"\((?:(?P<lead>牵头(?:单位|部门)?|牵头负责|主办|主责|总牵头)|(?:配合|参与|协助|负责)(?:单位|部门)?)\)$"
)


def split_units(text: str) -> list[UnitSpan]:
    """The units in a list such as `省民政厅、财政厅等部门及各设区市`, by their place in `text` (a shadow).

    Names stay as printed: nothing is expanded. Words in brackets belong to their name; 等 with a generic noun
    is dropped.
    """
    if "等" in text:
        return _divided(text)
    enclosed = bool(_ENCLOSED.search(text))
    if "各" in text and _SEVERAL_AREAS.search(_IN_ROUND.sub("", text) if enclosed else text):
        return _divided(text)
    found = []
    if not enclosed:
        position = 0
        for piece in _HARD_CUT.split(text):
            for unit in _names_in(piece) if piece else ():
                found.append(UnitSpan(position + unit.start, position + unit.end, unit.lead))
            position += len(piece) + 1
        return found
    if _NOT_ROUND.search(_IN_ROUND.sub("", text)):
        return _divided(text)
    for match in _PIECE.finditer(text):
        for unit in _names_in(match.group()):
            found.append(UnitSpan(match.start() + unit.start, match.start() + unit.end, unit.lead))
    return found


def _divided(text: str) -> list[UnitSpan]:
    text = text.translate(_ROUND)
    spans = []
    position = 0
    for a, b in [*_cuts(text), (len(text), len(text))]:
        if a >= position:
            spans.append((position, a))
        position = max(position, b)
    found = [_unit(text, a, b) for a, b in spans]
    return [unit for unit in found if unit is not None]


@lru_cache(maxsize=8192)
def _names_in(piece: str) -> tuple[UnitSpan, ...]:
    """The names between two marks: one, or several that words or gaps join.

    The same names return all through a notice, and from one notice to the next: what was found is kept.
    """
    if _JOINED.search(piece):
        return tuple(_divided(piece))
    name = _name_in(piece)
    return (name,) if name else ()


@lru_cache(maxsize=8192)
def _name_in(piece: str) -> UnitSpan | None:
    """The name in what stands between two separators, without its trimmings; None where there is none."""
    lead = _LEADING.match(piece)
    start, end = lead.end() if lead else 0, len(piece)
    while end > start and piece[end - 1] in _TO_TRIM:
        end -= 1
    while start < end and piece[start].isspace():
        start += 1
    note = _ROLE_NOTE.search(piece, start, end) if piece[end - 1 : end] == ")" else None
    if note:
        end = note.start()
    if not _HAN.search(piece, start, end) or is_nothing(piece[start:end]):
        return None
    return UnitSpan(start, end, bool(note and note["lead"]))


def _unit(text: str, start: int, end: int) -> UnitSpan | None:
    found = _name_in(text[start:end])
    return UnitSpan(start + found.start, start + found.end, found.lead) if found else None
