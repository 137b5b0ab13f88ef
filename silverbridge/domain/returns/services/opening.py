"""Opening a period: every unit gets the return it owes, along the relations of the period's last day."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, write_step
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import DutyCalendar, Filing, FilingStep, FormVersion, ReturnForm
from silverbridge.domain.returns.periods import Days, Period, days_of, periods_over
from silverbridge.domain.returns.routes import Owing, owing

State, Kind = Filing.State, FilingStep.Kind
CLOCKWORK = Actor.system("returns")


def open_periods(day: date | None = None) -> int:
    """Opens what is to be opened on a day: for each form, the periods that are over and not locked; answers how many returns.

    Safe to repeat and to run in several workers at once: a unique index lets one return per unit and period be.
    """
    day, opened = day or today(), 0
    for form in ReturnForm.objects.select_related("owner").prefetch_related("calendars"):
        for period in periods_over(form.every, form.first_day, day):
            if form.ended_on and form.ended_on < period[1]:
                continue
            opened += len(open_period(form, period, day))
    return opened


def open_period(form: ReturnForm, period: Period, day: date | None = None) -> list[Filing]:
    """Opens the returns of one period whose day to open has come and whose day to lock has not gone; answers the new ones.

    A tier without a calendar owes nothing; a period without a confirmed version of the form is not opened.
    """
    day = day or today()
    version = version_for(form, period)
    days = {rule.tier: days_of(rule, period) for rule in form.calendars.all()}
    days = {tier: of for tier, of in days.items() if of.opens_on <= day <= of.locks_on}
    if version is None or not days:
        return []
    have = set(Filing.objects.filter(form=form, first=period[0]).values_list("unit_id", flat=True))
    owed = [o for o in owing(form.owner, period[1]) if o.tier in days and o.unit.pk not in have]
    return [filing for o in owed if (filing := _open(form, version, period, o, days[o.tier], day)) is not None]


def version_for(form: ReturnForm, period: Period) -> FormVersion | None:
    """The confirmed version of a form that a period is filed on; None when there is none yet."""
    rows = form.versions.filter(confirmed_at__isnull=False, valid_from__lte=period[0])
    return rows.order_by("-valid_from").first()


def calendar_of(filing: Filing) -> DutyCalendar | None:
    """The calendar a filing's days came from, as it is now."""
    return DutyCalendar.objects.filter(form=filing.form_id, tier=filing.tier).first()


def _open(form: ReturnForm, version: FormVersion, period: Period, o: Owing, of: Days, day: date) -> Filing | None:
    closed = o.unit.closed_on is not None and o.unit.closed_on <= period[1]
    row = Filing(
        form=form,
        version=version,
        unit=o.unit,
        receiver=o.receiver,
        tier=o.tier,
        way=o.way,
        first=period[0],
        last=period[1],
        opens_on=of.opens_on,
        due_by_rule=of.due_by_rule,
        due=of.due,
        locks_on=of.locks_on,
        shifted=of.shifted,
        provisional=of.provisional,
        state=State.CLOSED if closed else State.DUE,
    )
    try:
        with transaction.atomic():
            row.save()
            write_step(row, Kind.OPENED, CLOCKWORK, o.receiver, revision=1)
            payload = events.FilingOpened(
                tier=o.tier, days=(of.due - day).days, provisional=of.provisional, unit_closed=closed
            )
            note(payload, row.object_key, CLOCKWORK, o.unit)
    except IntegrityError:
        return None
    return row
