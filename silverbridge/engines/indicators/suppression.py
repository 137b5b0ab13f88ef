"""Hiding groups so small that their figure would point at someone."""

from .results import NO_SIDES, Result


def suppress_small(results: list[Result], min_cell: int) -> list[Result]:
    """The same results with every number of small groups taken out.

    A group is small with fewer than `min_cell` things in it, on either side of a gap; one with none points
    at nobody. Whoever also knows the total could subtract the shown groups from it, so further groups are
    hidden, smallest first, until at least two are and together they hold `min_cell`. Groups of one call are
    protected against their total, not a table of two columns against its margins.
    """
    if min_cell <= 1:
        return results
    hidden = {at for at, result in enumerate(results) if _is_small(result, min_cell)}
    if not hidden:
        return results
    others = sorted((at for at in range(len(results)) if at not in hidden), key=lambda at: _smallest(results[at]))
    held = sum(_smallest(results[at]) for at in hidden)
    for at in others:
        if held >= min_cell:
            break
        if _smallest(results[at]):
            hidden.add(at)
            held += _smallest(results[at])
    return [_hide(result) if at in hidden else result for at, result in enumerate(results)]


def _is_small(result: Result, min_cell: int) -> bool:
    if result.sides:
        return any(0 < size < min_cell for size in _sizes(result))
    return result.sample is not None and 0 < result.sample < min_cell


def _sizes(result: Result) -> list[float]:
    if result.sides:
        return [side.numerator if side.denominator is None else side.denominator for side in result.sides.values()]
    return [result.sample or 0]


def _smallest(result: Result) -> float:
    return min(_sizes(result))


def _hide(result: Result) -> Result:
    return result._replace(value=None, numerator=None, denominator=None, sample=None, suppressed=True, sides=NO_SIDES)
