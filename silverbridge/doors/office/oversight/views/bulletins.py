"""Bulletins: drafted, approved by another, issued under a number; to publish is a step of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.bulletin_words import table_of
from silverbridge.domain.oversight.models import Bulletin, Practice
from silverbridge.domain.oversight.queries import bulletins as queries
from silverbridge.domain.oversight.queries.practices import practices_for
from silverbridge.doors.office.chrome import attempt, page_of, supervised
from silverbridge.doors.office.oversight.forms.judging import BulletinForm, WordsForm
from silverbridge.doors.office.oversight.views.shared import (
    KEEPERS,
    acted,
    form_page,
    page,
    starting,
)
from silverbridge.doors.office.oversight.views.shared import (
    paper as word_file,
)
from silverbridge.doors.staff.access import staff_page

State = Bulletin.State


@staff_page(*KEEPERS)
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Bulletins the reader may see."""
    rows = page_of(request, queries.bulletins_for(request.user, request.staff.organisations))
    return page(request, "bulletins", {"page": rows})


@staff_page(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """A first text from the figures of a period."""
    reach, (first, last) = request.staff.organisations, quarter_period()
    adopted = practices_for(reach).filter(state=Practice.State.ADOPTED)
    start = starting(request, first=first, last=last)
    form = BulletinForm(reach, adopted, request.POST or None, initial=start)

    def act() -> Bulletin:
        data = form.cleaned_data
        return services.draft_bulletin(
            data["organisation"], form.period, request.staff.actor, data["evaluation"], data["practices"]
        )

    made = acted(request, form, act, _("The draft is written. Nobody else sees it before it is approved."))
    if made is not None:
        return redirect("office:bulletin", made.pk)
    back = (reverse("office:bulletins"), _("Bulletins"))
    return form_page(
        request,
        form,
        _("Draft a bulletin"),
        back,
        _("Write the draft"),
        _("The text follows from the figures; it can be changed before it is approved."),
    )


@staff_page(*KEEPERS)
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One bulletin: words, table, whom it names, and what can be done now."""
    return _bulletin_page(request, queries.bulletin_for(pk, request.user, request.staff.organisations))


def _bulletin_page(request: HttpRequest, row: Bulletin, form: WordsForm | None = None) -> HttpResponse:
    own = row.organisation_id in request.staff.organisations
    boss = row.organisation_id in supervised(request)
    another = boss and row.drafted_by_id != request.user.pk
    table = table_of(row.figures)
    shown = {
        "bulletin": row,
        "lines": [(line.lstrip("# "), line.startswith("#")) for line in row.text.splitlines() if line.strip()],
        "headers": table.headers,
        "rows": table.rows,
        "named": row.named.select_related("organisation"),
        "own": own,
        "may_change": own and row.state == State.DRAFT,
        "may_approve": another and row.state == State.DRAFT,
        "may_issue": boss and row.state == State.APPROVED,
        "may_publish": boss
        and row.state == State.ISSUED
        and row.publishable_at is None
        and row.issued_by_id != request.user.pk,
        "form": form or WordsForm(initial={"title": row.title, "text": row.text}),
    }
    return page(request, "bulletin", shown, 422 if form else 200)


@staff_page(*KEEPERS)
@require_POST
def do(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of its way; each names the revision that was seen."""
    row = queries.bulletin_for(pk, request.user, request.staff.organisations)
    seen, actor = request.POST.get("revision", ""), request.staff.actor
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    if step == "change":
        return _change(request, row, revision)
    steps: dict[str, tuple[Callable[..., Any], str]] = {
        "approve": (services.approve_bulletin, _("The bulletin is approved. It can be issued now.")),
        "reopen": (services.reopen_bulletin, _("The bulletin is a draft again.")),
        "issue": (services.issue_bulletin, _("The bulletin is issued. The units it names see it.")),
        "drop": (services.drop_bulletin, _("The draft is dropped.")),
        "publish": (services.allow_publication, _("The bulletin is approved for publication.")),
    }
    if step not in steps:
        raise Http404
    act, done = steps[step]
    return attempt(request, lambda: act(row, revision, actor), done, reverse("office:bulletin", args=[pk]))


def _change(request: HttpRequest, row: Bulletin, revision: int) -> HttpResponse:
    form = WordsForm(request.POST)

    def act() -> Bulletin:
        data = form.cleaned_data
        return services.change_bulletin(row, revision, data["title"], data["text"], request.staff.actor)

    if acted(request, form, act, _("The words are kept.")) is not None:
        return redirect("office:bulletin", row.pk)
    return _bulletin_page(request, row, form)


@staff_page(*KEEPERS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The bulletin as it was issued: the same bytes each time."""
    row = queries.bulletin_for(pk, request.user, request.staff.organisations)
    if row.file is None:
        raise Http404
    return word_file(row.file.content, f"{row.number}.docx")
