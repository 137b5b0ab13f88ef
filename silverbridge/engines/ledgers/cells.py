"""What a cell of a ledger says: a deadline, a day, units, how far a task is; in each manner offices write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from silverbridge.engines.notices.deadlines import Calendar, due_in_mark, ongoing_in
from silverbridge.engines.notices.shadow import chinese_number, shadow_of

from .workbooks import Cell

_FIRST_SERIAL, _LAST_SERIAL = 36526, 62000  # 2000-01-01 to 2069: serial numbers of days that lost their format
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMERALS = "〇零一二三四五六七八九十"
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_NUMBER = re.compile(rf"[{_NUMERALS}]{{1,3}}(?=[月日号])")
_DOTTED = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[./\-·]\s*(1[0-2]|0?[1-9])(?:\s*[./\-·]\s*(3[01]|[12]\d|0?[1-9]))?(?!\d)"
)
_SHORT = re.compile(r"(?<!\d)(\d{2})\s*[./]\s*(1[0-2]|0?[1-9])(?:\s*[./]\s*(3[01]|[12]\d|0?[1-9]))?(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])?(?!\d)")
_ONGOING = re.compile(r"长期|持续|常态|全年|长效|始终|常年|贯穿")
_REPEATS = re.compile(r"每(?:年|半年|季|月|周|日)|按[年季月]")
_AT_ONCE = re.compile(r"立(?:行立改|即|查立改)|即知即改|马上")
_NOTHING = re.compile(r"[-—–/\\无暂（()）)\s]*")
_SEPARATORS = "、，,；;\n/／|"
_UNIT_ENDS = tuple("局委办部厅会院府行司团处所中心区县市）")
_TAIL = re.compile(r"(?:等(?:相关|有关|各)?(?:部门|单位|部门和单位|部门单位)?)$")

DONE, IN_PROGRESS, NOT_STARTED, OVERDUE, ONGOING = "done", "in_progress", "not_started", "overdue", "ongoing"
STATES = (DONE, IN_PROGRESS, NOT_STARTED, OVERDUE, ONGOING)
# The order decides: 未完成 before 完成, 逾期未完成 before 未完成.
_STATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"逾期|超期|超时|滞后|红灯|^红$"), OVERDUE),
    (re.compile(r"未(?:启动|开始|开展|实施)|尚未|^待|^否$|^[×✗✘xX]$|^0%?$"), NOT_STARTED),
    (re.compile(r"长期|持续|常态"), ONGOING),
    (re.compile(r"未(?:完成|办结|销号|整改|落实)|基本完成|接近|部分|序时"), IN_PROGRESS),
    (re.compile(r"进行中|推进中|正在|在办|整改中|办理中|黄灯|^[黄△◐中]$"), IN_PROGRESS),
    (re.compile(r"已?(?:完成|办结|销号|整改到位|落实|结束|达标)|^是$|^[√✓✔●■☑]$|^100%?$|绿灯|^绿$|^1$"), DONE),
    (re.compile(r"推进|启动|开展|实施|进展|有序"), IN_PROGRESS),
)


@dataclass(frozen=True)
class Deadline:
    """``kind`` is "date" (with ``day``), "ongoing", "repeats", "at_once", "none" (nothing said) or "unclear"."""

    kind: str
    day: date | None
    text: str


def is_nothing(text: str) -> bool:
    """Whether a cell says there is nothing: empty, 无, a dash, a slash."""
    return _NOTHING.fullmatch(text) is not None


def deadline_of(cell: Cell | None, year: int | None = None, issued: date | None = None) -> Deadline:
    """By when a cell says a task is to be done. ``year`` and ``issued`` help where the year is not written.

    A month or a year means its last day, as in notices.
    """
    if cell is None or is_nothing(cell.text):
        return Deadline("none", None, "")
    text = cell.text
    if cell.day:
        return Deadline("date", cell.day, text)
    if (serial := _serial(cell)) is not None:
        return Deadline("date", serial, serial.isoformat())
    said = _plain(text)
    if _REPEATS.search(said):
        return Deadline("repeats", None, text)
    known = Calendar(issued, year if year is not None else None)
    days = [due.value for due in due_in_mark(shadow_of(said), known) if isinstance(due.value, date)]
    if days:
        return Deadline("date", max(days), text)
    if re.fullmatch(r"(?:19|20)\d{2}年?(?:度|内|底|底?前|以内)?", said):
        return Deadline("date", date(int(said[:4]), 12, 31), text)
    if year is None and issued is not None and re.fullmatch(r"(?:本年|今年|当年)?年[内底](?:前|以前)?", said):
        return Deadline("date", date(issued.year, 12, 31), text)
    if year is not None and re.fullmatch(r"年[内底](?:前|以前)?", said):
        return Deadline("date", date(year, 12, 31), text)
    if _AT_ONCE.search(said):
        return Deadline("at_once", None, text)
    if _ONGOING.search(said) or ongoing_in(shadow_of(said)):
        return Deadline("ongoing", None, text)
    return Deadline("unclear", None, text)


def day_of(cell: Cell | None, year: int | None = None) -> date | None:
    """The one day a cell names; None where it names none. A month alone names none: a closing happened on a day."""
    if cell is None or is_nothing(cell.text):
        return None
    if cell.day:
        return cell.day
    if (serial := _serial(cell)) is not None:
        return serial
    said = _plain(cell.text)
    full = re.search(r"((?:19|20)\d{2})年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号]?", said)
    parts = full.groups() if full else None
    if (
        parts is None
        and year is not None
        and (short := re.search(r"(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号]", said))
    ):
        parts = (str(year), *short.groups())
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _serial(cell: Cell) -> date | None:
    """A day whose format was lost: 46387 is 2026-12-31."""
    number = cell.number
    if number is None or not _FIRST_SERIAL <= number <= _LAST_SERIAL or number != int(number):
        return None
    return date(1899, 12, 30) + timedelta(days=int(number))


def _plain(text: str) -> str:
    """The words with ASCII digits, and dates in the one form 2026年12月31日."""
    said = unicodedata.normalize("NFKC", "".join(text.split()))
    said = _YEAR.sub(lambda m: m[0].translate(_DIGITS), said)
    said = _NUMBER.sub(lambda m: str(chinese_number(m[0]) or m[0]), said)
    said = _DOTTED.sub(_dated, said)
    if re.fullmatch(r"[\d./\-~至到—]+(?:前|底|底前)?", said):
        said = _SHORT.sub(lambda m: _dated(m, "20"), said)
    return _ISO.sub(_dated, said)


def _dated(match: re.Match[str], century: str = "") -> str:
    year, month, day = match.groups()
    return f"{century}{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def units_of(text: str) -> tuple[str, ...]:
    """The units named in a cell, in its order, each once: divided at 、 ， , ； / and line breaks, not inside brackets."""
    if is_nothing(text):
        return ()
    names = []
    for part in _parts(unicodedata.normalize("NFC", text)):
        name = re.sub(r"^(?:牵头|责任|配合|主办|协办)(?:单位|部门)?[：:]", "", part.strip(" 。.：:\u3000"))
        name = _TAIL.sub("", name).strip()
        if name and not is_nothing(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _parts(text: str) -> list[str]:
    parts, depth = [""], 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign in "（(") - (sign in "）)"))
        spaced = sign in " \u3000" and (parts[-1].endswith(_UNIT_ENDS) or text[at + 1 : at + 2] in (" ", "\u3000"))
        if depth == 0 and (sign in _SEPARATORS or spaced):
            parts.append("")
        elif sign != "\n":
            parts[-1] += sign
    return parts


def state_of(cell: Cell | None) -> str | None:
    """How far a cell says a task is: one of STATES; "" where nothing is said, None where the words are not known."""
    if cell is None or is_nothing(cell.text):
        return ""
    said = unicodedata.normalize("NFKC", "".join(cell.text.split()))
    number = cell.number
    percent = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)%", said)
    share = float(percent[1]) / 100 if percent else number if number is not None and 0 <= number <= 1 else None
    if share is not None:
        return DONE if share >= 1 else NOT_STARTED if share == 0 else IN_PROGRESS
    return next((state for pattern, state in _STATES if pattern.search(said)), None)
