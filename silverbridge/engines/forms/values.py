"""Values on their way into a form and back: what may be written where, and what was written by hand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from .refusals import Fault, fault
from .slots import Slot, ValueType

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?")
_MOST = {"xlsx": 32_767, "docx": 100_000}
_WANTED = {
    "number": ("数字", "a number"),
    "percent": ("百分数", "a percentage"),
    "date": ("日期", "a date"),
}


@dataclass(frozen=True)
class Percent:
    """So many per cent: 85.3 is 85.3%. A cell whose format shows per cent holds it as 0.853, any other as 85.3."""

    points: Decimal


Value = str | int | float | Decimal | date | Percent | None


def tidy(value: Value) -> Value:
    """A value as it will be read back: text without spaces around it and with plain line ends, numbers as decimals."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime):
        return value.date()
    return Decimal(value) if isinstance(value, int) else value


def digits(number: Decimal) -> str:
    """A number without an exponent and without idle zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def check(slot: Slot, value: Value, kind: str) -> Fault | None:
    """What stands against writing a tidy value into a place; None where nothing does."""
    if isinstance(value, str):
        if _BAD.search(value):
            return fault(slot.key, "control")
        if len(value) > _MOST[kind]:
            return fault(slot.key, "long", length=len(value), limit=_MOST[kind])
    if isinstance(value, Decimal | Percent):
        number = value.points if isinstance(value, Percent) else value
        if (
            not number.is_finite()
            or len(digits(abs(number)).replace(".", "").strip("0")) > 15
            or abs(number) >= 10**300
        ):
            return fault(slot.key, "digits", value=number)
        held = number / 100 if isinstance(value, Percent) and slot.type == "percent" else number
        low, high = (Decimal(bound) if bound else None for bound in (slot.least, slot.most))
        if (low is not None and held < low) or (high is not None and held > high):
            return fault(slot.key, "range", least=slot.least or "—", most=slot.most or "—", value=digits(held))
    if slot.choices and value is not None and as_text(value) not in slot.choices:
        return fault(slot.key, "choice", choices="、".join(slot.choices), value=as_text(value))
    if isinstance(value, date) and not 1900 <= value.year <= 9999:
        return fault(slot.key, "type", wanted_zh="1900 年以后的日期", wanted_en="a date from 1900 on", value=value)
    return None


def as_text(value: Value) -> str:
    """A value as a document shows it: 12.5, 85.3%, 2026年10月8日."""
    if isinstance(value, Percent):
        return f"{digits(value.points)}%"
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def from_text(key: str, text: str, wanted: ValueType, choices: tuple[str, ...] = ()) -> tuple[Value, Fault | None]:
    """What a text says where a value of this type is wanted: the value, or the fault that names the wrong type."""
    text = text.strip()
    if not text:
        return None, None
    if wanted in ("any", "text"):
        return text, None
    if wanted == "choice":
        wrong = choices and text not in choices
        return (None, fault(key, "choice", choices="、".join(choices), value=text[:60])) if wrong else (text, None)
    found = _day(text) if wanted == "date" else _number(text, wanted)
    if found is None:
        chinese, english = _WANTED[wanted]
        return None, fault(key, "type", wanted_zh=chinese, wanted_en=english, value=text[:60])
    return found, None


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _number(text: str, wanted: ValueType) -> Value:
    bare = unicodedata.normalize("NFKC", text).replace(" ", "")
    # A comma counts thousands or it is no number: 1,2 may mean anything.
    if "," in bare:
        if not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?%?", bare):
            return None
        bare = bare.replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?%?", bare):
        return None
    try:
        number = Decimal(bare.rstrip("%"))
    except InvalidOperation:
        return None
    if bare.endswith("%"):
        return Percent(number)
    return Percent(number) if wanted == "percent" else number
