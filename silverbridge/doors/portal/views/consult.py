"""Drafts put before the public: the list, the contents, one clause in large print, and the answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from silverbridge.domain.ledger.consulting import WHOLE, for_anybody, on_portal, passage, passages, published
from silverbridge.domain.ledger.models import Consultation
from silverbridge.doors.portal import saying
from silverbridge.doors.portal.words import day

CLAUSES_PER_PAGE = 30


def until(row: Consultation) -> str:
    """How long comments are taken, or since when no more, and why."""
    if row.is_open:
        return _("Comments are taken until %(day)s.") % {"day": day(row.closes_on)}
    if row.shows_answers:
        return _("It is over. The answers are here.")
    if row.closed_at:
        return _("It was ended early: %(reason)s") % {"reason": row.close_reason}
    return _("Comments were taken until %(day)s. The answers are being written.") % {"day": day(row.closes_on)}


@never_cache
@require_safe
def consults(request: HttpRequest) -> HttpResponse:
    """What one can say something to now, and what was answered."""
    rows = [(row, until(row)) for row in on_portal()]
    shown = {"taking": [r for r in rows if r[0].is_open], "answered": [r for r in rows if not r[0].is_open]}
    return render(request, "portal/consults.html", shown)


@never_cache
@require_safe
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft is about, until when, and its clauses by their first words."""
    row = for_anybody(pk)
    every, start = passages(row), _start(request)
    shown = {
        "row": row,
        "until": until(row),
        "clauses": every[start : start + CLAUSES_PER_PAGE],
        "total": len(every),
        "before": max(0, start - CLAUSES_PER_PAGE) if start else None,
        "after": start + CLAUSES_PER_PAGE if start + CLAUSES_PER_PAGE < len(every) else None,
        "whole": WHOLE,
    }
    return render(request, "portal/consult.html", shown)


def _start(request: HttpRequest) -> int:
    asked = request.GET.get("from", "")
    return int(asked) // CLAUSES_PER_PAGE * CLAUSES_PER_PAGE if asked.isdecimal() and len(asked) < 6 else 0


@never_cache
@require_safe
def clause(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """One clause in large print, with the one before and the one after."""
    row = for_anybody(pk)
    if n == WHOLE:
        return redirect("portal:consult", pk)
    one, total = passage(row, n), len(row.clauses)
    shown: dict[str, Any] = {
        "row": row,
        "until": until(row),
        "clause": one,
        "name": saying.clause_name(one),
        "total": total,
        "before": n - 1 if n > 1 else None,
        "after": n + 1 if n < total else None,
    }
    return render(request, "portal/clause.html", shown)


@never_cache
@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said to each clause, in the office's words, and what became of it."""
    row = for_anybody(pk)
    if not row.shows_answers:
        return redirect("portal:consult", pk)
    found = [(saying.clause_name(one.passage), one) for one in published(row)]
    shown = {"row": row, "found": found, "chips": saying.CHIPS}
    return render(request, "portal/answers.html", shown)
