"""Refusals of the domain, beside the field they speak of."""

from __future__ import annotations

from django.forms import Form

from silverbridge.domain.core.errors import DomainError, Invalid


def show(form: Form, refusal: DomainError) -> None:
    """Adds each fault to its field, or to the form where it has no such field."""
    faults = refusal.fields if isinstance(refusal, Invalid) else {refusal.field or "": refusal}
    for name, fault in faults.items():
        form.add_error(name if name in form.fields else None, str(fault))
