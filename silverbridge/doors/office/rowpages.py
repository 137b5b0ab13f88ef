"""Page links for rows that the domain has cut into pages already."""

from __future__ import annotations

from django.core.paginator import Paginator


class RowsPaginator(Paginator):
    """Knows only how many rows there are."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__(range(total), per_page)
