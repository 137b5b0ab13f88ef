"""Days and routes of a form set without a script; more days for several units, all of them or none; a chase as a letter."""

import io
from datetime import date, timedelta

from docx import Document

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.ledger.models import OutgoingDocument
from silverbridge.domain.returns.models import DutyCalendar, Extension, Filing, FilingRoute
from silverbridge.domain.returns.services import (
    add_version,
    chase_now,
    confirm_version,
    make_form,
    open_periods,
    send_chase,
)
from tests.conftest import SINCE
from tests.domain.returns_world import DUE, FIELDS, QUARTER, on
from tests.doors.office_world import at, signed_in, text, zh

DAYS = {"days_after": "10", "shift": "next_working_day", "opens_before": "20", "locks_after": "15"}


def test_a_supervisor_sets_days_and_routes_and_gives_several_units_more_days(world, django_assert_max_num_queries):
    actor = Actor.staff(world.supervisor)
    form = make_form(world.city, "季度表", "quarter", QUARTER.start, actor)
    confirm_version(add_version(form, FIELDS, actor), actor)
    boss, clerk, page = signed_in(world.supervisor), signed_in(world.officer), at("return-form-duty", form.pk)
    assert zh("not set: nothing is owed") in text(clerk.get(page)) and "set-route" not in text(clerk.get(page))
    days = at("return-form-calendar", form.pk, "unit")
    wrong = boss.post(days, DAYS | {"days_after": "400"})
    assert wrong.status_code == 422 and zh("These days cannot be.") in text(wrong)
    assert boss.post(days, DAYS).url == page
    kept = DutyCalendar.objects.get(form=form)
    assert (kept.tier, kept.days_after, kept.shift, kept.opens_before, kept.locks_after) == (
        "unit", 10, "next_working_day", 20, 15,
    )  # fmt: skip
    assert boss.post(at("return-form-calendar", form.pk, "nobody"), DAYS).status_code == 404
    for unit, way in ((world.north, "line"), (world.south, "region")):
        typed = {"unit": unit.pk, "receiver": world.city.pk, "way": way, "since": SINCE.isoformat()}
        assert boss.post(at("return-form-route", form.pk), typed).url == page
    assert set(FilingRoute.objects.values_list("relation__lower__code", "way")) == {
        ("anlan-north", "line"),
        ("anlan-south", "region"),
    }
    stranger = typed | {"receiver": world.other.pk}
    assert boss.post(at("return-form-route", form.pk), stranger).status_code == 422, "an office that is not theirs"
    earlier = typed | {"receiver": world.north.pk}
    assert zh("Give a later day.") in text(boss.post(at("return-form-route", form.pk), earlier))
    with django_assert_max_num_queries(30):
        shown = text(boss.get(page))
    assert world.south.name in shown and "20" in shown

    with on(DUE + timedelta(5)):
        assert open_periods() == 2
        rows = list(Filing.objects.order_by("unit__code"))
        received = at("return-received", form.pk, world.city.pk, "2026-07-01")
        more = at("return-received-extend", form.pk, world.city.pk, "2026-07-01")
        assert "more-days" in text(boss.get(received)) and "more-days" not in text(clerk.get(received))
        asked = {"filings": [row.pk for row in rows], "due": "2026-10-20", "reason": "系统停机两天。"}
        boss.post(more, asked | {"filings": [rows[0].pk], "due": "2026-10-25"})
        refused = boss.post(more, asked)
        assert refused.status_code == 422 and world.north.name in text(refused)
        assert Extension.objects.count() == 1, "all of them or none"
        assert boss.post(more, asked | {"due": "2026-10-30"}).status_code == 302
        assert set(Filing.objects.values_list("due", flat=True)) == {date(2026, 10, 30)}
    with on(date(2026, 11, 2)):
        chase = chase_now(rows[0], actor)
        assert boss.get(at("return-chase-paper", chase.pk)).status_code == 404, "not sent, no letter"
        chase = send_chase(chase, actor)
        letter = boss.get(at("return-chase-paper", chase.pk))
    entry = OutgoingDocument.objects.get()
    assert (entry.label, entry.kind) == (chase.number, "chase") and letter.content == bytes(entry.file.content)
    words = "".join(p.text for p in Document(io.BytesIO(letter.content)).paragraphs)
    assert world.north.name in words and chase.number in words and "季度表" in words
