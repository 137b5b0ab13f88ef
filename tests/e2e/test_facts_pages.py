"""The pages of files of facts, measured and looked at: phone with the largest type in the dark, and a desk."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.places.queries import today
from tests.domain.test_evidence_facts import visits, write
from tests.e2e.browser import NARROW, VIEWS, axe_faults, browser_test, press, shot, sideways, small_targets
from tests.e2e.office_walk import at_office

pytestmark = browser_test


@pytest.mark.parametrize(("viewport", "size", "theme"), VIEWS)
def test_refused_rows_are_readable(chromium, live_server, live_world, settings, tmp_path, viewport, size, theme):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    day = today() - timedelta(days=9)
    rows = [*visits(day, 3), *visits(day, 2, place="nowhere"), *visits(today() + timedelta(days=1), 1, rating="9")]
    import_facts(write(tmp_path / "v.csv", rows), "visits", "排队叫号系统", Actor.system("test"))
    page = at_office(chromium, live_server, live_world.supervisor, viewport=viewport, size=size, theme=theme)
    for name in ("imports", "facts", "fact-file"):
        if name == "imports":
            page.goto(f"{live_server.url}/office/import/")
        else:
            press(page, "main a.hit")
        shot(page, f"{name}-{size}-{theme}")
        assert (axe_faults(page), small_targets(page, 24), sideways(page)) == ([], [], 0), name
    assert page.locator("tbody tr").count() == 3
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/office/facts/")
    assert sideways(page) == 0, "two days in one cell"
