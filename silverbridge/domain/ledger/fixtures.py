"""Confirmed notices as test cases for the engine that reads them: the text, with what people confirmed marked in it.

`⟪leads|others|deadline⟫ … ⟪⟫` encloses a task; names are parted by ``+``; head lines give title, number, date and duties.
The tests of the engine (``tests/notices``) read this form, so that what clerks had to correct is never read wrongly again.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.models import Correction, Duty, Notice, Task
from silverbridge.domain.ledger.signing import in_order

_OPEN, _CLOSE, _END = "⟪", "⟫", "---\n"
_RESERVED = ("|", "+", _OPEN, _CLOSE, "\n")


def corrected_notices() -> list[Notice]:
    """The notices of which people corrected something, oldest first."""
    pks = Correction.objects.order_by().values_list("notice", flat=True).distinct()
    return list(Notice.objects.filter(pk__in=pks).order_by("pk"))


def fixture_name(notice: Notice) -> str:
    """The name of its file."""
    return f"ledger_{notice.object_key[:12]}.txt"


def fixture(notice: Notice) -> str:
    """A notice and its confirmed tasks in the marked form, with line ends as ``\\n``.

    Raises DomainError when something of the notice waits for confirmation (its aims apart, which the form does not hold), for
    it would teach what nobody said; and when a text or a name holds one of the marks of the form.
    """
    tasks, duties = in_order(notice), list(notice.duties.order_by("start", "number"))
    waiting = sum(not row.is_confirmed for row in (*tasks, *duties))
    if waiting or not notice.is_confirmed:
        raise DomainError(
            "not_confirmed",
            _("Of this notice %(n)s tasks and reporting duties wait for confirmation, or its head does."),
            _("Only what people confirmed becomes a test case. Confirm everything first."),
            n=waiting,
        )
    if _OPEN in notice.text or _CLOSE in notice.text:
        raise _reserved(_OPEN + _CLOSE)
    return _head(notice, duties) + _END + _body(notice.text, tasks)


def _head(notice: Notice, duties: list[Duty]) -> str:
    lines = [
        ("title", notice.title),
        ("number", notice.document_number),
        ("date", notice.dated.isoformat() if notice.dated else ""),
        ("corrections", str(Correction.objects.filter(notice=notice).count())),
    ]
    head = "".join(f"@{name} {_one_line(value)}\n" for name, value in lines if value)
    for duty in duties:
        who, to = (_one_line(words).replace("|", "｜") for words in (duty.who, duty.to))
        head += f"@duty {who}|{to}\n"
    if _END in head:
        raise _reserved(_END.strip())
    return head


def _body(text: str, tasks: list[Task]) -> str:
    parts, at = [], 0
    for task in tasks:
        parts += [text[at : task.start], _opening(task), text[task.start : task.end], _OPEN + _CLOSE]
        at = task.end
    # Whoever reads it back ends the last line anew.
    return ("".join(parts) + text[at:]).removesuffix("\n")


def _opening(task: Task) -> str:
    others = [*task.responsible, *task.cooperating]
    for name in (*task.leads, *others):
        if any(mark in name for mark in _RESERVED):
            raise _reserved(name)
    deadline = "ongoing" if task.deadline_kind == Task.Deadline.ONGOING else ""
    cells = (_names(task.leads), _names(others), task.deadline.isoformat() if task.deadline else deadline)
    return f"{_OPEN}{'|'.join(cells)}{_CLOSE}"


def _names(names: list[str]) -> str:
    """Names of a cell; one that holds 、 itself is closed with a plus, so that it is read as one."""
    joined = "+".join(names)
    return joined + "+" if len(names) == 1 and "、" in joined else joined


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _reserved(words: str) -> DomainError:
    return DomainError(
        "reserved",
        _("“%(words)s” is one of the marks of the form and cannot stand in it."),
        _("Add this notice to the tests by hand."),
        words=words,
    )
