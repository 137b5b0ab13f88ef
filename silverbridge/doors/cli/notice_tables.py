"""What was read of a notice, in tables for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from silverbridge.engines.notices import NumberTarget, ParsedNotice, Task, Unit

_ROUTES = {"email": "电子邮件", "system": "系统填报", "written": "书面", "fax": "传真", "step_by_step": "逐级"}
_DIRECTIONS = {"at_least": "≥", "at_most": "≤", "equal": "="}
_FLAGS = {"vague": "未指名", "expands": "逐个分解"}


def show(notice: ParsedNotice) -> None:
    """Prints what stands round the clauses, the tasks, goals, reports and warnings of a notice."""
    console = Console()
    console.print(notice.title or "", style="bold", markup=False)
    facts = [
        notice.document_number,
        "、".join(notice.issuers),
        notice.date and notice.date.isoformat(),
        notice.status_text,
    ]
    console.print("  ".join(fact for fact in facts if fact), markup=False)
    for line in _standing(notice):
        console.print(line, markup=False)
    for table in (_tasks(notice), _goals(notice), _duties(notice)):
        if table is not None:
            console.print(table)
    for warning in notice.warnings:
        console.print(f"! {warning}", style="yellow", markup=False)


def _standing(notice: ParsedNotice) -> Iterable[str]:
    said = notice.standing
    days = (("公布", said.published), ("施行", said.effective), ("有效至", said.valid_until))
    line = "  ".join(f"{name} {day.isoformat()}" for name, day in days if day)
    if line:
        yield line
    if said.validity_text and not said.valid_until:
        yield said.validity_text
    if notice.basis:
        yield f"依据 {'、'.join(f'《{name}》' for name in notice.basis)}"
    for one in said.replaced:
        number = f"（{one.number}）" if one.number else ""
        yield f"同时废止 《{one.title}》{number}" if one.title else f"同时废止 {one.number}"


def _plain(cell: str | None) -> str:
    return (cell or "").replace("[", r"\[")


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str | None]]) -> Table:
    table = Table(*heads, title=title)
    for row in rows:
        table.add_row(*map(_plain, row))
    return table


def _unit(unit: Unit) -> str:
    """A unit with the name it inherits, or what it stands for, in brackets."""
    notes = [unit.full or "", *(_FLAGS.get(flag, "") for flag in unit.flags)]
    said = "，".join(note for note in notes if note)
    return f"{unit.name}（{said}）" if said else unit.name


def _target(target: NumberTarget) -> str:
    return f"{target.what} {_DIRECTIONS[target.direction]}{target.value:g}{target.unit}".strip()


def _when(task: Task) -> str:
    if task.deadline == "ongoing":
        return "长期"
    return task.deadline or task.recurrence or task.deadline_text or ""


def _tasks(notice: ParsedNotice) -> Table:
    heads = ("条款", "任务", "牵头单位", "其他单位", "完成时限", "量化指标")
    rows = (
        (
            task.clause + (f" [{task.part}]" if task.part else ""),
            " ".join(task.text.split())[:40],
            "、".join(_unit(u) for u in task.units if u.role == "lead"),
            "、".join(_unit(u) for u in task.units if u.role != "lead"),
            _when(task),
            "；".join(map(_target, task.targets)),
        )
        for task in notice.tasks
    )
    return _table(f"任务 {len(notice.tasks)} 项", heads, rows)


def _goals(notice: ParsedNotice) -> Table | None:
    if not notice.goals:
        return None
    rows = (
        (
            goal.clause,
            " ".join(goal.text.split())[:60],
            goal.by and goal.by.isoformat(),
            "；".join(map(_target, goal.targets)),
        )
        for goal in notice.goals
    )
    return _table(f"目标 {len(notice.goals)} 项", ("条款", "目标", "到", "量化指标"), rows)


def _duties(notice: ParsedNotice) -> Table | None:
    if not notice.duties:
        return None
    rows = (
        (
            str(duty.tier) if duty.tier else "",
            duty.who,
            duty.what,
            duty.when,
            duty.to,
            "、".join(_ROUTES[route] for route in duty.route),
            "、".join(duty.attachments),
        )
        for duty in notice.duties
    )
    heads = ("层级", "报送单位", "报送内容", "报送时间", "报送至", "方式", "附件")
    return _table(f"报送要求 {len(notice.duties)} 项", heads, rows)
