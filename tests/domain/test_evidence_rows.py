"""From any figure down to masked rows, whatever family its facts are of; and from a file to the rows that do not count."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.evidence.explaining import explain
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.evidence.facts.refused import fact_files, refused_rows
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.rows import evidence_rows
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter
from tests.domain.test_evidence_facts import visits, write
from tests.doors.office_world import signed_in

SYSTEM = Actor.system("test")
SECRET = "k" * 32


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "files"
    settings.VAR.mkdir()


@pytest.fixture
def quarter():
    held = Quarter.of(today()).previous()
    return held.start, held.end


@pytest.fixture
def told(world, tmp_path, quarter):
    """Visits, a stock and calls of the hall, as other systems handed them over."""
    first, _last = quarter
    load_indicators()
    rows = visits(first, 6, subject_key=SECRET, rating="5")
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    stock = {"place": "hall", "organisation": "anlan", "business_date": str(first), "value": "2"}
    rows = [stock | {"kind": kind} for kind in ("place.open", "facility.care-window")]
    import_facts(write(tmp_path / "s.csv", rows), "snapshots", "stocks", SYSTEM)
    call = {"place": "hall", "organisation": "anlan", "door": "phone", "business_date": str(first), "version": "1"}
    call |= {"name": "phone.call.answered", "data": '{"ring_seconds": 9}', "occurred_at": f"{first} 09:00:00+08"}
    call |= {"recorded_at": f"{first} 09:00:00+08"}
    rows = [call | {"object_key": f"{n:032x}", "subject_key": SECRET} for n in range(6)]
    import_facts(write(tmp_path / "e.csv", rows), "events", "hotline", SYSTEM)
    return world


@pytest.mark.parametrize(
    ("code", "event", "number"),
    [
        ("satisfaction-share", "visit", 6),
        ("wait-p90", "visit", 6),
        ("care-window-outlets-share", "place.open", 1),
        ("calls-answered-share", "phone.call.answered", 6),
    ],
)
def test_every_family_leads_down_to_masked_rows(told, quarter, code, event, number):
    officer = Actor.staff(told.officer)
    page = evidence_rows(code, quarter, {told.city.pk}, "denominator", 1, officer, "核对")
    assert (page.total, {row.event for row in page.rows}) == (number, {event})
    assert SECRET not in repr(page) and {row.place for row in page.rows} == {"hall"}
    assert Access.objects.filter(what="evidence.rows", organisation=told.city, purpose="核对").count() == number
    assert evidence_rows(code, quarter, {told.other.pk}, "denominator", 1, officer, "核对").rows == ()
    shown = explain(code, quarter, officer, "核对")
    assert shown.queries and shown.rows and SECRET not in repr(shown.rows)
    assert Access.objects.filter(what=f"explain.{code}"[:60]).exists()


def test_every_kind_of_figure_is_explained(told, quarter):
    one_of_each = {(v.definition.kind, v.definition.facts, v.definition.change): v for v in current_indicators()}
    for version in one_of_each.values():
        shown = explain(version.code, quarter, SYSTEM, "核对")
        assert shown.definition.sources and shown.definition.meaning.zh and shown.queries, version.code


def test_refused_rows_are_shown_with_their_reason_and_without_a_name(world, tmp_path, quarter):
    first, tomorrow = quarter[0], today() + timedelta(days=1)
    rows = [
        *visits(first, 2, subject_key=SECRET),
        *visits(tomorrow, 1, subject_key=SECRET),
        *visits(first, 1, place="nowhere"),
        *visits(first, 1, lane="李桂兰"),
        *visits(first, 1, rating="9", organisation="other"),
        *visits(first, 1, wait_seconds="90000"),
    ]
    held = import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM).file
    assert (held.rows, held.not_counting, fact_files().get().pk) == (2, 5, held.pk)
    _file, shown, total = refused_rows(held.pk, {world.city.pk}, 1)
    assert total == 4, "what another institution's rows say is theirs"
    assert sorted(row.reason for row in shown) == ["day_to_come", "lane_unknown", "place_unknown", "wait_out_of_range"]
    assert "李桂兰" not in repr(shown) and SECRET not in repr(shown)
    with pytest.raises(NotFound):
        refused_rows(held.pk + 1, {world.city.pk}, 1)
    client = signed_in(world.supervisor)
    listed = client.get("/office/facts/").content.decode()
    assert "queue" in listed and f"/office/facts/{held.pk}/" in listed
    page = client.get(f"/office/facts/{held.pk}/").content.decode()
    assert "日期在今天之后" in page and "网点不在名册中" in page and "李桂兰" not in page
    assert client.get(f"/office/facts/{held.pk}/?page=x").status_code == 404
