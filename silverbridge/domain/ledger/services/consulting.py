"""A draft before the public: opened, extended, closed; comments taken at every door; answers given and published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.core import idempotency
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.ciphers import digest
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.references import LONGEST, make_reference
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.ledger import events_consulting as events
from silverbridge.domain.ledger.consulting import PURPOSE, cut, passage
from silverbridge.domain.ledger.models import Answer, Comment, Consultation, Notice
from silverbridge.domain.ledger.services.rights import check_keeper, check_supervisor
from silverbridge.domain.people.services import NAME_LIMIT, check_phone
from silverbridge.domain.places.queries import today

LONGEST_DAYS = 366
WORDS_LIMIT, GIST_LIMIT, REASON_LIMIT, PLAIN_LIMIT = 1000, 300, 600, 300
COMMENTS_PER_HOUR = 60  # from one address: a whole day centre may share one
TAKERS = (Role.TELLER, Role.OPERATOR, Role.OFFICER, Role.SUPERVISOR)
# What names somebody: telephones, ID numbers, bank cards.
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{15,19}|\d{17}[\dXx]|0\d{2,3}-?\d{7,8})(?!\d)")


@dataclass(frozen=True)
class Saying:
    """What a door gathers of somebody who comments. ``clause`` 0 is the whole draft; name and telephone may be empty."""

    clause: int
    words: str
    key: str
    door: str = "web"
    name: str = ""
    phone: str = ""


@transaction.atomic
def open_consultation(notice: Notice, plain: str, closes_on: date, actor: Actor) -> Consultation:
    """Puts a draft on the portal. ``plain`` says in simple words what it is about. Raises Forbidden, Invalid, Conflict."""
    check_supervisor(actor, notice.organisation_id)
    if notice.status != Notice.Status.CONSULTATION_DRAFT:
        raise DomainError(
            "not_a_draft",
            _("This notice is no draft for consultation."),
            _("If it is one, correct its validity first."),
        )
    wrong: dict[str, DomainError] = {}
    _check_text(wrong, "plain", plain, PLAIN_LIMIT)
    _check_day(wrong, closes_on, today())
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            row = Consultation.objects.create(
                notice=notice, plain=plain.strip(), closes_on=closes_on, clauses=cut(notice), opened_by=actor.user
            )
    except IntegrityError as error:
        raise somebody_was_first() from error
    payload = events.ConsultationOpened(days=(closes_on - today()).days, clauses=len(row.clauses))
    note(payload, row.object_key, actor, notice.organisation)
    return row


def _check_text(wrong: dict[str, DomainError], field: str, text: str, most: int) -> None:
    if not text.strip():
        wrong[field] = DomainError(f"{field}.missing", _("Nothing is written here yet."), "", field)
    elif len(text.strip()) > most:
        wrong[field] = DomainError(
            f"{field}.long", _("This is too long."), _("At most %(n)s characters."), field, n=most
        )


def _check_day(wrong: dict[str, DomainError], day: date, after: date) -> None:
    if day <= after:
        wrong["closes_on"] = DomainError(
            "closes_on", _("The last day must come after %(day)s."), _("Choose a later day."), "closes_on", day=after
        )
    elif day > today() + timedelta(days=LONGEST_DAYS):
        wrong["closes_on"] = DomainError(
            "closes_on", _("The last day is more than a year ahead."), _("Choose an earlier day."), "closes_on"
        )


@transaction.atomic
def extend(consultation: Consultation, closes_on: date, actor: Actor, revision: int) -> None:
    """Moves the last day to a later one. Raises Forbidden, Invalid, Conflict when it changed or closed meanwhile."""
    notice = consultation.notice
    check_supervisor(actor, notice.organisation_id)
    _check_running(consultation)
    wrong: dict[str, DomainError] = {}
    _check_day(wrong, closes_on, consultation.closes_on)
    if wrong:
        raise Invalid(wrong)
    days = (closes_on - consultation.closes_on).days
    _change(consultation, revision, closes_on=closes_on)
    note(events.ConsultationExtended(days=days), consultation.object_key, actor, notice.organisation)


@transaction.atomic
def close_early(consultation: Consultation, reason: str, actor: Actor, revision: int) -> None:
    """Ends it before its day, for a reason that is published. Raises Forbidden, Invalid, Conflict."""
    notice = consultation.notice
    check_supervisor(actor, notice.organisation_id)
    _check_running(consultation)
    wrong: dict[str, DomainError] = {}
    _check_text(wrong, "reason", reason, GIST_LIMIT)
    if wrong:
        raise Invalid(wrong)
    left = (consultation.closes_on - today()).days
    said = {"closed_at": timezone.now(), "closed_by": actor.user, "close_reason": reason.strip()}
    _change(consultation, revision, **said)
    note(events.ConsultationClosedEarly(days_left=left), consultation.object_key, actor, notice.organisation)


def _change(consultation: Consultation, revision: int, **said: object) -> None:
    rows = Consultation.objects.filter(pk=consultation.pk, revision=revision, closed_at__isnull=True)
    if not rows.update(**said, revision=revision + 1, updated_at=timezone.now()):
        raise somebody_was_first()
    consultation.refresh_from_db(fields=[*said, "revision"])


def _check_running(consultation: Consultation) -> None:
    if not consultation.is_open:
        raise DomainError(
            "consultation_over", _("This consultation has ended."), _("Answer what came in, then publish the answers.")
        )


def _check_open(consultation: Consultation) -> None:
    if not consultation.is_open:
        raise DomainError(
            "consultation_over",
            _("Comments on this draft are no longer taken."),
            _("Call us: a person listens, and tells you who decides now."),
        )


def check_saying(consultation: Consultation, saying: Saying) -> str:
    """Whether this can be taken; the telephone in E.164 or "". Doors may ask before they send. Raises Invalid."""
    wrong: dict[str, DomainError] = {}
    phone = ""
    if not saying.words.strip():
        wrong["words"] = DomainError(
            "words.missing", _("Nothing is written yet."), _("A few words are enough."), "words"
        )
    elif len(saying.words.strip()) > WORDS_LIMIT:
        wrong["words"] = DomainError(
            "words.long",
            _("These are more than %(n)s characters."),
            _("Say the rest as a second comment, or by telephone."),
            "words",
            n=WORDS_LIMIT,
        )
    if len(saying.name.strip()) > NAME_LIMIT:
        wrong["name"] = DomainError("name_long", _("This name is too long."), _("Write only the name."), "name")
    if saying.phone.strip():
        try:
            phone = check_phone(saying.phone)
        except DomainError as error:
            wrong["phone"] = error
    passage(consultation, saying.clause)
    if wrong:
        raise Invalid(wrong)
    return phone


@transaction.atomic
def comment(consultation_id: int, saying: Saying, actor: Actor, who: str = "") -> Comment:
    """Takes a comment, or gives the one this key already made; row and event in one transaction.

    ``who`` is what tries at an unattended door are counted under. Raises DomainError after the closing time, at every door
    alike; Invalid, NotFound, Throttled, Forbidden for staff without a role.
    """
    body = {"consultation": consultation_id, **saying.__dict__}
    claimed, first = idempotency.claim(actor.scope, saying.key, body)
    if not first:
        return Comment.objects.select_related("consultation__notice").get(pk=int(claimed.result))
    consultation = Consultation.objects.select_related("notice__organisation").get(pk=consultation_id)
    _check_taker(consultation, saying, actor)
    _check_open(consultation)
    phone = check_saying(consultation, saying)
    if who:
        count_attempt("comment", who, COMMENTS_PER_HOUR, 3600)
    row = _insert(
        Comment(
            consultation=consultation,
            clause_number=saying.clause,
            clause=passage(consultation, saying.clause).path,
            words=saying.words.strip(),
            name=saying.name.strip(),
            phone=phone,
            phone_digest=digest(phone, PURPOSE) if phone else "",
            door=saying.door,
            taken_by=actor.user,
        )
    )
    claimed.result = str(row.pk)
    claimed.save(update_fields=["result"])
    organisation = consultation.notice.organisation.code
    where = Circumstances(row.object_key, actor.kind, door=saying.door, organisation=organisation)
    record(events.CommentReceived(clause=saying.clause, follows=bool(phone)), where)
    return row


def _check_taker(consultation: Consultation, saying: Saying, actor: Actor) -> None:
    """Staff write down what somebody says at a staffed door; at the web people write themselves."""
    if actor.kind != ActorKind.STAFF:
        if saying.door != "web":
            raise Forbidden("door", _("This door is staffed."), _("Telephone us; a person writes it down."))
        return
    mine = organisations(actor.user, TAKERS) if actor.user else set()
    if saying.door not in STAFFED or consultation.notice.organisation_id not in mine:
        raise Forbidden(
            "ledger_role",
            _("Your role does not allow this in this ledger."),
            _("Ask a supervisor of this organisation."),
        )


def _insert(row: Comment) -> Comment:
    """Saves it under a number that no other comment and no request has: longer ones are drawn when short ones run out."""
    for attempt in range(24):
        row.reference = make_reference(settings.REFERENCE_DIGITS if attempt < 8 else LONGEST)
        if ServiceRequest.objects.filter(reference=row.reference).exists():
            continue
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return row
    raise RuntimeError("no free reference number in 24 draws")


@transaction.atomic
def answer_comments(
    consultation: Consultation, seen: Iterable[tuple[int, int]], verdict: str, gist: str, reason: str, actor: Actor
) -> Answer:
    """One answer to one comment or several, each named with the revision the writer saw. Answered ones get the new answer.

    Gist and reason will be published: a telephone, an ID number or the name of one who commented is refused. Raises
    Forbidden, Invalid, Conflict when a colleague answered one of them meanwhile.
    """
    notice = consultation.notice
    check_keeper(actor, notice.organisation_id)
    chosen = dict(seen)
    rows = list(Comment.objects.select_for_update(of=("self",)).filter(consultation=consultation, pk__in=chosen))
    wrong: dict[str, DomainError] = {}
    if not rows or len(rows) != len(chosen):
        wrong["comment"] = DomainError("comment", _("No comment is chosen."), _("Tick at least one."), "comment")
    if verdict not in Answer.Verdict.values:
        wrong["verdict"] = DomainError("verdict", _("What becomes of it is not said yet."), _("Choose one."), "verdict")
    names = {row.name for row in rows if len(row.name) > 1}
    for field, text, most in (("gist", gist, GIST_LIMIT), ("reason", reason, REASON_LIMIT)):
        _check_text(wrong, field, text, most)
        if field not in wrong and (_PERSONAL.search(text) or any(name in text for name in names)):
            wrong[field] = DomainError(
                "personal",
                _("This will be published, and it names a person or a number."),
                _("Say it without: what was said, never by whom."),
                field,
            )
    if wrong:
        raise Invalid(wrong)
    if any(row.revision != chosen[row.pk] for row in rows):
        raise Conflict(
            "answered", _("A colleague has answered one of these meanwhile."), _("Look at the list again, then answer.")
        )
    again = sum(row.answer_id is not None for row in rows)
    answer = Answer.objects.create(
        consultation=consultation, verdict=verdict, gist=gist.strip(), reason=reason.strip(), answered_by=actor.user
    )
    for row in rows:
        row.answer, row.revision = answer, row.revision + 1
        row.save(update_fields=["answer", "revision", "updated_at"])
    payload = events.CommentsAnswered(verdict=verdict, comments=len(rows), again=again)
    note(payload, consultation.object_key, actor, notice.organisation)
    return answer


@transaction.atomic
def publish_answers(consultation: Consultation, actor: Actor, revision: int) -> None:
    """Puts the answers on the portal, once it is closed and every comment has one. Raises Forbidden, DomainError, Conflict."""
    notice = consultation.notice
    check_supervisor(actor, notice.organisation_id)
    if consultation.is_open:
        raise DomainError(
            "still_open",
            _("Comments are still taken until %(day)s."),
            _("Publish the answers after that day, or close it early."),
            day=consultation.closes_on,
        )
    waiting = Comment.objects.filter(consultation=consultation, answer__isnull=True).count()
    if waiting:
        raise DomainError(
            "unanswered", _("%(n)s comments have no answer yet."), _("Answer every comment first."), n=waiting
        )
    rows = Consultation.objects.filter(pk=consultation.pk, revision=revision, answers_at__isnull=True)
    now = timezone.now()
    if not rows.update(answers_at=now, revision=revision + 1, updated_at=now):
        raise somebody_was_first()
    consultation.refresh_from_db(fields=["answers_at", "revision"])
    count = Comment.objects.filter(consultation=consultation).count()
    answers = Answer.objects.filter(consultation=consultation, comments__isnull=False).distinct().count()
    payload = events.AnswersPublished(comments=count, answers=answers)
    note(payload, consultation.object_key, actor, notice.organisation)
