"""Columns of a task table: what a header names, what a cell may hold, which cell belongs to which column."""

from __future__ import annotations

import re
from functools import lru_cache

from .deadlines import is_time_like
from .roles import LONGEST
from .units import authority, is_nothing, looks_like_unit, split_units

_LEVEL = r"(?:(?:国家|自治区|市|省|区|县|州|镇|街道|旗|局)(?:级|直|属)?|中央)?"
_UNIT_NOUN = r"(?:单位|部门|处室|科室|股室|主体|机构|地区|地方|方)"
_WITH_NOTE = r"(?:\(.*\))?"
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("serial", re.compile(r"序\s*号|编号|序列|No\.?")),
    (
        "lead",
        re.compile(
            rf"{_LEVEL}(?:总?牵头|主办|主责)(?:责任|负责|落实|组织实施|实施|协调)?{_LEVEL}{_UNIT_NOUN}?{_WITH_NOTE}"
            rf"|(?:第一|主体)责任{_UNIT_NOUN}{_WITH_NOTE}"
        ),
    ),
    (
        "coop",
        re.compile(
            rf"{_LEVEL}(?:主要)?(?:协同|协助|协作|配合|协办|联办|会办|联合|参与|参加|支持)(?:配合|责任|落实|协助|实施|参与)?{_UNIT_NOUN}{_WITH_NOTE}"
        ),
    ),
    (
        "resp",
        re.compile(
            rf"{_LEVEL}(?:主要)?(?:责任|承办|落实|实施|负责|承接|执行|组织实施|责任落实|具体责任)(?:{_UNIT_NOUN}|分工){_WITH_NOTE}"
            rf"|责任(?:单位|部门)(?:及|和|与|、).*|(?:任务|职责|工作|责任|部门)分工"
            rf"|(?:办理|经办|其他责任){_UNIT_NOUN}{_WITH_NOTE}|牵头(?:单位|部门)?(?:及|和|与|、|/)(?:责任|配合|落实|参与)(?:单位|部门)"
        ),
    ),
    (
        "time",
        re.compile(
            r"(?:完成|整改|办结|推进|落实|实施|计划|工作|拟|要求|上线|启动|开工|竣工|建成|达标|销号|交付|办理|预计完成|计划完成|开始|起止)?(?:完成)?(?:时限|时间|期限|日期|进度|节点)(?:要求|节点|安排|进度|计划|表)?(?:\(.*\))?|时间节点|完成时限要求|时序进度|序时进度"
        ),
    ),
    (
        "person",
        re.compile(
            r"\S{0,6}(?:领导|责任人员?|负责人|联系人|联络员|负责同志|人员|包抓人)(?:\(.*\))?|.{0,4}电话|联系方式"
        ),
    ),
    (
        "goal",
        re.compile(
            r"(?:工作|年度|预期|总体|绩效|主要|标志性|阶段性?)?(?:目标|成果|指标|成效|产出|成果形式|目标值|完成标志)(?:任务)?|类\s*别|领\s*域|.{0,4}类别|.{0,4}领域|分类|一级.*|重点方向|板块|环节|方面|场景|服务场景"
            r"|(?:存在|主要|反馈|突出|具体)?(?:的)?问题(?:描述|表现|清单|内容)?"
        ),
    ),
    (
        "remark",
        re.compile(
            r"备\s*注|说明|属性|依据|完成情况|进展(?:情况)?|落实情况|任务来源|来源|第?[一二三四]季度.{0,4}|[上下]半年.{0,4}|(?:督办|督导|督查|监督|考核|指导)(?:单位|部门)|(?:监督|考核|验收|推进)(?:方式|标准|办法)"
        ),
    ),
    (
        "task",
        re.compile(
            r"(?:重点|主要|具体|工作|年度|目标|改革|整治|服务|建设|核心|民生|实事|惠民|推进|行动|政策|创新|整改|落实|实施|助老|便民|任务)*(?:工作)?(?:任务|事项|项目|内容|措施|举措|要点|要求|安排|工作|行动|清单|名称|办法)(?:(?:及|和|与|、)(?:要求|目标|内容|措施|标准|安排|举措|任务|时限)|内容|名称|事项|清单|措施|举措|分解|目标)*|目标(?:及|和|与)任务|(?:政策|服务|改革)\S{0,4}"
            r"|[\u4e00-\u9fff]{2}(?:任务|事项|内容|举措|措施)|\S{0,4}内容(?:及|和|与)[\u4e00-\u9fff]{2,4}"
        ),
    ),
)
_YEAR = re.compile(r"^(?:(?:19|20)\d\d)?年度?(?=.{2})|^(?:本|今)年度?(?=.{2})")
_RULED = re.compile(r"[|\t]")
SERIAL = re.compile(r"\(?(\d{1,3})\)?\s*[.、]?$")
CHINESE_SERIAL = re.compile(r"\(?([一二三四五六七八九十]{1,3})\)?\s*[.、]?$")
UNIT_COLUMNS = ("lead", "resp", "coop")
Cell = tuple[int, int]
_RAGGED = 3  # characters: so much longer may what stands below a cut line be, for figures and marks are narrow
GLUE = "\u2060"  # stands for the gaps inside a cell's pieces; no rule takes it for white space
AT_HOME = re.compile(r"[省市区县州旗盟镇乡各国团中厅局处]")  # so begin names that say whose office it is


