"""The tags every page may use without loading them (settings name this module as a builtin library)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from silverbridge.doors.look import wording
from silverbridge.doors.look.icons import draw
from silverbridge.doors.look.questions import Question, question_of

register = template.Library()
# state -> its shape; the words are the caller's, or these
CHIP_ICONS = {"ok": "check", "part": "half", "bad": "cross", "none": "dash", "wait": "clock"}

register.filter("phrases", wording.phrases)
register.filter("grouped", wording.grouped)


@register.filter
def spoken(number: object) -> str:
    """A reference number as one says it on the telephone."""
    return wording.spoken(number, "zh" if (get_language() or "zh").startswith("zh") else "en")


@register.filter
def inline_svg(drawing: str) -> SafeString:
    """A drawing the server itself made (a chart, a square code), without its XML prologue."""
    return mark_safe(drawing[drawing.index("<svg") :])


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline SVG. Its word always stands beside it, so screen readers skip it."""
    return draw(name)


@register.simple_tag(name="phrases")
def phrases_tag(text: object) -> SafeString:
    """The text, breaking after punctuation."""
    return wording.phrases(text)


@register.simple_tag
def chip(state: str, label: Any = "") -> SafeString:
    """A status: shape, word, and colour last. ``state`` is ok, part, bad, none or wait."""
    own = {
        "ok": _("Done"),
        "part": _("Partly done"),
        "bad": _("Not done"),
        "none": _("No data"),
        "wait": _("In progress"),
    }
    return format_html('<span class="chip {}">{}{}</span>', state, draw(CHIP_ICONS[state]), label or own[state])


@register.inclusion_tag("look/parts/steps.html")
def steps(now: int, total: int, title: Any = "") -> dict[str, Any]:
    """Where one is: words, and arches to cross. ``title`` names what is being done."""
    marks = [(n, "done" if n < now else "now" if n == now else "") for n in range(1, total + 1)]
    return {"now": now, "total": total, "title": title, "marks": marks, "numbered": total <= 7}


@register.inclusion_tag("look/parts/ask.html")
def ask(question: Question | BoundField, level: int = 0) -> dict[str, Any]:
    """A question of an elder page, from a Question or a bound form field."""
    asked = question_of(question) if isinstance(question, BoundField) else question
    if level:
        asked.level = level
    return {"q": asked}


@register.inclusion_tag("look/parts/error_box.html")
def error_box(questions: Question | BaseForm | Iterable[Question | BoundField]) -> dict[str, Any]:
    """What is still missing, above the questions, with a link to each; draws nothing when nothing is."""
    several = [questions] if isinstance(questions, Question) else list(questions)
    asked = [question_of(q) if isinstance(q, BoundField) else q for q in several]
    wrong = [q for q in asked if q.error]
    general = questions.non_field_errors() if isinstance(questions, BaseForm) else []
    return {"wrong": wrong, "general": general, "all_empty": bool(wrong) and all(q.empty for q in wrong)}


@register.inclusion_tag("look/parts/field.html")
def field(bound: BoundField, label: Any = "", help_text: Any = "") -> dict[str, Any]:
    """A field of a staff form: label left, control right, help and error below the control."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)  # a label is never only a placeholder, and one label is enough
    ids = [f"{bound.auto_id}-help"] if (help_text or bound.help_text) else []
    ids += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs = {"aria-describedby": " ".join(ids)} if ids else {}
    many = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    single = isinstance(widget, CheckboxInput)
    if not single:
        attrs["class"] = "txt"
    if isinstance(widget, Textarea) and str(widget.attrs.get("rows", "10")) == "10":
        attrs["rows"] = "4"  # Django's ten lines push the rest of the form off a small screen
    control = "" if many else bound.as_widget(attrs=attrs)
    return {
        "bound": bound,
        "label": label or bound.label,
        "help": help_text or bound.help_text,
        "many": many,
        "single": single,
        "control": control,
        "described": " ".join(ids),
    }


@register.inclusion_tag("look/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a staff form: its own errors and how many fields carry one."""
    fields = [bound for bound in form if bound.errors]
    return {"general": form.non_field_errors() if form.is_bound else [], "fields": fields}


@register.inclusion_tag("look/parts/pages.html", takes_context=True)
def pages(context: template.Context, page: Page, name: str = "page") -> dict[str, Any]:
    """Links through a paginated table; keeps the rest of the query string."""
    request, links = context["request"], []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        query = request.GET.copy()
        query[name] = number
        links.append((number, f"?{query.urlencode()}" if isinstance(number, int) else ""))
    return {"page": page, "links": links, "total": page.paginator.count}


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value a mapping holds for a key that is a variable; empty when it holds none."""
    return mapping.get(key, "")
