"""Telephone numbers people can be reached at, read with the `phonenumbers` library."""

import unicodedata
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

PhoneFault = Literal["missing", "characters", "length", "not_personal", "country", "not_in_use"]

_PERSONAL = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
# Area code and subscriber number make ten or eleven digits; fewer is a service behind an area code.
_FEWEST_DIGITS = 10


class InvalidPhone(ValueError):
    """A number nobody could be reached at. `code` is for programs, the messages are for the person."""

    def __init__(self, code: PhoneFault, message_zh: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_zh = message_zh
        self.message_en = message_en


def parse_phone(text: str) -> str:
    """A mainland mobile or landline number (with its area code) as E.164.

    Spaces, hyphens and full-width digits are fine. Raises InvalidPhone for anything a person cannot be called
    back at: a service number (12345, 95588), a 400 or 800 number, a number abroad, a wrong count of digits.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        raise InvalidPhone("missing", "还差一样：电话还没有填。", "One thing is missing: the telephone number.")
    try:
        parsed = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException as error:
        raise _unreadable(error) from error
    # The library spells out letters as a keypad does, and cuts off extensions; nobody means either.
    if parsed.extension or any(sign.isalpha() for sign in written):
        raise _characters()
    if parsed.country_code != 86:
        raise InvalidPhone(
            "country",
            "要国内的电话。填在国内的家人也行。",
            "A mainland number is needed. A relative's will do.",
        )
    return _check_personal(parsed)


def _check_personal(parsed: phonenumbers.PhoneNumber) -> str:
    """E.164 of a mainland number, if it is one person's. Raises InvalidPhone."""
    national = phonenumbers.national_significant_number(parsed)
    if _is_service(national):
        raise InvalidPhone(
            "not_personal",
            "这是服务电话。填您自己的，儿女的也行。",
            "That is a service line. Give your own or a child's number.",
        )
    if len(national) < _FEWEST_DIGITS or len(national) > 11:
        raise _length()
    kind = phonenumbers.number_type(parsed)
    if kind == PhoneNumberType.UNKNOWN:
        # Only mobile numbers have eleven digits beginning with 1; ten digits of one is a digit lost.
        if national.startswith("1") and len(national) != 11:
            raise _length()
        raise InvalidPhone(
            "not_in_use",
            "没有这样的电话号。看看开头几位。",
            "No telephone number begins like this. Check the first digits.",
        )
    if kind not in _PERSONAL:
        raise InvalidPhone(
            "not_personal",
            "这是服务电话。填您自己的，儿女的也行。",
            "That is a service line. Give your own or a child's number.",
        )
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _is_service(national: str) -> bool:
    """Whether this is a short code: emergency (110), hotlines (12345), banks and carriers (95588, 10086)."""
    return len(national) in (3, 5) and national[0] in "19"


def _unreadable(error: phonenumbers.NumberParseException) -> InvalidPhone:
    """What to say about a text the library could not read as a number."""
    kind = error.error_type
    if kind == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
        return InvalidPhone(
            "country",
            "要国内的电话。填在国内的家人也行。",
            "A mainland number is needed. A relative's will do.",
        )
    return _characters() if kind == phonenumbers.NumberParseException.NOT_A_NUMBER else _length()


def _characters() -> InvalidPhone:
    return InvalidPhone("characters", "电话里只有数字。再看看。", "A telephone number holds only digits.")


def _length() -> InvalidPhone:
    return InvalidPhone(
        "length",
        "电话要11位。填儿女的也行。",
        "A mobile number has 11 digits; a landline needs its area code. A child's number will do.",
    )
