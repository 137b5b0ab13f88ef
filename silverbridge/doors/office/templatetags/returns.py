"""How returns stand on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silverbridge.domain.returns.models import Field, Filing, FilingFigure, RollPart
from silverbridge.domain.returns.periods import period_label
from silverbridge.doors.look.templatetags.look import chip
from silverbridge.doors.office.returns import words

register = template.Library()
register.filter("period_label", period_label)
register.filter("share_words", words.share)


@register.simple_tag
def filing_chip(filing: Filing) -> SafeString:
    """How far a return is: shape and word."""
    return chip(words.CHIPS[Filing.State(filing.state)], filing.get_state_display())


@register.simple_tag
def filing_light(filing: Filing) -> SafeString:
    """Whether it is late, due soon, or came in time: shape and word."""
    return chip(*words.light(filing))


@register.simple_tag
def standing_chip(standing: str) -> SafeString:
    """Whether a unit's return is counted, and if not, why: shape and word."""
    return chip(words.STANDINGS[RollPart.Standing(standing)], RollPart.Standing(standing).label)


@register.simple_tag
def claimed(row: FilingFigure | None, asked: Field) -> str:
    """What is claimed."""
    return words.claimed_words(row, asked)


@register.simple_tag
def measured(row: FilingFigure | None, asked: Field) -> str:
    """What was measured."""
    return words.measured_words(row, asked)


@register.simple_tag
def inspected(row: FilingFigure | None, asked: Field) -> str:
    """What was counted on the spot."""
    return words.shown(row.inspected, asked) if row and row.inspected is not None else _("Not inspected")


@register.simple_tag
def difference_chip(row: FilingFigure | None, asked: Field) -> str:
    """How a claim stands to what was measured: shape and word; empty where there was nothing to compare."""
    found = words.difference(row, asked)
    return chip(*found) if found else ""


@register.simple_tag
def whole_words(column: object) -> str:
    """What a figure adds up to; words where nothing can be added up."""
    whole = column.whole
    if column.field.roll_up == Field.RollUp.NONE:
        return str(Field.RollUp.NONE.label)
    return words.shown(whole.value, column.field) or str(FilingFigure.State(whole.state).label)


@register.simple_tag
def missing_units(missing: dict[str, str], names: dict[str, str]) -> str:
    """The units that are not in a sum, each with its reason."""
    told = [f"{names.get(code, code)}（{FilingFigure.State(state).label}）" for code, state in sorted(missing.items())]
    return "、".join(told) or "–"
