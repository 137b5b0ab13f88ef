"""Official notices, read: clauses, tasks, who is responsible, by when, and what has to be reported to
whom.
"""

from .decode import UnreadableText, decode, read_file
from .models import Clause, Duty, NotANotice, ParsedNotice, Task
from .parse import parse

__all__ = [
    "Clause",
    "Duty",
    "NotANotice",
    "ParsedNotice",
    "Task",
    "UnreadableText",
    "decode",
    "parse",
    "read_file",
]
