"""Correcting what was read: one task's fields, the head of a notice, where to split, what to add, why to take out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.ledger.fields import NoticeFields, TargetFields, TaskFields
from silverbridge.domain.ledger.models import Goal, Notice, Task
from silverbridge.domain.ledger.passages import Span, find
from silverbridge.doors.office.forms import OfficeForm

_BETWEEN = re.compile(r"[、，,；;](?![^（(]*[）)])")
DIRECTIONS = (("at_least", _("At least")), ("at_most", _("At most")), ("equal", _("Exactly")))
# The fields of a page in the order of its marks: which field of the domain each control speaks of.
TASK_MARKS = ("span", "leads", "responsible", "cooperating", "deadline", "recurrence", "targets")
HEAD_MARKS = ("title", "document_number", "issuers", "dated", "status")
SPEAKS_OF = {"words": "span", "deadline_kind": "deadline", "deadline_text": "deadline"}


class Names(forms.CharField):
    """Names of units, one on each line; what stands on one line between 、 is several, unless it is a name already known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **more)
        self.known: set[str] = set()

    def prepare_value(self, value: Any) -> Any:
        """Names under each other."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The names in the order written."""
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        parts = [[line] if line in self.known else _BETWEEN.split(line) for line in lines]
        return tuple(name.strip() for line in parts for name in line if name.strip())


class MarkedForm(OfficeForm):
    """A form whose controls carry the mark of their place in the text, and say what was read there at first."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    marks: tuple[str, ...] = ()
    unprinted: frozenset[str] = frozenset({"span"})  # of these nobody is told that the text does not hold them

    def mark(self, read: Mapping[str, str], places: Iterable[str], keys: bool, now: Mapping[str, str]) -> None:
        """Puts mark, access key and help on each control. ``read`` and ``now`` have words by field of the domain."""
        placed, seen = set(places), set()
        for name, field in self.fields.items():
            about = SPEAKS_OF.get(name, name)
            if about not in self.marks:
                continue
            number = self.marks.index(about) + 1
            field.widget.attrs["data-f"] = str(number)
            if about in seen:
                continue
            seen.add(about)
            if keys:
                field.widget.attrs["accesskey"] = str(number)
            bound = self[name]  # made before, perhaps, when the answers were checked
            bound.label = format_html('<b class="tag">{}</b>{}', number, field.label)
            help_text = [str(field.help_text)] if field.help_text else []
            help_text += [gettext("As read: %(words)s.") % {"words": read[about].rstrip("。")}] if about in read else []
            help_text += [gettext("Now: %(words)s.") % {"words": now[about].rstrip("。")}] if about in now else []
            if about not in placed and self.initial.get(name) and about not in self.unprinted:
                help_text.append(gettext("Not found in the text."))
            bound.help_text = " ".join(help_text)


class TaskForm(MarkedForm):
    """Everything of a task that can be corrected, but its targets, which are forms of their own."""

    marks = TASK_MARKS
    words = forms.CharField(
        label=_("Passage"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The words of the task as they stand in the text, in one piece."),
    )
    leads = Names(label=_("Lead"), help_text=_("One unit on each line."))
    responsible = Names(label=_("Responsible"))
    cooperating = Names(label=_("Cooperating"))
    deadline_kind = forms.ChoiceField(label=_("Deadline"), choices=Task.Deadline)
    deadline = forms.CharField(label=_("Day"), required=False, help_text=_("Like 2026-10-31."))
    deadline_text = forms.CharField(label=_("As printed"), required=False)
    recurrence = forms.CharField(label=_("Repeats"), required=False)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=start_of(task), **kwargs)
        self.task, self.span = task, (task.start, task.end)
        for role in ("leads", "responsible", "cooperating"):
            self.fields[role].known = {*task.leads, *task.responsible, *task.cooperating}

    def clean_words(self) -> str:
        """Finds the passage in the text; of several places the one where the task stood."""
        words = self.cleaned_data["words"]
        found = find(self.task.notice.text, words, self.task.start)
        if found is None:
            raise forms.ValidationError(
                _("The text does not hold these words in one piece. Copy them as they are printed.")
            )
        self.span = found
        return words

    def clean_deadline(self) -> date | None:
        """A day written as year, month and day."""
        return read_day(self.cleaned_data["deadline"])

    def fields_wanted(self, targets: tuple[TargetFields, ...]) -> TaskFields:
        """The task as the person wants it."""
        said = self.cleaned_data
        names = ("leads", "responsible", "cooperating", "deadline_kind", "deadline", "deadline_text", "recurrence")
        return TaskFields(span=self.span, targets=targets, **{name: said[name] for name in names})


class TargetForm(forms.Form):
    """A figure to reach. A row without words is none."""

    words = forms.CharField(label=_("As printed"), required=False, max_length=200)
    what = forms.CharField(label=_("What is counted"), required=False, max_length=100)
    direction = forms.ChoiceField(label=_("Direction"), required=False, choices=DIRECTIONS)
    value = forms.FloatField(label=_("Value"), required=False)
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)

    def __init__(self, *args: Any, mark: int = TASK_MARKS.index("targets") + 1, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"data-f": str(mark), "class": "txt"}

    def clean(self) -> dict[str, Any]:
        """A number for each row that has words."""
        data = super().clean()
        if data.get("words") and data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("The number is missing."))
        return data


class TargetFormSet(forms.BaseFormSet):
    """The figures of a task, and a row for one more."""

    def fields_wanted(self) -> tuple[TargetFields, ...]:
        """Those that have words."""
        said = [form.cleaned_data for form in self.forms]
        return tuple(TargetFields(**data) for data in said if data.get("words"))


Targets = forms.formset_factory(TargetForm, formset=TargetFormSet, extra=1, max_num=30, absolute_max=30)


class HeadForm(MarkedForm):
    """Title, number, issuers, date and validity of a notice; only a supervisor says the last."""

    marks = HEAD_MARKS
    title = forms.CharField(label=_("Title"), widget=forms.Textarea(attrs={"rows": 3}))
    document_number = forms.CharField(label=_("Document number"), required=False)
    issuers = Names(label=_("Issued by"), help_text=_("One unit on each line."))
    dated = forms.CharField(label=_("Date"), required=False, help_text=_("Like 2026-10-31."))
    status = forms.ChoiceField(label=_("Validity"), choices=Notice.Status)

    def __init__(self, notice: Notice, may_confirm: bool, *args: Any, **kwargs: Any) -> None:
        start = {name: getattr(notice, name) for name in HEAD_MARKS} | {"revision": notice.revision}
        start["dated"] = notice.dated.isoformat() if notice.dated else ""
        super().__init__(*args, initial=start, **kwargs)
        self.fields["issuers"].known = set(notice.issuers)
        if not may_confirm:
            del self.fields["status"]

    def clean_title(self) -> str:
        """On one line, however it was broken."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_dated(self) -> date | None:
        """A day written as year, month and day."""
        return read_day(self.cleaned_data["dated"])

    def fields_wanted(self) -> NoticeFields:
        """The head as the person wants it."""
        said = self.cleaned_data
        return NoticeFields(said["title"], said["document_number"], said["issuers"], said["dated"])


