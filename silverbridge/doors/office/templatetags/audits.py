"""How sites, audits and findings stand on a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from silverbridge.domain.audits.days import Light, Standing
from silverbridge.domain.audits.evaluating import Verdict
from silverbridge.domain.audits.models import AuditRun, Finding, ManualAnswer, Site
from silverbridge.domain.audits.models.findings import Severity
from silverbridge.domain.audits.scheme import Mark
from silverbridge.domain.catalogue.models import in_language
from silverbridge.doors.look.templatetags.look import chip
from silverbridge.engines.webaudit import load_pack

register = template.Library()
RUNS = {"queued": "wait", "running": "wait", "done": "ok", "failed": "bad", "no_browser": "none", "died": "bad"}
FINDINGS = {"closed": "ok", "mended": "part", "exempted": "none", "open": "none", "returned": "bad"}
SEVERITIES = {"veto": "bad", "serious": "part"}
LIGHTS = {Light.GREEN: "ok", Light.YELLOW: "part", Light.RED: "bad", Light.NONE: "none"}
OUTCOMES = {"fail": "bad", "pass": "ok", "review": "wait"}


@register.simple_tag
def run_chip(run: AuditRun) -> SafeString:
    """How an audit stands: shape and word."""
    return chip(RUNS[run.state], run.get_state_display())


@register.simple_tag
def finding_chip(state: str) -> SafeString:
    """How a finding stands: shape and word."""
    return chip(FINDINGS.get(state, "wait"), Finding.State(state).label)


@register.simple_tag
def severity_chip(severity: str) -> SafeString:
    """How grave a failure is: shape and word."""
    return chip(SEVERITIES.get(severity, "none"), Severity(severity).label)


@register.simple_tag
def outcome_chip(outcome: str) -> SafeString:
    """How a rule stands: shape and word."""
    words = {"fail": _("Failed"), "pass": _("Kept"), "review": _("A human is asked")}
    return chip(OUTCOMES.get(outcome, "none"), words.get(outcome, _("Not asked")))


@register.simple_tag
def standing_chip(standing: Standing) -> SafeString:
    """A light: shape, the name of its colour and what it means."""
    named = {Light.GREEN: _("Green"), Light.YELLOW: _("Yellow"), Light.RED: _("Red")}.get(standing.light)
    words = f"{named}，{standing.light.label}" if named else standing.light.label
    return chip(LIGHTS[standing.light], words)


@register.filter
def days_late(standing: Standing) -> str:
    """How much too late; empty when it is not."""
    days = standing.days or 0
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days} if days > 0 else ""


@register.simple_tag
def verdict_chip_of(verdict: Verdict) -> SafeString:
    """Whether a site passes the evaluation: shape and word."""
    if verdict.passes is None:
        return chip("none", _("No data yet"))
    return chip("ok", _("Passes")) if verdict.passes else chip("bad", _("Does not pass"))


@register.simple_tag
def answer_chip(answer: ManualAnswer) -> SafeString:
    """What a person said about a rule: shape and word."""
    return chip({"kept": "ok", "broken": "bad"}.get(answer.verdict, "none"), answer.get_verdict_display())


@register.filter
def rule_title(code: str) -> str:
    """A rule's code and title, in the language of the page."""
    rule = load_pack().get(code)
    return f"{code} {in_language(rule.title)}" if rule else code


@register.filter
def clause_names(clauses: list[str]) -> str:
    """Clauses in a row; what is this project's own says so."""
    return "、".join(_("ours") if clause == "project" else clause for clause in clauses)


@register.filter
def window_name(viewport: str) -> str:
    """The window a page was seen in."""
    return {"phone": _("telephone"), "desktop": _("computer")}.get(viewport, viewport)


@register.filter
def mode_name(mode: str) -> str:
    """As what a page was measured."""
    words = {"elder": _("elder edition"), "home": _("home page"), "general": _("ordinary page")}
    return words.get(mode, mode)


@register.filter
def points(value: float | None) -> str:
    """A score, and words where there is none."""
    return _("No data") if value is None else f"{value:g}"


@register.filter
def trouble_words(trouble: dict[str, Any]) -> str:
    """Why a page could not be audited, in the language of the page."""
    return trouble["zh"] if (get_language() or "zh").startswith("zh") else trouble["en"]


@register.filter
def whose(mark: Mark) -> str:
    """Whose a number is."""
    return _("published: %(source)s") % {"source": mark.source} if mark.whose == "published" else _("ours")


@register.filter
def missing_part(code: str) -> str:
    """Why a part has no data."""
    return {
        "no_run": _("The site has not been audited yet."),
        "no_survey": _("No survey was entered."),
        "no_report": _("No self-report was entered."),
        "small_sample": _("Fewer people answered than the scheme asks for."),
    }.get(code, _("Nothing in it can be counted."))


@register.filter
def why_fails(code: str) -> str:
    """Why a site does not pass."""
    return {
        "veto": _("A veto item failed; the rest cannot make up for it."),
        "technical": _("The technical score is below its mark."),
        "total": _("The total is below its mark."),
    }[code]


@register.filter
def schedule_words(site: Site) -> str:
    """How often a site is audited."""
    if site.every is None:
        return _("only when somebody asks")
    return {
        "days": ngettext("every day", "every %(n)s days", site.every),
        "weeks": ngettext("every week", "every %(n)s weeks", site.every),
        "months": ngettext("every month", "every %(n)s months", site.every),
    }[site.unit] % {"n": site.every}


@register.filter
def took(seconds: int | None) -> str:
    """How long something took."""
    if seconds is None:
        return "–"
    parts = {"m": seconds // 60, "s": seconds % 60}
    return (_("%(m)s min %(s)s s") if seconds >= 60 else _("%(s)s seconds")) % parts


register.filter("words_of", in_language)
