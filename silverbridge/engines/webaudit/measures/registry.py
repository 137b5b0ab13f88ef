"""Where measuring functions are known by their rule, and what they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..model import Mode, Verdict

ARTICLE_CHARACTERS = 260


@dataclass
class Page:
    """One state of a page: the snapshot of the collector, and what the probes brought back."""

    mode: Mode
    viewport: str
    snapshot: dict[str, Any]
    probes: dict[str, Any] = field(default_factory=dict)
    others: bool = False  # its forms are about somebody else than who fills them in

    @property
    def elder(self) -> bool:
        """Is it (part of) an elder edition?"""
        return self.mode == "elder"

    @property
    def article(self) -> bool:
        """Is it something to be read: an article with paragraphs, and not a form?"""
        a = self.snapshot["article"]
        told = a["type"] == "article" and a["paragraphs"] >= 1
        return self.mode != "home" and (
            told
            or (a["tags"] > 0 and a["inArticle"] >= 100 and a["paragraphs"] >= 2 and a["forms"] == 0)
            or (a["paragraphs"] >= 4 and self.snapshot["mainLength"] >= ARTICLE_CHARACTERS and a["forms"] == 0)
        )

    def main_texts(self) -> list[dict[str, Any]]:
        """The main text: everything in main or article; without either, what is not header, navigation or footer."""
        texts = self.snapshot["texts"]
        if self.snapshot["hasMain"]:
            return [t for t in texts if t["main"]]
        return [t for t in texts if t["region"] == ""]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A list of the snapshot."""
        return self.snapshot.get(name) or []


Measure = Callable[[Page], Iterator[Verdict]]
RULES: dict[str, Measure] = {}


def measure(code: str) -> Callable[[Measure], Measure]:
    """Registers a measuring function under its rule."""

    def keep(function: Measure) -> Measure:
        RULES[code] = function
        return function

    return keep


def na(why: str = "") -> Verdict:
    """The rule does not ask anything of this page."""
    return Verdict("na", None, why)
