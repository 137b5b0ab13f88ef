"""Drafts before the public, in the office: published, extended, closed; comments read and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.consulting import (
    Tally,
    comment_for,
    comments_of,
    consultation_for,
    for_staff,
    passages,
    tally,
)
from silverbridge.domain.ledger.models import Answer, Consultation
from silverbridge.domain.ledger.queries import notice_for
from silverbridge.doors.office.chrome import (
    COMMENT_TAKERS,
    KEEPERS,
    SUPERVISORS,
    attempt,
    office_page,
    page_of,
    supervised,
)
from silverbridge.doors.office.forms.consulting import AnswerForm, CloseForm, ExtendForm, OpenForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

STATES = ("waiting", *Answer.Verdict.values)


def state_names() -> dict[str, tuple[str, str]]:
    """Each state of a comment: its shape and its word."""
    shapes = {"accepted": "ok", "partly": "part", "not_accepted": "none"}
    return {"waiting": ("wait", _("Waits for an answer"))} | {
        value: (shapes[value], str(label)) for value, label in Answer.Verdict.choices
    }


def found(request: HttpRequest, pk: int) -> Consultation:
    """The consultation, if it is within the reader's reach."""
    return consultation_for(pk, request.staff.organisations)


@staff_page(*COMMENT_TAKERS)
def consultations(request: HttpRequest) -> HttpResponse:
    """Drafts before the public, with how much came in; whoever answers the telephone writes a comment down from here."""
    keeps = bool(request.staff.roles.intersection(KEEPERS))
    shown = {"page": page_of(request, for_staff(request.staff.organisations)), "keeps": keeps}
    return office_page(request, "consultations", shown, "consultations")


@staff_page(*SUPERVISORS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft on the portal: its plain words and its last day."""
    row, form = notice_for(pk, set(request.staff.organisations)), OpenForm(request.POST or None)
    known = Consultation.objects.filter(notice=row).first()
    if known is not None:
        return redirect("office:consultation", known.pk)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.open_consultation(row, data["plain"], data["closes_on"], request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The draft stands on the portal."))
            return redirect("office:consultation", made.pk)
    status = 422 if form.is_bound else 200
    return office_page(request, "consultation_open", {"notice": row, "form": form}, "notices", status)


@staff_page(*KEEPERS)
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments by clause, filtered by state; several are answered at once."""
    return page(request, found(request, pk))


def page(request: HttpRequest, row: Consultation, **forms: Form) -> HttpResponse:
    """The page of a consultation; ``forms`` are those that could not be taken."""
    state, clause = request.GET.get("state", ""), request.GET.get("clause", "")
    number = int(clause) if clause.isdecimal() and len(clause) < 6 else None
    counts, names = tally(row), state_names()
    comments = page_of(request, comments_of(row, state, number))
    ticked = set(request.POST.getlist("comment"))
    shown: dict[str, Any] = {
        "row": row,
        "notice": row.notice,
        "page": comments,
        "comments": [(one, f"{one.pk}-{one.revision}" in ticked) for one in comments],
        "tally": counts,
        "states": [(code, *names[code], counts.states.get(code, 0)) for code in STATES],
        "state": state if state in STATES else "",
        "clauses": _clauses(row, counts),
        "clause": number,
        "waiting": counts.states.get("waiting", 0),
        "may_decide": row.notice.organisation_id in supervised(request),
        "answer_form": forms.get("answer") or AnswerForm(auto_id="a-%s"),
        "extend_form": forms.get("extend") or ExtendForm(auto_id="e-%s"),
        "close_form": forms.get("close") or CloseForm(auto_id="c-%s"),
        "open_form": next(iter(forms), ""),
    }
    return office_page(request, "consultation", shown, "consultations", status=422 if forms else 200)


def _clauses(row: Consultation, counts: Tally) -> list[tuple[int, str, int]]:
    """Number, first words and count of every clause somebody spoke to; the whole draft first."""
    names = {0: _("The whole draft")} | {one.n: one.beginning for one in passages(row)}
    return [(n, names[n], counts.clauses[n]) for n in sorted(counts.clauses)]


def _back(pk: int) -> str:
    return reverse("office:consultation", args=[pk])


def _revision(request: HttpRequest) -> int:
    named = request.POST.get("revision", "")
    return int(named) if named.isdecimal() and len(named) < 10 else 0


def _decide(
    request: HttpRequest, row: Consultation, name: str, form: Form, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Does it if the form is whole; shows the form again with what is wrong."""
    if not form.is_valid():
        return page(request, row, **{name: form})
    try:
        act()
    except DomainError as refusal:
        show(form, refusal)
        return page(request, row, **{name: form})
    messages.success(request, done)
    return redirect(_back(row.pk))


@staff_page(*SUPERVISORS)
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A later last day."""
    row, form = found(request, pk), ExtendForm(request.POST, auto_id="e-%s")

    def act() -> None:
        services.extend(row, form.cleaned_data["closes_on"], request.staff.actor, _revision(request))

    return _decide(request, row, "extend", form, act, _("The last day is moved."))


@staff_page(*SUPERVISORS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends it before its day, with a reason."""
    row, form = found(request, pk), CloseForm(request.POST, auto_id="c-%s")

    def act() -> None:
        services.close_early(row, form.cleaned_data["reason"], request.staff.actor, _revision(request))

    return _decide(request, row, "close", form, act, _("It is closed. No further comment is taken."))


@staff_page(*KEEPERS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer to the comments ticked."""
    row, form = found(request, pk), AnswerForm(request.POST, auto_id="a-%s")
    seen = [_seen(value) for value in request.POST.getlist("comment")]

    def act() -> None:
        data = form.cleaned_data
        services.answer_comments(row, seen, data["verdict"], data["gist"], data["reason"], request.staff.actor)

    done = ngettext("%(n)s comment is answered.", "%(n)s comments are answered.", len(seen)) % {"n": len(seen)}
    return _decide(request, row, "answer", form, act, done)


@staff_page(*KEEPERS)
@require_POST
def call(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Asks that whoever left a comment be called back."""
    row = comment_for(reference, found(request, pk))
    question, done = request.POST.get(f"question-{reference}", ""), _("The call stands on the list of calls to make.")
    return attempt(request, lambda: services.ask_for_call(row, question, request.staff.actor), done, _back(pk))


def _seen(value: str) -> tuple[int, int]:
    """Id and revision of a comment as it was shown; (0, 0) for anything else, which no comment has."""
    pk, _dash, revision = value.partition("-")
    both = (pk.isdecimal() and len(pk) < 18) and (revision.isdecimal() and len(revision) < 10)
    return (int(pk), int(revision)) if both else (0, 0)


@staff_page(*SUPERVISORS)
@require_POST
def publish_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the answers on the portal."""
    row = found(request, pk)
    done = _("The answers stand on the portal.")
    return attempt(
        request, lambda: services.publish_answers(row, request.staff.actor, _revision(request)), done, _back(pk)
    )
