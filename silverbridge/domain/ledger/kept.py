"""What kept workbooks say of tasks, and how that stands in the lines of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F

from silverbridge.domain.ledger.models import KeptLine, Notice, Task
from silverbridge.engines.identity.masking import mask_phone
from silverbridge.engines.ledgers import KnownTask

if TYPE_CHECKING:
    from silverbridge.domain.ledger.lines import LedgerLine

# Mobile numbers, landlines with their area code, and without; eight figures that begin like a year are a day.
PHONE = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?"
    r"(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|(?!(?:19|20)\d{6}(?!\d))\d{7,8})(?!\d)"
)


def kept_lines(notice: Notice) -> dict[int, KeptLine]:
    """The newest kept line of each task of a notice, by the task's id: one query."""
    rows = KeptLine.objects.filter(ledger__notice=notice).select_related("ledger")
    return {line.task_id: line for line in rows.order_by("ledger__taken_at", "ledger_id", "pk")}


def kept_line(task: Task) -> KeptLine | None:
    """What the newest workbook that knows this task says of it."""
    rows = KeptLine.objects.filter(task=task).select_related("ledger__taken_by")
    return rows.order_by("-ledger__taken_at", "-ledger_id").first()


def known_tasks(notice: Notice) -> list[KnownTask]:
    """The tasks of a notice as the engine joins a workbook's entries to them."""
    rows: Iterable[Task] = Task.objects.filter(notice=notice).order_by(F("number"))
    return [KnownTask(t.number, t.clause, t.text, (*t.leads, *t.responsible, *t.cooperating)) for t in rows]


def masked(text: str) -> str:
    """The text with every telephone in it masked."""
    return PHONE.sub(lambda found: mask_phone(found[0]), text)


def with_kept(line: LedgerLine, kept: KeptLine | None, phones: bool) -> LedgerLine:
    """A line of the ledger with what a kept workbook said wherever nobody has said anything since."""
    if kept is None:
        return line
    contact = kept.contact if phones else masked(kept.contact)
    changes: dict[str, object] = {
        "measures": line.measures or kept.measures,
        "lead": line.lead or "、".join(kept.lead),
        "responsible": line.responsible or "、".join(kept.responsible),
        "cooperating": line.cooperating or "、".join(kept.cooperating),
        "contact": line.contact or contact,
        "progress": line.progress or kept.progress,
        "problems": line.problems or kept.problems,
        "next_steps": line.next_steps or kept.next_steps,
        "remarks": "\n".join(dict.fromkeys(text for text in (line.remarks, kept.remarks) if text)),
        "kept_materials": kept.materials,
    }
    if line.deadline is None and kept.deadline_text:
        changes |= {"deadline": kept.deadline, "deadline_words": kept.deadline_text}
    # A task in nobody's hands stands as the workbook said; once handed out, its hand-outs say how it stands.
    if not line.handouts and (kept.state or kept.closed_on):
        changes |= {"state": str(kept.get_state_display() or line.state), "closed_on": kept.closed_on}
    return replace(line, **changes)
