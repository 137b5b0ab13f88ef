"""Forms, their versions, their calendars, and the ways units file along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_length, note, somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.services import relate
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import DutyCalendar, Field, FilingRoute, FormVersion, ReturnForm
from silverbridge.domain.returns.periods import period_of
from silverbridge.domain.returns.services.rights import check_owner

FILES_TO = OrganisationRelation.Kind.FILES_TO


@dataclass(frozen=True)
class FieldSpec:
    """What a field of a form asks for; as in the model."""

    key: str
    label: str
    kind: str = Field.Kind.FIGURE
    indicator: str = ""
    unit: str = ""
    percent: bool = False
    decimals: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    required: bool = True
    roll_up: str = Field.RollUp.SUM
    weight: str = ""
    scope: str = Field.Scope.WHOLE
    back: int = 0


@transaction.atomic
def make_form(
    owner: Organisation,
    title: str,
    every: str,
    first_day: date,
    actor: Actor,
    notice: Notice | None = None,
    clause: str = "",
    duty: str = "",
) -> ReturnForm:
    """A form that the owner asks for, from the period that ``first_day`` lies in.

    Raises Forbidden; DomainError without a title, or when the owner has one of this title.
    """
    check_owner(actor, owner)
    named = check_length(title, "title", 200)
    if not named:
        raise DomainError("title", _("The title is missing."), _("Write the title that is printed on it."), "title")
    if ReturnForm.objects.filter(owner=owner, title=named).exists():
        raise DomainError("title", _("There is a form of this title."), _("Add a version to it."), "title")
    start = period_of(every, first_day)[0]
    return ReturnForm.objects.create(
        owner=owner, title=named, every=every, first_day=start, notice=notice, clause=clause, duty=duty
    )


@transaction.atomic
def set_calendar(
    form: ReturnForm,
    tier: str,
    days_after: int,
    actor: Actor,
    shift: str = DutyCalendar.Shift.NONE,
    opens_before: int = 10,
    locks_after: int = 30,
) -> DutyCalendar:
    """When a tier files a form, for periods opened from now on; returns already open keep their days.

    Calendar days, moved to a working day only by ``next_working_day``. Raises Forbidden; DomainError for days that cannot be.
    """
    check_owner(actor, form.owner)
    if not 0 <= days_after <= 366 or not 0 <= opens_before <= 366 or not 0 <= locks_after <= 366:
        raise DomainError("days", _("These days cannot be."), _("Give days between 0 and 366."), "days_after")
    row, _made = DutyCalendar.objects.update_or_create(
        form=form,
        tier=tier,
        defaults={
            "days_after": days_after,
            "shift": shift,
            "opens_before": opens_before,
            "locks_after": locks_after,
        },
    )
    payload = events.CalendarSet(
        tier=tier, days_after=days_after, to_working_day=shift == DutyCalendar.Shift.NEXT_WORKING_DAY
    )
    note(payload, form.object_key, actor, form.owner)
    return row


@transaction.atomic
def add_version(
    form: ReturnForm,
    fields: Sequence[FieldSpec],
    actor: Actor,
    blank: Upload | None = None,
    bindings: dict[str, str] | None = None,
    valid_from: date | None = None,
) -> FormVersion:
    """A next version, to be confirmed: its blank, its fields in order, and what stands where in it.

    Raises Forbidden; DomainError where a field is weighted by none of them, or a key comes twice.
    """
    check_owner(actor, form.owner)
    keys = [spec.key for spec in fields]
    if len(set(keys)) != len(keys):
        raise DomainError("fields", _("Two fields have one key."), _("Give each its own."), "fields")
    for spec in fields:
        if spec.roll_up == Field.RollUp.WEIGHTED and spec.weight not in keys:
            raise DomainError(
                "weight",
                _("“%(name)s” is weighted by a figure that is not in the form."),
                _("Name one of its figures."),
                "fields",
                name=spec.label,
            )
    number = 1 + (form.versions.aggregate(last=Max("number"))["last"] or 0)
    version = FormVersion.objects.create(
        form=form,
        number=number,
        kind=blank.kind if blank else FormVersion.Kind.XLSX,
        blank=keep_file(blank) if blank else None,
        bindings=bindings or {},
        valid_from=period_of(form.every, valid_from or form.first_day)[0],
    )
    Field.objects.bulk_create(Field(version=version, order=n, **asdict(spec)) for n, spec in enumerate(fields, start=1))
    return version


@transaction.atomic
def confirm_version(version: FormVersion, actor: Actor) -> FormVersion:
    """Somebody compared the fields with the blank and says yes: returns opened from now on use it.

    Raises Forbidden; DomainError without fields, or when another version begins with the same period; Conflict.
    """
    form = version.form
    check_owner(actor, form.owner)
    count = version.fields.count()
    if not count:
        raise DomainError("fields", _("This version has no fields."), _("Bind at least one place of the blank."))
    try:
        with transaction.atomic():
            rows = FormVersion.objects.filter(pk=version.pk, confirmed_at__isnull=True)
            done = rows.update(confirmed_by=actor.user, confirmed_at=timezone.now(), revision=version.revision + 1)
    except IntegrityError as error:
        raise DomainError(
            "version_start",
            _("Another confirmed version begins with the same period."),
            _("Let this one begin a period later."),
            "valid_from",
        ) from error
    if not done:
        raise somebody_was_first()
    version.refresh_from_db()
    note(events.FormConfirmed(number=version.number, fields=count), form.object_key, actor, form.owner)
    return version


@transaction.atomic
def set_route(unit: Organisation, receiver: Organisation, way: str, since: date, actor: Actor) -> FilingRoute:
    """From a day on a unit files with a receiver along a way; whom it filed with before ends that day.

    The return of a period goes along the way that holds on its last day. Raises Forbidden; DomainError for a circle, or a day
    before the way that holds began.
    """
    check_owner(actor, receiver)
    Organisation.objects.select_for_update().get(pk=unit.pk)
    standing = OrganisationRelation.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=since), kind=FILES_TO, lower=unit
    )
    same = standing.filter(upper=receiver, valid_from__lte=since).first()
    others = standing.exclude(pk=same.pk) if same else standing
    if others.filter(valid_from__gte=since).exists():
        raise DomainError(
            "route_day",
            _("This unit files along another way from that day or later."),
            _("Give a later day."),
            "since",
        )
    moved = others.update(valid_until=since)
    relation = same or relate(FILES_TO, receiver, unit, since)
    route, _made = FilingRoute.objects.update_or_create(relation=relation, defaults={"way": way})
    note(events.RouteSet(way=way, moved=bool(moved)), unit.code[:32], actor, receiver)
    return route


@transaction.atomic
def end_route(route: FilingRoute, until: date, actor: Actor) -> None:
    """A unit files along this way no longer, from a day on. Raises Forbidden, DomainError for a day before it began."""
    relation = route.relation
    check_owner(actor, relation.upper)
    if until <= relation.valid_from:
        raise DomainError("route_day", _("It would end before it began."), _("Give a later day."), "until")
    OrganisationRelation.objects.filter(pk=relation.pk).update(valid_until=until)
    note(events.RouteEnded(), relation.lower.code[:32], actor, relation.upper)
