"""A comment that is still being written, sealed in the session; its questions, and the slip it becomes."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from silverbridge.domain.core.errors import Invalid
from silverbridge.domain.core.references import grouped
from silverbridge.domain.ledger.consulting import WHOLE, Passage, passage
from silverbridge.domain.ledger.models import Answer, Comment, Consultation
from silverbridge.domain.ledger.services import Saying, check_saying
from silverbridge.domain.ledger.services.consulting import WORDS_LIMIT
from silverbridge.domain.people.services import NAME_LIMIT
from silverbridge.doors.look.context import HelpLine, help_line
from silverbridge.doors.look.questions import Question
from silverbridge.doors.portal import sessions, words

PREFIX, FINISHED = "say:", "consult:"
CHIPS = {"": "wait", Answer.Verdict.ACCEPTED: "ok", Answer.Verdict.PARTLY: "part", Answer.Verdict.NOT_ACCEPTED: "none"}


@dataclass
class SayingDraft:
    """``key`` is the idempotency key, made when it begins. ``tried`` names the page whose boxes did not pass."""

    consultation: int
    clause: int
    key: str
    words: str = ""
    name: str = ""
    phone: str = ""
    asked_who: bool = False
    tried: list[str] = field(default_factory=list)

    def saying(self) -> Saying:
        """As the service takes it."""
        return Saying(self.clause, self.words, self.key, "web", self.name, self.phone)


def begin(request: HttpRequest, consultation: Consultation, clause: int) -> SayingDraft:
    """A new comment on this clause; words already written for the same clause stay."""
    sessions.scope(request)
    kept = load(request, consultation)
    if kept is not None and kept.clause == clause:
        return kept
    draft = SayingDraft(consultation.pk, clause, secrets.token_urlsafe(24))
    save(request, draft)
    return draft


def save(request: HttpRequest, draft: SayingDraft) -> None:
    """Keeps it in the session."""
    sessions.put_note(request, f"{PREFIX}{draft.consultation}", asdict(draft))


def load(request: HttpRequest, consultation: Consultation) -> SayingDraft | None:
    """The comment being written on this draft, if there is one."""
    content = sessions.note(request, f"{PREFIX}{consultation.pk}")
    return SayingDraft(**content) if content else None


def drop(request: HttpRequest, consultation: Consultation) -> None:
    """Forgets it."""
    sessions.drop_note(request, f"{PREFIX}{consultation.pk}")


def faults(consultation: Consultation, draft: SayingDraft) -> dict[str, str]:
    """What is wrong with what stands in the boxes, by box, in words."""
    try:
        check_saying(consultation, draft.saying())
    except Invalid as error:
        return {name: words.whole(fault) for name, fault in error.fields.items()}
    return {}


def words_question(consultation: Consultation, draft: SayingDraft) -> Question:
    """The box for what somebody wants to say."""
    wrong = faults(consultation, draft).get("words", "") if "words" in draft.tried else ""
    whole = draft.clause == WHOLE
    return Question(
        "words",
        _("What would you say to the whole draft?") if whole else _("What would you say to this clause?"),
        "textarea",
        hint=_("As you would say it. At most %(n)s characters. There is no time limit here.") % {"n": WORDS_LIMIT},
        value=draft.words,
        error=wrong,
        max_length=WORDS_LIMIT,
    )


def who_questions(consultation: Consultation, draft: SayingDraft) -> list[Question]:
    """Name and telephone; both may stay empty."""
    wrong = faults(consultation, draft) if "who" in draft.tried else {}
    return [
        Question(
            "name",
            _("Your name"),
            hint=_("You may leave this empty."),
            value=draft.name,
            error=wrong.get("name", ""),
            autocomplete="name",
            required=False,
            level=2,
            max_length=NAME_LIMIT,
        ),
        Question(
            "phone",
            _("Your telephone"),
            "phone",
            hint=_("You may leave this empty. With it you can look up the answer later."),
            value=draft.phone,
            error=wrong.get("phone", ""),
            required=False,
            level=2,
            max_length=30,
        ),
    ]


def clause_name(one: Passage) -> str:
    """Which clause it is, in words."""
    if one.n == WHOLE:
        return _("The whole draft")
    return _("Clause %(n)s: %(words)s") % {"n": one.n, "words": one.beginning}


@dataclass(frozen=True)
class SaidSlip:
    """What the page and the printed slip say about one comment; drawn by the same parts as a request's slip."""

    request: Comment
    name: str
    chip: str
    state: str
    next: str
    rows: list[tuple[str, list[str]]]
    spoken: str
    line: HelpLine
    own_line: HelpLine
    clause: str
    answer: Answer | None


def said(comment: Comment) -> SaidSlip:
    """The slip of a comment as it stands now."""
    consultation = comment.consultation
    clause = clause_name(passage(consultation, comment.clause_number))
    rows = [
        (_("On"), [consultation.plain]),
        (_("Clause"), [clause]),
        (_("Said on"), [words.day(timezone.localtime(comment.received_at).date())]),
        (_("Number"), [grouped(comment.reference)]),
    ]
    state = comment.answer.get_verdict_display() if comment.answer else _("Waits for the answer")
    return SaidSlip(
        request=comment,
        name=consultation.plain,
        chip=CHIPS[comment.answer.verdict if comment.answer else ""],
        state=str(state),
        next=_next(comment),
        rows=rows,
        spoken=words.spoken(comment.reference),
        line=help_line(),
        own_line=help_line(),
        clause=clause,
        answer=comment.answer,
    )


def _next(comment: Comment) -> str:
    """What happens next, in one sentence."""
    if comment.answer:
        return _("It was read and answered. Here is the answer.")
    day = words.day(comment.consultation.closes_on)
    if comment.consultation.is_open:
        return _("Every comment is read. After %(day)s the answers stand here.") % {"day": day}
    return _("Every comment is read. The answers are being written.")
