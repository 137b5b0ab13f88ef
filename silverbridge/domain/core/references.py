"""Reference numbers (受理号) that an old person can read out over the telephone.

Digits only: no letter can be mistaken for a figure. The last is a Damm check digit, which catches every single wrong digit
and every swap of neighbours (H. M. Damm, 2004). Spoken, 1 is 幺，so that it is not heard as 七.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from stdnum import damm

from silverbridge.domain.core.errors import DomainError

SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
LONGEST = 12


def make_reference(digits: int | None = None) -> str:
    """A random number of the given length with its check digit. The caller retries on a clash, longer each few tries."""
    length = digits or settings.REFERENCE_DIGITS
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _n in range(length - 2))
    return body + damm.calc_check_digit(body)


def clean_reference(text: str) -> str:
    """The digits of what somebody typed or said. Raises DomainError when it cannot be one of ours."""
    digits = re.sub(r"[\s\-—,、]", "", unicodedata.normalize("NFKC", text or ""))
    if not digits.isascii() or not digits.isdigit() or len(digits) < 8 or len(digits) > LONGEST:
        raise DomainError(
            "reference_length",
            _("A reference number has %(n)s digits."),
            _("Look at your slip again, or telephone us."),
            "reference",
            n=settings.REFERENCE_DIGITS,
        )
    if not damm.is_valid(digits):
        raise DomainError(
            "reference_check",
            _("One digit of this number is wrong."),
            _("Compare it with your slip, group by group."),
            "reference",
        )
    return digits


def grouped(reference: str) -> str:
    """In groups of four, as printed: 4726 0385."""
    return " ".join(reference[i : i + 4] for i in range(0, len(reference), 4))


def spoken_zh(reference: str) -> str:
    """As said on the telephone: 四七二六，零三八五."""
    words = "".join(SPOKEN.get(d, d) for d in reference)
    return "，".join(words[i : i + 4] for i in range(0, len(words), 4))
