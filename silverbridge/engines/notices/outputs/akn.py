"""A notice as Akoma Ntoso 3.0 XML (OASIS LegalDocML): its clauses as a tree, units and dates marked where they are printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..limits import ReaderMissing
from ..models import Clause, ParsedNotice
from ..shadow import squeezed
from .akn_meta import NAMESPACE, Register, metadata
from .akn_text import Mark, Writer, shape_of


def to_akn(notice: ParsedNotice, made: date) -> bytes:
    """The notice as a valid `doc`, UTF-8. `made` dates the file itself, and the work where no date of issue was found.

    No character of the body is lost or moved; what XML cannot hold (control characters) is left out. Tasks, with their
    units and deadlines, stand in the metadata and point at their clauses. Raises ReaderMissing without the library `lxml`.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise ReaderMissing(kind="Akoma Ntoso") from error
    register = Register(notice)
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    doc = etree.SubElement(root, f"{{{NAMESPACE}}}doc", name="notice")
    writer = Writer(_marks(notice, register))
    ids = _Ids()
    for clause in notice.clauses:
        ids.add(clause)
    parts = _parts(notice)
    doc.append(metadata(notice, made, register, ids.of_path))
    _stretches(doc, "preface", parts[0], writer, notice)
    body = etree.SubElement(doc, f"{{{NAMESPACE}}}mainBody")
    _tree(body, parts[1], writer, ids)
    if not len(body):
        writer.paragraph(body, "", 0)
    _stretches(doc, "conclusions", parts[2], writer, notice)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


class _Ids:
    """The eId of each clause: kind and place among its siblings, under its parent (sec_1__para_2)."""

    def __init__(self) -> None:
        self.of_start: dict[int, str] = {}
        self.of_path: dict[str, str] = {}
        self._open: list[tuple[int, str]] = []
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, clause: Clause) -> None:
        """Numbers the next clause, in the order of the text."""
        while self._open and self._open[-1][0] <= clause.start:
            self._open.pop()
        above = self._open[-1][1] if self._open else ""
        short = shape_of(clause)[1]
        n = self._counts[above, short] = self._counts.get((above, short), 0) + 1
        mine = f"{above}__{short}_{n}" if above else f"{short}_{n}"
        self.of_start[clause.start] = mine
        self.of_path.setdefault(clause.path, mine)
        self._open.append((clause.until, mine))


def _parts(notice: ParsedNotice) -> tuple[list[Clause], list[Clause], list[Clause]]:
    """What stands before the first clause with a number or heading, the clauses, and the signature after them."""
    clauses = list(notice.clauses)
    plain = [c.number is None and not c.path and c.until == c.end for c in clauses]
    first = next((n for n, bare in enumerate(plain) if not bare), None)
    if first is None:
        return [], clauses, []
    last = len(clauses)
    while plain[last - 1]:
        last -= 1
    return clauses[:first], clauses[first:last], clauses[last:]


def _stretches(doc: Any, tag: str, clauses: list[Clause], writer: Writer, notice: ParsedNotice) -> None:
    from lxml import etree

    if not any(clause.text.strip() for clause in clauses):
        return
    holder = etree.SubElement(doc, f"{{{NAMESPACE}}}{tag}")
    for clause in clauses:
        writer.lines(holder, clause.text, clause.start, title=notice.title, number=notice.document_number)


def _tree(body: Any, clauses: list[Clause], writer: Writer, ids: _Ids) -> None:
    """Clauses as nested elements. An element with clauses below it holds its words as number, heading and intro."""
    from lxml import etree

    open_: list[tuple[int, Any]] = []
    for clause in clauses:
        while open_ and open_[-1][0] <= clause.start:
            open_.pop()
        above = open_[-1][1] if open_ else body
        tag, _short, name = shape_of(clause)
        element = etree.SubElement(above, f"{{{NAMESPACE}}}{tag}", eId=ids.of_start[clause.start])
        if name:
            element.set("name", name)
        below = clause.until > clause.end
        writer.clause(element, clause, below)
        if below:
            open_.append((clause.until, element))


def _marks(notice: ParsedNotice, register: Register) -> list[Mark]:
    """Units and dates where they are printed, none across another; a unit that somebody wrote otherwise is marked nowhere."""
    found, body = [], notice.to_text()
    for task in notice.tasks:
        for unit in task.units:
            printed = body[unit.start - notice.body_start : unit.end - notice.body_start]
            if squeezed(printed) != squeezed(unit.name):
                continue
            found.append(Mark(unit.start, unit.end, "organization", {"refersTo": f"#{register.of(unit.name)}"}))
        if task.deadline_start is not None and task.deadline_end is not None and task.deadline not in (None, "ongoing"):
            found.append(Mark(task.deadline_start, task.deadline_end, "date", {"date": str(task.deadline)}))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if mark.start < mark.end and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept
