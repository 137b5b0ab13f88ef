"""`silverbridge audit`: what it writes, how it ends, and the reports."""

from __future__ import annotations

import json
from xml.etree import ElementTree as Xml

import jsonschema
import pytest

pytest.importorskip("playwright")

from typer.testing import CliRunner

from silverbridge.doors.cli import app
from silverbridge.engines.webaudit.auditing import KINDS
from silverbridge.engines.webaudit.chromium import NoBrowser, find_chromium
from silverbridge.engines.webaudit.model import Audit, Finding, Trouble
from silverbridge.engines.webaudit.pack import SHIPPED, load_pack
from silverbridge.engines.webaudit.reports import render
from silverbridge.engines.webaudit.reports.baseline import read_baseline, write
from silverbridge.engines.webaudit.scoring import score
from tests.engines.webaudit.pages import cases, compose

FIELDS = {"page", "viewport", "rule", "outcome", "selector", "measured", "required"}


@pytest.fixture
def folder(tmp_path):
    try:
        find_chromium()
    except NoBrowser as error:
        pytest.skip(str(error))
    told = cases()
    (tmp_path / "bad.html").write_text(compose(told["R40"], "bad"), encoding="utf-8")
    (tmp_path / "good.html").write_text(compose(told["R40"], "good"), encoding="utf-8")
    return tmp_path


def audit(*arguments):
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


def test_findings_are_a_plain_list_and_end_with_1(folder):
    (folder / "p.json").write_text(json.dumps({"bad.html": {"mode": "general", "viewports": ["phone"]}}))
    said = audit("--html", folder, "--pages", folder / "p.json", "--json", folder / "out.json")
    rows = json.loads((folder / "out.json").read_text())
    assert said.exit_code == 1, said.output
    assert all(set(row) == FIELDS for row in rows)
    failed = {(r["rule"], r["selector"]) for r in rows if r["outcome"] == "fail"}
    assert failed == {("R40", "#x"), ("R40", "#y"), ("R40", "#z")}
    assert {r["rule"] for r in rows} == set(load_pack())
    jsonschema.validate(rows, {"$ref": "#/$defs/briefs", "$defs": schema()["$defs"]}, jsonschema.Draft202012Validator)


def test_a_clean_page_ends_with_0_and_a_baseline_forgives_what_is_known(folder):
    (folder / "p.json").write_text(json.dumps({"good.html": {"mode": "general", "viewports": ["phone"]}}))
    assert audit("--html", folder, "--pages", folder / "p.json").exit_code == 0
    (folder / "p.json").write_text(json.dumps({"bad.html": {"mode": "general", "viewports": ["phone"]}}))
    known, report = folder / "known.json", folder / "r.html"
    assert audit("--html", folder, "--pages", folder / "p.json", "--baseline", known, "--report", report).exit_code == 0
    text = report.read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in text
    assert "http" not in text.replace("http-equiv", "").split("<body>")[0]


@pytest.mark.parametrize(
    "arguments",
    [(), ("--mode", "young"), ("--format", "pdf"), ("--viewport", "watch", "http://127.0.0.1/"), ("nonsense",)],
)
def test_what_cannot_be_done_ends_with_2(arguments):
    assert audit(*arguments).exit_code == 2


def made() -> Audit:
    row = {"page": "a.html", "viewport": "phone", "mode": "elder", "measured": "<17 px>", "required": "≥ 18 px"}
    return Audit(
        findings=[
            Finding(**row, rule="R01", outcome="fail", selector="body", severity="serious"),
            Finding(**row, rule="R17", outcome="fail", selector="#x", severity="veto"),
            Finding(**row, rule="R45", outcome="review", selector="#v", severity="serious"),
            Finding(**row, rule="R08", outcome="pass", selector="body", severity="serious"),
        ],
        troubles=[Trouble("b.html", "dns", "找不到这个网址", "the host is not known")],
        pages=[{"page": "a.html", "audited": True}],
        pack="webaudit 45.45",
    )


def schema() -> dict:
    return json.loads((SHIPPED.parent / "audit.schema.json").read_text(encoding="utf-8"))


def test_the_report_keeps_its_published_schema():
    jsonschema.Draft202012Validator.check_schema(schema())
    told = json.loads(render(made(), "json"))
    told["pages"] = [
        {"page": "a", "url": "http://a/", "viewport": "phone", "state": "default", "mode": "elder", "seconds": 1.0,
         "nodes": 3, "audited": True}
    ]  # fmt: skip
    jsonschema.validate(told, schema(), jsonschema.Draft202012Validator)
    told["findings"][0].pop("selector")
    with pytest.raises(jsonschema.ValidationError, match="selector"):
        jsonschema.validate(told, schema(), jsonschema.Draft202012Validator)


def test_every_kind_of_trouble_is_in_the_schema():
    published = schema()["$defs"]["trouble"]["properties"]["kind"]["enum"]
    assert {kind for _sign, kind, *_words in KINDS} | {"sign-in", "slow", "address"} <= set(published)


def test_what_cannot_be_audited_ends_with_2_and_its_reason(folder):
    said = audit("http://no-such-host.invalid/", "nonsense", "--viewport", "phone", "--json", folder / "o.json")
    assert said.exit_code == 2
    assert "no-such-host.invalid/: 找不到这个网址" in said.output
    assert "nonsense: 这不是网址" in said.output
    assert json.loads((folder / "o.json").read_text()) == []


def test_programs_can_read_the_reports():
    told, known = made(), {made().findings[0].key()}
    assert len(json.loads(render(told, "json"))["findings"]) == 4
    sarif = json.loads(render(told, "sarif", known))["runs"][0]
    assert [r["baselineState"] for r in sarif["results"]] == ["unchanged", "new", "new"]
    junit = Xml.fromstring(render(told, "junit", known))
    assert [len(list(junit.iter(tag))) for tag in ("testcase", "failure", "error")] == [46, 1, 1]
    earl = json.loads(render(told, "earl"))["@graph"]
    assert sum(row["@type"] == "earl:Assertion" for row in earl) == 4


def test_the_report_for_people_escapes_and_cites():
    text = render(made(), "html")
    assert "&lt;17 px&gt;" in text
    assert "APP-1.1b, WEB-1.2.3（类推适用 applied by analogy）" in text
    assert "有没有字幕" in text


def test_a_veto_fails_whatever_the_points():
    told = score(made())
    assert told["vetoes"] == ["R17"]
    assert not told["passes"]
    assert told["technical"] == pytest.approx(100 * 3 / 16, abs=0.1)


def test_a_baseline_comes_back_as_written(tmp_path):
    write(tmp_path / "k.json", made())
    assert read_baseline(tmp_path / "k.json") == {f.key() for f in made().fails}


def test_every_rule_stands_in_the_docs():
    from pathlib import Path

    text = (Path(__file__).resolve().parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
    missing = [code for code, rule in load_pack().items() if f"### {code} {rule.title.en} {rule.title.zh}" not in text]
    assert not missing
    assert all(rule.threshold in text and clause in text for rule in load_pack().values() for clause in rule.clauses)
