"""A return on the receiver's own form, filled in; or as a plain workbook where no blank is on file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from silverbridge.domain.core.errors import Bilingual, DomainError
from silverbridge.domain.returns.adding import rounded
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FormVersion, Signature
from silverbridge.domain.returns.periods import period_label
from silverbridge.engines.forms import FillRefused, FormRefused, Percent, Value, fill

WORDLESS = (FilingFigure.State.VALUE, FilingFigure.State.EMPTY)


@dataclass(frozen=True)
class Rendered:
    """A file that can be opened: its bytes and what it is called."""

    name: str
    kind: str
    data: bytes


def render(filing: Filing) -> Rendered:
    """The return as it is now, on the version of the form it was opened with. Two renderings of one state say the same.

    Raises DomainError that names what cannot be written into the blank.
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
            of_fields += [f"figure:{asked.key}", f"previous:{asked.key}", f"reason:{asked.key}"]
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
    for row in _before(filing):
        found[f"previous:{row.field.key}"] = figure_value(row)
    for text in filing.texts.select_related("field"):
        found[f"text:{text.field.key}"] = text.text or None
    return found


def figure_value(row: FilingFigure) -> Value:
    """What is claimed, as a number with the form's decimals; the state in words where there is none; None while it is empty."""
    if row.claimed_state not in WORDLESS:
        return str(row.get_claimed_state_display())
    if row.claimed is None:
        return None
    value = rounded(row.claimed, row.field.decimals)
    return Percent(value) if row.field.percent else value


def reason_of(row: FilingFigure) -> str | None:
    """Why the claim differs from what was measured, in words; None where nothing is said."""
    if not row.why and not row.reason:
        return None
    return f"{row.get_why_display()}：{row.reason}" if row.why else row.reason


def _before(filing: Filing) -> Iterable[FilingFigure]:
    """The unit's figures of the period before: of its newest return that was accepted; none where there is none."""
    day = filing.first - timedelta(days=1)
    good = (Filing.State.ACCEPTED, Filing.State.SEALED)
    rows = Filing.objects.filter(form=filing.form_id, unit=filing.unit_id, last=day, state__in=good)
    earlier = rows.order_by("-entry").first()
    return earlier.figures.select_related("field") if earlier else ()


def _fill(version: FormVersion, slots: dict[str, Value]) -> bytes:
    try:
        return fill(bytes(version.blank.content), slots)
    except FillRefused as refusal:
        zh, en = (" ".join(getattr(one, of) for one in refusal.faults) for of in ("chinese", "english"))
        raise DomainError("fill_refused", Bilingual(zh, en)) from refusal
    except FormRefused as refusal:
        raise DomainError("form_refused", Bilingual(refusal.chinese, refusal.english)) from refusal


def _plain(filing: Filing, sources: dict[str, Value]) -> bytes:
    """Field by field with unit and reason, then who signed."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append([filing.form.title])
    sheet.append([sources["unit"], sources["period"]])
    for asked in filing.version.fields.all():
        part = "figure" if asked.kind == Field.Kind.FIGURE else "text"
        value = sources.get(f"{part}:{asked.key}")
        value = value.points if isinstance(value, Percent) else value
        sheet.append([asked.label, value, asked.unit, sources.get(f"reason:{asked.key}")])
    sheet.append([sources["preparer"], sources["reviewer"], sources["head"], sources["phone"], sources["date"]])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # nothing that begins with = is ever a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
