"""Official notices, read: clauses, tasks, who is responsible, by when, and what has to be reported to
whom.
"""

from .compare import Change, compare
from .decode import UnreadableText, decode, read_file
from .documents import read_document
from .limits import DocumentRefused, Limits, OutOfTime
from .models import Clause, Duty, Goal, NotANotice, NumberTarget, ParsedNotice, Replaced, Standing, Task, Unit
from .parse import parse
from .repeals import Repealed, repealed_by
from .rewording import Piece, reworded

__all__ = [
    "Change",
    "Clause",
    "DocumentRefused",
    "Duty",
    "Goal",
    "Limits",
    "NotANotice",
    "NumberTarget",
    "OutOfTime",
    "ParsedNotice",
    "Piece",
    "Repealed",
    "Replaced",
    "Standing",
    "Task",
    "Unit",
    "UnreadableText",
    "compare",
    "decode",
    "parse",
    "read_document",
    "read_file",
    "repealed_by",
    "reworded",
]
