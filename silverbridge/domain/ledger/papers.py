"""Official papers of the ledger: the workbook, the list of tasks, the sheet that hands a task out (督办单), the chase.

They are Chinese whatever language the page has, as their layout is that of GB/T 9704. No telephone stands in any but the
workbook, and there only where it is asked for.
"""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.handouts import Hand, task_hands
from silverbridge.domain.ledger.lights import Light
from silverbridge.domain.ledger.lines import NOT_HANDED_OUT, LedgerLine, ledger_lines
from silverbridge.domain.ledger.models import Chase, HandOut, Notice, Task
from silverbridge.domain.ledger.status import is_enforceable
from silverbridge.domain.places.queries import today
from silverbridge.engines import papers
from silverbridge.engines.calendars import business_date

_NAMED = re.compile(r"印发《([^》]+)》")
_SIGNS = {Light.GREEN: "✔", Light.YELLOW: "▲", Light.RED: "✘", Light.NONE: "–"}
_TINTS = {Light.GREEN: "ok", Light.YELLOW: "part", Light.RED: "bad", Light.NONE: "none"}
_COLOURS = {Light.GREEN: "绿灯", Light.YELLOW: "黄灯", Light.RED: "红灯", Light.NONE: ""}
_ROLES = {
    HandOut.Role.LEAD: "牵头办理",
    HandOut.Role.RESPONSIBLE: "负责办理",
    HandOut.Role.COOPERATING: "配合办理",
}
_BLANK_NUMBER = "督〔{year}〕　　号"


def short_name(notice: Notice) -> str:
    """What a notice is called in a title: the document it brings into force, without 关于印发 and 的通知."""
    found = _NAMED.search(notice.title)
    return found[1] if found else notice.title or notice.document_number


def ledger_book(notice: Notice, phones: bool = False) -> tuple[bytes, bool]:
    """The ledger of a notice as XLSX, and whether it names a person. Telephones are masked unless ``phones``."""
    with translation.override("zh-hans"):
        lines = ledger_lines(notice, phones)
        hands = task_hands(line.task for line in lines)
        rows = [_row(line, hands[line.task.pk]) for line in lines]
        said = [notice.document_number, f"导出日期：{today().isoformat()}"]
        said.append("含联系电话，请妥善保管" if phones else "联系电话已遮盖")
        book = papers.write_ledger(f"{short_name(notice)}工作台账", "　".join(text for text in said if text), rows)
    return book, any(line.contact for line in lines)


def _row(line: LedgerLine, hand: Hand) -> papers.LedgerRow:
    signal = hand.signal
    sign = f"{_SIGNS[signal.light]} {line.state}"
    colour = "，".join(text for text in (_COLOURS[signal.light], signal.words) if text)
    others = [line.responsible, f"配合：{line.cooperating}" if line.cooperating else ""]
    files = [f"{m.unit}：{m.name}" for m in line.materials]
    return papers.LedgerRow(
        number=str(line.number),
        task=line.task.text,
        measures=line.measures,
        lead=line.lead,
        responsible="\n".join(text for text in others if text),
        contact=line.contact,
        deadline=line.deadline_words,
        progress=line.progress,
        problems=line.problems,
        next_steps=line.next_steps,
        materials="\n".join(text for text in (*files, line.kept_materials) if text),
        state=f"{sign}\n{colour}" if colour and line.state_code != NOT_HANDED_OUT else sign,
        closed_on=line.closed_on.isoformat() if line.closed_on else "",
        remarks=line.remarks,
        tint=_TINTS[signal.light] if line.state_code != NOT_HANDED_OUT else "none",
    )


def task_list(notice: Notice) -> bytes:
    """The tasks of a notice as a DOCX: what, who, by when."""
    rows = tuple(
        (str(t.number), t.text, "、".join(t.leads), "、".join((*t.responsible, *t.cooperating)), _deadline(t))
        for t in notice.tasks.order_by("start", "number")
    )
    table = papers.Table(("序号", "工作任务", "牵头单位", "责任（配合）单位", "完成时限"), rows, (15, 57, 28, 28, 28))
    source = f"《{notice.title}》（{notice.document_number}）" if notice.document_number else f"《{notice.title}》"
    body = (papers.Paragraph(f"依据：{source}"), table)
    return papers.write_official(papers.Paper(f"{short_name(notice)}任务清单", body, day=None))


