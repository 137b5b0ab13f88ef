"""Task tables that an extractor has flattened: a cell a line, or a row a line with tabs, bars or gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .deadlines import Calendar, is_time_like
from .markers import annex_at
from .metadata import looks_like_title
from .roles import LONGEST, Group, Roles, decide, groups_in, read_roles
from .shadow import Line
from .units import is_nothing, looks_like_unit, split_units

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("serial", re.compile(r"序\s*号|编号|序列|No\.?")),
    ("lead", re.compile(r"(?:市级|省级|区级|县级)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|处室|科室|市级部门)?(?:\(.*\))?")),
    ("coop", re.compile(r"(?:市级|省级|区级|县级)?(?:主要)?(?:配合|协办|参与|参加|协助|协同)(?:责任)?(?:单位|部门|处室|科室)(?:\(.*\))?")),
    ("resp", re.compile(r"(?:市级|省级|区级|县级)?(?:主要)?(?:责任|承办|落实|实施|负责)(?:单位|部门|主体|处室|科室|分工)(?:\(.*\))?|责任(?:单位|部门)及.*|任务分工|职责分工|工作分工|责任分工")),
    ("time", re.compile(r"(?:完成|整改|办结|推进|落实|实施|计划)?(?:完成)?(?:时限|时间|期限|日期|进度|节点)(?:要求|节点|安排|进度|计划)?(?:\(.*\))?|时间节点|完成时限要求")),
    ("person", re.compile(r"(?:牵头|分管|责任|市级|联系|包保|具体)?(?:领导|责任人|负责人|联系人|负责同志|人员)|联系电话")),
    ("goal", re.compile(r"(?:工作|年度|预期|总体|绩效|阶段性?)?(?:目标|成果|指标|成效|产出|成果形式|目标值|完成标志)(?:任务)?|类\s*别|领\s*域|.{0,4}类别|.{0,4}领域|分类|一级.*|重点方向|板块|环节|方面")),
    ("remark", re.compile(r"备\s*注|说明|属性|依据|完成情况|进展(?:情况)?")),
    ("task", re.compile(r"(?:重点|主要|具体|工作|年度|目标|改革|整治|服务|建设|核心)*(?:工作)?(?:任务|事项|项目|内容|措施|举措|要点|要求|安排|工作|行动|清单|名称)(?:及要求|内容|名称|事项|清单|措施|举措|分解)*|(?:政策|服务|改革)\S{0,4}")),
)
_INDICATOR = re.compile(r"指标|目标值|基期|现状值|属性")
_SPLIT = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_SERIAL = re.compile(r"\(?(\d{1,3})\)?\s*[.、]?$")
_STOP = re.compile(r"(?:备?注|说明)\s*[:1]|附\s*件|附\s*表|抄送|\(?此件")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节部])")


@dataclass(frozen=True)
class Row:
    """A row of a task table: its serial as printed, the span of the task's text, and what its unit cells say."""

    serial: str | None
    start: int
    end: int
    cells_start: int
    cells_end: int
    roles: Roles


@dataclass(frozen=True)
class Table:
    """A task table at `start` to `end`."""

    start: int
    end: int
    rows: tuple[Row, ...]


Cell = tuple[int, int]


def column_of(name: str) -> str | None:
    """What a header names: serial, task, lead, resp, coop, time, person, goal, remark; None for no header."""
    name = re.sub(r"[\s*]", "", name)
    if not 1 < len(name) <= 30:
        return None
    return next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(name)), None)


