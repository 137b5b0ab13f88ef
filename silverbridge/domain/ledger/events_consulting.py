"""Facts about consultations: doors, counts, days and verdicts. What people said stays sealed in the tables."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

Verdict = Literal["accepted", "partly", "not_accepted"]


@register
class ConsultationOpened(Payload):
    """A draft was put before the public."""

    event: ClassVar[str] = "ledger.consultation.opened"
    days: int
    clauses: int


@register
class ConsultationExtended(Payload):
    """Its closing date was moved to a later day."""

    event: ClassVar[str] = "ledger.consultation.extended"
    days: int


@register
class ConsultationClosedEarly(Payload):
    """It was closed before its day; the reason stands in the table."""

    event: ClassVar[str] = "ledger.consultation.closed_early"
    days_left: int


@register
class CommentReceived(Payload):
    """Somebody said something to a draft; ``clause`` is its number in the list, 0 the whole draft."""

    event: ClassVar[str] = "ledger.comment.received"
    clause: int
    follows: bool


@register
class CommentsAnswered(Payload):
    """One answer was given to so many comments; ``again`` counts those that had another answer before."""

    event: ClassVar[str] = "ledger.comments.answered"
    verdict: Verdict
    comments: int
    again: int


@register
class AnswersPublished(Payload):
    """The answers were put on the portal."""

    event: ClassVar[str] = "ledger.consultation.answers_published"
    comments: int
    answers: int


@register
class CommentersErased(Payload):
    """Names and telephones of those who commented were erased, as their time was over; the words stay, sealed."""

    event: ClassVar[str] = "ledger.commenters.erased"
    comments: int


@register
class CommenterCalled(Payload):
    """Somebody asked that whoever left a comment and a telephone be called back."""

    event: ClassVar[str] = "ledger.commenter.call_asked"
