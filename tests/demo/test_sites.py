"""The demonstration's own sites: they stand where the instance stands, and are audited by the worker once."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from silverbridge.demo import sites
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.audits.services import asking

PAGES = Path(sites.__file__).with_name("pages")


def test_the_sites_follow_the_address_and_are_audited_once_where_there_is_a_browser(world):
    sites.make_sites()
    with patch.object(asking, "enqueue"):
        with patch.object(sites, "browser_present", lambda: False):
            assert sites.stand_at("http://127.0.0.1:8123/") == 0
        assert AuditRun.objects.count() == 0
        with patch.object(sites, "browser_present", lambda: True):
            assert (sites.stand_at("http://127.0.0.1:8123/"), sites.stand_at("http://127.0.0.1:8123/")) == (2, 0)
    found = {site.name: site for site in Site.objects.all()}
    assert found[sites.PORTAL].addresses == ["http://127.0.0.1:8123/"]
    assert found[sites.PAGES].elder_address == "http://127.0.0.1:8123/static/demo-site/elder.html"
    assert all(site.next_due and site.every for site in found.values())


def test_every_invented_page_says_that_it_is_one():
    for page in PAGES.glob("*.html"):
        assert "演示" in page.read_text(encoding="utf-8")
    assert {page.name for page in PAGES.glob("*.html")} >= {"index.html", "elder.html"}