def cells_of(line: Line) -> list[Cell]:
    """The cells of a row printed on one line, as spans of the text."""
    found, position = [], 0
    text = line.text
    for match in [*_SPLIT.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > position or (match and "|" in match.group() and position):
            found.append((line.start + position, line.start + end))
        position = match.end() if match else end
    return found


def _is_task_header(kinds: list[str | None], names: str) -> bool:
    known = [k for k in kinds if k]
    return (
        len(known) >= 3
        and len(known) == len(kinds)
        and any(k in ("lead", "resp", "coop") for k in known)
        and "task" in known
        and not _INDICATOR.search(names)
    )


def find_tables(shadow: str, lines: list[Line], known: Calendar, first_leads: bool) -> list[Table]:
    """Every flattened task table. Tables without a column of units (indicators, contacts) are left alone."""
    printed = [line for line in lines if not line.blank]
    tables = []
    at = 0
    while at < len(printed):
        line = printed[at]
        if len(line.text) > 200:
            at += 1
            continue
        cells = cells_of(line)
        kinds = [column_of(shadow[a:b]) for a, b in cells]
        if len(cells) >= 3 and _is_task_header(kinds, line.text):
            table, at = _row_a_line(shadow, printed, at, [k or "" for k in kinds], known, first_leads)
            tables.append(table)
            continue
        if len(cells) == 1 and kinds[0]:
            header = []
            while at + len(header) < len(printed) and len(header) < 12 and column_of(printed[at + len(header)].text):
                header.append(column_of(printed[at + len(header)].text))
            names = "".join(p.text for p in printed[at : at + len(header)])
            if _is_task_header(header, names):
                table, at = _cell_a_line(shadow, printed, at, [k or "" for k in header], known, first_leads)
                tables.append(table)
                continue
        at += 1
    return [t for t in tables if t.rows]


def _ends_table(shadow: str, line: Line) -> bool:
    return bool(_STOP.match(line.text)) or bool(annex_at(shadow, line)) or (len(line.text) >= 10 and looks_like_title(line.text))


def _row_a_line(
    shadow: str, printed: list[Line], at: int, kinds: list[str], known: Calendar, first: bool
) -> tuple[Table, int]:
    start, header, rows = printed[at].start, shadow[printed[at].start : printed[at].end], []
    end = printed[at].end
    at += 1
    while at < len(printed):
        line = printed[at]
        cells = cells_of(line)
        if re.fullmatch(r"[|\s:—-]+", line.text) or line.text == header:
            at += 1
            continue
        if len(cells) < 2:
            if _ends_table(shadow, line) or (len(line.text) > 60 and "|" not in line.text) or line.text[-1] in "。:":
                break
            if rows or _SECTION.match(line.text) or len(line.text) < 30:
                at += 1
                end = line.end
                continue
            break
        row = _row(shadow, cells, kinds, known, first)
        if row:
            rows.append(row)
        end = line.end
        at += 1
    return Table(start, end, tuple(rows)), at


def _cell_a_line(
    shadow: str, printed: list[Line], at: int, kinds: list[str], known: Calendar, first: bool
) -> tuple[Table, int]:
    start = printed[at].start
    names = [p.text for p in printed[at : at + len(kinds)]]
    at += len(kinds)
    end = printed[at - 1].end
    if "serial" not in kinds:
        return _unserialled(shadow, printed, at, kinds, known, first, start)
    rows: list[Row] = []
    expected = 1
    current: list[Cell] = []
    while at < len(printed):
        line = printed[at]
        serial = _SERIAL.fullmatch(line.text)
        if printed[at : at + len(names)] and [p.text for p in printed[at : at + len(names)]] == names:
            at += len(names)
            continue
        if serial and int(serial[1]) in (expected, 1) and (int(serial[1]) == expected or rows):
            row = _row(shadow, current, kinds, known, first) if current else None
            rows += [row] if row else []
            expected = int(serial[1]) + 1
            current = [(line.start, line.end)]
        elif _ends_table(shadow, line):
            break
        elif current and _complete(shadow, current, kinds) and len(current) >= len(kinds) and _is_prose(line):
            break
        elif current:
            current.append((line.start, line.end))
        elif _is_prose(line):
            break
        end = line.end
        at += 1
    row = _row(shadow, current, kinds, known, first) if current else None
    rows += [row] if row else []
    return Table(start, end, tuple(rows)), at


def _is_prose(line: Line) -> bool:
    return len(line.text) > 40 and line.text.endswith(("。", ":")) or bool(_SECTION.match(line.text))


def _complete(shadow: str, cells: list[Cell], kinds: list[str]) -> bool:
    last = next((k for k in reversed(kinds) if k not in ("remark", "person")), "")
    return any(_fits(shadow[a:b], last) for a, b in cells[1:])


def _unserialled(
    shadow: str, printed: list[Line], at: int, kinds: list[str], known: Calendar, first: bool, start: int
) -> tuple[Table, int]:
    rows: list[Row] = []
    end = printed[at - 1].end
    while at + len(kinds) <= len(printed):
        part = printed[at : at + len(kinds)]
        if any(_ends_table(shadow, p) for p in part[:1]):
            break
        fits = [_fits(p.text, k) for p, k in zip(part, kinds, strict=True) if k in ("lead", "resp", "coop", "time")]
        if not all(fits):
            break
        row = _row(shadow, [(p.start, p.end) for p in part], kinds, known, first)
        rows += [row] if row else []
        end = part[-1].end
        at += len(kinds)
    return Table(start, end, tuple(rows)), at


def _is_unit_cell(text: str) -> bool:
    if is_nothing(text):
        return True
    if len(text) > 600 or text.rstrip().endswith("。") and len(text) > 80:
        return False
    names = [text[u.start : u.end] for u in split_units(text[:LONGEST])]
    good = sum(looks_like_unit(re.sub(r"(?:牵头|负责|配合|分工负责|按职责)+$", "", n)) for n in names)
    return bool(names) and good * 2 >= len(names) and all(len(n) <= 40 for n in names)


def _fits(text: str, kind: str) -> bool:
    if kind in ("lead", "resp", "coop"):
        return _is_unit_cell(text)
    if kind == "time":
        return is_time_like(text) or is_nothing(text)
    if kind == "serial":
        return bool(_SERIAL.fullmatch(text.strip()))
    return True


def _assign(shadow: str, cells: list[Cell], kinds: list[str]) -> list[tuple[str, list[Cell]]] | None:
    """Which cells belong to which column: by place where counts agree, else by what they hold, from the right."""
    if len(cells) == len(kinds) and all(_fits(shadow[a:b], k) for (a, b), k in zip(cells, kinds, strict=True)):
        return [(k, [c]) for k, c in zip(kinds, cells, strict=True)]
    rest = list(cells)
    columns = list(kinds)
    serial: list[Cell] = []
    if "serial" in columns:
        at = columns.index("serial")
        for k in range(min(at + 1, len(rest))):
            if _SERIAL.fullmatch(shadow[slice(*rest[k])].strip()):
                serial = [rest[k]]
                rest = rest[k + 1 :]
                break
        columns = columns[at + 1 :]
    anchor = next((k for k in reversed(columns) if k in ("time", "lead", "resp", "coop")), None)
    if anchor is None:
        return None
    while rest and columns and columns[-1] in ("remark", "person"):
        if len(rest) > 1 and not _fits(shadow[slice(*rest[-1])], anchor) and any(_fits(shadow[slice(*c)], anchor) for c in rest[1:-1]):
            rest.pop()
        columns.pop()
    fitting = [i for i, c in enumerate(rest) if i and _fits(shadow[slice(*c)], anchor)]
    if fitting:
        rest = rest[: fitting[-1] + 1]
    found: list[tuple[str, list[Cell]]] = []
    while columns and columns[-1] not in ("task", "goal"):
        kind = columns.pop()
        taken: list[Cell] = []
        if kind in ("person", "remark"):
            last = shadow[slice(*rest[-1])] if rest else ""
            if len(rest) > sum(c != "goal" for c in columns) and len(last) <= 20 and not _is_unit_cell(last):
                taken = [rest.pop()]
        else:
            while len(rest) > 1 and _fits(shadow[slice(*rest[-1])], kind):
                if taken and (kind == "time" or len(rest) <= sum(c != "goal" for c in columns)):
                    break
                taken.insert(0, rest.pop())
                if not any(c in ("lead", "resp", "coop") for c in columns):
                    continue
                if not shadow[slice(*rest[-1])].rstrip().endswith(("、", ",")):
                    break
        found.append((kind, taken))
    texts = [c for c in rest]
    found += [("task", [c]) for c in texts]
    return ([("serial", serial)] if serial else []) + found


def _row(shadow: str, cells: list[Cell], kinds: list[str], known: Calendar, first: bool) -> Row | None:
    columns = _assign(shadow, cells, kinds)
    if columns is None:
        return None
    texts = [c for kind, found in columns if kind == "task" for c in found]
    serial = next((shadow[slice(*found[0])].strip(" .、()") for kind, found in columns if kind == "serial" and found), None)
    if not texts or all(column_of(shadow[slice(*c)]) for c in texts):
        return None
    longest = max(texts, key=lambda c: c[1] - c[0])
    start, end = longest
    if len(cells) != len(kinds):
        close = [c for c in texts if c[0] >= longest[0] or c[1] - c[0] > 12]
        start, end = min(c[0] for c in close), max(c[1] for c in close)
    groups: list[Group] = []
    deadline = words = None
    dues: tuple = ()
    for kind, found in columns:
        if not found or kind not in ("lead", "resp", "coop", "time"):
            continue
        a, b = found[0][0], found[-1][1]
        text = shadow[a:b][:LONGEST]
        if kind == "time":
            timed = read_roles(text, a, known, False)
            deadline, words, dues = timed.deadline, text.strip(), timed.dues
        elif not is_nothing(text):
            groups += groups_in(text.replace("\n", "、"), a, kind)
    roles = decide(groups, first, frozenset(k for k in kinds if k in ("lead", "coop")))
    if len(shadow[start:end].strip()) < 4 or (roles.empty and deadline is None and len(cells) < len(kinds) - 1):
        return None
    roles = Roles(roles.leads, roles.responsible, roles.cooperating, deadline, words, dues, roles.sure)
    return Row(serial, start, end, cells[0][0], cells[-1][1], roles)