class AddForm(OfficeForm):
    """A passage that is a task, a duty or an aim: a whole clause, or words copied from the text."""

    kind = forms.ChoiceField(
        label=_("It is"), choices=(("task", _("a task")), ("duty", _("a reporting duty")), ("goal", _("an aim")))
    )
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    passage = forms.CharField(label=_("Or its words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, clauses: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("Please choose")), *clauses]


def start_of(task: Task) -> dict[str, Any]:
    """What a task's form starts with."""
    return {
        "revision": task.revision,
        "words": task.text,
        "leads": task.leads,
        "responsible": task.responsible,
        "cooperating": task.cooperating,
        "deadline_kind": task.deadline_kind,
        "deadline": task.deadline.isoformat() if task.deadline else "",
        "deadline_text": task.deadline_text,
        "recurrence": task.recurrence,
    }


def targets_of(task: Task | Goal) -> list[dict[str, Any]]:
    """What the forms of its figures start with."""
    names = ("words", "what", "direction", "value", "unit")
    return [{name: f"{t[name]:g}" if name == "value" else t[name] for name in names} for t in task.targets]


def read_day(typed: str) -> date | None:
    """A day written 2026-10-31, 2026/10/31 or 2026年10月31日; None for nothing. Raises ValidationError for anything else."""
    plain = re.sub(r"[年月/.]", "-", typed.strip()).removesuffix("日")
    if not plain:
        return None
    year, *rest = plain.split("-")
    try:
        day = parse_date("-".join([year, *(part.zfill(2) for part in rest)]))
    except ValueError:
        day = None
    if day is None:
        raise forms.ValidationError(_("This is no day. Write it like 2026-10-31."))
    return day


def passage_of(notice: Notice, words: str) -> Span | None:
    """Where copied words stand in the text."""
    return find(notice.text, words)
