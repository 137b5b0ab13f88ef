"""Finding words in the text of a notice: where a task stands, where a unit or a day is printed, where a task can be cut."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from silverbridge.engines import notices

Span = tuple[int, int]
# A task is cut after a full stop, a semicolon or the end of a line, with the quote or bracket that closes there.
_END = re.compile(r"[。；;！？!?][”’」』）)】]*|\n+")
_NUMBER = re.compile(
    r"[#*>\s]*(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节条款项]|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}[、.．](?!\d)"
    r"|[（(](?:[一二三四五六七八九十百]{1,4}|\d{1,3})[）)]|[①-⑳]|[•●·▪◆■□○])\s*"
)
_MARK = re.compile(r"\s*[（(【\[][^（(【\[]{0,300}(?:牵头|负责|配合|单位|部门|落实)[^（(【\[]{0,300}[）)】\]][。.]?")
AROUND = 600  # characters after a task in which its units and deadline are looked for


@lru_cache(maxsize=64)
def clauses_of(text: str) -> tuple[notices.Clause, ...]:
    """The clauses of a notice in the order of its text. A second copy of the document in one file is left out."""
    read = notices.parse(text)
    inside = [clause for clause in read.clauses if clause.start < read.body_end]
    cut = [clause.model_copy(update={"end": min(clause.end, read.body_end)}) for clause in inside]
    return tuple(sorted(cut, key=lambda clause: clause.start))


def clause_at(text: str, place: int) -> str:
    """The path of the clause that holds a character; empty where the text has none before it."""
    found = [clause for clause in clauses_of(text) if clause.start <= place]
    return found[-1].path if found else ""


def trimmed(text: str, start: int, end: int) -> Span:
    """The same stretch without white space at its ends; empty (both the same) where there is nothing else."""
    end = start + len(text[start:end].rstrip())
    return end - len(text[start:end].lstrip()), end


def cuts(text: str, start: int, end: int) -> list[int]:
    """Where a task can be cut in two between its sentences, as places in the text."""
    places = [start + match.end() for match in _END.finditer(text[start:end])]
    return [at for at in dict.fromkeys(places) if text[start:at].strip() and text[at:end].strip()]


def find(text: str, words: str, near: int = 0, within: Span | None = None) -> Span | None:
    """Where words stand in the text, white space and the width of marks aside: of several places the one nearest to ``near``.

    None where they do not stand there, or where there are no words.
    """
    first, last = within or (0, len(text))
    chars, places = _folded(text[first:last])
    wanted, _places = _folded(words)
    if not wanted:
        return None
    found, at = [], chars.find(wanted)
    while at >= 0:
        found.append((first + places[at], first + places[at + len(wanted) - 1] + 1))
        at = chars.find(wanted, at + 1)
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def printed_near(text: str, words: str, task: Span, mark: Span | None) -> Span | None:
    """Where a unit or a day of a task is printed: in its mark, in its own text, or soon after it."""
    start, end = task
    for within in filter(None, (mark, task, (end, min(len(text), end + AROUND)))):
        if found := find(text, words, start, within):
            return found
    return None


def words_of_clause(text: str, clause: notices.Clause) -> Span:
    """What a clause asks, as a task is printed: without its number, and without the bracket that says who acts."""
    start, end = trimmed(text, clause.start, clause.end)
    number = _NUMBER.match(text, start, end)
    start = number.end() if number else start
    marks = [match for match in _MARK.finditer(text, start, end) if match.end() == end and match.start() > start]
    return trimmed(text, start, marks[-1].start() if marks else end)


def mark_after(text: str, end: int) -> Span | None:
    """The bracket right behind a passage that says who acts; None where there is none."""
    match = _MARK.match(text, end)
    return trimmed(text, match.start(), match.end()) if match else None


def _folded(text: str) -> tuple[str, list[int]]:
    """The characters that are no white space, each in its plain width, and where each stands."""
    chars, places = [], []
    for place, char in enumerate(text):
        if not char.isspace():
            plain = unicodedata.normalize("NFKC", char)
            chars.append(plain if len(plain) == 1 else char)
            places.append(place)
    return "".join(chars), places
