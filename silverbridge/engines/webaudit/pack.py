"""The rules as data: what each asks, where it comes from, how it is weighed. Versioned, since standards move."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from silverbridge.engines.definitions import load_definitions

from .model import Mode, Severity

SHIPPED = Path(__file__).resolve().parents[2] / "shipped" / "webaudit"
Text = Annotated[str, Field(min_length=1)]


class Both(BaseModel):
    """One text in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: Text
    en: Text


class RuleDefinition(BaseModel):
    """One rule. `analogy`: the clause speaks of apps, and is applied to web pages. `ours`: threshold or weight of this project."""  # noqa: E501

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: Annotated[str, Field(pattern=r"^R\d\d$")]
    version: int = 1
    title: Both
    clauses: list[str]
    analogy: bool = False
    severity: Severity
    severity_in: dict[Mode, Severity] = {}
    weight: Annotated[float, Field(gt=0)]
    weight_is: Literal["ours"] = "ours"
    measured: Text
    threshold: Text
    ours: str = ""
    limits: str = ""
    modes: list[Mode]
    viewports: list[Literal["phone", "desktop"]] = ["phone", "desktop"]
    axe: list[str] = []
    mend: Both
    manual: Both | None = None

    def severity_for(self, mode: Mode) -> Severity:
        """How grave a failure is on a page of this mode."""
        return self.severity_in.get(mode, self.severity)


@cache
def load_pack(overlay: Path | None = None) -> dict[str, RuleDefinition]:
    """The rules by code, in order. Raises DefinitionErrors when the data are wrong."""
    return {rule.code: rule for rule in load_definitions(SHIPPED, RuleDefinition, overlay)}


def pack_version(pack: dict[str, RuleDefinition]) -> str:
    """Names the pack in reports: the number of rules and the sum of their versions."""
    return f"webaudit {len(pack)}.{sum(rule.version for rule in pack.values())}"
