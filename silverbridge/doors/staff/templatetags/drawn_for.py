"""Every form of a staff page says, sealed, for whom it was drawn (settings name this module as a builtin library).

When the sign-in behind the page is gone by the time the form arrives, nothing else tells whose words it carries.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from silverbridge.doors.staff.unsent import DRAWN_FOR, drawn_for

register = template.Library()


class StaffTokenNode(CsrfTokenNode):
    """Django's hidden field and, on a staff page of somebody signed in, one more."""

    def render(self, context: Any) -> str:
        field, request = super().render(context), context.get("request")
        word = drawn_for(request) if field and request else ""
        return field + format_html('<input type="hidden" name="{}" value="{}">', DRAWN_FOR, word) if word else field


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> StaffTokenNode:
    """Takes the place of Django's tag of this name."""
    return StaffTokenNode()
