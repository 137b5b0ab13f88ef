"""A quarter's return in the test city: 消保处 asks, 监管处 adds up, three banks file; each with three people who sign."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from silverbridge.demo.clock import at
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, Scope
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.places.services import save_organisation
from silverbridge.domain.returns.models import Filing, StampedScan
from silverbridge.domain.returns.services import (
    Draft,
    FieldSpec,
    FigureDraft,
    Signing,
    accept,
    add_version,
    attach_scan,
    chase_now,
    confirm_version,
    file_return,
    make_form,
    open_periods,
    prepare,
    review,
    save_draft,
    seal,
    send_chase,
    set_calendar,
    set_route,
    sign_off,
)
from silverbridge.engines.calendars import Quarter
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import SUBMITTED

QUARTER = Quarter(2026, 3)
PERIOD = (QUARTER.start, QUARTER.end)
DUE, OFFICE_DUE = date(2026, 10, 10), date(2026, 10, 30)
PHONE = "13800006029"
SCAN = Upload("盖章件.pdf", b"%PDF-1.7 " + b"stamped" * 20)
BANKS = (("a", "安澜甲银行"), ("b", "安澜乙银行"), ("c", "安澜丙银行"))
FIELDS = (
    FieldSpec("requests", "办件数", indicator="requests-count", unit="件", least=Decimal(0), most=Decimal(1_000_000)),
    FieldSpec(
        "staffed",
        "人工渠道占比",
        indicator="staffed-door-share",
        unit="%",
        percent=True,
        decimals=1,
        least=Decimal(0),
        most=Decimal(100),
        roll_up="weighted",
        weight="requests",
    ),
    FieldSpec("trained", "培训员工数", unit="人", least=Decimal(0), required=False),
    FieldSpec("progress", "工作进展", kind="block"),
)


def moment(day: date, hour: int = 10) -> datetime:
    """A time of day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@contextmanager
def on(day: date):
    """The services believe it is this day."""
    with at(moment(day)):
        yield


def with_returns(w: SimpleNamespace) -> SimpleNamespace:
    """Offices, banks, people, routes, and a confirmed form without a blank: 10 days for banks, 30 for offices."""
    w.cpo = save_organisation("anlan-cpo", "安澜监管局消保处", "department", SINCE)
    w.bureau = save_organisation("anlan-bureau", "安澜监管局机构监管处", "department", SINCE)
    w.banks = {key: save_organisation(f"bank-{key}", name, "bank", SINCE) for key, name in BANKS}
    w.people = {}
    for unit in (w.cpo, w.bureau, *w.banks.values()):
        staff(w, unit)
    boss = w.people[w.cpo.code]["head"]
    set_route(w.bureau, w.cpo, "upward", SINCE, boss)
    for bank in w.banks.values():
        set_route(bank, w.bureau, "line", SINCE, w.people[w.bureau.code]["head"])
    w.form = make_form(w.cpo, "解决老年人运用智能技术困难工作情况表", "quarter", QUARTER.start, boss, clause="三/(二)")
    w.version = confirm_version(add_version(w.form, FIELDS, boss), boss)
    set_calendar(w.form, "unit", 10, boss)
    set_calendar(w.form, "office", 30, boss, opens_before=30)
    return w


def staff(w: SimpleNamespace, unit) -> None:
    """A preparer, a reviewer and a head of a unit."""
    w.people[unit.code] = {}
    for n, (name, role) in enumerate(
        (("preparer", Role.OFFICER), ("reviewer", Role.OFFICER), ("head", Role.SUPERVISOR))
    ):
        user = save_user(f"{unit.code}-{name}", f"{unit.name[2:4]}{'甲乙丙'[n]}", PASSWORD, w.hall)
        grant(user, role, unit, SINCE, scope=Scope.OWN)
        w.people[unit.code][name] = Actor.staff(user)


def served(w: SimpleNamespace, counts: dict[str, tuple[int, int]]) -> None:
    """So many requests of each bank in the quarter, through staffed doors and by web."""
    for key, (staffed, web) in counts.items():
        for n in range(staffed + web):
            with transaction.atomic():
                where = Circumstances(
                    object_key=random_key(),
                    actor_kind="staff",
                    organisation=w.banks[key].code,
                    door="phone" if n < staffed else "web",
                    occurred_at=moment(date(2026, 8, 3)),
                )
                record(SUBMITTED, where)


def opened(w: SimpleNamespace, day: date = date(2026, 10, 1)) -> dict[str, Filing]:
    """The quarter's returns, by the last part of the unit's code."""
    open_periods(day)
    return {row.unit.code.rpartition("-")[2]: row for row in fresh()}


def fresh(**where) -> list[Filing]:
    """Filings as they are now."""
    return list(Filing.objects.filter(**where).select_related("unit", "receiver", "form", "version"))


def again(row: Filing) -> Filing:
    """The same filing as it is now."""
    return fresh(pk=row.pk)[0]


def drafted(w, row, figures=None, texts=None) -> Filing:
    """A draft with these figures by key; a text is written in every case."""
    who = w.people[row.unit.code]["preparer"]
    figures = {"requests": "100", "staffed": "50"} if figures is None else figures
    typed = {k: v if isinstance(v, FigureDraft) else FigureDraft(v) for k, v in figures.items()}
    save_draft(row, row.revision, Draft(typed, texts or {"progress": "低柜已开，老花镜已配。"}), who)
    return again(row)


def signed(w, row) -> Filing:
    """Prepared, reviewed, signed off and with its scan."""
    people = w.people[row.unit.code]
    prepare(row, row.revision, Signing("甲经办", PHONE), people["preparer"])
    review(row, row.revision, Signing("乙复核"), people["reviewer"])
    sign_off(row, row.revision, Signing("丙负责"), people["head"])
    attach_scan(row, row.revision, SCAN, people["preparer"])
    return again(row)


def filed(w, row, figures=None, day: date = DUE) -> Filing:
    """Filed on a day, with these figures."""
    with on(day):
        row = signed(w, drafted(w, again(row), figures))
        file_return(row, row.revision, w.people[row.unit.code]["preparer"])
    return again(row)


def accepted(w, row, figures=None, day: date = DUE) -> Filing:
    """Filed, and accepted by the receiver."""
    row = filed(w, row, figures, day)
    accept(row, row.revision, w.people[row.receiver.code]["preparer"])
    return again(row)


def put_returns(w: SimpleNamespace) -> None:
    """One return of the north that the city receives, as sealed, and a chase about it: for tests of addresses alone."""
    boss = Actor.staff(w.supervisor)
    set_route(w.north, w.city, "line", SINCE, boss)
    form = make_form(w.city, "季度表", "quarter", QUARTER.start, boss)
    confirm_version(add_version(form, FIELDS, boss), boss)
    set_calendar(form, "unit", 10, boss)
    with on(DUE + timedelta(2)):
        open_periods()
        row = fresh(form=form)[0]
        w.filing_chase = send_chase(chase_now(row, boss), boss)
    Filing.objects.filter(pk=row.pk).update(state="accepted", filed_on=DUE, first_filed_on=DUE)
    w.filing = again(row)
    w.seal = seal(w.filing, w.filing.revision, boss)
    StampedScan.objects.create(filing=w.filing, file=keep_file(SCAN), digest=SCAN.digest, by=w.supervisor)
