"""What is read back to the elder before a request is made. Always Chinese: it is said to them, not to the staff member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from silverbridge.domain.catalogue.definitions import ItemDefinition, Question
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.answers import asked, check_answer, readable
from silverbridge.domain.people.models import Person, Proxy
from silverbridge.domain.people.queries import card
from silverbridge.engines.calendars import speak_date_zh

ELDER_AGE = 60
FORMS_OF_ADDRESS = {
    ("F", True): gettext_noop("Grandmother %(name)s"),
    ("M", True): gettext_noop("Grandfather %(name)s"),
    ("F", False): gettext_noop("Ms %(name)s"),
    ("M", False): gettext_noop("Mr %(name)s"),
}


def address_of(person: Person | None) -> str:
    """How somebody is spoken to: 李奶奶; empty when age or sex is not known."""
    if person is None:
        return ""
    shown = card(person)
    if shown.age is None or (shown.sex, True) not in FORMS_OF_ADDRESS:
        return ""
    words = FORMS_OF_ADDRESS[shown.sex, shown.age >= ELDER_AGE]
    return gettext(words) % {"name": shown.masked_name.rstrip("*")}


def answers_so_far(definition: ItemDefinition, raw: Mapping[str, str]) -> dict[str, str]:
    """The answers that already hold; those missing or faulty are left out."""
    good: dict[str, str] = {}
    for question in asked(definition, raw):
        try:
            answer = check_answer(question, raw.get(question.key, ""))
        except DomainError:
            continue
        if answer:
            good[question.key] = answer
    return good


def spoken_answer(question: Question, answer: str, words: str) -> str:
    """An answer as said: days with their weekday, times with 点."""
    if question.kind == "date" and answer == words:
        return speak_date_zh(date.fromisoformat(answer))
    if question.kind == "time" and answer == words:
        hour, minute = (int(n) for n in answer.split(":"))
        return f"{hour}点{minute:02d}分" if minute else f"{hour}点"
    return words


def say_back(
    definition: ItemDefinition,
    raw: Mapping[str, str],
    person: Person | None,
    address: str = "",
    proxy: Proxy | None = None,
) -> list[tuple[str, str]]:
    """The sentences to read out, each as (before, what matters in it)."""
    with translation.override("zh-hans"):
        who = address_of(person) if proxy is None else address_of(proxy.agent)
        greeting = gettext("I read it to you once. Listen whether it is right.")
        lines = [(f"{who}，{greeting}" if who else greeting, "")]
        name = in_language(definition.name)
        if proxy is None:
            lines.append((gettext("You would like:"), f"{name}。"))
        else:
            lines.append((gettext("For %(name)s:") % {"name": proxy.principal.name}, f"{name}。"))
        good = answers_so_far(definition, raw)
        for question, words in readable(definition, good):
            said = spoken_answer(question, good[question.key], words)
            lines.append((f"{in_language(question.short)}：", f"{said}。"))
        if definition.asks_address:
            where = address.strip() or (person.address if person else "")
            lines += [(gettext("Address:"), f"{where}。")] if where else []
        lines += [(f"{in_language(words)}。", "") for words in definition.after]
        lines.append((gettext("Is this right?"), ""))
        return lines