def _deadline(task: Task) -> str:
    if task.deadline:
        return _day(task.deadline)
    return "长期坚持" if task.deadline_kind == Task.Deadline.ONGOING else task.deadline_text or "未规定"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def task_sheet(task: Task, number: str = "") -> bytes:
    """The sheet that puts a task before its units (督办单), before it is in anybody's hands; without its
    ``number`` a draft with room for one.

    Raises DomainError for a task that binds nobody or that nobody confirmed.
    """
    check_binding(task)
    units = tuple(dict.fromkeys((*task.leads, *task.responsible, *task.cooperating)))
    wanted = (papers.Paragraph(f"完成时限：{_deadline(task)}。"), *_roles(task))
    body = (*_opening(task, "请按职责办理"), papers.Heading(1, "办理要求"), *wanted, *_closing())
    return _sheet(task, task.notice.organisation.name, units, body, today(), number)


def handout_sheet(handout: HandOut, number: str = "") -> bytes:
    """The sheet that hands a task out to one unit (督办单); without its ``number`` a draft.

    Raises DomainError for a task that binds nobody any more.
    """
    task, unit = handout.task, handout.organisation.name
    check_binding(task)
    measures = (papers.Heading(1, "具体举措"), papers.Paragraph(handout.measures)) if handout.measures else ()
    reason = f"（{handout.due_reason}）" if handout.due_reason else ""
    body = (
        *_opening(task, f"现交由你单位{_ROLES[HandOut.Role(handout.role)]}"),
        *measures,
        papers.Heading(1, "办理要求"),
        papers.Paragraph(f"请于{_day(handout.acknowledge_by)}前签收，于{_day(handout.due)}前办结{reason}。"),
        papers.Paragraph(f"你单位联系人：{handout.contact_name}。"),
        *_closing(),
    )
    handed = business_date(handout.created_at)
    return _sheet(task, handout.giver.name, (unit,), body, handed, number)


def check_binding(task: Task) -> None:
    """Raises DomainError for a task of which no document is made."""
    if not is_enforceable(task):
        raise DomainError(
            "paper_not_binding",
            _("No document can be made: task and notice are not both confirmed, or the notice is not in force."),
            _("A supervisor first confirms both."),
        )


def _opening(task: Task, wanted: str) -> tuple[papers.Paragraph | papers.Heading, ...]:
    notice = task.notice
    number = f"（{notice.document_number}）" if notice.document_number else ""
    clause = f"（{task.clause}）" if task.clause else ""
    return (
        papers.Paragraph(
            f"根据《{short_name(notice)}》{number}，{wanted}第{task.number}项任务，请认真落实并按时反馈。"
        ),
        papers.Heading(1, "任务内容"),
        papers.Paragraph(f"{task.text}{clause}"),
    )


def _roles(task: Task) -> tuple[papers.Paragraph, ...]:
    named = (("牵头单位", task.leads), ("责任单位", task.responsible), ("配合单位", task.cooperating))
    return tuple(papers.Paragraph(f"{label}：{'、'.join(names)}。") for label, names in named if names)


def _closing() -> tuple[papers.Heading | papers.Paragraph, ...]:
    return (
        papers.Heading(1, "反馈要求"),
        papers.Paragraph("办理期间按期反馈进展情况、存在问题和下一步打算；办结后提交佐证材料，申请销号。"),
    )


def sheet_title(task: Task) -> str:
    """The title of a task's sheet."""
    return f"关于办理《{short_name(task.notice)}》第{task.number}项任务的督办通知"


def letter_title(task: Task) -> str:
    """The title of a letter that chases for a task."""
    return f"关于《{short_name(task.notice)}》第{task.number}项任务的催办函"


def _sheet(
    task: Task,
    issuer: str,
    to: tuple[str, ...],
    body: tuple[papers.Heading | papers.Paragraph, ...],
    day: date,
    number: str,
) -> bytes:
    number = number or _BLANK_NUMBER.format(year=day.year)
    return papers.write_official(
        papers.Paper(sheet_title(task), body, issuer=issuer, number=number, addressees=to, signer=issuer, day=day)
    )


def chase_letter(chase: Chase) -> bytes:
    """The letter of a chase that was sent, in the words in which it was. Raises DomainError for one that was not."""
    if chase.state != Chase.State.SENT or chase.sent_at is None:
        raise DomainError(
            "chase_not_sent", _("This chase was not sent yet."), _("Send it first: then it has its number.")
        )
    handout = chase.handout
    # The first line is the number and the second the unit, the last who says it and when; all three have their own place.
    words = chase.text.split("\n")[2:-1]
    paper = papers.Paper(
        letter_title(handout.task),
        tuple(papers.Paragraph(line) for line in words if line.strip()),
        issuer=chase.giver.name,
        number=chase.number,
        addressees=(handout.organisation.name,),
        signer=chase.giver.name,
        day=business_date(timezone.localtime(chase.sent_at)),
    )
    return papers.write_official(paper)
