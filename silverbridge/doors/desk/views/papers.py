"""What is printed: the slip somebody takes home, and the form on paper, blank or filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import ItemDefinition, Question
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Person
from silverbridge.doors.desk.chrome import DESK_ROLES
from silverbridge.doors.desk.reach import open_request
from silverbridge.doors.staff.access import staff_page


@dataclass(frozen=True)
class PaperQuestion:
    """One question on paper: boxes to tick, or a line to write on."""

    label: str
    options: tuple[tuple[str, bool], ...]
    written: str


def on_paper(question: Question, answers: Mapping[str, str]) -> PaperQuestion:
    """A question with what was answered, if anything."""
    answer = answers.get(question.key, "")
    options = tuple((in_language(o.label), o.value == answer) for o in question.options)
    if question.kind == "yes_no":
        from django.utils.translation import gettext as _

        options = ((_("Yes"), answer == "yes"), (_("No"), answer == "no"))
    return PaperQuestion(in_language(question.label), options, "" if options else answer)


def _paper(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, f"desk/{template}.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page(*DESK_ROLES)
@require_safe
def slip(request: HttpRequest, reference: str) -> HttpResponse:
    """In large type: number, when, where, what to bring, whom to ask for, whom to call."""
    row = open_request(request, reference, "request.slip")
    definition = row.version.definition
    context = {
        "row": row,
        "part": row.fulfilment_parts.filter(cancelled_at__isnull=True).order_by("pk").first(),
        "comes_to": row.address if definition.asks_address else "",
        "bring": [in_language(words) for words in definition.bring],
        "after": [in_language(words) for words in definition.after],
        "ask_for": in_language(definition.ask_for) if definition.ask_for else "",
        "phone": row.offering.phone if row.offering else "",
    }
    return _paper(request, "slip", context)


def _form(
    request: HttpRequest, definition: ItemDefinition, row: ServiceRequest | None, person: Person | None
) -> HttpResponse:
    answers = row.answers if row else {}
    context = {
        "row": row,
        "person": person,
        "definition": definition,
        "name": in_language(definition.name),
        "summary": in_language(definition.summary),
        "questions": [on_paper(q, answers) for q in definition.questions],
        "bring": [in_language(words) for words in definition.bring],
    }
    return _paper(request, "paper_form", context)


@staff_page(*DESK_ROLES)
@require_safe
def filled_form(request: HttpRequest, reference: str) -> HttpResponse:
    """The paper form with what was answered, to sign."""
    row = open_request(request, reference, "request.form")
    return _form(request, row.version.definition, row, row.person)


@staff_page(*DESK_ROLES)
@require_safe
def blank_form(request: HttpRequest, item: str) -> HttpResponse:
    """The paper form to take home and write on."""
    return _form(request, catalogue.item(item).definition, None, None)
