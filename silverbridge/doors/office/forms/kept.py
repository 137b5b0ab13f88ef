"""Taking over a kept ledger: the file, what its columns mean, which row is which task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silverbridge.domain.ledger.models import KeptLine
from silverbridge.domain.ledger.services import KeptChoice
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.engines import ledgers

NEW, OUT = "new", "out"


class WorkbookForm(OfficeForm):
    """The workbook of a ledger."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        allow_empty_file=True,
        help_text=gettext_lazy("An .xlsx file as you keep it: titles, merged cells and several sheets are fine."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm"}),
    )


def chosen_columns(layout: ledgers.Layout, posted: QueryDict) -> tuple[ledgers.Layout, str]:
    """The layout as somebody set its columns, and what is wrong with that, "" where nothing is."""
    fields = {column.number: posted.get(f"column-{column.number}", column.field) for column in layout.columns}
    try:
        layout = layout.with_fields(fields)
    except ValueError:
        return layout, _("One meaning stands for two columns that may have it once. Keep one of them.")
    if not layout.holding("task") and not layout.holding("measures"):
        return layout, _("No column holds the task. Say which one does.")
    return layout, ""


def chosen_year(posted: QueryDict) -> int | None:
    """The year for days written without one; None where none, or no year, was typed."""
    typed = posted.get("year", "").strip()
    return int(typed) if typed.isdecimal() and 1990 <= int(typed) <= 2100 else None


@dataclass(frozen=True)
class RowChoice:
    """One entry on the page: its form field, its join, what was chosen ("" for nothing yet), and what is wrong with that."""

    name: str
    join: ledgers.Join
    chosen: str
    error: str

    @property
    def state(self) -> str:
        """The state in the words of the page."""
        return str(KeptLine.State(self.join.entry.state).label) if self.join.entry.state else ""


def row_choices(joins: Sequence[ledgers.Join], posted: QueryDict | None, tasks: frozenset[int]) -> list[RowChoice]:
    """Each entry with what was chosen for it, or, at first, what seems sure. Who posts must have chosen for every one.

    ``rest`` leaves out whatever nothing was chosen for; ``only_good`` leaves out rows with a wrong cell.
    """
    found = []
    for join in joins:
        name = f"row-{join.entry.rows[0]}"
        if posted is None:
            found.append(RowChoice(name, join, "" if join.doubtful or join.task is None else str(join.task), ""))
            continue
        chosen, error = posted.get(name, ""), ""
        if other := posted.get(f"{name}-other", "").strip():
            chosen = other
        if join.entry.wrong and "only_good" in posted:
            chosen = OUT
        if not chosen:
            chosen, error = (OUT, "") if "rest" in posted else ("", _("Say which task this is."))
        elif chosen not in (NEW, OUT) and not (chosen.isdecimal() and len(chosen) < 6 and int(chosen) in tasks):
            error = _("The notice has no such task.")
        found.append(RowChoice(name, join, chosen, error))
    return found


def decided(choices: Sequence[RowChoice]) -> tuple[list[KeptChoice], int]:
    """What is to be taken over, and how many entries are left out."""
    kept = [choice for choice in choices if choice.chosen != OUT]
    found = []
    for choice in kept:
        task = None if choice.chosen == NEW else int(choice.chosen)
        likeness = dict(choice.join.choices).get(task) if task is not None else None
        found.append(KeptChoice(choice.join.entry, task, likeness))
    return found, len(choices) - len(kept)
