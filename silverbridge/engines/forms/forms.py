"""The three things one does with a form: look for its places, fill it, and (in `reading`) read it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .bindings import Binding, moved
from .document_slots import blank_document
from .fill_cells import fill_workbook
from .fill_words import fill_document
from .package import open_package
from .refusals import Fault, FillRefused, FormLimits, FormRefused, fault
from .sheet_slots import blank_workbook
from .slots import Blank
from .values import Value, check, tidy


def read_blank(data: bytes, limits: FormLimits | None = None) -> Blank:
    """The places of a blank form, XLSX or DOCX by its content. Raises FormRefused that names the cause."""
    limits = limits or FormLimits()
    package = open_package(data, limits)
    blank = blank_workbook(package, limits) if package.kind == "xlsx" else blank_document(package, limits)
    if not blank.slots:
        raise FormRefused("no_slots")
    return blank


def fill(
    data: bytes, values: Mapping[str, Value], bindings: Iterable[Binding] = (), limits: FormLimits | None = None
) -> bytes:
    """The blank with these values by place, unchanged otherwise; the same input gives the same bytes. None leaves a place.

    Bindings, where given, must stand as they stood when they were bound. Raises FormRefused over the file, and FillRefused
    that names every value that cannot be written; then nothing is.
    """
    limits = limits or FormLimits()
    blank = read_blank(data, limits)
    faults: list[Fault] = []
    for move in moved(blank, [binding for binding in bindings if binding.key in values]):
        faults.append(fault(move.binding.key, "moved", why_zh=move.chinese, why_en=move.english))
    given: dict[str, Value] = {}
    for key in sorted(values):
        slot, value = blank.slot(key), tidy(values[key])
        if slot is None:
            faults += [] if key in {it.key for it in faults} else [fault(key, "unknown")]
        elif value is not None:
            wrong = check(slot, value, blank.kind)
            faults += [wrong] if wrong else []
            given[key] = value
    if faults:
        raise FillRefused(tuple(faults))
    if not given:
        return data
    package = open_package(data, limits)
    write = fill_workbook if blank.kind == "xlsx" else fill_document
    return write(package, blank.by_key, given, limits)
