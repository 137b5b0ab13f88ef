"""Line ends that a page has lost: a whole document, or a long part of one, on a single line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .barred import bar_rows
from .columns import UNIT_COLUMNS, column_of
from .markers import Marker, Sequence, marker_at
from .roles import BOXED, LABEL, is_label
from .titles import KINDS
from .units import looks_like_unit

_LONG = 400  # a printed paragraph is shorter, or holds no numbers of its own
_LONG_ALONE = 200  # where the text has next to no lines
_COLUMN = 20  # no name of a column is longer, its note included
_ROWS = 60  # nor is a header with its first row
_CN = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"(?:{_CN}、|\({_CN}\)|(?<![\d.])[1-9]\d?[.、](?=[^\d\s])|(?<![\d.])[1-9]\d?[.、] (?=[^\d\s])"
    r"|\([1-9]\d?\)|[①-⑳]|第[一二三四五六七八九十百]{1,4}[章条](?=[\s:、]|[^款项的规]))"
)
_DATE = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_HEAD_NUMBER = re.compile(
    r"(?<=通知|意见|方案|办法|措施|规定|决定|公告|通告|要点|计划|文件)\s*((?!的?通知)[\u4e00-\u9fa5]{2,12}[\[(](?:19|20)\d\d[\])]\s*\d{1,4}号)"
)
_ADDRESSED = re.compile(r":\s*(?=《|现将|为|经|根据|按照|近|依据|[^:。]{2,40}已经)")
_SIGNED = re.compile(
    rf"(?<=[。!)])\s*(?P<who>[\u4e00-\u9fa5][\u4e00-\u9fa5 ]{{1,119}})(?P<day>{_DATE})(?!前|以|起|,|、|至|召|印)"
)
_TITLED = re.compile(
    rf"(?:{_DATE}|\([^()]*公开[^()]*\))\s*(?P<title>[^。,:;]{{6,70}}?(?:{KINDS})(?:\([^()]{{2,20}}\))?)\s*(?=为|根据|按照|依据|近|围绕|深入|一、|第一章|1\.|\(一\)|01)"
)
_FIRST_TITLE = re.compile(
    rf"[^。:;]{{6,90}}?(?:{KINDS})(?:\([^()]{{2,20}}\))?(?=\s*(?:为|根据|按照|依据|近年|一、|各[省市县区乡设有]))"
)
_PUBLIC = re.compile(r"\((?:此件|本件)[^()]{0,12}公开[^()]{0,6}\)")
_COMES_INTO_FORCE = re.compile(
    "(?<=[。)])(?:本|以上)(?:通知|意见|方案|办法|措施|政策|细则|规定|计划|文件)(?:自|由[^,。;]{2,20}解释|有效期)"
)
_HEADING = re.compile(
    rf"(?:{_CN}、|\({_CN}\))\s*(?:(?:总体|工作|有关|相关|基本|主要|保障|组织)(?:要求|目标|原则|措施|保障|实施|领导|思路)|指导思想|组织保障)(?=[^\s。,、和与及的:])"
)
_ISSUED = re.compile(r"[\u4e00-\u9fa5]{2,20}(?:局|委|厅|办|部|会|政府|院|队)(?:关于|印发|转发)")
_NUMBERS_IT = re.compile(r"(?:^|[。;) ])(?:[1-9]\d?[.、]|[①-⑳]|\([1-9]\))\s?$")  # 2.责任单位：…
_PAGE = re.compile(r"(?<=\S)\s+(?:[-—–]\s?\d{1,3}\s?[-—–]|第\s?\d{1,3}\s?页(?:\s*[,/]?\s*共\s?\d{1,3}\s?页)?)\s+(?=\S)")
_CLOSED = "。;)]!?:"
_DATED = re.compile(rf"{_DATE}\Z")
_BULLET = re.compile(r"[•●▪◆■]|——(?=[\u4e00-\u9fa5])")


def breaks_in(shadow: str, taken: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Where to put line ends back; nothing in texts whose lines are those of a page."""
    joined_ends = {a for a, _ in taken}
    edits: list[tuple[int, int, str]] = []
    offset = 0
    lines = shadow.split("\n")
    long = _LONG_ALONE if len(shadow) >= 200 * sum(bool(line.strip()) for line in lines) else _LONG
    for raw in lines:
        barred = bar_rows(raw)
        if (len(raw) >= long or barred or (len(raw) >= _ROWS and re.search("序 ?号", raw))) and not (
            joined_ends and any(offset <= a < offset + len(raw) for a in joined_ends)
        ):
            pages = [m.span() for m in _PAGE.finditer(raw)]
            cells = [] if barred else _cells(raw)
            if len(raw) < long and not barred and not cells:
                offset += len(raw) + 1
                continue
            for a, b in pages:
                closed = raw[a - 1] in _CLOSED or _DATED.search(raw, max(0, a - 12), a) or (cells and a > cells[0])
                edits.append((offset + a, offset + b, "\n" if closed else ""))
            found = (p for p in _points(raw, cells, offset == 0 or offset < 400) if 0 < p < len(raw))
            if barred:
                rows, below = barred
                found = (
                    p for p in (*rows, below, *(p for p in found if not rows[0] <= p <= below)) if 0 < p < len(raw)
                )
            points = sorted(p for p in found if not any(a <= p <= b for a, b in pages))
            if len(points) >= 3:
                edits += _inserted(raw, offset, points)
        offset += len(raw) + 1
    return edits


