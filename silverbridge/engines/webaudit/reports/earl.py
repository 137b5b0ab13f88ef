"""EARL, W3C's evaluation and report language, as JSON-LD."""

from __future__ import annotations

import json

from ..model import Audit
from ..pack import load_pack

OUTCOME = {"fail": "earl:failed", "pass": "earl:passed", "review": "earl:cantTell", "na": "earl:inapplicable"}
CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "doap": "http://usefulinc.com/ns/doap#",
}


def render(audit: Audit, known: set[str]) -> str:
    """The report as JSON-LD text."""
    pack = load_pack()
    tool = {
        "@id": "urn:silverbridge:audit",
        "@type": ["earl:Software", "earl:Assertor"],
        "doap:name": "SilverBridge audit",
        "dct:hasVersion": audit.pack,
    }
    tests = [
        {
            "@id": f"urn:silverbridge:rule:{code}",
            "@type": "earl:TestCriterion",
            "dct:title": [{"@value": r.title.zh, "@language": "zh"}, {"@value": r.title.en, "@language": "en"}],
            "dct:isPartOf": r.clauses,
        }
        for code, r in pack.items()
    ]
    assertions = [
        {
            "@type": "earl:Assertion",
            "earl:assertedBy": {"@id": tool["@id"]},
            "earl:mode": "earl:automatic",
            "earl:subject": {
                "@type": "earl:TestSubject",
                "dct:source": f.page,
                "dct:description": f"{f.viewport}, {f.mode}, {f.state}",
            },
            "earl:test": {"@id": f"urn:silverbridge:rule:{f.rule}"},
            "earl:result": {
                "@type": "earl:TestResult",
                "earl:outcome": {"@id": OUTCOME[f.outcome]},
                "earl:pointer": {"@type": "ptr:CSSSelectorPointer", "ptr:expression": f.selector},
                "earl:info": f"{f.measured} ({f.required})" + (" [known]" if f.key() in known else ""),
            },
        }
        for f in audit.findings
    ]
    return json.dumps({"@context": CONTEXT, "@graph": [tool, *tests, *assertions]}, ensure_ascii=False, indent=1)
