"""What clerks type about sites, findings, surveys and self-reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.audits.models import ManualAnswer, Site
from silverbridge.domain.audits.scheme import SiteScheme
from silverbridge.domain.audits.services import SiteTerms
from silverbridge.domain.audits.services.rights import KEEPERS
from silverbridge.domain.audits.services.sites import lines
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.ledger.models import Task
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day

SHORT = forms.Textarea(attrs={"rows": 3})


class SiteForm(OfficeForm):
    """What is audited, how often, and who looks after it there."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    name = forms.CharField(label=_("Name of the site"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Site.Kind, widget=forms.RadioSelect)
    addresses = forms.CharField(
        label=_("Addresses"),
        widget=SHORT,
        max_length=20_000,
        help_text=_("One on a line; the home page first, as https://example.gov.cn/."),
    )
    elder_address = forms.CharField(
        label=_("Elder edition"),
        required=False,
        max_length=400,
        help_text=_("Its address, if there is one. It and the pages below it are measured as an elder edition."),
    )
    sitemap = forms.CharField(label=_("Sitemap"), required=False, max_length=400)
    follow_links = forms.BooleanField(label=_("Follow links on the same hosts"), required=False)
    most_pages = forms.IntegerField(label=_("At most so many pages"), min_value=1, max_value=200)
    depth = forms.IntegerField(label=_("So many links deep"), min_value=1, max_value=5)
    hosts = forms.CharField(
        label=_("Other hosts"),
        required=False,
        widget=SHORT,
        max_length=5_000,
        help_text=_("One on a line. Nothing is asked of any other host during an audit."),
    )
    every = forms.IntegerField(
        label=_("Audit every"), required=False, min_value=1, help_text=_("Empty: only when somebody asks for it.")
    )
    unit = forms.ChoiceField(label=_("Days, weeks or months"), choices=Site.Unit)
    next_due = forms.DateField(
        label=_("Next audit"), required=False, widget=Day, help_text=_("Empty: today, or as it was planned.")
    )
    contact_name = forms.CharField(label=_("Who looks after it there"), required=False, max_length=40)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.filter(pk__in=set(reach)))

    def terms(self) -> SiteTerms:
        """What the domain is told."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        return SiteTerms(**data | {"addresses": lines(data["addresses"]), "hosts": lines(data["hosts"])})


def told(site: Site) -> dict[str, Any]:
    """What a form about a registered site begins with."""
    names = ("name", "kind", "elder_address", "sitemap", "follow_links", "most_pages", "depth", "every", "unit")
    more = {
        "addresses": "\n".join(site.addresses),
        "hosts": "\n".join(site.hosts),
        "organisation": site.organisation_id,
    }
    contact = {"contact_name": site.contact_name, "contact_phone": site.contact_phone, "next_due": site.next_due}
    return {name: getattr(site, name) for name in names} | more | contact


class RetireForm(OfficeForm):
    """Why a site is looked after no longer."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AssignForm(OfficeForm):
    """To which unit, to whom there, and until when."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"))
    person = forms.ModelChoiceField(User.objects.none(), label=_("Person there"), required=False)
    due = forms.DateField(label=_("To be mended by"), widget=Day)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=400, widget=SHORT)

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = set(reach)
        self.offer("unit", Organisation.objects.filter(pk__in=reach))
        people = User.objects.filter(is_active=True, grants__role__in=KEEPERS, grants__organisation__in=reach)
        self.offer("person", people.distinct().order_by("display_name", "pk"))


class RemarkForm(OfficeForm):
    """A sentence that is needed."""

    remark = forms.CharField(label=_("Reason"), max_length=400, widget=SHORT)


class MendForm(OfficeForm):
    """What was mended."""

    remark = forms.CharField(label=_("What was mended"), max_length=400, widget=SHORT)


class EmptyForm(OfficeForm):
    """Nothing to say."""


class AnswerForm(OfficeForm):
    """How a rule stands that a browser cannot judge."""

    verdict = forms.ChoiceField(label=_("Your answer"), choices=ManualAnswer.Verdict, widget=forms.RadioSelect)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=400, widget=SHORT)


class TaskForm(OfficeForm):
    """For which task of the ledger something is put on file."""

    task = forms.ModelChoiceField(Task.objects.none(), label=_("Task"))

    def __init__(self, tasks: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("task", tasks)
        self.fields["task"].label_from_instance = lambda task: (
            f"{task.notice.title[:20]} · {task.number} {task.text[:30]}"
        )


class SurveyForm(OfficeForm):
    """Period, sample, how people were asked, and the counts: typed, or from a table."""

    first = forms.DateField(label=_("From"), widget=Day)
    last = forms.DateField(label=_("To"), widget=Day)
    sample = forms.IntegerField(label=_("People who answered"), min_value=1, max_value=10_000_000)
    method = forms.CharField(
        label=_("How they were asked"), max_length=200, help_text=_("For instance: at three counters, by volunteers.")
    )
    file = forms.FileField(
        label=_("Table"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV or .xlsx: a row for each question, a column for each answer. Or type the counts below."),
    )

    def __init__(self, scheme: SiteScheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for question in scheme.survey.questions:
            for answer in scheme.survey.answers:
                label = f"{in_language(question.text)} {in_language(answer.name)}"
                self.fields[f"{question.code}--{answer.code}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=10_000_000
                )

    def head(self) -> list[Any]:
        """The fields above the counts."""
        return [self[name] for name in ("first", "last", "sample", "method", "file")]

    def grid(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """Each question with its answers and their fields."""
        answers = self.scheme.survey.answers
        return [
            (in_language(q.text), [(in_language(a.name), self[f"{q.code}--{a.code}"]) for a in answers])
            for q in self.scheme.survey.questions
        ]

    def counts(self) -> dict[str, dict[str, int]]:
        """By question and answer, as typed."""
        return {
            q.code: {a.code: self.cleaned_data.get(f"{q.code}--{a.code}") or 0 for a in self.scheme.survey.answers}
            for q in self.scheme.survey.questions
        }


class SelfReportForm(OfficeForm):
    """Item by item what the institution says of itself, and the signed page."""

    def __init__(self, scheme: SiteScheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        choices = [(a.code, in_language(a.name)) for a in scheme.self_report.answers] + [("none", _("does not apply"))]
        for item in scheme.self_report.items:
            clauses = "、".join(str(_("ours")) if one == "project" else one for one in item.clauses)
            self.fields[item.code] = forms.ChoiceField(
                label=in_language(item.text), choices=choices, widget=forms.RadioSelect, help_text=clauses
            )
        self.fields["day"] = forms.DateField(label=_("Signed on"), widget=Day)
        self.fields["document"] = forms.CharField(label=_("Document"), max_length=200)
        self.fields["file"] = forms.FileField(
            label=_("Signed page"), allow_empty_file=True, help_text=_("It is kept sealed, with its digest.")
        )
        for field in self.fields.values():
            field.error_messages["required"] = _("This is still missing.")

    def clean_file(self) -> Upload:
        """No file beyond what an upload may hold; the domain looks at the rest."""
        given = self.cleaned_data["file"]
        return Upload(given.name, given.read(settings.MATERIAL_MAX_BYTES + 1))

    def answers(self) -> dict[str, str]:
        """By item, the answer."""
        return {item.code: self.cleaned_data[item.code] for item in self.scheme.self_report.items}