@lru_cache(maxsize=4096)
def column_of(name: str) -> str | None:
    """What a header names: serial, task, lead, resp, coop, time, person, goal, remark; None for no header."""
    if name[-1:] in ("。", ";"):
        return None
    name = re.sub(r"[\s*]", "", name)
    if not 1 < len(name) <= 30:
        return None
    kind = next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(name)), None)
    if kind is None and (bare := _YEAR.sub("", name)) != name:
        return column_of(bare)
    return kind


_OFFICE = re.compile("[局委厅部会院署行、,]")
_ROLE = re.compile("(?:牵头|负责|配合|参与|落实|实施|分工|按职责|等(?:[相有]关)?(?:部门|单位)?)+$")


def cut_short(line: str) -> bool:
    """Whether a line of a cell with units ends in the middle of its list, or of a name."""
    last = re.split("[、,;]", line.rstrip())[-1]
    return not last or ("、" in line and (last in "省市区县州" or not looks_like_unit(last)) and not is_nothing(last))


_OFFICE_ENDS = ("政府", "管委会", "办事处", "委员会", "员会", "办公室", "公室")  # no name begins with these


def with_breaks_as_marks(text: str) -> str:
    """The units of a cell printed on several lines, as one list of equal length."""
    pieces = text.split("\n")
    joined = pieces[0]
    listed = "、" in text or "," in text
    for piece in pieces[1:]:
        joined += (GLUE if _runs_on(joined, piece, listed) else "、") + piece
    return joined


def _runs_on(above: str, below: str, listed: bool) -> bool:
    """Whether a line of a cell with units goes on in the line below it; `listed` where marks part the names of the cell."""
    above, below = above.strip(), below.strip()
    return (
        cut_short(above)
        or below.startswith(_OFFICE_ENDS)
        or above.endswith(",")  # the mark that parts two names stands at the line end
        or below.startswith(("、", ","))
        or above.count("(") > above.count(")")
        or _fused(above, below)
        or _splits_role(above, below)
        or (listed and _inside_name(above, below))
    )


def _splits_role(above: str, below: str) -> bool:
    """Whether a line end stands inside a word of roles: 市民政局牵 / 头."""
    return above[-1:] + below[:1] in ("牵头", "配合", "负责", "参与", "会同", "分工", "落实", "参加")


def _inside_name(above: str, below: str) -> bool:
    """Whether a line end of a list with marks stands in a name: what is above is no authority yet (住房城乡 / 建设部)."""
    last, first = re.split("[、,;]", above)[-1], _ROLE.sub("", re.split("[、,;]", below)[0])
    return not authority(last) and not AT_HOME.match(first) and looks_like_unit(last + first)


