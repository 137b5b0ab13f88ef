"""SARIF 2.1.0, as code hosts read it."""

from __future__ import annotations

import json
import re

from ..model import Audit
from ..pack import load_pack

LEVEL = {"veto": "error", "serious": "error", "moderate": "warning", "advisory": "note"}


def _uri(page: str) -> str:
    return re.sub(r"\s", "%20", page)


def render(audit: Audit, known: set[str]) -> str:
    """The failures, and what a human looks at, as SARIF text."""
    pack = load_pack()
    rules = [
        {
            "id": code,
            "name": rule.title.en.title().replace(" ", ""),
            "shortDescription": {"text": f"{rule.title.zh} {rule.title.en}"},
            "help": {"text": f"{rule.mend.zh} {rule.mend.en}"},
            "properties": {
                "clauses": rule.clauses,
                "analogy": rule.analogy,
                "weight": rule.weight,
                "weightIs": rule.weight_is,
            },
        }
        for code, rule in pack.items()
    ]
    results = [
        {
            "ruleId": f.rule,
            "level": LEVEL[f.severity] if f.outcome == "fail" else "note",
            "kind": "fail" if f.outcome == "fail" else "review",
            "baselineState": "unchanged" if f.key() in known else "new",
            "message": {
                "text": f"{pack[f.rule].title.zh}：{f.measured}（{f.required}）。{pack[f.rule].mend.zh} {pack[f.rule].mend.en}"
            },
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": {"uri": _uri(f.page)}, "region": {"startLine": 1}},
                    "logicalLocations": [{"fullyQualifiedName": f.selector, "kind": "element"}],
                }
            ],
            "partialFingerprints": {"silverbridge/v1": f.key()},
            "properties": {"viewport": f.viewport, "mode": f.mode, "state": f.state},
        }
        for f in audit.findings
        if f.outcome in ("fail", "review")
    ]
    for result in results:  # SARIF allows a level only beside kind "fail"
        if result["kind"] == "review":
            result["level"] = "none"
    notes = [
        {"level": "error" if t.fatal else "warning", "message": {"text": f"{t.page}: {t.english}"}}
        for t in audit.troubles
    ]
    run = {
        "tool": {"driver": {"name": "SilverBridge audit", "version": audit.pack, "rules": rules}},
        "invocations": [
            {"executionSuccessful": not any(t.fatal for t in audit.troubles), "toolExecutionNotifications": notes}
        ],
        "results": results,
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)