def _inserted(raw: str, offset: int, points: list[int]) -> list[tuple[int, int, str]]:
    edits = []
    last = -1
    for point in points:
        begin = point
        while begin > 0 and raw[begin - 1] == " ":
            begin -= 1
        end = point
        while end < len(raw) and raw[end] == " ":
            end += 1
        if begin > max(last, 0) and end < len(raw):
            edits.append((offset + begin, offset + end, "\n"))
            last = end
    return edits


def _depths(raw: str) -> list[int]:
    depth, found = 0, []
    for char in raw:
        if char in ")]》" and depth:
            depth -= 1
        found.append(depth)
        if char in "([《":
            depth += 1
    return found


def _points(raw: str, cells: list[int], opens: bool) -> Iterator[int]:
    """Offsets in a long line at which a line of the document, or a cell of a table (`cells`), began."""
    depths = _depths(raw)
    numbers = [at for at in _numbers(raw, depths) if not cells or at < cells[0]]
    yield from cells
    if len(numbers) < 2 and not cells:
        return
    yield from numbers
    yield from _spaces(raw, depths)
    for match in _BULLET.finditer(raw):
        if not depths[match.start()] and raw[match.start() - 1 : match.start()] in ("。", ")", " ", ";", "]"):
            yield match.start()
    yield from (match.end() for match in _HEADING.finditer(raw) if not depths[match.start()])
    yield from (match.start() for match in _COMES_INTO_FORCE.finditer(raw))
    for match in _PUBLIC.finditer(raw):
        yield match.start()
        yield match.end()
    for match in _SIGNED.finditer(raw):
        names = match["who"].split()
        if names and all(looks_like_unit(n) for n in names):
            yield from (match.start("who"), match.start("day"), match.end("day"))
    for match in _TITLED.finditer(raw):
        yield from (match.start("title"), match.end("title"))
        if raw[match.start() - 1 : match.start()] == "。":  # the day stands there without who signed
            yield match.start()
    yield from (match.start() for match in BOXED.finditer(raw) if is_label(match))
    for match in LABEL.finditer(raw):
        before = raw[match.start() - 1 : match.start()]
        if _NUMBERS_IT.search(raw, max(0, match.start() - 6), match.start()):
            continue
        if not depths[match.start()] and (before == "。" or (before not in ",;、:(" and len(match.group()) > 3)):
            yield match.start()
    if opens:
        yield from _head(raw, min([*numbers[:1], *cells[:1]]))


_WORD = re.compile(r"\S+")


