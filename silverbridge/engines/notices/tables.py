"""Task tables that an extractor has flattened: a cell a line, or a row a line with tabs, bars or gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .body import is_closing
from .columns import CHINESE_SERIAL, SERIAL, UNIT_COLUMNS, Cell, column_of, fits, is_unit_cell
from .deadlines import Calendar
from .markers import annex_at
from .pieces import cells_from, header_in_pieces, pieces_of
from .rows import Row, Sheet, row_in, row_of
from .shadow import Line, chinese_number
from .titles import looks_like_title

_INDICATOR = re.compile(r"指标|目标值|基期|现状值|属性")
_SPLIT = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_SPACES = re.compile(r"\s+")
_STOP = re.compile(r"(?:备?注|说明)\s*[:1]|附\s*件|附\s*表|抄送|\(?此件")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节部])"
)


@dataclass(frozen=True)
class Table:
    """A task table at `start` to `end`."""

    start: int
    end: int
    rows: tuple[Row, ...]


def cells_of(line: Line, split: re.Pattern[str] = _SPLIT) -> list[Cell]:
    """The cells of a row printed on one line, as spans of the text."""
    found, position = [], 0
    text = line.text
    for match in [*split.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > position or (match and "|" in match.group() and position):
            found.append((line.start + position, line.start + end))
        position = match.end() if match else end
    return found


def _tabbed(shadow: str, line: Line, columns: int) -> list[Cell]:
    """The cells of a line on which each tab parts two, empty ones too; nothing where their number is not that of the columns."""
    end = shadow.find("\n", line.end)
    raw = shadow[line.raw_start : end if end >= 0 else len(shadow)]
    fields = raw.split("\t")
    if len(fields) != columns or "\t\t" not in raw:
        return []
    found, position = [], line.raw_start
    for one in fields:
        start = position + len(one) - len(one.lstrip())
        found.append((start, max(start, position + len(one.rstrip()))))
        position += len(one) + 1
    return found


_LONE_CELL = re.compile(r"(?:\|\s*)?(?P<cell>[^|\s][^|]*?)\s*\|$|\|\s*(?P<only>[^|\s][^|]*?)$")


def _without_bars(line: Line) -> Line | None:
    """A line that holds one cell without the bars round it (`| 序号 |`, `序号 |`); None where it holds bars alone."""
    if "|" not in line.text:
        return line
    if not line.text.strip("| "):
        return None
    match = _LONE_CELL.fullmatch(line.text)
    if match is None:
        return line
    start, end = match.span("cell" if match["cell"] else "only")
    return Line(line.index, line.raw_start, line.start + start, line.start + end, line.text[start:end])


def _is_task_header(kinds: list[str | None], names: str, least: int = 3) -> bool:
    known = [k for k in kinds if k]
    return (
        len(known) >= least
        and len(known) == len(kinds)
        and any(k in ("lead", "resp", "coop") for k in known)
        and "task" in known
        and not _INDICATOR.search(names)
    )


_PARTED = re.compile(r"[|\t ]")


def _may_be_header(text: str) -> bool:
    """Whether a line is worth asking for the names of columns."""
    if len(text) > 200:
        return False
    return (len(text) <= 30 and (text[0] == "序" or column_of(text) is not None)) or bool(_PARTED.search(text))


def _spaced_header(text: str) -> list[str | None]:
    """The columns a header names whose cells are parted by single spaces, with which names may also be set apart."""
    words = text.split()
    kinds: list[str | None] = []
    at = 0
    while at < len(words) and len(words) <= 40:
        size = next((n for n in (1, 2, 3, 4, 5) if column_of("".join(words[at : at + n]))), 1)
        kinds.append(column_of("".join(words[at : at + size])))
        at += size
    return kinds


def find_tables(shadow: str, lines: list[Line], known: Calendar, first_leads: bool) -> list[Table]:
    """Every flattened task table. Tables without a column of units (indicators, contacts) are left alone."""
    printed = [bare for line in lines if not line.blank and (bare := _without_bars(line)) is not None]
    sheet = Sheet(shadow, printed, known, first_leads)
    tables = []
    at = 0
    while at < len(printed):
        line = printed[at]
        if not _may_be_header(line.text):
            at += 1
            continue
        cells = cells_of(line)
        kinds = [column_of(shadow[a:b]) for a, b in cells]
        if re.search(r"[|\t]", line.text) and sum(map(bool, kinds)) * 3 > len(kinds) * 2:
            kinds = [k or "remark" for k in kinds]  # columns are parted beyond doubt: one may bear any name
        if len(cells) >= 2 and _is_task_header(kinds, line.text, 2 if re.search(r"[|\t]", line.text) else 3):
            table, at = _row_a_line(sheet, at, [k or "" for k in kinds])
            tables.append(table)
            continue
        named = _spaced_header(line.text)
        if len(named) >= 3 and _is_task_header(named, line.text):
            columns = [k or "" for k in named]
            table, after = _row_a_line(sheet, at, columns, _SPACES)
            if columns[0] == "serial":
                other, below = _in_pieces(sheet, at + 1, columns, line.start)
                if len(other.rows) >= sum(row.serial is not None for row in table.rows) and (
                    other.rows or not table.rows
                ):
                    table, after = other, below
            tables.append(table)
            at = after
            continue
        if len(cells) == 1 and kinds[0]:
            header = []
            while at + len(header) < len(printed) and len(header) < 12 and column_of(printed[at + len(header)].text):
                header.append(column_of(printed[at + len(header)].text))
            names = "".join(p.text for p in printed[at : at + len(header)])
            if _is_task_header(header, names):
                names_of = [p.text for p in printed[at : at + len(header)]]
                table, at = _cell_a_line(sheet, at, _unfolded([k or "" for k in header], names_of), names_of)
                tables.append(table)
                continue
        header_below = header_in_pieces(printed, at) if line.text[0] == "序" else None
        if header_below:
            table, after = _in_pieces(sheet, header_below[1], header_below[0], line.start)
            if table.rows:
                tables.append(table)
                at = after
                continue
        at += 1
    return [t for t in tables if t.rows]


def _in_pieces(sheet: Sheet, at: int, kinds: list[str], start: int) -> tuple[Table, int]:
    """Rows of a table whose cells came in pieces: each begins with its serial."""
    printed = sheet.printed
    rows: list[Row] = []
    end, pieces, expected = start, list[Cell](), 1
    last = next((k for k in reversed(kinds) if k not in ("remark", "person")), "")
    while at <= len(printed):
        line = printed[at] if at < len(printed) else None
        own = pieces_of(line) if line else []
        opens = bool(own) and sheet.shadow[slice(*own[0])].strip(".、") == str(expected)
        inside = bool(pieces) and not fits(sheet.shadow[slice(*pieces[-1])], last)
        if line is None or opens or _ends_table(sheet.shadow, line, inside) or is_closing(line):
            row = _piece_row(sheet, pieces, kinds) if pieces else None
            if pieces and row is None:
                break
            if row:
                rows.append(row)
                end = pieces[-1][1]
            if not opens:
                break
            pieces, expected = own, expected + 1
        elif _SECTION.match(line.text) and len(line.text) <= 40 and _serial_below(printed, at, expected):
            pass
        elif line.text[0] == "序" and (again := header_in_pieces(printed, at)) and again[0] == kinds:
            at = again[1]
            continue
        elif pieces:
            pieces += own
        elif len(line.text) > 40:
            break
        at += 1
    return Table(start, end, tuple(rows)), at


def _serial_below(printed: list[Line], at: int, expected: int) -> bool:
    """Whether the row of the next serial begins right below a section's line."""
    below = printed[at + 1].text.split(maxsplit=1) if at + 1 < len(printed) else []
    return bool(below) and below[0].strip(".、") == str(expected)


