"""From the questions of an item to the pages of the portal, and from what was typed back to answers."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from silverbridge.domain.catalogue import definitions as d
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.answers import asked, check_answer
from silverbridge.doors.look.questions import PARTS, Option, Question, read_date
from silverbridge.doors.portal.drafts import Draft
from silverbridge.doors.portal.words import whole

KINDS = {
    "choice": "choice",
    "yes_no": "yesno",
    "text": "text",
    "long_text": "textarea",
    "date": "date",
    "time": "text",
    "number": "number",
}
ASK_A_PERSON = ("date", "time")  # kinds whose answer a person can find; a choice has it as its last option


def typed(question: d.Question, posted: QueryDict) -> dict[str, str]:
    """What stands in the boxes of the page, as it was typed."""
    if "person" in posted and question.kind in ASK_A_PERSON:
        return {"text": d.HELP}
    if question.kind == "date":
        return {part: posted.get(f"{question.key}-{part}", "")[:12] for part in PARTS}
    return {"text": posted.get(question.key, "")[:2000]}


def is_empty(values: Mapping[str, str]) -> bool:
    """Whether nothing was typed at all."""
    return not any(text.strip() for text in values.values())


def check(question: d.Question, values: Mapping[str, str]) -> str:
    """The answer in what was typed. Raises DomainError."""
    if question.kind == "date" and "text" not in values:
        boxes = {f"{question.key}-{part}": values.get(part, "") for part in PARTS}
        date, wrong, _typed = read_date(boxes, question.key)
        if wrong:
            raise DomainError("answer.date", wrong, "", question.key)
        return check_answer(question, date.isoformat() if date else "")
    return check_answer(question, values.get("text", ""))


def shown(question: d.Question, draft: Draft) -> Question:
    """The question as the page draws it: with the answer so far, or with what was typed and what is wrong with it."""
    values, error = _so_far(question, draft)
    hints = [in_language(question.hint)] if question.hint else []
    if question.kind == "time":
        hints.append(_("For example 9:30 or 14:00."))
    if not question.required:
        hints.append(_("You may leave this empty."))
    return Question(
        name=question.key,
        title=in_language(question.label),
        kind=KINDS[question.kind],
        hint=" ".join([*hints, _("There is no time limit here.")]),
        value=values if question.kind == "date" and "text" not in values else values.get("text", ""),
        error=error,
        options=_options(question),
        required=question.required,
        max_length=question.max_length if question.kind in ("text", "long_text") else 0,
    )


def _so_far(question: d.Question, draft: Draft) -> tuple[dict[str, str], str]:
    if draft.tried_at == question.key and draft.tried:
        try:
            check(question, draft.tried)
        except DomainError as error:
            return draft.tried, whole(error)
        return draft.tried, ""
    answer = draft.answers.get(question.key, "")
    if question.kind == "date" and answer and answer != d.HELP:
        return dict(zip(PARTS, (str(int(n)) for n in answer.split("-")), strict=True)), ""
    return {"text": "" if question.kind == "date" else answer}, ""


def _options(question: d.Question) -> list[Option]:
    if question.kind != "choice":
        return []
    own = [Option(o.value, in_language(o.label), in_language(o.note) if o.note else "") for o in question.options]
    return [
        *own,
        Option(d.HELP, _("Not sure, a person helps me"), _("We telephone you and settle it together."), person=True),
    ]


def missing(definition: d.ItemDefinition, draft: Draft) -> str:
    """The key of the first question on the way that has no answer yet; empty when all have."""
    for question in asked(definition, draft.answers):
        if question.key not in draft.answers and question.required:
            return question.key
    return ""


def keep(definition: d.ItemDefinition, draft: Draft, question: d.Question, answer: str) -> None:
    """Writes an answer into the draft; answers that are no longer on the way stay out."""
    draft.answers[question.key] = answer
    draft.pass_on()
    on_the_way = {q.key for q in asked(definition, draft.answers)}
    draft.answers = {k: v for k, v in draft.answers.items() if k in on_the_way}


def sent(draft: Draft) -> dict[str, str]:
    """The answers as they are submitted: an optional question left empty is not among them."""
    return {key: answer for key, answer in draft.answers.items() if answer}
