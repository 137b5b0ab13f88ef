"""Preparer, reviewer and head (填表人、复核人、负责人): three persons, one after the other, then the stamped scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_length, check_reason, note
from silverbridge.domain.core.errors import DomainError, Forbidden
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import Filing, FilingStep, Signature, StampedScan
from silverbridge.domain.returns.services.filling import check_complete, unsign
from silverbridge.domain.returns.services.moves import move, wrong_state
from silverbridge.domain.returns.services.rights import check_filler, check_head
from silverbridge.engines.identity import InvalidPhone, parse_phone

State, Kind, Role = Filing.State, FilingStep.Kind, Signature.Role
SCANS = ("pdf", "ofd", "jpg", "png")


@dataclass(frozen=True)
class Signing:
    """How somebody signs: the name as it is printed, and the telephone, which is kept sealed."""

    name: str
    phone: str = ""


@transaction.atomic
def prepare(filing: Filing, revision: int, signing: Signing, actor: Actor) -> Filing:
    """The preparer (填表人) says that it is ready for review; the telephone is who to ask about the figures.

    Raises Forbidden; Invalid as ``check_complete``; DomainError without name or telephone; Conflict.
    """
    check_filler(actor, filing)
    differences = check_complete(filing)
    signed = _checked(signing, phone_needed=True)
    body = [signed.name, signed.phone]
    if move(filing, Kind.PREPARED, revision, actor, filing.unit, Filing.EDITABLE, body=body, state=State.DRAFT):
        unsign(filing)
        _sign(filing, Role.PREPARER, signed, actor)
        note(events.FilingPrepared(differences=differences), filing.object_key, actor, filing.unit)
    return filing


@transaction.atomic
def review(filing: Filing, revision: int, signing: Signing, actor: Actor) -> Filing:
    """Another person of the unit has checked it (复核).

    Raises Forbidden, also for the preparer; Invalid as ``check_complete``; DomainError before it is prepared; Conflict.
    """
    check_filler(actor, filing)
    prepared = standing(filing).get(Role.PREPARER)
    if filing.state == State.DRAFT:
        if prepared is None:
            raise DomainError(
                "not_prepared", _("The preparer has not signed yet."), _("The preparer says that it is ready first.")
            )
        _check_other(actor, prepared, _("Who filled the return in does not review it."))
    differences, signed = check_complete(filing), _checked(signing)
    if move(
        filing,
        Kind.REVIEWED,
        revision,
        actor,
        filing.unit,
        {State.DRAFT},
        body=[signed.name, signed.phone],
        state=State.REVIEWED,
    ):
        _sign(filing, Role.REVIEWER, signed, actor)
        note(events.FilingReviewed(differences=differences), filing.object_key, actor, filing.unit)
    return filing


@transaction.atomic
def sign_off(filing: Filing, revision: int, signing: Signing, actor: Actor) -> Filing:
    """The head of the unit signs off (审签). Raises Forbidden, also for preparer and reviewer; DomainError; Conflict."""
    check_head(actor, filing)
    if filing.state == State.REVIEWED:
        for one in standing(filing).values():
            _check_other(actor, one, _("Who filled in or reviewed the return does not sign it off."))
    signed = _checked(signing)
    if move(
        filing,
        Kind.SIGNED,
        revision,
        actor,
        filing.unit,
        {State.REVIEWED},
        body=[signed.name, signed.phone],
        state=State.SIGNED,
    ):
        _sign(filing, Role.HEAD, signed, actor)
        note(events.FilingSigned(), filing.object_key, actor, filing.unit)
    return filing


@transaction.atomic
def give_back(filing: Filing, revision: int, reason: str, actor: Actor) -> Filing:
    """Reviewer or head gives it back to the preparer, before it is filed. Raises Forbidden, DomainError, Conflict."""
    check_filler(actor, filing)
    said, allowed = check_reason(reason), {State.REVIEWED, State.SIGNED}
    if filing.state == State.DRAFT and Role.PREPARER in standing(filing):
        allowed = allowed | {State.DRAFT}
    if move(filing, Kind.RETURNED, revision, actor, filing.unit, allowed, remark=said, state=State.DRAFT):
        unsign(filing)
        note(events.FilingReturned(), filing.object_key, actor, filing.unit)
    return filing


@transaction.atomic
def attach_scan(filing: Filing, revision: int, upload: Upload, actor: Actor) -> StampedScan:
    """The printed form, signed and stamped, as a scan; another one takes its place until it is filed.

    Raises Forbidden; DomainError before the head signed, or for a file that cannot be taken; Conflict.
    """
    check_filler(actor, filing)
    if upload.kind not in SCANS:
        raise DomainError(
            "scan_kind",
            _("A stamped scan is a picture or a PDF."),
            _("Give one of these kinds: %(kinds)s."),
            "scan",
            kinds=", ".join(SCANS),
        )
    if filing.state != State.SIGNED:
        raise wrong_state(filing)
    if move(filing, Kind.STAMPED, revision, actor, filing.unit, {State.SIGNED}, body=upload.digest):
        filing.scans.filter(standing=True).update(standing=False)
        StampedScan.objects.create(filing=filing, file=keep_file(upload), digest=upload.digest, by=actor.user)
        note(events.ScanAttached(), filing.object_key, actor, filing.unit)
    return filing.scans.get(standing=True)


def standing(filing: Filing) -> dict[str, Signature]:
    """The signatures that stand, by role."""
    return {row.role: row for row in filing.signatures.filter(standing=True).select_related("user")}


def _check_other(actor: Actor, one: Signature, message: object) -> None:
    if actor.user is not None and one.user_id == actor.user.pk:
        raise Forbidden("same_person", message, _("Let a colleague do it."))


def _checked(signing: Signing, phone_needed: bool = False) -> Signing:
    name = check_length(signing.name, "name", 40)
    if not name:
        raise DomainError("name", _("The name is missing."), _("Write it as it is printed on the form."), "name")
    if not signing.phone.strip() and not phone_needed:
        return Signing(name)
    try:
        return Signing(name, parse_phone(signing.phone))
    except InvalidPhone as error:
        raise DomainError(
            "phone",
            _("Nobody can be called at this telephone number."),
            _("Give a mobile number, or a landline with its area code."),
            "phone",
        ) from error


def _sign(filing: Filing, role: str, signed: Signing, actor: Actor, day: date | None = None) -> Signature:
    return Signature.objects.create(
        filing=filing, role=role, user=actor.user, name=signed.name, phone=signed.phone, day=day or today()
    )
