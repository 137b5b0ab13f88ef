"""The office's pages about sites: what they show, what they take, what they refuse, and how many queries they need."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.audits import services
from silverbridge.domain.audits.models import AuditRun, Evaluation, Finding, Site, Survey
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.places.queries import today
from tests.domain.audit_world import BASE, add_audited_site, audit_of, found, run_with
from tests.doors.office_world import add_ledger, at, say, signed_in, text, zh

GET = ("sites", "sites-new", "sites-findings")


@pytest.fixture
def w(world):
    return add_audited_site(add_ledger(world))


@pytest.fixture
def client(w):
    return signed_in(w.supervisor)


def pages(w):
    """Every page that is read, by its address."""
    site = [at(name, w.site.pk) for name in ("site", "site-change", "site-findings", "site-evaluation", "site-survey")]
    more = [at("site-self", w.site.pk), at("site-evaluation-file", w.site.pk), at("site-finding", w.finding.pk)]
    run = [at("site-run", w.run.pk), at("site-run-file", w.run.pk)]
    return [at(name) for name in GET] + site + more + run


def test_every_page_stands_and_none_needs_more_queries_for_more_rows(w, client):
    def needed(address):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        return len(asked)

    before = {address: needed(address) for address in pages(w)}
    for n in range(4):
        terms = services.SiteTerms(name=f"分站{n}", addresses=(f"{BASE}/{n}/",))
        services.register_site(w.north, terms, w.boss)
        more = [found("R08", selector=f"#x{n}-{k}") for k in range(3)]
        run_with(w, audit_of([found("R05"), found("R18", "review"), *more]))
    w.run = AuditRun.objects.filter(state="done").first()
    seen = [(row.pk, row.revision) for row in w.site.findings.filter(rule="R08", state="open")]
    services.assign(seen, w.site.pk, w.north, None, today(), "", w.clerk)
    after = {address: needed(address) for address in pages(w)}
    shared = {address: (before[address], after[address]) for address in before.keys() & after.keys()}
    assert {a: pair for a, pair in shared.items() if pair[1] > pair[0]} == {}
    assert max(after.values()) < 45


def test_a_site_shows_veto_first_trend_and_table(w, client):
    page = text(client.get(at("site", w.site.pk)))
    assert page.index(zh("Veto items")) < page.index(zh("Technical score"))
    assert page.count('<svg class="chart trend"') == 1 and "M" in page
    assert "138 **** 6030" in page and "13800006030" not in page
    shown = text(client.post(at("site-phone", w.site.pk)))
    assert "13800006030" in shown
    assert Access.objects.filter(what="audits.contact", object_key=w.site.object_key).count() == 1
    run = text(client.get(at("site-run", w.run.pk)))
    assert "R12" in run and "R28" in run, "one new, one gone"


def test_a_site_that_was_never_audited_has_no_numbers(w, client):
    new = services.register_site(w.north, services.SiteTerms(name="新站", addresses=(f"{BASE}/n/",)), w.boss)
    page = text(client.get(at("site", new.pk)))
    assert zh("This site has not been audited yet. There is no result, and none is assumed.") in page
    assert '<svg class="chart trend"' not in page and "/ 100" not in page
    assert zh("The site has not been audited yet.") in text(client.get(at("site-evaluation", new.pk)))


def test_a_site_is_registered_changed_and_retired_in_the_office(w, client):
    told = {
        "organisation": w.city.pk,
        "name": "二站",
        "kind": "app_h5",
        "addresses": f"{BASE}/a\n{BASE}/b",
        "unit": "weeks",
    }
    told |= {"most_pages": 5, "depth": 1, "every": 2, "hosts": ""}
    wrong = client.post(at("sites-new"), told | {"addresses": "anlan", "every": "400"})
    assert wrong.status_code == 422 and "anlan" in text(wrong)
    assert client.post(at("sites-new"), told).status_code == 302
    made = Site.objects.get(name="二站")
    assert (made.addresses, made.next_due) == ([f"{BASE}/a", f"{BASE}/b"], today())
    assert client.post(at("site-change", made.pk), told | {"name": "三站", "revision": 9}).status_code == 422
    assert client.post(at("site-change", made.pk), told | {"name": "三站", "revision": 1}).status_code == 302
    assert client.post(at("site-retire", made.pk), {"reason": "", "revision": 2}).status_code == 422
    assert "并入" in say(client, "site-retire", made.pk, reason="并入新站", revision=2)
    assert zh("This site is looked after no longer.") in say(client, "site-audit", made.pk)


def test_findings_go_from_ticking_to_the_unit_and_back(w, client):
    rows = [f"{row.pk}-{row.revision}" for row in w.site.findings.filter(rule__in=["R05", "R12"])]
    due = today() + timedelta(7)
    assert client.post(at("site-assign", w.site.pk), {"unit": w.north.pk, "due": due}).status_code == 422
    for ugly in ("", "x-1", "9" * 30 + "-1"):
        assert (
            client.post(at("site-assign", w.site.pk), {"finding": ugly, "unit": w.north.pk, "due": due}).status_code
            == 422
        )
    page = say(client, "site-assign", w.site.pk, finding=rows, unit=w.north.pk, due=due)
    assert "2条" in page or "2项" in page or "2" in page
    unit = signed_in(w.mender.user)
    late = text(unit.get(at("sites-findings") + "?late=1"))
    assert late.count("R01") >= 1 and zh("Returned") not in late
    assert unit.get(at("site", w.site.pk)).status_code == 404, "the unit sees its findings, not the city's site"
    one = Finding.objects.get(rule="R05")
    say(unit, "site-finding-do", one.pk, "acknowledge", revision=one.revision)
    assert unit.post(at("site-finding-do", one.pk, "mend"), {"revision": 3}).status_code == 422
    say(unit, "site-finding-do", one.pk, "mend", revision=3, remark="行高改成1.5")
    assert unit.post(at("site-finding-do", one.pk, "exempt"), {"revision": 4, "remark": "算了"}).status_code == 422
    say(client, "site-finding-do", one.pk, "exempt", revision=4, remark="外单位的地图")
    one.refresh_from_db()
    assert one.state == "exempted"
    assert client.post(at("site-finding-do", one.pk, "burn")).status_code == 404


def test_questions_surveys_and_self_reports_are_entered_and_the_whole_put_on_file(w, client):
    shown = client.post(
        at("site-run-answer", w.run.pk), {"rule": "R18", "verdict": "broken", "remark": "", "revision": 1}
    )
    assert shown.status_code == 422
    say(client, "site-run-answer", w.run.pk, rule="R18", verdict="broken", remark="有红包按钮", revision=1)
    page = text(client.get(at("site-evaluation", w.site.pk)))
    assert zh("A veto item failed; the rest cannot make up for it.") in page and "R18" in page
    table = "问题,很满意,满意,一般,不满意,很不满意\n字看得清吗？,30,10,0,0,0\nfind,20,20,,,\n".encode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = {"first": today(), "last": today(), "sample": 40, "method": "电话回访"}
    bad = client.post(
        at("site-survey", w.site.pk), told | {"file": SimpleUploadedFile("s.csv", table.replace(b"30", b"xx"))}
    )
    assert bad.status_code == 422 and "xx" in text(bad)
    say(client, "site-survey", w.site.pk, **told | {"file": SimpleUploadedFile("s.csv", table)})
    assert Survey.objects.first().counts["read"] == {"very-good": 30, "good": 10}
    assert client.post(at("site-self", w.site.pk), {"day": today()}).status_code == 422
    on_task = say(client, "site-run-file", w.run.pk, task=w.task.pk)
    assert zh("Measured in a browser") in on_task
    say(client, "site-evaluation-file", w.site.pk, task=w.task.pk)
    assert (Evidence.objects.filter(taskevidence__task=w.task).count(), Evaluation.objects.count()) == (2, 1)
    paper = client.get(at("site-paper", w.site.pk, w.self_report.pk))
    assert paper.content == b"%PDF-1.7 signed" and Access.objects.filter(what="audits.paper").exists()
    report = client.get(at("site-run-report", w.run.pk))
    assert report["Content-Type"].startswith("text/html") and "sandbox" in report["Content-Security-Policy"]
    assert report["Content-Disposition"].startswith("attachment")