def _fused(above: str, below: str) -> bool:
    """Whether a line end cut a name in two: neither end of it is one, both together are (运行管理中 / 心)."""
    last, first = re.split("[、,;]", above)[-1], _ROLE.sub("", re.split("[、,;]", below)[0])
    return (
        bool(last) and bool(first) and (len(first) == 1 or not looks_like_unit(last)) and looks_like_unit(last + first)
    )


def is_unit_cell(text: str) -> bool:
    """Whether a cell holds units, or says that there is none."""
    if is_nothing(text):
        return True
    if len(text) > 600 or (text.rstrip().endswith("。") and len(text) > 80):
        return False
    names = [text[u.start : u.end] for u in split_units(text[:LONGEST])]
    good = sum(looks_like_unit(_ROLE.sub("", n)) for n in names)
    enough = good * 2 > len(names) if "," in text else good * 2 >= len(names)
    return bool(names) and enough and all(len(n) <= 40 for n in names)


def fits(text: str, kind: str) -> bool:
    """Whether a cell can stand in a column of this kind."""
    if kind in ("lead", "resp", "coop"):
        return is_unit_cell(text)
    if kind == "time":
        return is_time_like(text) or is_nothing(text)
    if kind == "serial":
        return bool(SERIAL.fullmatch(text.strip()) or CHINESE_SERIAL.fullmatch(text.strip()))
    return True


def assign(shadow: str, cells: list[Cell], kinds: list[str]) -> list[tuple[str, list[Cell]]] | None:
    """Which cells belong to which column: by place where counts agree, else by what they hold, from the
    right.
    """
    ruled = bool(_RULED.search(shadow[cells[0][1] : cells[-1][0]])) and "\n" not in shadow[cells[0][0] : cells[-1][1]]
    if ruled and len(cells) == len(kinds) and cells[-1][0] == cells[-1][1]:
        # The first column is merged downwards and its cell left out, so that all others stand one too far left.
        moved = list(zip(cells[:-1], kinds[1:], strict=True))
        if all(fits(shadow[a:b], k) for (a, b), k in moved) and not all(
            fits(shadow[a:b], k) for (a, b), k in zip(cells, kinds, strict=True)
        ):
            return [(k, [c]) for c, k in moved]
    if len(cells) == len(kinds) and (
        ruled or all(fits(shadow[a:b], k) for (a, b), k in zip(cells, kinds, strict=True))
    ):
        return [(k, [c]) for k, c in zip(kinds, cells, strict=True)]
    return _from_the_right(shadow, list(cells), list(kinds))


def _from_the_right(shadow: str, rest: list[Cell], columns: list[str]) -> list[tuple[str, list[Cell]]] | None:
    """Columns matched by what cells can hold, the last first; None for a table without a column to hold
    on to.
    """
    serial: list[Cell] = []
    if "serial" in columns:
        at = columns.index("serial")
        for k in range(min(at + 1, len(rest))):
            if fits(shadow[slice(*rest[k])], "serial"):
                serial = [rest[k]]
                rest = rest[k + 1 :]
                break
        columns = columns[at + 1 :]
    anchor = next((k for k in reversed(columns) if k in ("time", "lead", "resp", "coop")), None)
    if anchor is None:
        return None
    _drop_remarks(shadow, rest, columns, anchor)
    fitting = [i for i, c in enumerate(rest) if i and fits(shadow[slice(*c)], anchor)]
    if fitting:
        rest = rest[: fitting[-1] + 1]
    found = _by_kind(shadow, rest, columns)
    found += [("task", [c]) for c in rest]
    return ([("serial", serial)] if serial else []) + found


def _drop_remarks(shadow: str, rest: list[Cell], columns: list[str], anchor: str) -> None:
    """Take remarks and persons off the right end, with their cells where the row has any."""
    while rest and columns and columns[-1] in ("remark", "person"):
        last_fits = fits(shadow[slice(*rest[-1])], anchor)
        if len(rest) > 1 and not last_fits and any(fits(shadow[slice(*c)], anchor) for c in rest[1:-1]):
            rest.pop()
        columns.pop()