def _header_at(words: list[str], at: int) -> int:
    """How many words from `at` on are names of columns, where they make the header of a task table; else 0."""
    kinds: list[str | None] = []
    begun = at
    while at < len(words):
        size = next((n for n in (1, 2, 3) if column_of("".join(words[at : at + n]))), 0)
        if not size:
            break
        kinds.append(column_of("".join(words[at : at + size])))
        at += size
    complete = "task" in kinds and any(kind in UNIT_COLUMNS for kind in kinds)
    return at - begun if complete and len(kinds) >= (3 if "serial" in kinds else 4) else 0


def _cells(raw: str) -> list[int]:
    """Where the cells of a task table begin: every gap behind a header (序号 任务 责任单位 …) parts two of them."""
    found = list(_WORD.finditer(raw))
    words = [m.group() for m in found]
    for at, word in enumerate(words):
        begins = len(word) <= _COLUMN and (column_of(word) or words[at : at + 2] == ["序", "号"])
        size = _header_at(words, at) if begins else 0
        if size and len(words) - at >= 2 * size:  # a header and a row at least
            return [m.start() for m in found[at:]]
    return []


def _head(raw: str, first: int) -> Iterator[int]:
    """Lines above the first number: title, number, addressees."""
    number = _HEAD_NUMBER.search(raw, 0, first)
    if number:
        yield from (number.start(1), number.end(1))
    else:
        title = _FIRST_TITLE.match(raw, 0, first)
        if title:
            yield title.end()
    to = _ADDRESSED.search(raw, 0, min(first, 600))
    if to:
        yield to.start() + 1


def _spaces(raw: str, depths: list[int]) -> Iterator[int]:
    """Gaps that were line ends: not those behind a number, in a name, a date or a bracket, or between two units."""
    runs = [m for m in re.finditer(" +", raw) if not depths[m.start()]]
    if not runs or len(raw) / len(runs) < 6:
        return
    bounds = [0, *(m.end() for m in runs), len(raw)]
    for at, match in enumerate(runs):
        left, right = raw[bounds[at] : match.start()], raw[match.end() : bounds[at + 2]].strip()
        if not left or not right:
            continue
        if _NUMBER.fullmatch(left) or (
            re.fullmatch(r"[\d年月日.、()一二三四五六七八九十]{1,8}", left) and not re.fullmatch("0[1-9]", left)
        ):
            continue
        if re.match(r"[\d年月日号]", right) and re.search(r"[\d年月第]$", left):
            continue
        if len(match.group()) == 1 and left[-1].isascii() and right[0].isascii():
            continue
        if len(left) == 1 or len(right) == 1:
            continue
        if looks_like_unit(left) and _ISSUED.match(right):
            continue
        yield match.end()


def _numbers(raw: str, depths: list[int]) -> Iterator[int]:
    """The clause numbers of a long line: each follows on the last of its kind or opens a level below a heading."""
    sequence = Sequence()
    last: Marker | None = None
    for match in _NUMBER.finditer(raw):
        start = match.start()
        if depths[start]:
            continue
        marker = marker_at(raw, start, len(raw))
        if marker is None or marker.text_start >= len(raw) or not sequence.expects(marker):
            continue
        before = raw[:start].rstrip(" ")[-1:]
        spaced = raw[start - 1 : start] == " "
        sealed = before in "。;)]!?”》" or not before or spaced
        begun = last is not None and marker.rank > last.rank and start - last.text_start <= 40
        begun = begun and "。" not in raw[last.text_start : start] if last else False
        heading = marker.kind == "comma" and before not in ",、周统" and marker.value == 1
        heading = heading or (marker.kind == "chapter" and marker.value == 1)
        labelled = (
            before not in ",、:;" and last is not None and _below_label(raw, max(last.text_start, start - 120), start)
        )
        if not (sealed or begun or heading or labelled):
            continue
        if before in ";:,、" and not begun and marker.kind in ("arabic", "arabic_bracket", "circled"):
            continue
        last = marker
        sequence.note(marker)
        yield start


def _below_label(raw: str, start: int, end: int) -> bool:
    """Whether the value of a label (责任单位：…) runs up to `end`."""
    labels = [m.end() for m in (*LABEL.finditer(raw, start, end), *BOXED.finditer(raw, start, end)) if is_label(m)]
    return bool(labels) and "。" not in raw[max(labels) : end]
