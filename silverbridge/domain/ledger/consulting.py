"""What the public reads of a draft, and who may look at which comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.ciphers import digests
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.ledger.models import Answer, Comment, Consultation, Notice
from silverbridge.domain.people.services import check_phone
from silverbridge.domain.places.queries import today
from silverbridge.engines import notices

HEADING_AT_MOST = 60  # a clause of so few characters above its sub-clauses is their heading, no passage of its own
WHOLE = 0
PURPOSE = "comment"


@dataclass(frozen=True)
class Passage:
    """What people read at once and speak to. ``n`` counts from 1; 0 is the draft as a whole, and has no text of its own."""

    n: int
    path: str
    under: tuple[str, ...]
    text: str

    @property
    def lines(self) -> list[str]:
        """Its paragraphs, as printed."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def beginning(self) -> str:
        """The first words, for a list of contents."""
        first = self.lines[0] if self.lines else ""
        end = min((at for mark in "。；;" if (at := first.find(mark)) > 0), default=len(first))
        return first[:end] if end <= 40 else first[:38] + "…"


def cut(notice: Notice) -> list[dict[str, Any]]:
    """The passages of a notice, as a consultation keeps them: own number, path, headings above, span in the text."""
    read = notices.parse(notice.text)
    inside = sorted((c for c in read.clauses if c.start < read.body_end), key=lambda c: c.start)
    found: list[dict[str, Any]] = []
    above: list[tuple[int, str]] = []
    for clause, after in zip(inside, [*inside[1:], None], strict=True):
        start, end = _trimmed(notice.text, max(clause.start, read.body_start), min(clause.end, read.body_end))
        above = [(level, words) for level, words in above if level < clause.level]
        if start >= end:
            continue
        words = " ".join(notice.text[start:end].split())
        if after is not None and after.level > clause.level > 0 and len(words) <= HEADING_AT_MOST:
            above.append((clause.level, words))
            continue
        under = [heading for _level, heading in above]
        if after is None and found and not clause.path and len(words) <= HEADING_AT_MOST:
            continue  # who signed it, and when: nothing to speak to
        found.append({"n": len(found) + 1, "path": clause.path[:120], "under": under, "start": start, "end": end})
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def passages(consultation: Consultation) -> list[Passage]:
    """What the consultation puts before the public, in order."""
    text = consultation.notice.text
    return [Passage(c["n"], c["path"], tuple(c["under"]), text[c["start"] : c["end"]]) for c in consultation.clauses]


def passage(consultation: Consultation, n: int) -> Passage:
    """One passage; 0 is the whole draft. Raises NotFound."""
    if n == WHOLE:
        return Passage(WHOLE, "", (), "")
    kept = next((c for c in consultation.clauses if c["n"] == n), None)
    if kept is None:
        raise NotFound("clause", _("The draft has no such clause."), _("Go back to the list."))
    text = consultation.notice.text[kept["start"] : kept["end"]]
    return Passage(kept["n"], kept["path"], tuple(kept["under"]), text)


def _full() -> QuerySet[Consultation]:
    return Consultation.objects.select_related("notice__organisation")


def on_portal() -> list[Consultation]:
    """What the portal lists: open ones, soonest to close first, then those whose answers can be read, newest first."""
    rows = list(_full().defer("notice__text", "clauses"))
    taking = sorted((row for row in rows if row.is_open), key=lambda row: (row.closes_on, row.pk))
    answered = sorted((row for row in rows if row.shows_answers), key=lambda row: row.answers_at, reverse=True)
    return taking + answered


def any_open() -> bool:
    """Whether anybody can comment on anything today: one query."""
    draft = Notice.Status.CONSULTATION_DRAFT
    rows = Consultation.objects.filter(notice__status=draft, closed_at__isnull=True, closes_on__gte=today())
    return rows.exists()


def for_anybody(pk: int) -> Consultation:
    """A consultation as the public sees it, also after its end. Raises NotFound."""
    found = _full().filter(pk=pk).first()
    if found is None:
        raise NotFound("consultation", _("There is no such draft here."), _("Go back to the list."))
    return found


