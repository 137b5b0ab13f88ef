"""Where the text says who is responsible: brackets and label lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .deadlines import Calendar, is_time_like
from .markers import marker_at
from .reader import Reader, says_only_roles, says_roles
from .roles import LABEL, LONGEST, Roles, label_word
from .shadow import Line
from .units import looks_like_unit

_OFFICES = ("人民政府", "政府", "管委会", "办事处")
_NEAR = 300  # so far a person's label may stand before the units it belongs to
_PAIRS = {")": "(", "]": "["}
_HINT = re.compile(
    r"牵头|负责|配合|参与|单位|部门|分工|落实|实施|推进|时限|完成|底前|月前|日前|[局委厅办部会院府联区县市州位司团行等台站所段馆社处室科心队镇乡道业校署构门\])]\s*$|长期|持续|常年|全年|常态|\d月|\d日|年内"
)


class Mark(NamedTuple):
    """A responsibility mark at `start` to `end`; `own_line` where nothing but the mark stands on its line."""

    start: int
    end: int
    roles: Roles
    own_line: bool
    label: bool


class _Piece(NamedTuple):
    start: int
    end: int
    inner_start: int
    inner_end: int
    label: bool


_BRACKET = re.compile(r"\([^()\[\]\n]*\)|[()\[\]\n]")


def brackets_in(shadow: str) -> list[tuple[int, int]]:
    """Outermost pairs of round or square brackets; one left open ends with its line."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(shadow):
        i, after = match.span()
        if after - i > 1:  # a bracket with none inside it, on one line
            if not stack:
                found.append((i, after))
            continue
        char = shadow[i]
        if char == "\n" and not stack:
            continue
        if char in "([":
            stack.append((char, i))
        elif char in ")]" and stack:
            depth = next((d for d in (len(stack) - 1, len(stack) - 2) if d >= 0 and stack[d][0] == _PAIRS[char]), None)
            if depth is None:
                continue
            opened = stack[depth][1]
            del stack[depth:]
            if not stack:
                found.append((opened, i + 1))
        elif char == "\n" and (i - stack[0][1] > 600 or not _runs_on(shadow, stack[0][1], i)):
            found += _left_open(shadow, stack, i)
            stack.clear()
    found += _left_open(shadow, stack, len(shadow))
    return sorted(found)


def _runs_on(shadow: str, start: int, end: int) -> bool:
    """Whether an open bracket reads on in the next line: it lists units or labels and its line stops in
    the middle.
    """
    if shadow.count("\n", start, end) >= 4:
        return False
    nearest = shadow.find(")", end, end + 400)
    other = shadow.find("(", end, end + 400)
    return nearest >= 0 and (other < 0 or nearest < other or shadow.find(")", nearest + 1, end + 400) >= 0)


def _left_open(shadow: str, stack: list[tuple[str, int]], end: int) -> list[tuple[int, int]]:
    if not stack:
        return []
    start = stack[0][1]
    content = shadow[start + 1 : end][:LONGEST]
    if LABEL.match(content.strip()) or re.search(r"(?:负责|牵头|配合|落实)[。\s]*$", content):
        return [(start, end)]
    return []


def _at_seam(shadow: str, start: int, end: int) -> bool:
    """Whether a bracket stands where a statement ends, rather than explaining a word inside one."""
    after = shadow[end : end + 1]
    above = start - (shadow[start - 1 : start] == "\n")  # a page may end between a sentence and its bracket
    before = shadow[above - 1 : above] if above else ""
    return after in ("", "\n", "。", ";", ",", ".", " ", "(", "[", "\t", "!") or before in "。;!?"


def _line_at(lines: list[Line], starts: list[int], offset: int) -> Line:
    return lines[bisect_right(starts, offset) - 1]


