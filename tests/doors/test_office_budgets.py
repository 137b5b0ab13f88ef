"""Pages that list what is returned and looked into: as many queries for several rows as for few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.core.models import random_key
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Accreditation, CallRound, Evaluation, Seat, TierRun
from silverbridge.domain.places.services import save_organisation
from silverbridge.domain.returns.models import Filing, FilingChase, FormVersion, ReturnForm
from tests.conftest import SINCE
from tests.domain.oversight_world import clue, order
from tests.domain.returns_world import put_returns
from tests.doors.office_world import at, signed_in
from tests.doors.oversight_rooms import add_rooms

MORE = 4


def copied(row, **changes):
    """Several more of a row, each under a key of its own; a change given as a function gets the number of the copy."""
    model = type(row)
    for n in range(1, MORE + 1):
        again = model.objects.get(pk=row.pk)
        again.pk, again._state.adding = None, True
        if hasattr(again, "object_key"):
            again.object_key = random_key()
        for name, value in changes.items():
            setattr(again, name, value(n) if callable(value) else value)
        again.save(force_insert=True)


def more_of_everything(w):
    """What each list shows, several times more."""
    for n in range(MORE):
        plan = services.draw_plan(w.city, order(w, title=f"再查{n}", size=4, seed=str(n)), w.boss)
        seats = plan.seats.filter(state=Seat.State.DRAWN).values_list("pk", flat=True)
        services.assign(plan, seats, w.officer, w.boss)
        clue(w, f"more-{n}")
        services.propose(w.city, f"做法{n}", "送到家。", f"每月{n}户", w.clerk)
        services.draft_bulletin(w.city, w.period, w.clerk, w.evaluation)
    copied(CallRound.objects.get(pk=w.round.pk), last=lambda n: w.round.last - timedelta(days=n))
    copied(w.evaluation, version=lambda n: 100 + n)
    for row in Evaluation.objects.filter(version__gt=100):
        score = w.evaluation.scores.get(organisation=w.north)
        score.pk, score._state.adding, score.evaluation = None, True, row
        score.save(force_insert=True)
    copied(TierRun.objects.get(pk=w.tiers.pk), version=lambda n: 100 + n)
    copied(Accreditation.objects.get(pk=w.accreditation.pk), issuer=lambda n: f"协会{n}", file=None)
    for n in range(MORE):
        unit = save_organisation(f"late-{n}", f"第{n}家", "bank", SINCE)
        row = Filing.objects.get(pk=w.filing.pk)
        row.pk, row._state.adding, row.object_key, row.unit, row.state = None, True, random_key(), unit, "filed"
        row.save(force_insert=True)
        chase = FilingChase.objects.get(pk=w.filing_chase.pk)
        chase.pk, chase._state.adding, chase.filing, chase.state = None, True, row, "proposed"
        chase.serial = chase.year = chase.document = chase.sent_at = None
        chase.save(force_insert=True)
    copied(ReturnForm.objects.get(pk=w.filing.form_id), title=lambda n: f"表{n}")
    for form in ReturnForm.objects.filter(title__startswith="表"):
        FormVersion.objects.create(form=form, number=1, kind="xlsx", valid_from=form.first_day)


PAGES = (
    "visit-plans", "visits", "clues", "calls", "evaluations", "bulletins", "practices", "tiers", "accreditations",
    "oversight", "returns", "return-forms", "return-received",
)  # fmt: skip


@pytest.fixture
def w(world):
    load_indicators()
    w = add_rooms(world)
    put_returns(w)
    return w


def test_no_list_asks_more_for_more_rows(w):
    readers = {"the city's": signed_in(w.officer), "the unit's": signed_in(w.north_officer)}

    def asked():
        found = {}
        for page in PAGES:
            given = (w.filing.form_id, w.city.pk, w.filing.first.isoformat()) if page == "return-received" else ()
            for reader, client in readers.items():
                with CaptureQueriesContext(connection) as seen:
                    answer = client.get(at(page, *given))
                if answer.status_code == 200:
                    found[reader, page] = len(seen), len(answer.content)
        return found

    asked()  # what is read once and kept
    few = asked()
    more_of_everything(w)
    many = asked()
    assert {page for _reader, page in few} == set(PAGES)
    assert {key: (few[key][0], many[key][0]) for key in few if many[key][0] > few[key][0]} == {}
    longer = {page for (reader, page), (_n, size) in many.items() if size > few[reader, page][1]}
    assert longer >= set(PAGES) - {"oversight"}, "each page shows what was added; the hall only counts it"
