"""JUnit: a suite for each page, a case for each rule."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from ..model import Audit, Finding
from ..pack import load_pack

UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _plain(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text)


def render(audit: Audit, known: set[str]) -> str:
    """The report as XML text; known failures and what is not asked are skipped."""
    pack = load_pack()
    root = Xml.Element("testsuites", name="SilverBridge audit")
    by_page: dict[tuple[str, str, str], list[Finding]] = {}
    for f in audit.findings:
        by_page.setdefault((f.page, f.viewport, f.state), []).append(f)
    for (page, viewport, state), findings in by_page.items():
        suite = Xml.SubElement(root, "testsuite", name=_plain(f"{page} [{viewport}, {state}]"))
        rows = [(code, [f for f in findings if f.rule == code]) for code in pack]
        for code, told in rows:
            case = Xml.SubElement(
                suite, "testcase", classname=_plain(page), name=f"{code} {pack[code].title.zh} {pack[code].title.en}"
            )
            fails = [f for f in told if f.outcome == "fail" and f.key() not in known]
            if fails:
                failure = Xml.SubElement(
                    case,
                    "failure",
                    type=fails[0].severity,
                    message=_plain(f"{fails[0].measured} ({fails[0].required})"),
                )
                failure.text = _plain("\n".join(f"{f.selector}: {f.measured} ({f.required})" for f in fails))
            elif not any(f.outcome == "pass" for f in told):
                Xml.SubElement(
                    case,
                    "skipped",
                    message="review" if any(f.outcome == "review" for f in told) else "not asked, or known",
                )
        failed = sum(1 for case in suite if case.find("failure") is not None)
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(failed))
        suite.set("skipped", str(sum(1 for case in suite if case.find("skipped") is not None)))
    for t in audit.troubles:
        if t.fatal:
            suite = Xml.SubElement(root, "testsuite", name=_plain(t.page), tests="1", errors="1")
            case = Xml.SubElement(suite, "testcase", classname=_plain(t.page), name="audit")
            Xml.SubElement(case, "error", type=t.kind, message=_plain(t.english))
    return Xml.tostring(root, encoding="unicode", xml_declaration=True)
