"""Correcting what was read beside the tasks: a reporting duty, an aim."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.ledger.fields import TargetFields
from silverbridge.domain.ledger.models import Duty, Goal, Statement
from silverbridge.domain.ledger.passages import find
from silverbridge.domain.ledger.statements import DutyFields, Fields, GoalFields
from silverbridge.doors.office.forms.signing import MarkedForm, Names, read_day

DUTY_MARKS = ("span", "who", "what", "when", "due", "to", "attachments", "route", "tier")
GOAL_MARKS = ("span", "by", "targets")
ROUTE_NAMES = (
    ("email", _("By e-mail")),
    ("system", _("Through a reporting system")),
    ("written", _("On paper")),
    ("fax", _("By fax")),
    ("step_by_step", _("Through each level in turn")),
)


class Ways(forms.CheckboxSelectMultiple):
    """Boxes of which only the first answers to the access key: a key leads to one place."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One box."""
        option = super().create_option(*args, **kwargs)
        if int(option["index"]):
            option["attrs"].pop("accesskey", None)
        return option


class StatementForm(MarkedForm):
    """What duties and aims have in common: the sentence they stand in."""

    words = forms.CharField(
        label=_("Passage"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The sentence as it stands in the text, in one piece."),
    )

    def __init__(self, row: Statement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.start_of(row), **kwargs)
        self.row, self.span = row, (row.start, row.end)

    def start_of(self, row: Statement) -> dict[str, Any]:
        """What the form starts with."""
        return {"revision": row.revision, "words": row.text}

    def clean_words(self) -> str:
        """Finds the passage in the text; of several places the one where it stood."""
        words = self.cleaned_data["words"]
        found = find(self.row.notice.text, words, self.row.start)
        if found is None:
            raise forms.ValidationError(
                _("The text does not hold these words in one piece. Copy them as they are printed.")
            )
        self.span = found
        return words


class DutyForm(StatementForm):
    """Who reports what, when, to whom and by which way."""

    marks = DUTY_MARKS
    unprinted = frozenset({"span", "tier", "route"})
    who = forms.CharField(label=_("Who reports"))
    what = forms.CharField(label=_("What to report"), required=False)
    when = forms.CharField(
        label=_("When"), required=False, help_text=_("The rule as printed, like 每季度结束后10日内.")
    )
    due = forms.CharField(label=_("Or by the day"), required=False, help_text=_("Like 2026-10-31."))
    to = forms.CharField(label=_("To whom"), required=False)
    attachments = Names(label=_("Forms that go with it"), help_text=_("One on each line."))
    route = forms.MultipleChoiceField(label=_("How it is sent"), required=False, choices=ROUTE_NAMES, widget=Ways)
    tier = forms.IntegerField(
        label=_("Tier"), required=False, help_text=_("Where reports are gathered: 1 files first, 2 gathers.")
    )

    def start_of(self, row: Statement) -> dict[str, Any]:
        """What the form starts with."""
        assert isinstance(row, Duty)
        names = ("who", "what", "when", "to", "attachments", "route", "tier")
        start = {name: getattr(row, name) for name in names} | {"due": row.due.isoformat() if row.due else ""}
        return super().start_of(row) | start

    def __init__(self, row: Statement, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.fields["attachments"].known = set(self.initial["attachments"])

    def clean_due(self) -> date | None:
        """A day written as year, month and day."""
        return read_day(self.cleaned_data["due"])

    def fields_wanted(self, _targets: tuple[TargetFields, ...] = ()) -> Fields:
        """The duty as the person wants it."""
        said = self.cleaned_data
        names = ("who", "what", "when", "due", "to", "attachments", "tier")
        return DutyFields(span=self.span, route=tuple(said["route"]), **{name: said[name] for name in names})


class GoalForm(StatementForm):
    """By when the aim is to be reached; its figures are forms of their own."""

    marks = GOAL_MARKS
    by = forms.CharField(label=_("To be reached by"), required=False, help_text=_("The last day, like 2026-12-31."))

    def start_of(self, row: Statement) -> dict[str, Any]:
        """What the form starts with."""
        assert isinstance(row, Goal)
        return super().start_of(row) | {"by": row.by.isoformat() if row.by else ""}

    def clean_by(self) -> date | None:
        """A day written as year, month and day."""
        return read_day(self.cleaned_data["by"])

    def fields_wanted(self, targets: tuple[TargetFields, ...] = ()) -> Fields:
        """The aim as the person wants it."""
        return GoalFields(span=self.span, by=self.cleaned_data["by"], targets=targets)


def statement_form(row: Statement, *args: Any) -> DutyForm | GoalForm:
    """The form for a duty or for an aim."""
    return (DutyForm if isinstance(row, Duty) else GoalForm)(row, *args)