def for_staff(organisations: Iterable[int]) -> QuerySet[Consultation]:
    """The consultations of these organisations with how many comments came in and how many wait; open and newest first."""
    counts = {
        "comment_count": Count("comments"),
        "waiting_count": Count("comments", filter=Q(comments__answer__isnull=True)),
    }
    rows = _full().filter(notice__organisation__in=list(organisations))
    return rows.defer("notice__text", "clauses").annotate(**counts).order_by("-closes_on", "-pk")


def consultation_for(pk: int, organisations: Iterable[int]) -> Consultation:
    """One consultation of these organisations. Raises NotFound for anybody else's."""
    found = _full().filter(pk=pk, notice__organisation__in=list(organisations)).first()
    if found is None:
        raise NotFound("consultation", _("There is no such draft here."), _("Go back to the list."))
    return found


def comments_of(consultation: Consultation, state: str = "", clause: int | None = None) -> QuerySet[Comment]:
    """The comments in the order of the clauses. ``state``: waiting, or a verdict; anything else is all."""
    rows = Comment.objects.filter(consultation=consultation).select_related("answer", "taken_by", "call_asked_by")
    if state == "waiting":
        rows = rows.filter(answer__isnull=True)
    elif state in Answer.Verdict.values:
        rows = rows.filter(answer__verdict=state)
    if clause is not None:
        rows = rows.filter(clause_number=clause)
    return rows.order_by("clause_number", "pk")


@dataclass(frozen=True)
class Tally:
    """How many comments there are: in all, by state (waiting or verdict), by clause number, by door."""

    total: int
    states: dict[str, int]
    clauses: dict[int, int]
    doors: dict[str, int]


def tally(consultation: Consultation) -> Tally:
    """Counts of a consultation's comments: one query, no word of them read."""
    rows = Comment.objects.filter(consultation=consultation).order_by()
    found = list(rows.values_list("answer__verdict", "clause_number", "door"))
    return Tally(
        len(found),
        dict(Counter(verdict or "waiting" for verdict, _clause, _door in found)),
        dict(Counter(clause for _verdict, clause, _door in found)),
        dict(Counter(door for _verdict, _clause, door in found)),
    )


@dataclass(frozen=True)
class ClauseAnswers:
    """What was answered to a clause: each answer with how many comments on this clause it answers."""

    passage: Passage
    answers: tuple[tuple[Answer, int], ...]
    comments: int


def published(consultation: Consultation) -> list[ClauseAnswers]:
    """The answers by clause, without a word or a name of anybody. Raises NotFound before they are published."""
    if not consultation.shows_answers:
        raise NotFound("answers", _("The answers are not there yet."), _("Call us, we tell you when they come."))
    rows = Comment.objects.filter(consultation=consultation, answer__isnull=False).select_related("answer")
    by_clause: dict[int, Counter[Answer]] = {}
    for comment in rows.only("clause_number", "answer").order_by("clause_number", "answer_id"):
        by_clause.setdefault(comment.clause_number, Counter())[comment.answer] += 1
    return [
        ClauseAnswers(passage(consultation, n), tuple(counted.items()), sum(counted.values()))
        for n, counted in by_clause.items()
    ]


def comment_by(reference: str, phone: str) -> Comment:
    """A comment by its number and the telephone left with it; the caller counts the tries. Raises DomainError, NotFound."""
    reference, phone = clean_reference(reference), check_phone(phone)
    rows = Comment.objects.filter(reference=reference, phone_digest__in=digests(phone, PURPOSE)).exclude(
        phone_digest=""
    )
    found = rows.select_related("consultation__notice__organisation", "answer").first()
    if found is None:
        raise NotFound(
            "no_match",
            _("This number and this telephone do not belong together."),
            _("Compare both with your slip, or telephone us."),
            "reference",
        )
    return found


def comments_by_number(references: Iterable[str]) -> list[Comment]:
    """Comments this device made or proved itself for, newest first."""
    rows = Comment.objects.filter(reference__in=list(references))
    return list(rows.select_related("consultation__notice__organisation", "answer").order_by("-pk"))


def comment_for(reference: str, consultation: Consultation) -> Comment:
    """One comment on this draft. Raises NotFound."""
    found = Comment.objects.filter(reference=reference, consultation=consultation).first()
    if found is None:
        raise NotFound("comment", _("There is no such comment here."), _("Check the number again."))
    return found
