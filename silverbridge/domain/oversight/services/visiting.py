"""Writing down what a visit found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.core.sealed import Upload, check_uploads, keep_file
from silverbridge.domain.evidence.services import Coverage, record_inspection
from silverbridge.domain.oversight.models import Answer, Photo, Plan, Seat, Visit
from silverbridge.domain.oversight.services.shared import words
from silverbridge.domain.places.events import InspectionDone, InspectionFinding
from silverbridge.domain.places.queries import today
from silverbridge.engines.sampling import Checklist

PICTURES = ("jpg", "png")


@dataclass(frozen=True)
class Finding:
    """What was found for one point, and in words where there is more to say."""

    found: str
    remark: str = ""


@transaction.atomic
def record_visit(
    seat: Seat,
    on: date,
    findings: Mapping[str, Finding],
    actor: Actor,
    remark: str = "",
    photos: Iterable[Upload] = (),
) -> Visit:
    """Whoever was sent writes down what was found, once. It is put on file as an inspection, with an event for each finding.

    Raises Forbidden for anybody else; Invalid for points without an answer; DomainError for a day outside of the plan, nothing
    looked at, a picture that is missing or none; Conflict when it was recorded, or the place replaced.
    """
    plan, points, shots = seat.plan, Checklist.model_validate(seat.plan.checklist), tuple(photos)
    _check_visitor(seat, actor)
    _check_day(plan, on)
    _check_findings(points, findings)
    check_uploads(shots, "photos")
    _check_photos(points, findings, shots)
    if not Seat.objects.filter(pk=seat.pk, state=Seat.State.DRAWN).update(state=Seat.State.VISITED):
        if Visit.objects.filter(seat=seat).exists():
            raise Conflict("visited", _("This visit is recorded already."), _("Open it in the list of places."))
        raise somebody_was_first()
    grades = {item.code: item.grade for item in points.items}
    bad = [code for code, finding in findings.items() if finding.found == Answer.Found.NO]
    checked = sum(finding.found != Answer.Found.SKIPPED for finding in findings.values())
    of_unit = plan.frame_places(seat.organisation.name)
    key = random_key()
    with translation.override("zh-hans"):  # what is put on file reads the same whoever was there
        said = f"{plan.get_kind_display()}：{seat.place.name}，查{checked}项，{checked - len(bad)}项合格。"
    evidence = record_inspection(
        seat.organisation,
        (on, on),
        said,
        Coverage(1, max(1, of_unit), checked),
        actor,
    )
    visit = Visit.objects.create(
        object_key=key,
        seat=seat,
        on=on,
        remark=words(remark, "remark", 2000, needed=False),
        checked=checked,
        in_order=checked - len(bad),
        serious=sum(grades[code] == "serious" for code in bad),
        evidence=evidence,
        by=actor.user,
    )
    Answer.objects.bulk_create(
        Answer(
            visit=visit,
            item=item.code,
            found=findings[item.code].found,
            grade=item.grade,
            remark=words(findings[item.code].remark, item.code, 400, needed=False),
        )
        for item in points.items
    )
    Photo.objects.bulk_create(Photo(visit=visit, file=keep_file(shot)) for shot in shots)
    where = Circumstances(
        object_key=key,
        actor_kind=actor.kind,
        place=seat.place.code,
        organisation=seat.organisation.code,
        occurred_at=_noon(on),
    )
    record(InspectionDone(kind=plan.kind, checked=checked, in_order=visit.in_order), where)
    for code in bad:
        record(InspectionFinding(rule=code, grade=grades[code]), where)
    return visit


def _noon(day: date) -> datetime:
    """A moment of the day of the visit; the hour is not asked for."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


def _check_visitor(seat: Seat, actor: Actor) -> None:
    if actor.user is None or seat.visitor_id != actor.user.pk:
        raise Forbidden("visitor", _("Only who was sent there records this visit."), _("Ask the supervisor."))


def _check_day(plan: Plan, on: date) -> None:
    if plan.state != Plan.State.DRAWN:
        raise DomainError("concluded", _("This plan is concluded."), _("Draw a new one."))
    if not plan.first <= on <= min(plan.last, today()):
        raise DomainError(
            "day",
            _("The day is outside of the plan, or still to come."),
            _("Give a day from %(first)s to %(last)s."),
            "on",
            first=plan.first.isoformat(),
            last=min(plan.last, today()).isoformat(),
        )


def _check_findings(points: Checklist, findings: Mapping[str, Finding]) -> None:
    codes = [item.code for item in points.items]
    missing = {
        code: DomainError("answer", _("This point is still open."), _("Choose one of the three."), code)
        for code in codes
        if code not in findings or findings[code].found not in Answer.Found.values
    }
    if missing:
        raise Invalid(missing)
    if unknown := set(findings) - set(codes):
        raise DomainError("point", _("“%(point)s” is no point of this list."), "", point=min(unknown))
    if all(findings[code].found == Answer.Found.SKIPPED for code in codes):
        raise DomainError(
            "nothing_seen", _("Nothing was looked at."), _("If the place was shut, have it replaced in the plan.")
        )


def _check_photos(points: Checklist, findings: Mapping[str, Finding], shots: tuple[Upload, ...]) -> None:
    if any(shot.kind not in PICTURES for shot in shots):
        raise DomainError("photos", _("This is no picture."), _("Give photographs as jpg or png."), "photos")
    wanted = [item for item in points.items if item.photo and findings[item.code].found == Answer.Found.NO]
    if wanted and not shots:
        raise DomainError(
            "photo_missing",
            _("“%(point)s” is shown by a photograph, and there is none."),
            _("Add one, or say that this point was not looked at."),
            "photos",
            point=wanted[0].ask.zh,
        )
