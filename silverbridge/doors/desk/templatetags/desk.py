"""How the desk's pages word numbers that staff read out."""

from __future__ import annotations

import phonenumbers
from django import template

from silverbridge.domain.core.references import spoken_zh

register = template.Library()


@register.filter
def said(reference: str) -> str:
    """A number as said to an elder, in Chinese whatever the language of the page: 1 is 幺, which is not heard as 七."""
    return spoken_zh(reference)


@register.filter
def dialled(number: str) -> str:
    """A stored number as it is dialled in this country: 138 0000 6027; one the library cannot read stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
