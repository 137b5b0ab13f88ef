"""A return on the receiver's own form, filled in; or as a plain workbook where no blank is on file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FormVersion, Signature
from silverbridge.domain.returns.periods import period_label

Value = str | int | float | Decimal | date | None
WORDLESS = (FilingFigure.State.VALUE, FilingFigure.State.EMPTY)


@dataclass(frozen=True)
class Rendered:
    """A file that can be opened: its bytes and what it is called."""

    name: str
    kind: str
    data: bytes


def render(filing: Filing) -> Rendered:
    """The return as it is now, on the version of the form it was opened with. Two renderings of one state say the same.

    Raises what the reader of forms raises where the blank cannot be filled in.
    """
    with translation.override(settings.LANGUAGE_CODE):
        version = filing.version
        sources = values_of(filing)
        name = f"{filing.unit.name} {filing.form.title} {period_label(filing.period)}"
        if version.blank is None:
            return Rendered(f"{name}.xlsx", FormVersion.Kind.XLSX, _plain(filing, sources))
        slots = {
            slot: sources[source_of(bound)] for slot, bound in version.bindings.items() if source_of(bound) in sources
        }
        return Rendered(f"{name}.{version.kind}", version.kind, _fill(version, slots))


def source_of(bound: Any) -> str:
    """What a place of a blank takes; a binding is kept as the source alone, or with more beside it."""
    return bound["source"] if isinstance(bound, dict) else bound


def sources_of(version: FormVersion) -> list[str]:
    """Everything a place of a blank can be bound to, in order."""
    of_fields = []
    for asked in version.fields.all():
        if asked.kind == Field.Kind.FIGURE:
            of_fields += [f"figure:{asked.key}", f"reason:{asked.key}"]
        else:
            of_fields.append(f"text:{asked.key}")
    return ["unit", "receiver", "period", *of_fields, "preparer", "reviewer", "head", "phone", "date"]


def values_of(filing: Filing) -> dict[str, Value]:
    """What stands behind each source. A figure without a value is its state in words, never zero; what is empty is None."""
    signed = {row.role: row for row in filing.signatures.all() if row.standing}
    preparer, head = signed.get(Signature.Role.PREPARER), signed.get(Signature.Role.HEAD)
    day = filing.filed_on or (head.day if head else None)
    found: dict[str, Value] = {
        "unit": filing.unit.name,
        "receiver": filing.receiver.name,
        "period": period_label(filing.period),
        "preparer": preparer.name if preparer else None,
        "reviewer": signed[Signature.Role.REVIEWER].name if Signature.Role.REVIEWER in signed else None,
        "head": head.name if head else None,
        "phone": preparer.phone.removeprefix("+86") if preparer else None,
        "date": day,
    }
    for row in filing.figures.select_related("field"):
        found[f"figure:{row.field.key}"] = figure_value(row)
        found[f"reason:{row.field.key}"] = reason_of(row)
    for text in filing.texts.select_related("field"):
        found[f"text:{text.field.key}"] = text.text or None
    return found


def figure_value(row: FilingFigure) -> Value:
    """What is claimed, as a number with the form's decimals; the state in words where there is none; None while it is empty."""
    if row.claimed_state not in WORDLESS:
        return str(row.get_claimed_state_display())
    if row.claimed is None:
        return None
    return int(row.claimed) if row.field.decimals == 0 else float(round(row.claimed, row.field.decimals))


def reason_of(row: FilingFigure) -> str | None:
    """Why the claim differs from what was measured, in words; None where nothing is said."""
    if not row.why and not row.reason:
        return None
    return f"{row.get_why_display()}：{row.reason}" if row.why else row.reason


def _fill(version: FormVersion, slots: dict[str, Value]) -> bytes:
    from silverbridge.engines import forms

    shares = {f"figure:{key}" for key in version.fields.filter(percent=True).values_list("key", flat=True)}
    for slot, value in slots.items():
        if isinstance(value, int | float) and source_of(version.bindings[slot]) in shares:
            slots[slot] = forms.Percent(Decimal(str(value)))  # a cell that shows per cent holds it as a part of one
    return forms.fill(bytes(version.blank.content), slots)


def _plain(filing: Filing, sources: dict[str, Value]) -> bytes:
    """Field by field with unit and reason, then who signed."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append([filing.form.title])
    sheet.append([sources["unit"], sources["period"]])
    for asked in filing.version.fields.all():
        part = "figure" if asked.kind == Field.Kind.FIGURE else "text"
        sheet.append([asked.label, sources.get(f"{part}:{asked.key}"), asked.unit, sources.get(f"reason:{asked.key}")])
    sheet.append([sources["preparer"], sources["reviewer"], sources["head"], sources["phone"], sources["date"]])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # nothing that begins with = is ever a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
