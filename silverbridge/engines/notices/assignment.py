"""Pairing two rows of things at the least total cost, where most pairs are out of the question."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence


def pair(costs: Sequence[Mapping[int, int]], alone: int) -> list[int | None]:
    """For each left thing its right partner, or None, so that the sum of costs is least.

    `costs` holds for each left thing what each right thing it may go with costs (whole numbers, at least 0); a left
    thing without a partner costs `alone`. Every right thing is taken at most once. Shortest augmenting paths after
    Jonker and Volgenant (1987) on the few pairs that exist; a search ends where staying alone is cheaper, so far
    apart groups never meet. The same input always gives the same answer.
    """
    price: dict[int, int] = {}
    holder: dict[int, int] = {}
    partner: list[int | None] = [None] * len(costs)
    for start in range(len(costs)):
        _augment(start, costs, alone, price, holder, partner)
    return partner


def _augment(
    start: int,
    costs: Sequence[Mapping[int, int]],
    alone: int,
    price: dict[int, int],
    holder: dict[int, int],
    partner: list[int | None],
) -> None:
    """Finds a place for one more left thing, moving others along the cheapest chain."""
    reached: dict[int, int] = {}
    came_from: dict[int, int] = {}
    settled: dict[int, int] = {}
    waiting: list[tuple[int, int]] = []
    left, spent = start, 0
    leaves, least = start, alone  # who would stay alone in the cheapest chain so far that ends so
    end: int | None = None
    while True:
        for right, cost in costs[left].items():
            total = spent + cost - price.get(right, 0)
            if right not in settled and total < reached.get(right, alone + total + 1):
                reached[right], came_from[right] = total, left
                heapq.heappush(waiting, (total, right))
        while waiting and (waiting[0][1] in settled or waiting[0][0] > reached[waiting[0][1]]):
            heapq.heappop(waiting)
        if not waiting or waiting[0][0] >= least:
            total = least
            break
        total, right = heapq.heappop(waiting)
        if right not in holder:
            end = right
            break
        settled[right] = total
        left = holder[right]
        spent = total - (costs[left][right] - price.get(right, 0))
        if spent + alone < least:
            leaves, least = left, spent + alone
    for right, at in settled.items():
        price[right] = price.get(right, 0) + at - total
    if end is None:
        if leaves == start:
            return
        end, partner[leaves] = partner[leaves], None
    while end is not None:
        left = came_from[end]
        holder[end], (partner[left], end) = left, (end, partner[left])
        if left == start:
            return
