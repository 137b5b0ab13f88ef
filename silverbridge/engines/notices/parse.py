"""Reading a notice, from the whole text to its tasks."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from . import body, clauses, duties, tasks
from .deadlines import Calendar, dates_in, only_year
from .drafts import finish
from .flow import flowed, restored, unchanged
from .goals import find_goals
from .limits import Budget
from .marks import find_marks
from .meaning import Meaning
from .metadata import Metadata, read_metadata
from .models import Clause, ParsedNotice, read_as
from .radicals import ordinary
from .roles import first_rules, labels_with_colons
from .shadow import Line, lines_of, shadow_of
from .standing import read_standing
from .tables import find_tables


def parse(text: str, seconds: float | None = None) -> ParsedNotice:
    """Read an official notice. Any text is accepted; `is_notice` says whether it is one.

    Where a page has cut sentences into lines, or run the lines together, the text is read as it was written; offsets
    are always those of the text given. Raises OutOfTime where `seconds` are given and reading takes longer.
    """
    budget = Budget(math.inf if seconds is None else seconds)
    with _uncollected():
        plain = ordinary(text)
        shadow = shadow_of(plain)
        flow = flowed(plain, shadow)
        if flow is None and plain == text:
            return _parse(text, shadow, budget)
        if flow is None:
            return restored(_parse(plain, shadow, budget), unchanged(plain), text)
        return restored(_parse(flow.text, shadow_of(flow.text), budget), flow, text)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: nearly all that a reading makes is kept, and the search looks at it again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _parse(text: str, shadow: str, budget: Budget) -> ParsedNotice:
    """Reads a text whose lines are those of the document.

    1. Match on a shadow with one form for every mark. 2. Set a second printing and page footers aside.
    3. Read title, number and date. 4. Find tables, clauses and marks. 5. Draw tasks by the first rule that
    yields any: marks and table rows, clauses under a heading that announces tasks, dated parts of sentences.
    6. Find duties to report.
    """
    shadow = labels_with_colons(shadow)
    every = lines_of(shadow)
    repeated = body.repeated_lines(every)
    lines = [line for line in every if line.index not in repeated]
    first_number = _first_number(shadow, lines)
    budget.spend()
    meta = read_metadata(text, shadow, _reindexed(lines), first_number)
    known = Calendar(meta.issued, only_year(meta.title or "") if meta.issued is None else None)
    known = known if known.issued or known.year else Calendar(None, _year_of_dates(shadow, known))
    start, end = _bounds(lines, _reindexed(lines), meta, len(text))
    inside = _reindexed([line for line in lines if start <= line.start and line.end <= end])
    reading = _blanked(shadow, every, repeated)
    budget.spend()
    rules = first_rules(reading)
    tables = find_tables(reading, inside, known, bool(rules))
    spans = [(t.start, t.end) for t in tables]
    title_line = next(
        (i.index for i in inside if meta.title_line is not None and i.start == lines[meta.title_line].start),
        None,
    )
    nodes = clauses.build(reading, inside, (start, end), title_line, spans)
    budget.spend()
    marks = [m for m in find_marks(reading, inside, known, spans, rules) if start <= m.start and m.end <= end]
    budget.spend()
    drafts = tasks.Marked(reading, inside, nodes, marks, known).drafts() + tasks.from_tables(nodes, tables)
    if not drafts:
        titles = [shadow_of(meta.title or ""), *(n.heading for n in nodes if n.kind == "title")]
        drafts = tasks.announced(reading, inside, nodes, titles) or tasks.dated(reading, nodes, known)
    meaning = Meaning(text, reading, start, end, known)
    found = meaning.completed(text, finish(text, reading, drafts, known))
    budget.spend()
    why_not = _why_not(meta, nodes, bool(found), any(t.leads or t.others for t in found))
    return ParsedNotice(
        title=meta.title,
        document_number=meta.document_number,
        issuers=meta.issuers,
        date=meta.issued,
        status=meta.status,
        status_text=meta.status_text,
        clauses=tuple(_clause(text, node) for node in nodes),
        tasks=tuple(found),
        duties=tuple(duties.find_duties(text, reading, nodes, meta.addressees, known)),
        addressees=meta.addressees,
        basis=meta.basis,
        warnings=tuple(_warnings(meta, found, bool(repeated))),
        body_start=start,
        body_end=end,
        is_notice=why_not is None,
        why_not=why_not,
        goals=tuple(find_goals(text, reading, nodes, meaning.targets, [(t.start, t.end) for t in found])),
        standing=read_standing(text, reading, start, end, meta.issued),
    )


def _reindexed(lines: list[Line]) -> list[Line]:
    if not lines or (lines[0].index == 0 and lines[-1].index == len(lines) - 1):
        return lines
    return [Line(i, line.raw_start, line.start, line.end, line.text) for i, line in enumerate(lines)]


def _blanked(shadow: str, lines: list[Line], repeated: set[int]) -> str:
    """The shadow with the second printing turned to spaces, so that nothing is read twice and offsets
    stay.
    """
    if not repeated:
        return shadow
    pieces, position = [], 0
    for line in lines:
        if line.index in repeated:
            pieces += [shadow[position : line.start], " " * (line.end - line.start)]
            position = line.end
    return "".join([*pieces, shadow[position:]])


def _first_number(shadow: str, lines: list[Line]) -> int:
    """The position among `lines` of the first that a clause number opens; their count where there is none."""
    from .markers import marker_at

    for at, line in enumerate(lines):
        if line.blank:
            continue
        marker = marker_at(shadow, line.start, line.end)
        if marker and marker.kind in ("comma", "bracket", "plain", "part", "chapter", "article"):
            return at
    return len(lines)


def _year_of_dates(shadow: str, known: Calendar) -> int | None:
    years = {d.value.year for d in dates_in(shadow, known) if d.with_year and d.before and isinstance(d.value, date)}
    return years.pop() if len(years) == 1 else None


def _bounds(lines: list[Line], indexed: list[Line], meta: Metadata, length: int) -> tuple[int, int]:
    """Where the notice begins (its title, where one was found) and ends (before the page's footer)."""
    start = 0
    if meta.title_line is not None:
        first = min(meta.title_line, meta.title_line if meta.address_line is None else meta.address_line)
        start = lines[first].start
    last = next((line.index for line in reversed(indexed) if len(line.text) > 60 or line.text.endswith("。")), 0)
    cut = body.boilerplate_tail(indexed, max(last, meta.title_line or 0))
    if cut is not None:
        return start, lines[cut].raw_start
    return start, length


def _clause(text: str, node: clauses.Node) -> Clause:
    return read_as(
        Clause,
        {
            "path": node.path,
            "number": node.number,
            "heading": node.heading,
            "text": text[node.start : node.end],
            "start": node.start,
            "end": node.end,
            "until": node.until,
            "level": node.level,
        },
    )


def _why_not(meta: Metadata, nodes: list[clauses.Node], has_tasks: bool, names_units: bool) -> str | None:
    if names_units:
        return None
    numbered = sum(node.number is not None for node in nodes)
    if meta.title is None and not meta.document_number and not has_tasks:
        return "no title of an official document was found"
    if not numbered and not has_tasks and not (meta.title and (meta.issuers or meta.addressees)):
        return "neither numbered clauses nor tasks were found"
    if meta.title is None and not meta.document_number and not meta.issuers and not meta.issued:
        return "there is no title, number, issuer or date"
    return None


def _warnings(meta: Metadata, found: list, repeated: bool) -> list[str]:
    said = []
    if repeated:
        said.append("the text is printed more than once; the first printing was read")
    if not found:
        said.append("no task was found")
    if meta.issued is None:
        said.append("no date of issue was found: dates without a year stay open")
    if meta.status == "repealed":
        said.append("the notice is no longer in force")
    if meta.status == "consultation_draft":
        said.append("the notice is a draft for consultation and binds nobody yet")
    open_dates = sum(1 for t in found if t.deadline is None and t.deadline_text)
    if open_dates:
        said.append(f"{open_dates} printed dates could not be turned into a day")
    return said
