"""Checking what somebody answered against the questions of an item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time, timedelta

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.definitions import HELP, ItemDefinition, Question
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.places.queries import today

Answers = dict[str, str]
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffd]")


def is_asked(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether this question is asked, given the answers before it."""
    return question.ask_if is None or answers.get(question.ask_if.question) in question.ask_if.values


def asked(definition: ItemDefinition, answers: Mapping[str, str]) -> list[Question]:
    """The questions on somebody's way; after "a person does it for me" nothing more is asked."""
    way: list[Question] = []
    for question in definition.questions:
        if is_asked(question, answers):
            way.append(question)
            if answers.get(question.key) == HELP:
                break
    return way


def wants_help(answers: Mapping[str, str]) -> bool:
    """Whether any question was left to a person."""
    return HELP in answers.values()


def _error(question: Question, code: str, message: object, mend: object, **facts: object) -> DomainError:
    return DomainError(f"answer.{code}", message, mend, question.key, **facts)


def missing_answer(question: Question) -> DomainError:
    """What is said where an answer is needed and none is there."""
    return _error(question, "missing", _("One answer is still missing."), _("Answer it, or choose help."))


def _check_date(question: Question, text: str) -> str:
    numbers = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    if re.fullmatch(r"\d{8}", text):
        numbers = [text[:4], text[4:6], text[6:]]
    try:
        day = date(*(int(n) for n in numbers)) if len(numbers) == 3 else None
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise _error(question, "date", _("There is no such day."), _("Write year, month and day: 2026 11 24."))
    if question.days_ahead is not None:
        if day < today():
            raise _error(question, "past", _("This day is already past."), _("Choose today or a later day."))
        if day > today() + timedelta(days=question.days_ahead):
            last = today() + timedelta(days=question.days_ahead)
            raise _error(question, "far", _("This day is too far ahead."), _("The last possible day is %(d)s."), d=last)
    return day.isoformat()


def _check_time(question: Question, text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[:时点h.]?(\d{2})?分?", unicodedata.normalize("NFKC", text).replace(" ", ""))
    try:
        moment = time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        moment = None
    if moment is None:
        raise _error(question, "time", _("There is no such time."), _("Write it as 9:30 or 14:00."))
    return f"{moment:%H:%M}"


def check_answer(question: Question, raw: str) -> str:
    """One answer, cleaned. Raises DomainError that names the field."""
    text = unicodedata.normalize("NFC", str(raw or "")).replace("\r\n", "\n").strip()
    if UNPRINTABLE.search(text):
        raise _error(question, "characters", _("Some characters cannot be read."), _("Type this answer again."))
    if not text:
        if question.required:
            raise missing_answer(question)
        return ""
    if text == HELP and question.kind in ("choice", "date", "time"):
        return HELP
    if question.kind == "choice" and text not in {o.value for o in question.options}:
        raise _error(question, "choice", _("This is none of the choices."), _("Choose one of those shown."))
    if question.kind == "yes_no" and text not in ("yes", "no"):
        raise _error(question, "choice", _("This is none of the choices."), _("Choose one of those shown."))
    if question.kind == "date":
        return _check_date(question, text)
    if question.kind == "time":
        return _check_time(question, text)
    if question.kind == "number":
        digits = unicodedata.normalize("NFKC", text)
        if not re.fullmatch(r"\d{1,9}", digits):
            raise _error(question, "number", _("A whole number is needed here."), _("Write it in figures: 2."))
        return str(int(digits))
    if len(text) > question.max_length:
        raise _error(
            question,
            "long",
            _("This is too long by %(n)s characters."),
            _("Shorten it a little; you can tell us the rest by telephone."),
            n=len(text) - question.max_length,
        )
    return text


def check_answers(definition: ItemDefinition, raw: Mapping[str, str]) -> Answers:
    """All answers on somebody's way, cleaned; answers off the way are dropped. Raises Invalid with every fault.

    An answer to a question the item does not have is refused: it means the client speaks of another version.
    """
    wrong: dict[str, DomainError] = {}
    known = {q.key for q in definition.questions}
    for key in raw:
        if key not in known:
            wrong[str(key)] = DomainError(
                "answer.unknown", _("This item has no such question."), _("Read the item again."), str(key)
            )
    clean: Answers = {}
    for question in definition.questions:
        if not is_asked(question, clean):
            continue
        try:
            answer = check_answer(question, raw.get(question.key, ""))
        except DomainError as error:
            wrong[question.key] = error
            continue
        if answer:
            clean[question.key] = answer
        if answer == HELP:
            break
    if wrong:
        raise Invalid(wrong)
    return clean


def readable(definition: ItemDefinition, answers: Mapping[str, str]) -> list[tuple[Question, str]]:
    """Each answered question with its answer in words of the page's language, in order."""
    from silverbridge.domain.catalogue.models import in_language

    rows = []
    for question in definition.questions:
        value = answers.get(question.key)
        if value is None:
            continue
        labels = {o.value: in_language(o.label) for o in question.options}
        fixed = {"yes": _("Yes"), "no": _("No"), HELP: _("A person helps me with this")}
        rows.append((question, str(labels.get(value) or (fixed.get(value, value) if value in fixed else value))))
    return rows
