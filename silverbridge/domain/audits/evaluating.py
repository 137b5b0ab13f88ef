"""The total of a site explained down to its parts: veto items first, then each part; a missing part is no data, never zero.

Pure: no table is read here. Sources of the scheme: EVA-1 (40/40/20), EVA-2 (60 of 100), EVA-4 (veto items first, technical ≥ 60).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from silverbridge.domain.audits.scheme import Mark, SiteScheme

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Line:
    """One line of an explanation: a question, an item or a rule, its points and its weight; None where it does not count."""

    code: str
    points: float | None
    weight: float = 1
    sample: int | None = None


@dataclass(frozen=True)
class PartScore:
    """Points of a part with the lines they come from; None where no line counts."""

    points: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PartResult:
    """A part: points from 0 to 100, or None with the reason ``missing``; ``share`` is what it adds to the total."""

    code: str
    weight: Mark
    points: float | None
    missing: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def share(self) -> float | None:
        """Points times weight, as in the total."""
        return None if self.points is None else round(self.points * self.weight.value, 2)


@dataclass(frozen=True)
class Verdict:
    """The whole: ``total`` and ``passes`` are None as long as a part is missing; ``fails`` names why it does not pass."""

    scheme: SiteScheme
    vetoes: tuple[str, ...]
    parts: tuple[PartResult, ...]
    total: float | None
    passes: bool | None
    fails: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_complete(self) -> bool:
        """Whether every part has data."""
        return self.total is not None


def technical(outcomes: Mapping[str, Mapping[str, Any]], answers: Mapping[str, str]) -> tuple[PartScore, list[str]]:
    """Points of the rules, and the veto items that fail, with what people answered where a browser could not judge.

    The weight of the rules kept over that of the rules asked, as the engine counts it. A question nobody answered, or of which
    nobody can say, does not count on either side. An exempted finding counts as failed.
    """
    lines, vetoes = [], []
    for rule, told in sorted(outcomes.items()):
        worst, gravest = told["worst"], told["gravest"]
        broken = "review" in gravest and answers.get(rule) == "broken"
        if worst == "review":
            worst = {"kept": "pass", "broken": "fail"}.get(answers.get(rule, ""), "review")
        if gravest.get("fail") == "veto" or (broken and gravest["review"] == "veto"):
            vetoes.append(rule)
        if worst != "na":
            lines.append(Line(rule, {"pass": 100.0, "fail": 0.0}.get(worst), told["weight"]))
    return _mean(lines), vetoes


def satisfaction(scheme: SiteScheme, counts: Counts) -> PartScore:
    """Mean points of the questions, each the mean of the answers given to it. A question without answers does not count."""
    points = {answer.code: answer.points for answer in scheme.survey.answers}
    lines = []
    for question in scheme.survey.questions:
        given = {code: n for code, n in counts.get(question.code, {}).items() if code in points}
        people = sum(given.values())
        mean = sum(points[code] * n for code, n in given.items()) / people if people else None
        lines.append(Line(question.code, mean, 1, people))
    return _mean(lines)


def self_assessment(scheme: SiteScheme, answers: Mapping[str, str]) -> PartScore:
    """Weighted points of the items; an item that does not apply does not count."""
    points = {answer.code: answer.points for answer in scheme.self_report.answers}
    lines = [Line(item.code, points.get(answers.get(item.code, "")), item.weight) for item in scheme.self_report.items]
    return _mean(lines)


def _mean(lines: list[Line]) -> PartScore:
    counted = [(line.points, line.weight) for line in lines if line.points is not None]
    whole = sum(weight for _points, weight in counted)
    points = round(sum(value * weight for value, weight in counted) / whole, 1) if whole else None
    return PartScore(points, tuple(lines))


def evaluate(
    scheme: SiteScheme,
    outcomes: Mapping[str, Mapping[str, Any]] | None,
    answers: Mapping[str, str],
    counts: Counts | None,
    sample: int | None,
    told: Mapping[str, str] | None,
) -> Verdict:
    """The evaluation of a site. None for what is not there: no run, no survey, no self-report."""
    parts: dict[str, PartResult] = {}
    vetoes: list[str] = []

    def keep(code: str, score: PartScore | None, missing: str) -> None:
        points = score.points if score and not missing else None
        why = missing or ("" if points is not None else "empty")
        parts[code] = PartResult(code, scheme.weight(code), points, why, score.lines if score else ())

    if outcomes is None:
        keep("technical", None, "no_run")
    else:
        score, vetoes = technical(outcomes, answers)
        keep("technical", score, "")
    if counts is None:
        keep("satisfaction", None, "no_survey")
    else:
        few = "small_sample" if (sample or 0) < scheme.survey.min_sample.value else ""
        keep("satisfaction", satisfaction(scheme, counts), few)
    if told is None:
        keep("self-assessment", None, "no_report")
    else:
        keep("self-assessment", self_assessment(scheme, told), "")
    return _verdict(scheme, vetoes, tuple(parts[part.code] for part in scheme.parts))


def _verdict(scheme: SiteScheme, vetoes: list[str], parts: tuple[PartResult, ...]) -> Verdict:
    by_code = {part.code: part.points for part in parts}
    whole = all(points is not None for points in by_code.values())
    total = round(sum(part.points * part.weight.value for part in parts), 1) if whole else None
    fails = []
    if vetoes and scheme.veto_first.value:
        fails.append("veto")
    if by_code["technical"] is not None and by_code["technical"] < scheme.technical_least.value:
        fails.append("technical")
    if total is not None and total < scheme.pass_mark.value:
        fails.append("total")
    # A veto or too few technical points decide alone; nothing else is known before every part is there.
    passes = False if fails else (True if whole else None)
    return Verdict(scheme, tuple(vetoes), parts, total, passes, tuple(fails))
