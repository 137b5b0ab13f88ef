"""From what was measured on a page to findings: every rule's function, asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .measures import RULES, Page
from .model import Verdict
from .pack import RuleDefinition


def verdicts(
    page: Page, pack: dict[str, RuleDefinition], rules: dict[str, Callable] | None = None
) -> Iterator[tuple[str, Verdict]]:
    """Every verdict of every rule that is asked of a page of this mode and viewport."""
    functions = RULES if rules is None else rules
    for code, rule in pack.items():
        function = functions.get(code)
        if function is None:
            continue
        if page.mode not in rule.modes or page.viewport not in rule.viewports:
            yield code, Verdict("na", None, "not asked of this mode or viewport")
            continue
        told = list(function(page))
        yield from ((code, verdict) for verdict in told or [Verdict("pass")])
