"""JSON: everything that was found, by the published schema (docs/audit.md)."""

from __future__ import annotations

import json

from ..model import Audit
from ..pack import load_pack
from ..scoring import score

SCHEMA = "silverbridge.audit/1"


def render(audit: Audit, known: set[str]) -> str:
    """The report as JSON text."""
    pack = load_pack()
    rows = [
        f.brief()
        | {
            "mode": f.mode,
            "state": f.state,
            "severity": f.severity,
            "clauses": pack[f.rule].clauses,
            "analogy": pack[f.rule].analogy,
            "box": list(f.box) if f.box else None,
            "html": f.html,
            "known": f.key() in known,
            "mend": pack[f.rule].mend.model_dump(),
        }
        for f in audit.findings
    ]
    troubles = [
        {"page": t.page, "viewport": t.viewport, "kind": t.kind, "zh": t.chinese, "en": t.english, "fatal": t.fatal}
        for t in audit.troubles
    ]
    return json.dumps(
        {
            "schema": SCHEMA,
            "pack": audit.pack,
            "score": score(audit),
            "pages": audit.pages,
            "troubles": troubles,
            "findings": rows,
        },
        ensure_ascii=False,
        indent=1,
    )
