"""How the cells of a kept workbook stand on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from silverbridge.domain.ledger.kept import masked
from silverbridge.engines.ledgers import Grid
from silverbridge.engines.ledgers.workbooks import address

register = template.Library()
register.filter("masked", masked)


@register.filter
def letter(column: int) -> str:
    """A column's letters."""
    return address(1, column)[:-1]


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent."""
    return f"{share:.0%}"


@register.filter
def sheet_name(grids: Sequence[Grid], n: int) -> str:
    """The name of a sheet."""
    return grids[n].name