def _label_pieces(shadow: str, lines: list[Line], taken: list[tuple[int, int]]) -> list[_Piece]:
    """Labels outside brackets: from the label to the end of its value, over the line end where the value
    runs on.
    """
    found = []
    busy_starts = [a for a, _ in taken]
    for line in lines:
        if ":" not in line.text:
            continue
        for match in LABEL.finditer(shadow, line.start, line.end):
            at = bisect_right(busy_starts, match.start()) - 1
            if at >= 0 and taken[at][1] > match.start():
                continue
            if found and found[-1].end > match.start():
                continue
            before = shadow[match.start() - 1] if match.start() else "\n"
            numbered = _NUMBER_BEFORE.fullmatch(shadow, line.start, match.start()) is not None
            if match.start() != line.start and before not in "。;,)] \t:|*·•、!?-—" and not numbered:
                continue
            word = label_word(match)
            if match["short"] and match.start() != line.start and before not in "。; " and not numbered:
                continue
            beside = bool(found) and not shadow[found[-1].end : match.start()].strip(" \n;,。")
            if not beside and re.match("主办|承办|协办", match["unit"] or match["short"] or ""):
                continue
            end = _value_end(shadow, lines, line, match.end())
            if word == "person" and not _beside_units(shadow, lines, line, match.start()):
                continue
            if match["time"] in ("时间", "日期") and not beside:
                continue
            begin = line.start if numbered else match.start()
            while begin > line.start and shadow[begin - 1] in "•·*-—● ":
                begin -= 1
            found.append(_Piece(begin, end, match.start(), end, True))
    return found


_NUMBER_BEFORE = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])\s*[.、)]?\s*")
_AREA_NOTE = re.compile(r"(?<=[省市县区州盟旗镇乡街道])\([\u4e00-\u9fff、]{1,9}\)")
_ACTS = re.compile("牵头|负责(?!人|同志)|配合|会同")
_NO_SENTENCE = re.compile(r"[()\[\]:《]")


def _sentence_pieces(shadow: str, lines: list[Line], known: Calendar) -> list[_Piece]:
    """Last sentences of a paragraph that say nothing but who acts: 由市民政局牵头，市财政局配合。"""
    found = []
    for line in lines:
        if line.text[-1:] == ")" and "(" not in line.text[-12:]:  # ends with more in brackets than a note on areas
            continue
        if not _ACTS.search(shadow, max(line.start, line.end - 170), line.end):
            continue
        stop = line.end - line.text.endswith("。")
        begin = 1 + max(shadow.rfind(mark, line.start, stop) for mark in "。;!?")
        begin = begin or line.start
        while begin < stop and shadow[begin].isspace():
            begin += 1
        if not 4 <= stop - begin <= 160 or not _ACTS.search(shadow, begin, stop):
            continue
        words = shadow[begin:stop]
        if _NO_SENTENCE.search(_AREA_NOTE.sub("", words)):
            continue
        if begin > line.start and says_only_roles(words, known):
            found.append(_Piece(begin, line.end, begin, stop, False))
    return found


def _beside_units(shadow: str, lines: list[Line], line: Line, start: int) -> bool:
    """Whether a person's label stands among those of units: on its line, or on the lines right below."""
    end = line.end
    for other in lines[line.index + 1 : line.index + 5]:
        if not other.blank:
            if not LABEL.match(shadow, other.start, other.end):
                break
            end = other.end
    near = LABEL.finditer(shadow, start, min(end, start + _NEAR))
    return any(label_word(m) != "person" for m in near)


def _value_end(shadow: str, lines: list[Line], line: Line, position: int) -> int:
    """The end of a label's value: its sentence, with the labels that follow; further lines while the list
    goes on.
    """
    end = line.end
    while True:
        stop = shadow.find("。", position, end)
        if stop < 0:
            break
        following = stop + 1
        while following < end and shadow[following] in " \t":
            following += 1
        if following < end and not LABEL.match(shadow, following, end):
            return stop + 1
        if following >= end:
            return end
        position = following
    value = shadow[position:end].strip()
    for below in _printed_below(lines, line):
        if value[-1:] in (":", "") and is_time_like(below.text):
            return below.end
        if value and value[-1] not in "、," and marker_at(shadow, below.start, below.end):
            break
        broken = _cut_short(value) or (value and below.text.startswith(_OFFICES))
        if value and value[-1] not in "、," and not broken:
            break
        begun = re.split("[、,;:]", value)[-1] if broken else ""
        if len(below.text) > 200 or not looks_like_unit(begun + re.split("[、,;。]", below.text)[0]):
            break
        end, value = below.end, below.text
    return end