def _piece_row(sheet: Sheet, pieces: list[Cell], kinds: list[str]) -> Row | None:
    columns = cells_from(sheet.shadow, pieces[1:], kinds[1:])
    if columns is None:
        return None
    return row_of(sheet, [("serial", [pieces[0]]), *columns], kinds, pieces, whole=True)


def _ends_table(shadow: str, line: Line, inside: bool = False) -> bool:
    """Whether a line stands below the table; `inside` a row, what reads like a title is a cell: 制定…服务标准."""
    return (
        bool(_STOP.match(line.text))
        or bool(annex_at(shadow, line))
        or (not inside and len(line.text) >= 10 and looks_like_title(line.text))
    )


def _row_a_line(sheet: Sheet, at: int, kinds: list[str], split: re.Pattern[str] = _SPLIT) -> tuple[Table, int]:
    shadow, printed = sheet.shadow, sheet.printed
    start, header, rows = printed[at].start, shadow[printed[at].start : printed[at].end], []
    end = printed[at].end
    single = "\t" in header and "\t\t" not in header
    at += 1
    while at < len(printed):
        line = printed[at]
        cells = (single and _tabbed(shadow, line, len(kinds))) or cells_of(line, split)
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
        row = row_in(sheet, cells, kinds)
        if row:
            rows.append(row)
        end = line.end
        at += 1
    return Table(start, end, tuple(rows)), at


_DIVIDED = re.compile("(?:责任|职责|任务|工作|部门)?分工|责任(?:落实|主体|单位|部门)")


def _unfolded(kinds: list[str], names: list[str]) -> list[str]:
    """The columns of a header in two levels, whose names below 责任分工 were printed behind all the others."""
    above = next((k for k, name in enumerate(names) if _DIVIDED.fullmatch(name)), None)
    below = len(kinds)
    while below and kinds[below - 1] in UNIT_COLUMNS:
        below -= 1
    if above is None or len(kinds) - below < 2 or above >= below - 1 or kinds[above] != "resp":
        return kinds
    return [*kinds[:above], *kinds[below:], *kinds[above + 1 : below]]


