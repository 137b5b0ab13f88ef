"""How visits, calls, scores and tiers stand on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silverbridge.domain.oversight.models import (
    Answer,
    Appeal,
    Bulletin,
    Evaluation,
    Plan,
    Practice,
    Referral,
    ReturnCall,
    Seat,
)
from silverbridge.doors.look.templatetags.look import chip
from silverbridge.engines.indicators.tiers import Lift

register = template.Library()
SHAPES = {
    "seat": (Seat.State, {"drawn": "wait", "spare": "none", "visited": "ok", "dropped": "none"}),
    "plan": (Plan.State, {"drawn": "wait", "concluded": "ok"}),
    "answer": (Answer.Found, {"yes": "ok", "no": "bad", "skipped": "none"}),
    "referral": (Referral.Outcome, {"punished": "ok", "mended": "ok", "not_proved": "none", "not_theirs": "part"}),
    "call": (
        ReturnCall.Result,
        {"satisfied": "ok", "resolved": "part", "unresolved": "bad", "refused": "none", "not_reached": "none"},
    ),
    "evaluation": (Evaluation.State, {"draft": "part", "issued": "ok"}),
    "appeal": (Appeal.State, {"filed": "wait", "upheld": "ok", "rejected": "none"}),
    "bulletin": (Bulletin.State, {"draft": "part", "approved": "wait", "issued": "ok", "dropped": "none"}),
    "practice": (Practice.State, {"proposed": "wait", "adopted": "ok", "set_aside": "none"}),
}


@register.simple_tag
def standing(kind: str, state: str) -> SafeString:
    """Where something stands: shape and word."""
    choices, shapes = SHAPES[kind]
    return chip(shapes[state], choices(state).label)


@register.filter
def share(value: float | None) -> str:
    """A share in per cent with one decimal; words where there is none, never a zero."""
    return _("No data") if value is None else f"{value * 100:.1f}".removesuffix(".0") + "%"


@register.filter
def plain(value: float | None) -> str:
    """A number without needless noughts; words where there is none."""
    return _("No data") if value is None else f"{round(value, 2):g}"


@register.simple_tag
def scored_chip(state: str) -> SafeString:
    """Whether an item was scored, and why not: shape and word."""
    words = {"scored": _("Scored"), "no_data": _("No data"), "sample_too_small": _("Sample too small")}
    return chip("ok" if state == "scored" else "none", words[state])


@register.filter
def lift_words(lift: Lift) -> str:
    """What is missing for the next tier, and by how much."""
    percent = lift.about in ("visit_share", "asset_share", "seat")
    names = {"visit_share": _("Elders' share in visits"), "asset_share": _("Elders' share in assets")}
    if lift.about == "seat":
        return _("Fulfils everything, but the seats are taken: score %(have)s, the last one with a seat %(need)s") % {
            "have": share(lift.have),
            "need": share(lift.need),
        }
    show = share if percent else plain
    name = names.get(lift.about, stock_name(lift.about))
    if lift.short is None:
        return _("%(name)s: no data, %(need)s needed") % {"name": name, "need": show(lift.need)}
    short = _("%(n)s percentage points") % {"n": plain(lift.short * 100)} if percent else plain(lift.short)
    told = {"name": name, "have": show(lift.have), "need": show(lift.need), "short": short}
    return _("%(name)s: %(have)s, %(need)s needed, %(short)s short") % told


def stock_name(kind: str) -> str:
    """A stock in words; its code where it has none."""
    return {
        "facility.care-window": _("Care window"),
        "facility.step-free": _("Step-free way in"),
        "facility.accessible-toilet": _("Accessible toilet"),
        "staff.first-aid": _("Staff trained in first aid"),
    }.get(kind, kind)


@register.filter
def tier_name(code: str) -> str:
    """An internal tier in words."""
    names = {"flagship": _("Flagship outlet"), "benchmark": _("Benchmark outlet"), "basic": _("Basic outlet")}
    return names.get(code, code) if code else _("none")