def _printed_below(lines: list[Line], line: Line) -> Iterator[Line]:
    """The lines below one, up to a gap of more than one blank line."""
    for other in lines[line.index + 1 : line.index + 40]:
        if not other.blank:
            yield other
        elif lines[other.index - 1].blank:
            return


def find_marks(
    shadow: str, lines: list[Line], known: Calendar, tables: list[tuple[int, int]], rules: list[int]
) -> list[Mark]:
    """Every responsibility mark outside tables, adjoining ones joined, in order; `rules` is where the text says that the
    first named leads.
    """
    brackets = brackets_in(shadow)
    reader = Reader(known)
    pieces = []
    for start, end in brackets:
        if end - start < 4:  # no name of a unit has one character
            continue
        closed = shadow[end - 1] in ")]"
        inner = shadow[start + 1 : end - 1 if closed else end]
        if len(inner) > LONGEST or not _HINT.search(inner) or not _at_seam(shadow, start, end):
            continue
        after = shadow[end : end + 4].lstrip(" ")[:1]
        closes = shadow[start - 1 : start] == "。"
        if says_roles(inner, reader, closes) and (closes or _certain(inner) or after in ("", "\n", "。", ";")):
            pieces.append(_Piece(start, end, start + 1, start + 1 + len(inner), False))
    pieces += _label_pieces(shadow, lines, brackets)
    pieces += _sentence_pieces(shadow, lines, known)
    table_starts = [a for a, _ in tables]
    pieces = [
        p
        for p in sorted(pieces, key=lambda p: p.start)
        if not ((at := bisect_right(table_starts, p.start) - 1) >= 0 and tables[at][1] > p.start)
    ]
    pieces = [p for at, p in enumerate(pieces) if not at or p.start >= pieces[at - 1].end]
    return _joined(shadow, lines, pieces, reader, _rule_start(lines, rules, pieces))


def _cut_short(value: str) -> bool:
    """Whether a list of units stops inside a name, as where lines were cut at a fixed width."""
    return (
        bool(value)
        and value[-1] not in "。;)]/"
        and not looks_like_unit(re.split("[、,;:]", value)[-1])
        and bool(re.search("[、,;]", value))
    )


_CERTAIN = re.compile("牵头|负责|配合|参与|单位:|部门:|分工|时限|完成")


def _certain(inner: str) -> bool:
    return bool(_CERTAIN.search(inner))


def _rule_start(lines: list[Line], rules: list[int], pieces: list[_Piece]) -> int | None:
    """From where on the first unit named leads: the statement; the whole text where it is a note below
    the tasks.
    """
    if not rules:
        return None
    starts = [line.raw_start for line in lines]
    line = _line_at(lines, starts, rules[0])
    if re.match(r"[(\[]?\s*(?:备?注|说明|附注)", line.text) or (pieces and rules[0] > pieces[-1].end):
        return 0
    return rules[0]


def _joined(shadow: str, lines: list[Line], pieces: list[_Piece], reader: Reader, rule_from: int | None) -> list[Mark]:
    starts = [line.raw_start for line in lines]
    runs: list[list[_Piece]] = []
    for piece in pieces:
        previous = runs[-1][-1] if runs else None
        if previous and len(shadow[previous.end : piece.start].strip(" \n\t,;。、")) == 0:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    marks = []
    for run in runs:
        start, end = run[0].start, run[-1].end
        if len(run) == 1:
            text, base = shadow[run[0].inner_start : run[0].inner_end], run[0].inner_start
        else:
            text, base = _fused(shadow, run), start
        active = rule_from is not None and end > rule_from
        roles = reader.roles(text, base, active)
        line = _line_at(lines, starts, start)
        if roles.empty and roles.deadline_text is None:
            continue
        marks.append(Mark(start, end, roles, line.start >= start, run[0].label))
    return marks


def _fused(shadow: str, run: list[_Piece]) -> str:
    """Adjoining marks as one content of the same length: their brackets become separators."""
    out = list(shadow[run[0].start : run[-1].end])
    base = run[0].start
    for piece in run:
        for i in (*range(piece.start, piece.inner_start), *range(piece.inner_end, piece.end)):
            out[i - base] = ";"
    return "".join(out)