def _cell_a_line(sheet: Sheet, at: int, kinds: list[str], names: list[str]) -> tuple[Table, int]:
    shadow, printed = sheet.shadow, sheet.printed
    start = printed[at].start
    at += len(names)
    end = printed[at - 1].end
    if "serial" not in kinds:
        return _unserialled(sheet, at, kinds, start, names)
    below = [p.text for p in printed[at : at + 2 * len(kinds)]]
    numbered = any(SERIAL.fullmatch(text) for text in below)
    form = SERIAL if numbered or not (below and CHINESE_SERIAL.fullmatch(below[0])) else CHINESE_SERIAL
    rows: list[Row] = []
    expected = 1
    current: list[Cell] = []
    while at < len(printed):
        line = printed[at]
        serial = form.fullmatch(line.text)
        if printed[at : at + len(names)] and [p.text for p in printed[at : at + len(names)]] == names:
            at += len(names)
            continue
        if serial and _opens_row(shadow, chinese_number(serial[1]) or 0, expected, current, kinds, bool(rows)):
            row = row_in(sheet, current, kinds) if current else None
            rows += [row] if row else []
            expected = (chinese_number(serial[1]) or 0) + 1
            current = [(line.start, line.end)]
        elif _ends_table(shadow, line, bool(current) and not _complete(shadow, current, kinds)):
            break
        elif _SECTION.match(line.text) and _serial_near(printed, at, expected):
            pass
        elif current and _complete(shadow, current, kinds) and len(current) >= len(kinds) and _is_prose(line):
            break
        elif len(current) > 1 and _runs_over(shadow, current[-1], line):
            current[-1] = (current[-1][0], line.end)
        elif current:
            current.append((line.start, line.end))
        elif _is_prose(line):
            break
        end = line.end
        at += 1
    row = row_in(sheet, current, kinds) if current else None
    rows += [row] if row else []
    return Table(start, end, tuple(rows)), at


def _opens_row(shadow: str, value: int, expected: int, current: list[Cell], kinds: list[str], begun: bool) -> bool:
    """Whether a number is the serial of the next row: it follows on, begins anew, or numbers were left out between."""
    if value == expected:
        return True
    if not current:
        return True
    full = len(current) >= len(kinds) and _complete(shadow, current, kinds)
    return (value == 1 and begun) or (value > expected and full)


def _runs_over(shadow: str, above: Cell, below: Line) -> bool:
    """Whether a mark at the line end says that the list of units above goes on: no cell begins with one, or ends with 、."""
    cut = below.text[0] in "、,;)" or shadow[above[1] - 1] == "、"
    return cut and is_unit_cell(shadow[slice(*above)].rstrip("、,"))


def _serial_near(printed: list[Line], at: int, expected: int) -> bool:
    """Whether a line is a section's row of the table: the next serial follows at once, or behind one more
    cell.
    """
    near = [p.text.strip("().、 ") for p in printed[at + 1 : at + 3]]
    return any(text == str(expected) or (text.isdigit() and int(text) > expected) for text in near) or any(
        _SECTION.match(p.text) and len(p.text) <= 40 for p in printed[at + 1 : at + 2]
    )


def _is_prose(line: Line) -> bool:
    return (len(line.text) > 40 and line.text.endswith(("。", ":"))) or bool(_SECTION.match(line.text))


def _complete(shadow: str, cells: list[Cell], kinds: list[str]) -> bool:
    last = next((k for k in reversed(kinds) if k not in ("remark", "person")), "")
    return any(fits(shadow[a:b], last) for a, b in cells[1:])


def _unserialled(sheet: Sheet, at: int, kinds: list[str], start: int, header: list[str]) -> tuple[Table, int]:
    """Rows without a serial: each ends at its time, where that is the last column, else after as many cells as columns."""
    printed = sheet.printed
    named = [k for k in kinds if k not in ("remark", "person")]
    rows: list[Row] = []
    end = printed[at - 1].end
    while at < len(printed):
        if [p.text for p in printed[at : at + len(header)]] == header:
            at += len(header)
            continue
        if named[-1] == "time":
            size = next((n for n in range(max(3, len(named) - 1), 3 * len(kinds)) if _closes(printed, at, n)), 0)
        else:
            size = len(kinds)
        part = printed[at : at + size]
        if size == 0 or len(part) < size or _ends_table(sheet.shadow, part[0]):
            break
        if size == len(kinds) and named[-1] != "time" and not _all_fit(part, kinds):
            break
        row = row_in(sheet, [(p.start, p.end) for p in part], kinds)
        if row is None:
            break
        rows.append(row)
        end = part[-1].end
        at += size
    return Table(start, end, tuple(rows)), at


def _closes(printed: list[Line], at: int, size: int) -> bool:
    """Whether the cell that would be the last of a row holds a time."""
    return at + size <= len(printed) and fits(printed[at + size - 1].text, "time")


def _all_fit(part: list[Line], kinds: list[str]) -> bool:
    return all(fits(p.text, k) for p, k in zip(part, kinds, strict=True) if k in (*UNIT_COLUMNS, "time"))
