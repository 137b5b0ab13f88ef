"""What an audit says: verdicts of the measuring functions, findings of a page, results of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["fail", "pass", "review", "na"]
Mode = Literal["elder", "general", "home"]
Severity = Literal["veto", "serious", "moderate", "advisory"]
VIEWPORTS: dict[str, tuple[int, int]] = {"phone": (390, 844), "desktop": (1366, 768)}


@dataclass(frozen=True)
class Verdict:
    """One judgement of a measuring function. `at` is an element's number in the snapshot, a selector, or None for the page."""

    outcome: Outcome
    at: int | str | None = None
    measured: str = ""
    required: str = ""


@dataclass(frozen=True)
class Finding:
    """A verdict with its place: what a report shows. `box` is x, y, width, height in CSS px of the page."""

    page: str
    viewport: str
    mode: Mode
    rule: str
    outcome: Outcome
    selector: str
    measured: str
    required: str
    severity: Severity
    state: str = "default"
    box: tuple[float, float, float, float] | None = None
    html: str = ""
    picture: str = ""

    def key(self) -> str:
        """The same fault in the next run has the same key: what a baseline remembers."""
        return "|".join((self.page, self.viewport, self.rule, self.selector, self.state))

    def brief(self) -> dict[str, str]:
        """The seven fields other programs read."""
        return {
            "page": self.page,
            "viewport": self.viewport,
            "rule": self.rule,
            "outcome": self.outcome,
            "selector": self.selector,
            "measured": self.measured,
            "required": self.required,
        }


@dataclass(frozen=True)
class Trouble:
    """A page that could not be audited, or not fully, and why. `kind` is one word: dns, tls, status, sign-in, time, ..."""

    page: str
    kind: str
    chinese: str
    english: str
    viewport: str = ""
    fatal: bool = True


@dataclass
class Audit:
    """A whole run: findings of every page, and the pages that could not be judged. `pictured`: characters of pictures held."""

    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    pack: str = ""
    asked: set[str] = field(default_factory=set)
    pictured: int = 0

    @property
    def fails(self) -> list[Finding]:
        """Findings that are hard evidence."""
        return [f for f in self.findings if f.outcome == "fail"]
