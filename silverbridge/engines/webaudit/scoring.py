"""The score: veto items first, then the technical part. The weights are ours, and data; no standard gives them."""

from __future__ import annotations

from typing import Any

from .model import Audit
from .pack import load_pack

PASS, TECHNICAL = 60.0, 40


def score(audit: Audit) -> dict[str, Any]:
    """Per rule the worst outcome over all pages; points are the weight of rules kept over that of rules asked.

    The evaluation scheme (EVA-1) counts satisfaction 40 %, technique 40 %, self-assessment 20 %: this is the technique alone.
    """
    pack = load_pack()
    worst: dict[str, str] = {}
    rank = {"na": 0, "pass": 1, "review": 2, "fail": 3}
    for f in audit.findings:
        if rank[f.outcome] > rank[worst.get(f.rule, "na")]:
            worst[f.rule] = f.outcome
    asked = {code: outcome for code, outcome in worst.items() if outcome in ("pass", "fail")}
    total = sum(pack[code].weight for code in asked)
    kept = sum(pack[code].weight for code, outcome in asked.items() if outcome == "pass")
    vetoes = sorted({f.rule for f in audit.fails if f.severity == "veto"})
    points = round(100 * kept / total, 1) if total else None
    return {
        "vetoes": vetoes,
        "technical": points,
        "passes": not vetoes and points is not None and points >= PASS,
        "share_of_evaluation": TECHNICAL,
        "weights": "ours",
        "review": sorted(code for code, outcome in worst.items() if outcome == "review"),
    }