def _by_kind(shadow: str, rest: list[Cell], columns: list[str]) -> list[tuple[str, list[Cell]]]:
    """Cells taken off the right end of `rest` for each column up to the task's; what is left is the
    task's.
    """
    found: list[tuple[str, list[Cell]]] = []
    while columns and columns[-1] not in ("task", "goal"):
        kind = columns.pop()
        if kind in UNIT_COLUMNS:
            group = [kind]
            while columns and columns[-1] in UNIT_COLUMNS:
                group.insert(0, columns.pop())
            found += _unit_columns(shadow, rest, group, sum(c != "goal" for c in columns))
            continue
        taken: list[Cell] = []
        if kind in ("person", "remark"):
            last = shadow[slice(*rest[-1])] if rest else ""
            if len(rest) > sum(c != "goal" for c in columns) and len(last) <= 20 and not is_unit_cell(last):
                taken = [rest.pop()]
        else:
            while len(rest) > 1 and fits(shadow[slice(*rest[-1])], kind):
                taken.insert(0, rest.pop())
        found.append((kind, taken))
    return found


def _goes_on(shadow: str, above: Cell, below: Cell) -> bool:
    """Whether a line of a cell with units goes on in the line below it: its list, or the name at its end (各区人民 / 政府)."""
    first, second = shadow[slice(*above)], shadow[slice(*below)]
    if not first or not second or (not cut_short(first) and _whole(first, second)):
        return False
    if first[-1] not in "、," and len(first) + _RAGGED < len(second):
        return False  # a line that was cut is as long as its cell is wide
    return _runs_on(first, second, any(mark in first + second for mark in "、,"))


def _make_units(shadow: str, lines: list[Cell]) -> bool:
    """Whether lines that are no units alone are some together."""
    first, second = (shadow[slice(*line)] for line in lines[:2])
    name = re.split("[、,;]", second)[0]
    if len(name) >= 3 and authority(name) and not _OFFICE.search(first):
        return False
    return not _whole(first, second) and is_unit_cell("".join(shadow[a:b] for a, b in lines))


def _whole(above: str, below: str) -> bool:
    """Whether a line begins with a name that says whose office it is, as none does in its middle (各设 / 区市人民政府 apart)."""
    name = re.split("[、,;]", below)[0]
    inside = above.endswith((",", "各", "各设")) or above.count("(") > above.count(")")
    return bool(AT_HOME.match(name)) and looks_like_unit(_ROLE.sub("", name)) and not inside


def _astray(shadow: str, above: Cell, below: Cell) -> bool:
    """Whether a line that ends like a name is the end of the task's: those below it say whose offices they are, it does not."""
    return bool(AT_HOME.match(shadow, below[0])) and not AT_HOME.match(shadow, above[0])


def _unit_columns(shadow: str, rest: list[Cell], group: list[str], others: int) -> list[tuple[str, list[Cell]]]:
    """Cells for adjoining columns of units, taken from the end of `rest`.

    Extractors drop empty cells, and it is the later columns that are left empty. A cell broken over lines
    goes on where a line ends in the middle of its list.
    """
    cells: list[list[Cell]] = []
    while len(rest) > 1 and (
        is_unit_cell(shadow[slice(*rest[-1])])
        or (_goes_on(shadow, rest[-2], rest[-1]) and _make_units(shadow, rest[-2:]))
    ):
        if len(cells) == len(group) and len(rest) <= max(1, others):
            break
        if len(cells) == len(group) and _astray(shadow, rest[-1], cells[0][0]):
            break
        taken = [rest.pop()]
        while (
            len(rest) > 1
            and _goes_on(shadow, rest[-1], taken[0])
            and (is_unit_cell(shadow[slice(*rest[-1])]) or _make_units(shadow, [rest[-1], *taken]))
        ):
            taken.insert(0, rest.pop())
        if len(cells) == len(group):
            cells[0] = [*taken, *cells[0]]
        else:
            cells.insert(0, taken)
    return list(zip(group, cells, strict=False))
