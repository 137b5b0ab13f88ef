"""Notices written for testing, with what should be read from them marked in the text by hand.

`⟪leads|others|deadline⟫ … ⟪⟫` encloses a task; names are parted by `+` (or by 、 outside brackets), `/` is nobody.
Head lines give title, number, date and duties (`@duty who|to`), and how the page was printed: `@wrap 26` breaks lines
after so many characters, `@pages 22 "— %d —"` puts a page mark after so many lines, `@oneline " "` joins all lines.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
HALVES = ("seen", "held")
_MARK = re.compile(r"⟪([^⟫]*)⟫")


@dataclass
class Gold:
    """A task as marked: its span in the printed text, who leads, who else acts, by when."""

    start: int
    end: int
    leads: list[str]
    others: list[str]
    deadline: str | None


@dataclass
class Example:
    """A notice as printed, and its gold."""

    name: str
    text: str
    tasks: list[Gold]
    duties: list[tuple[str, str]]
    facts: dict[str, str]


@dataclass
class _Page:
    """The text while it is being printed: characters, and where each came from."""

    chars: list[str] = field(default_factory=list)
    origin: list[int | None] = field(default_factory=list)

    def put(self, text: str, origin: int | None = None) -> None:
        for step, char in enumerate(text):
            self.chars.append(char)
            self.origin.append(None if origin is None else origin + step)


def names(cell: str) -> list[str]:
    """The units of a marker's cell."""
    parts = re.split(r"[+、](?![^（(]*[）)])", cell) if "+" not in cell else cell.split("+")
    return [p.strip() for p in parts if p.strip() not in ("", "/", "无")]


def printed(text: str, layout: dict[str, list[str]]) -> _Page:
    """The text laid out as its head asks."""
    lines, page, offset = [], _Page(), 0
    for line in text.split("\n"):
        width = int(layout["wrap"][0]) if "wrap" in layout else len(line) or 1
        lines += [(offset + at, line[at : at + width]) for at in range(0, len(line), width)] or [(offset, "")]
        offset += len(line) + 1
    height, number = int(layout["pages"][0]) if "pages" in layout else 0, 0
    between = layout["oneline"][0] if "oneline" in layout else "\n"
    for at, (origin, line) in enumerate(lines):
        page.put(line, origin)
        page.put(between)
        if height and at % height == height - 1:
            number += 1
            page.put(layout["pages"][1] % number + "\n")
    return page


LAYOUTS: dict[str, dict[str, list[str]]] = {
    "narrow": {"wrap": ["24"]},
    "paged": {"wrap": ["36"], "pages": ["17", "— %d —"]},
    "spaced": {"oneline": [" "]},
    "indented": {"oneline": ["　　"]},
    "joined": {"oneline": [""]},
}


def read_example(path: Path, otherwise: dict[str, list[str]] | None = None) -> Example:
    """The example a file holds, laid out as its head says or, where one is given, `otherwise`."""
    head, body = path.read_text(encoding="utf-8").split("---\n", 1)
    facts: dict[str, str] = {}
    layout: dict[str, list[str]] = {}
    duties = []
    for line in head.splitlines():
        key, _, value = line.removeprefix("@").partition(" ")
        if key == "duty":
            who, to = value.split("|")
            duties.append((who, to))
        elif key in ("wrap", "pages", "oneline"):
            layout[key] = shlex.split(value)
        else:
            facts[key] = value
    plain, spans, position, opened = "", [], 0, None
    for match in _MARK.finditer(body):
        plain += body[position : match.start()]
        position = match.end()
        if match[1]:
            assert opened is None, f"{path.name}: a task begins inside another at {match.start()}"
            opened = (len(plain), match[1].split("|"))
        else:
            assert opened is not None, f"{path.name}: a task ends that never began at {match.start()}"
            spans.append((opened[0], len(plain), opened[1]))
            opened = None
    assert opened is None, f"{path.name}: a task never ends"
    page = printed(plain + body[position:], layout if otherwise is None else otherwise)
    where = {origin: at for at, origin in enumerate(page.origin) if origin is not None}
    tasks = [
        Gold(where[a], where[b - 1] + 1, names(cells[0]), names(cells[1]), cells[2] or None) for a, b, cells in spans
    ]
    return Example(path.stem, "".join(page.chars), tasks, duties, facts)


def examples(half: str, layout: str | None = None) -> list[Example]:
    """Every example of a half: `seen` was looked at while the rules were written, `held` was not.

    With a `layout` all are printed that way; tables and pages of the web are left out, as their lines carry meaning, and so
    are notices exported from a ledger, which stand as they were printed.
    """
    paths = sorted((HERE / half).glob("*.txt"))
    if layout is None:
        return [read_example(path) for path in paths]
    plain = [
        path
        for path in paths
        if not path.stem.startswith(("table_", "annex_", "web_", "columns_", "pagedtable_", "ledger_"))
    ]
    return [read_example(path, LAYOUTS[layout]) for path in plain]
