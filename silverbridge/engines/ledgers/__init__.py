"""Ledgers (工作台账) as offices keep them in workbooks: which cell says what, and which row is which task of a notice."""

from .cells import Deadline, day_of, deadline_of, state_of, units_of
from .columns import FIELDS, Column, Layout, guess_layout, layout_of
from .joining import Join, KnownTask, join
from .marking import mark_faults
from .refusals import BookLimits, WorkbookRefused
from .rows import Entry, Fault, Reading, combined, read_rows
from .workbooks import Book, Grid, read_book

__all__ = [
    "FIELDS",
    "Book",
    "BookLimits",
    "Column",
    "Deadline",
    "Entry",
    "Fault",
    "Grid",
    "Join",
    "KnownTask",
    "Layout",
    "Reading",
    "WorkbookRefused",
    "combined",
    "day_of",
    "deadline_of",
    "guess_layout",
    "join",
    "layout_of",
    "mark_faults",
    "read_book",
    "read_rows",
    "state_of",
    "units_of",
]
