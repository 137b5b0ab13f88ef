"""Makes the demonstration institution, phase by phase; a phase that is done is never done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation

from silverbridge.demo.city import MARK, ROOT, make_city
from silverbridge.demo.clock import at, local
from silverbridge.demo.ledger import load_notice, measure_and_judge
from silverbridge.demo.offers import AHEAD_DAYS, make_offers, make_sessions
from silverbridge.demo.oversight import oversee
from silverbridge.demo.people import make_people
from silverbridge.demo.quarter import base_quarter, live_quarter
from silverbridge.demo.returns import make_returns, open_and_fill, play_returns
from silverbridge.demo.sites import make_sites
from silverbridge.demo.staff import STAFF, make_staff
from silverbridge.demo.tiers import place_outlets, take_facts
from silverbridge.demo.work import work_on
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.core.models import Event, IdempotencyKey
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.queries import living_records
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.engines.calendars import Quarter

SCOPE = "demo"
PHASES = ("city", "staff", "offers", "people", "quarter", "ledger", "sites", "returns")
MEASURED = "figures"  # computed outside of any transaction, after the phases
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoSummary:
    """What stands there. ``made`` says whether this call made it; the credential is shown only by the call that did."""

    made: bool
    quarter: str
    organisations: int
    places: int
    people: int
    requests: dict[str, int]
    events: int
    usernames: tuple[str, ...]
    partner_credential: str | None


def make_demo(progress: Progress | None = None) -> DemoSummary:
    """Makes 安澜市, or finishes making it; once made, changes nothing and answers at once.

    ``progress(done, total, phase)`` is called as it goes on; ``phase`` is one of PHASES, or
    MEASURED at the end. Each phase is one transaction.
    Raises Conflict in an instance that already serves somebody, or that does not admit invented ID numbers.
    """
    tell = progress or (lambda _done, _total, _phase: None)
    made, credential = False, None
    day = _first_day()
    quarter = base_quarter(day)
    since = quarter.start - timedelta(days=400)
    for phase in PHASES:
        with transaction.atomic(), translation.override("zh-hans"):
            _row, first = _mark(phase)
            if not first:
                continue
            made = True
            tell(0, 1, phase)
            credential = _make(phase, quarter, day, since, tell) or credential
            tell(1, 1, phase)
    if not is_made():
        tell(0, 1, MEASURED)
        with translation.override("zh-hans"):
            take_facts(quarter)
            measure_and_judge(quarter)
            open_and_fill(quarter)
            with transaction.atomic():
                if _mark("filed")[1]:
                    play_returns(quarter, timezone.now())
            with transaction.atomic():
                if _mark("oversight")[1]:
                    oversee(quarter)
            with transaction.atomic():
                if _mark("tiers")[1]:
                    place_outlets(quarter)
        _mark(MEASURED)
        tell(1, 1, MEASURED)
    return _summary(made, quarter, credential)


def _make(phase: str, quarter: Quarter, day: date, since: date, tell: Progress) -> str | None:
    """One phase; answers the partner's credential where it made one."""
    credential, begun = None, quarter.start + timedelta(days=8)
    with at(local(max(since, quarter.start - timedelta(days=30)), 9)):
        match phase:
            case "city":
                make_city(since)
            case "staff":
                credential = make_staff(since)
            case "offers":
                make_offers(since)
                make_sessions(quarter.start, day + timedelta(days=AHEAD_DAYS))
            case "people":
                make_people(quarter.start)
    match phase:
        case "quarter":
            live_quarter(quarter, timezone.now(), lambda done, total: tell(done, total, "quarter"))
        case "ledger":
            with at(local(begun, 9)):
                notice = load_notice(quarter)
            work_on(notice, begun)
        case "sites":
            make_sites()
        case "returns":
            make_returns(quarter, since)
    return credential


def is_made() -> bool:
    """Whether the demonstration stands, complete."""
    return IdempotencyKey.objects.filter(scope=SCOPE, key=MEASURED).exists()


def _mark(phase: str, result: str = "") -> tuple[IdempotencyKey, bool]:
    """The mark of a phase, set in its own transaction: there is no phase without its mark, and no mark without its phase."""
    defaults = {"body_hash": "", "result": result}
    return IdempotencyKey.objects.get_or_create(scope=SCOPE, key=phase, defaults=defaults)


@transaction.atomic
def _first_day() -> date:
    """The day the demonstration was begun; its quarter follows from it, however much later it is finished."""
    begun = IdempotencyKey.objects.filter(scope=SCOPE, key="begun").first()
    if begun is None:
        _check_empty()
        begun, _first = _mark("begun", timezone.localdate().isoformat())
    return date.fromisoformat(begun.result)


def _check_empty() -> None:
    """The demonstration never mixes with real people. Raises Conflict, in both languages like all of the command line."""
    if not settings.RESERVED_REGIONS:
        raise Conflict(
            "demo.production",
            "这里不收编出来的人。This instance does not admit invented people.",
            "请用 SILVERBRIDGE_MODE=demo 另开一个。Start one with SILVERBRIDGE_MODE=demo.",
        )
    if Organisation.objects.exists() or Person.objects.exists():
        raise Conflict(
            "demo.not_empty",
            "这里已经有机构或者人员了。There are organisations or people in this instance already.",
            "请换一个 SILVERBRIDGE_VAR 再做。Make it in an instance of its own, with another SILVERBRIDGE_VAR.",
        )


def _summary(made: bool, quarter: Quarter, credential: str | None) -> DemoSummary:
    states = ServiceRequest.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return DemoSummary(
        made=made,
        quarter=str(quarter),
        organisations=Organisation.objects.filter(name__endswith=MARK).count(),
        places=Place.objects.filter(organisation__code__startswith=ROOT).count(),
        people=living_records().count(),
        requests=dict(states),
        events=Event.objects.count(),
        usernames=tuple(row[0] for row in STAFF),
        partner_credential=credential,
    )
