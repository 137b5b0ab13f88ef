"""What a receiver types about its blank forms: a new form, a new blank, and what a place of it takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import blanks
from silverbridge.domain.returns.models import Field, FormVersion, ReturnForm
from silverbridge.domain.returns.services import FieldSpec
from silverbridge.domain.returns.services.binding import free_key, proposed
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day

FIGURE, TEXT, BLOCK = "new-figure", "new-text", "new-block"
_KINDS = {FIGURE: Field.Kind.FIGURE, TEXT: Field.Kind.TEXT, BLOCK: Field.Kind.BLOCK}


class BlankForm(OfficeForm):
    """The blank as the receiver gives it out, and from when it is used."""

    file = forms.FileField(
        label=_("Blank form"),
        allow_empty_file=True,
        help_text=_("The .xlsx or .docx as you give it out. Nothing in it is changed; only its places are filled in."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )
    valid_from = forms.DateField(
        label=_("Used from"),
        required=False,
        widget=Day,
        help_text=_("For periods that begin on this day or later. Empty: from the first period of the form."),
    )

    def upload(self) -> Upload:
        """Name and bytes; of a file that is too large, only as much as shows it."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read(settings.MATERIAL_MAX_BYTES + 1))


class NewForm(BlankForm):
    """A form of the receiver's own, with its first blank."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose form it is"))
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("As it is printed on the form."))
    every = forms.ChoiceField(label=_("How often"), choices=ReturnForm.Every, initial=ReturnForm.Every.QUARTER)
    first_day = forms.DateField(
        label=_("First period"), widget=Day, help_text=_("Any day of the first period it is owed for.")
    )
    valid_from = None
    field_order = ("owner", "title", "every", "first_day", "file")

    def __init__(self, reach: set[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", Organisation.objects.filter(pk__in=reach).order_by("code"))
        self.initial.setdefault("first_day", today())


class PlaceForm(OfficeForm):
    """What a place of a blank takes. Fields below the first are for figures and texts."""

    meaning = forms.ChoiceField(label=_("What stands here"))
    label = forms.CharField(label=_("Called"), max_length=120, required=False)
    indicator = forms.ChoiceField(
        label=_("Indicator"), required=False, help_text=_("What measures it. None: the unit types it.")
    )
    scope = forms.ChoiceField(label=_("Counted for"), choices=Field.Scope, required=False)
    back = forms.TypedChoiceField(
        label=_("Period of the figure"),
        coerce=int,
        empty_value=0,
        required=False,
        choices=[(0, _("that of the return")), (1, _("one period before")), (4, _("four periods before"))],
    )
    unit = forms.CharField(label=_("Unit printed"), max_length=20, required=False)
    percent = forms.BooleanField(
        label=_("A share, in per cent"), required=False, help_text=_("Kept and typed as 12.5 for 12.5 %.")
    )
    decimals = forms.IntegerField(label=_("Decimal places"), min_value=0, max_value=4, required=False)
    least = forms.DecimalField(label=_("Least"), max_digits=18, decimal_places=4, required=False)
    most = forms.DecimalField(label=_("Most"), max_digits=18, decimal_places=4, required=False)
    mandatory = forms.BooleanField(label=_("Must be filled in"), required=False)
    roll_up = forms.ChoiceField(label=_("In the whole"), choices=Field.RollUp, required=False)
    weight = forms.ChoiceField(label=_("Weighted by"), required=False)

    def __init__(self, version: FormVersion, place: blanks.Place, *args: Any, **kwargs: Any) -> None:
        self.version, self.place = version, place
        self.known = list(version.fields.all())
        kwargs.setdefault("initial", self._initial())
        super().__init__(*args, **kwargs)
        figures = [field for field in self.known if field.kind == Field.Kind.FIGURE]
        self.fields["meaning"].choices = [
            ("", _("Please choose")),
            (_("Of its own"), [(FIGURE, _("a figure")), (TEXT, _("a line of text")), (BLOCK, _("a passage of text"))]),
            (_("Of the return"), list(blanks.BLOCK.items())),
            (_("Fields of this form"), [(self._source(field), field.label) for field in self.known]),
            (
                _("Figures of the period before"),
                [(f"previous:{f.key}", blanks.label_of(f"previous:{f.key}", {f.key: f})) for f in figures],
            ),
            (
                _("Why a figure differs"),
                [(f"reason:{f.key}", blanks.label_of(f"reason:{f.key}", {f.key: f})) for f in figures],
            ),
        ]
        named = [(row.code, str(row)) for row in current_indicators().order_by("code")]
        best = [it.code for it in place.suggestions]
        named.sort(key=lambda row: (best.index(row[0]) if row[0] in best else len(best), row[1]))
        self.fields["indicator"].choices = [("", _("none")), *named]
        self.fields["weight"].choices = [("", _("none")), *((field.key, field.label) for field in figures)]

    @staticmethod
    def _source(field: Field) -> str:
        return f"{'figure' if field.kind == Field.Kind.FIGURE else 'text'}:{field.key}"

    def _initial(self) -> dict[str, Any]:
        place, field = self.place, self.place.field
        if field is not None:
            names = (
                "label",
                "indicator",
                "scope",
                "back",
                "unit",
                "percent",
                "decimals",
                "least",
                "most",
                "roll_up",
                "weight",
            )
            return {name: getattr(field, name) for name in names} | {
                "meaning": place.source,
                "mandatory": field.required,
            }
        best = place.suggestions[0].code if place.suggestions else ""
        spec = proposed(self.version, place.slot, "" if best in blanks.BLOCK else best)
        guess = place.source or (best if best in blanks.BLOCK else FIGURE if best else "")
        if not guess and place.slot.type in ("number", "percent"):
            guess = FIGURE
        return {
            "meaning": guess, "label": spec.label, "indicator": spec.indicator, "unit": spec.unit, "percent": spec.percent,
            "decimals": spec.decimals, "least": spec.least, "most": spec.most, "mandatory": True, "roll_up": spec.roll_up,
        }  # fmt: skip

    def spec(self) -> FieldSpec | None:
        """The field as typed, new or changed; None for a place of the block and for explanations."""
        data, meaning = self.cleaned_data, self.cleaned_data["meaning"]
        known = next((field for field in self.known if self._source(field) == meaning), None)
        if meaning not in _KINDS and known is None:
            return None
        kind = known.kind if known else _KINDS[meaning]
        figure = kind == Field.Kind.FIGURE
        stem = (data["indicator"] or "figure") if figure else "text"
        return FieldSpec(
            key=known.key if known else free_key(self.version, stem),
            label=data["label"].strip(),
            kind=kind,
            indicator=data["indicator"] if figure else "",
            unit=data["unit"],
            percent=figure and data["percent"],
            decimals=(data["decimals"] or 0) if figure else 0,
            least=data["least"] if figure else None,
            most=data["most"] if figure else None,
            required=data["mandatory"],
            roll_up=data["roll_up"] or Field.RollUp.SUM if figure else Field.RollUp.NONE,
            weight=data["weight"] if data["roll_up"] == Field.RollUp.WEIGHTED else "",
            scope=data["scope"] or Field.Scope.WHOLE,
            back=data["back"] or 0,
        )
