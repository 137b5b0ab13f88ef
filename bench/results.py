"""One line for each measure, in a file and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

LATEST = Path(__file__).with_name("latest.tsv")


@dataclass(frozen=True)
class Measure:
    """A figure with its unit, and how it relates to another one: ``ratio`` times ``against``."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""

    def cells(self) -> tuple[str, str, str, str, str]:
        """As written: three digits that count; an empty ratio when there is nothing to hold it against."""
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        return self.name, f"{self.value:.4g}", self.unit, ratio, self.against


def write(measures: list[Measure]) -> None:
    """Writes the file and prints the table."""
    LATEST.write_text("".join("\t".join(m.cells()) + "\n" for m in measures), encoding="utf-8")
    table = Table(*(Column(head, overflow="fold") for head in ("name", "value", "unit", "ratio", "against")))
    for measure in measures:
        table.add_row(*measure.cells())
    Console().print(table)
