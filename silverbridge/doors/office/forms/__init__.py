"""What clerks type, read into plain values; the rules are the domain's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class OfficeForm(forms.Form):
    """Says what is missing in our words, and chooses what leaves no choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("This is still missing.")

    def offer(self, name: str, queryset: Any) -> None:
        """What can be chosen in a field; a single choice is made already."""
        field = self.fields[name]
        field.queryset = queryset
        only = list(queryset[:2])
        if field.required and len(only) == 1:
            field.empty_label, self.initial[name] = None, only[0].pk
        else:
            field.empty_label = _("Please choose") if field.required else _("none")
