"""Resident identity numbers (GB 11643): region (6 digits), birth date (8), sequence (3), check (1)."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn.ric import calc_check_digit

from .regions import is_assigned_region

LENGTH = 18
OLDEST_YEARS = 130
"""No person on record has lived longer; an older birth date is a slip of the finger."""

IdNumberFault = Literal["length", "characters", "region", "birth_date", "future", "check_digit"]
_COUNT_ZH = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


@dataclass(frozen=True)
class IdNumber:
    """A number that passed every check, and what it says about its holder."""

    number: str
    region: str
    birth_date: date
    sex: Literal["F", "M"]


class InvalidIdNumber(ValueError):
    """A number that cannot be right. `code` is for programs, the messages are for the person at the page."""

    def __init__(self, code: IdNumberFault, message_zh: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_zh = message_zh
        self.message_en = message_en


def parse_id_number(text: str, *, reserved_regions: bool = False, today: date) -> IdNumber:
    """Read a number as people type it: spaces, full-width digits and a small x are fine.

    `reserved_regions` also lets in region codes no province holds, which invented people use. `today` bounds
    the birth date. Raises InvalidIdNumber for the first thing wrong, in the order a person would look for it.
    """
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    _check_shape(number)
    region = number[:6]
    if not (reserved_regions or is_assigned_region(region)):
        raise InvalidIdNumber(
            "region",
            "这个号开头六位不对。对着身份证再看看。",
            "The first six digits are not a place. Check them against the card.",
        )
    birth_date = _birth_date(number[6:14], today)
    if calc_check_digit(number) != number[-1]:
        raise InvalidIdNumber(
            "check_digit",
            "这个号有一位不对。对着身份证再看看。",
            "One digit is not right. Check the number against the card.",
        )
    return IdNumber(number, region, birth_date, "M" if int(number[16]) % 2 else "F")


def make_id_number(region: str, birth_date: date, sequence: int) -> str:
    """A valid number for an invented person: an odd `sequence` (0 to 999) for a man, an even one for a woman.

    Raises ValueError for a region real people's numbers begin with, so no real number is ever made.
    """
    if len(region) != 6 or not (region.isascii() and region.isdigit()):
        raise ValueError(f"a region code has six digits: {region!r}")
    if is_assigned_region(region):
        raise ValueError(f"region {region} belongs to real people; invented ones use an unassigned code such as 990101")
    if not 0 <= sequence <= 999:
        raise ValueError(f"a sequence is between 0 and 999: {sequence}")
    body = f"{region}{birth_date.isoformat().replace('-', '')}{sequence:03d}"
    return body + calc_check_digit(body + "0")


def _check_shape(number: str) -> None:
    """Raise unless there are seventeen digits and then a digit or X."""
    if not number:
        raise InvalidIdNumber("length", "还差一样：身份证号还没有填。", "One thing is missing: the ID number.")
    body, last = number[:-1], number[-1]
    # A stray sign matters more than the count: it is what the eye should look for.
    if not (number.isascii() and (body.isdigit() or not body) and (last.isdigit() or last == "X")):
        raise InvalidIdNumber(
            "characters",
            "这个号里只有数字，最后一位可以是X。再看看。",
            "The number holds only digits; the last may be X.",
        )
    if len(number) == 15:
        raise InvalidIdNumber(
            "length",
            "这是15位的老号。请看新身份证，要18位。",
            "This is an old 15-digit number. The present card shows 18.",
        )
    if off := len(number) - LENGTH:
        many, word = ("多", "too many") if off > 0 else ("少", "missing")
        raise InvalidIdNumber(
            "length",
            f"这个号{many}{_COUNT_ZH.get(abs(off), '好几')}位。对着身份证再看看。",
            f"{abs(off)} digit{'s' if abs(off) > 1 else ''} {word}. Check the number against the card.",
        )


def _birth_date(digits: str, today: date) -> date:
    """The birth date in eight digits. Raises InvalidIdNumber for no such day, one to come, one too old."""
    wrong = InvalidIdNumber(
        "birth_date",
        "这个号里的生日不对。看看中间八位。",
        "The birth date in the number is not right. Check the eight digits in the middle.",
    )
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise wrong from None
    if birth_date > today:
        raise InvalidIdNumber(
            "future",
            "这个号里的生日还没到。看看中间八位。",
            "The birth date in the number is still to come. Check the eight digits in the middle.",
        )
    if today.year - birth_date.year > OLDEST_YEARS:
        raise wrong
    return birth_date
