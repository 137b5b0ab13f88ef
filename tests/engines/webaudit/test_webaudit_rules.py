"""Each rule: fires on the page that breaks it, rests on the one that barely keeps it, and nothing else fires on either."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

pytest.importorskip("playwright")

from silverbridge.engines.webaudit import load_pack
from silverbridge.engines.webaudit.auditing import audit_now
from silverbridge.engines.webaudit.chromium import NoBrowser, find_chromium
from silverbridge.engines.webaudit.judging import verdicts
from silverbridge.engines.webaudit.measures import RULES
from silverbridge.engines.webaudit.model import VIEWPORTS
from silverbridge.engines.webaudit.options import Options
from silverbridge.engines.webaudit.serving import served
from silverbridge.engines.webaudit.visiting import Visit
from tests.engines.webaudit.pages import cases, write_pages

CASES = cases()


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """All fixture pages, audited once in one browser: findings, and what was measured, by page."""
    try:
        find_chromium()
    except NoBrowser as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("audited")
    told = write_pages(folder)
    measured = {}

    def keep(visit, came):
        measured[visit.name, visit.viewport] = came.page

    with served(folder) as base:
        visits = [
            Visit(base + n, n, v, VIEWPORTS[v], row["mode"], True) for n, row in told.items() for v in row["viewports"]
        ]
        audit = audit_now(visits, Options(hosts=frozenset({"127.0.0.1"}), sandbox=True, concurrency=2), keep)
    assert not [(t.page, t.kind, t.english) for t in audit.troubles]
    yield SimpleNamespace(findings=audit.findings, measured=measured)


def fired(findings, page: str, outcome: str = "fail") -> list:
    return [f for f in findings if f.page == page and f.outcome == outcome]


def check_bad(case: dict, rule: str, found: list[tuple[str, str | None]]) -> None:
    """The one judgement of a breaking page that both the test and its mutation use."""
    hits = [selector for code, selector in found if code == rule]
    assert hits, f"{rule} did not fire"
    if case.get("at") and hits[0] is not None:
        at = case["at"]
        assert set(hits) == ({at} if isinstance(at, str) else set(at)), "each way of breaking it is found, and named"


@pytest.mark.parametrize("name", CASES)
def test_rule_fires_on_the_page_that_breaks_it(name, seen):
    case, rule = CASES[name], name[:3]
    found = fired(seen.findings, f"{name}-bad.html", case.get("outcome", "fail"))
    check_bad(case, rule, [(f.rule, f.selector) for f in found])


@pytest.mark.parametrize("name", CASES)
def test_rule_rests_on_the_page_that_barely_keeps_it(name, seen):
    case, rule = CASES[name], name[:3]
    page = f"{name}-good.html"
    assert [f for f in seen.findings if f.page == page], "the page was not audited"
    assert not [f.measured for f in fired(seen.findings, page, case.get("outcome", "fail")) if f.rule == rule]


@pytest.mark.parametrize("name", CASES)
def test_nothing_else_fires(name, seen):
    case, rule = CASES[name], name[:3]
    allowed = {rule, *case.get("also", ())}
    for which in ("bad", "good"):
        others = [f for f in fired(seen.findings, f"{name}-{which}.html") if f.rule not in allowed]
        assert not [(f.rule, f.selector, f.measured) for f in others]


@pytest.mark.parametrize("name", CASES)
def test_switching_a_measuring_function_off_is_noticed(name, seen):
    """A check that cannot fail is a defect: without its function, the rule's own test goes red."""
    case, rule = CASES[name], name[:3]
    viewport = case.get("viewports", ["phone"])[0]
    page = seen.measured[f"{name}-bad.html", viewport]

    def judged(functions) -> list[tuple[str, None]]:
        told = verdicts(page, load_pack(), functions)
        return [(code, None) for code, v in told if v.outcome == case.get("outcome", "fail")]

    check_bad(case, rule, judged(RULES))
    with pytest.raises(AssertionError):
        check_bad(case, rule, judged({code: f for code, f in RULES.items() if code != rule}))


def test_every_rule_has_a_pair_and_a_function():
    assert {name[:3] for name in CASES} == set(load_pack()) == set(RULES)
    assert len(RULES) == 45


def test_selectors_name_one_element(seen):
    """No selector is a list or empty; that it names one element is seen in the page itself by the tests above."""
    assert all(f.selector.strip() and "," not in f.selector.split("[", maxsplit=1)[0] for f in seen.findings)
