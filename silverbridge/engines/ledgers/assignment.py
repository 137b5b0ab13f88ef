"""Pairing two sets so that the pairs are worth the most together."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(worth: Sequence[Sequence[float]], least: float) -> dict[int, int]:
    """Row to column, each at most once, with the greatest sum of worth; pairs worth less than ``least`` are none.

    What cannot influence each other is settled apart, so that hundreds of rows with few likely columns each stay quick.
    """
    found: dict[int, int] = {}
    for rows, columns in _islands(worth, least):
        found |= _settle(worth, least, rows, columns)
    return found


def _islands(worth: Sequence[Sequence[float]], least: float) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that likely pairs connect."""
    by_column: dict[int, list[int]] = {}
    for n, row in enumerate(worth):
        for m, value in enumerate(row):
            if value >= least:
                by_column.setdefault(m, []).append(n)
    seen: set[int] = set()
    islands = []
    for start in range(len(worth)):
        if start in seen:
            continue
        rows, columns, edge = {start}, set(), [start]
        while edge:
            n = edge.pop()
            for m, value in enumerate(worth[n]):
                if value >= least and m not in columns:
                    columns.add(m)
                    fresh = [other for other in by_column[m] if other not in rows]
                    rows.update(fresh)
                    edge += fresh
        seen |= rows
        if columns:
            islands.append((sorted(rows), sorted(columns)))
    return islands


def _settle(worth: Sequence[Sequence[float]], least: float, rows: list[int], columns: list[int]) -> dict[int, int]:
    """The assignment problem by shortest augmenting paths (Kuhn, Munkres; after Jonker and Volgenant), with a way out per row."""
    width = len(columns) + len(rows)  # the last columns mean: no task

    def cost(n: int, m: int) -> float:
        if m >= len(columns):
            return 0.0
        value = worth[rows[n]][columns[m]]
        return -value if value >= least else 1.0

    of_row, of_column = [0.0] * (len(rows) + 1), [0.0] * (width + 1)
    owner, way = [0] * (width + 1), [0] * (width + 1)
    for n in range(1, len(rows) + 1):
        owner[0], column = n, 0
        nearest, done = [float("inf")] * (width + 1), [False] * (width + 1)
        while owner[column]:
            done[column] = True
            step, row, nearby = float("inf"), owner[column], 0
            for m in range(1, width + 1):
                if done[m]:
                    continue
                value = cost(row - 1, m - 1) - of_row[row] - of_column[m]
                if value < nearest[m]:
                    nearest[m], way[m] = value, column
                if nearest[m] < step:
                    step, nearby = nearest[m], m
            for m in range(width + 1):
                if done[m]:
                    of_row[owner[m]] += step
                    of_column[m] -= step
                else:
                    nearest[m] -= step
            column = nearby
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return {rows[owner[m] - 1]: columns[m - 1] for m in range(1, len(columns) + 1) if owner[m]}
