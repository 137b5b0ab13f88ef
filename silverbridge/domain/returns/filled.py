"""What a form filled in by hand says for a draft: place by place, beside what the draft has; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.moves import check_length
from silverbridge.domain.core.errors import Bilingual, DomainError
from silverbridge.domain.core.sealed import Upload, check_upload
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns import blanks
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FormVersion
from silverbridge.domain.returns.periods import period_label, period_of, periods_back
from silverbridge.domain.returns.rendering import reason_of
from silverbridge.domain.returns.services.filling import LONGEST, Draft, FigureDraft, read_typed
from silverbridge.engines.forms import FormLimits, FormRefused, Percent, Reading, as_text, read_filled

State, Why = FilingFigure.State, FilingFigure.Why
OTHER_PERIODS = 8  # so many periods back a file is recognised as of another one
TAKEN = ("figure", "reason", "text")


@dataclass(frozen=True)
class FigureLine:
    """A figure of the file: where it stands, what stands there, and the row as it would be (not saved).

    ``named`` says whether the file says anything about it; a figure it leaves empty stays as the draft has it.
    """

    field: Field
    place: str
    raw: str
    row: FilingFigure
    before: FilingFigure | None
    named: bool
    typed: FigureDraft
    fault: DomainError | None = None


@dataclass(frozen=True)
class TextLine:
    """A text of the file, and what the draft has; one that the file leaves empty stays."""

    field: Field
    place: str
    text: str
    before: str
    named: bool
    fault: DomainError | None = None


@dataclass(frozen=True)
class FilledFile:
    """A filled file as it was read. ``doubts`` are worth a look and refuse nothing; ``faults`` keep all of it out."""

    figures: tuple[FigureLine, ...]
    texts: tuple[TextLine, ...]
    doubts: tuple[DomainError, ...] = ()

    @property
    def faults(self) -> dict[str, DomainError]:
        """What cannot be taken, by key of the field."""
        return {line.field.key: line.fault for line in (*self.figures, *self.texts) if line.fault is not None}

    @property
    def draft(self) -> Draft:
        """What would be saved: what the file names, and nothing else."""
        return Draft(
            {line.field.key: line.typed for line in self.figures if line.named},
            {line.field.key: line.text for line in self.texts if line.named},
        )


def read_in(filing: Filing, upload: Upload) -> FilledFile:
    """A filled file, read against the form of this return. A figure is read as it would be typed.

    Raises DomainError for a return without a blank, a file that is none or of the other kind, another form or another version
    of it, another unit's or period's. What is wrong in single places is told with the place, and not raised.
    """
    version = filing.version
    if version.blank is None:
        raise DomainError("no_blank", _("This return has no form of its own to fill in."), _("Type the figures in."))
    check_upload(upload, "file")
    if upload.kind != version.kind:
        raise DomainError(
            "form_kind",
            _("The form of this return is a .%(kind)s file."),
            _("Bring the file that “Filled form” gives, filled in."),
            "file",
            kind=version.kind,
        )
    sources = blanks.bound_places(version)
    read = {one.key: one for one in _readings(version, upload)}
    by_source: dict[str, list[Reading]] = {}
    for key, source in sources.items():
        if key in read:
            by_source.setdefault(source, []).append(read[key])
    with translation.override(settings.LANGUAGE_CODE):
        _check_version(filing, upload, by_source)
        doubts = _check_whose(filing, by_source)
    return FilledFile(_figures(filing, by_source), _texts(filing, by_source), doubts)


def _readings(version: FormVersion, upload: Upload) -> tuple[Reading, ...]:
    limits = FormLimits(size=settings.MATERIAL_MAX_BYTES)
    try:
        return read_filled(upload.data, blanks.bindings_of(version).values(), limits)
    except FormRefused as refusal:
        raise DomainError("form_refused", Bilingual(refusal.chinese, refusal.english), field="file") from refusal


def _astray(readings: Iterable[Reading]) -> list[Reading]:
    return [one for one in readings if one.fault is not None and one.fault.code == "moved"]


def _check_version(filing: Filing, upload: Upload, by_source: dict[str, list[Reading]]) -> None:
    """Raises DomainError where the file fits another version of the form, or not one of its figures stands where it should."""
    own = [one for source, found in by_source.items() if source.partition(":")[0] in TAKEN for one in found]
    gone = _astray(own)
    if not gone:
        return
    others = FormVersion.objects.filter(form=filing.form_id, kind=filing.version.kind, confirmed_at__isnull=False)
    others = others.filter(blank__isnull=False).exclude(pk=filing.version_id).select_related("blank")
    for other in others.defer("blank__content").order_by("-number")[:5]:
        if not _astray(_readings(other, upload)):
            raise DomainError(
                "other_version",
                _("The file is version %(other)s of the form; this return goes on version %(own)s."),
                _("Fill in the file that “Filled form” gives."),
                "file",
                other=other.number,
                own=filing.version.number,
            )
    figures = [one for source, found in by_source.items() if source.startswith("figure:") for one in found]
    if len(_astray(figures or own)) == len(figures or own):
        first = gone[0].fault
        raise DomainError(
            "other_form",
            _("This is not the form of this return, or its places were moved. %(cause)s"),
            _("Fill in the file that “Filled form” gives, and leave rows, columns and sheets as they are."),
            "file",
            cause=Bilingual(first.chinese, first.english),
        )


def _check_whose(filing: Filing, by_source: dict[str, list[Reading]]) -> tuple[DomainError, ...]:
    """Doubts about unit and period. Raises DomainError where the file names another unit of the register, or another period."""
    doubts = []
    unit, period = (_said(by_source.get(source, [])) for source in ("unit", "period"))
    if unit and unit != filing.unit.name:
        if Organisation.objects.filter(name=unit).exists():
            raise DomainError(
                "other_unit", _("The file is another unit's: %(unit)s."), _("Bring your own."), "file", unit=unit
            )
        doubts.append(DomainError("unit", _("The file names “%(unit)s” as the unit."), _("Is it yours?"), unit=unit))
    if period and period != period_label(filing.period):
        every = filing.form.every
        ahead = period_of(every, filing.last + timedelta(days=1))
        others = [periods_back(every, ahead, n) for n in range(OTHER_PERIODS)]
        if period in {period_label(one) for one in others}:
            raise DomainError(
                "other_period",
                _("The file is of another period: %(period)s."),
                _("Bring that of this period."),
                "file",
                period=period,
            )
        doubts.append(
            DomainError("period", _("The file names “%(period)s” as the period."), _("Is it this one?"), period=period)
        )
    return tuple(doubts)


def _said(readings: Iterable[Reading]) -> str:
    return next((as_text(one.value) for one in readings if one.value is not None), "")


def _one(asked: Field, readings: list[Reading]) -> tuple[Reading | None, DomainError | None]:
    """The place that says something, of those bound to one thing; the first where none does. Faults come first."""
    for one in readings:
        if one.fault is not None and one.raw.strip() not in _words(State.NO_DATA):
            return one, DomainError(one.fault.code, Bilingual(one.fault.chinese, one.fault.english))
    said = [one for one in readings if one.raw.strip()]
    if len({as_text(one.value) or one.raw for one in said}) > 1:
        return said[0], DomainError(
            "two_places",
            _("“%(name)s” stands in two places of the file, and they differ."),
            _("Write the same in both."),
            name=asked.label,
        )
    return (said or readings or [None])[0], None


def _words(state: State) -> set[str]:
    """How a state stands in a file, in either language."""
    found = {str(state.label)}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.add(str(state.label))
    return found


def _figures(filing: Filing, by_source: dict[str, list[Reading]]) -> tuple[FigureLine, ...]:
    rows = {row.field_id: row for row in filing.figures.select_related("field")}
    lines = []
    for asked in filing.version.fields.filter(kind=Field.Kind.FIGURE):
        places, reasons = (by_source.get(f"{part}:{asked.key}", []) for part in ("figure", "reason"))
        if not places and not reasons:
            continue
        before = rows.get(asked.pk)
        reading, fault = _one(asked, places)
        told, fault_of_reason = _one(asked, reasons)
        typed, named = _typed(asked, before, reading, told)
        row = FilingFigure(filing=filing, field=asked)
        if before is not None:
            row.measured, row.measured_state = before.measured, before.measured_state
            row.claimed, row.claimed_state = before.claimed, before.claimed_state
            row.why, row.reason = before.why, before.reason
        line = FigureLine(
            asked,
            reading.place if reading else "",
            reading.raw if reading else "",
            row,
            before,
            named,
            typed,
            fault or fault_of_reason,
        )
        if named and line.fault is None:
            try:
                read_typed(row, typed)
            except DomainError as wrong:
                line = replace(line, fault=wrong)
        lines.append(line)
    return tuple(lines)


def _typed(
    asked: Field, before: FilingFigure | None, reading: Reading | None, told: Reading | None
) -> tuple[FigureDraft, bool]:
    """What the file says as if somebody had typed it, over what the draft has; and whether it says anything."""
    kept = FigureDraft()
    if before is not None:
        value = "" if before.claimed is None else f"{before.claimed:.{asked.decimals}f}"
        kept = FigureDraft(value, before.claimed_state == State.NO_DATA, before.why, before.reason)
    said, named = kept, False
    if reading is not None and reading.raw.strip():
        if reading.raw.strip() in _words(State.NO_DATA):
            said, named = replace(said, value="", no_data=True), True
        elif reading.value is not None:
            said, named = replace(said, value=_number(asked, reading.value), no_data=False), True
    reason = as_text(told.value) if told is not None else ""
    if reason and (before is None or reason != reason_of(before)):
        why, text = _why(reason)
        said, named = replace(said, why=why or said.why, reason=text), True
    return said, named


def _number(asked: Field, value: object) -> str:
    """A value as somebody would type it: a share in per cent where the field is kept so."""
    if isinstance(value, Percent):
        return f"{value.points if asked.percent else value.points / 100:f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _why(reason: str) -> tuple[str, str]:
    """The kind of reason that stands before the colon, as the product writes it; the whole where there is none."""
    head, colon, rest = reason.partition("：")
    for why in Why:
        if colon and head.strip() in _words(why):
            return why, rest.strip()
    return "", reason


def _texts(filing: Filing, by_source: dict[str, list[Reading]]) -> tuple[TextLine, ...]:
    kept = {row.field_id: row.text for row in filing.texts.all()}
    lines = []
    for asked in filing.version.fields.exclude(kind=Field.Kind.FIGURE):
        places = by_source.get(f"text:{asked.key}", [])
        if not places:
            continue
        reading, fault = _one(asked, places)
        text, before = as_text(reading.value), kept.get(asked.pk, "")
        try:
            check_length(text, f"text-{asked.key}", LONGEST)
        except DomainError as wrong:
            fault = fault or wrong
        lines.append(TextLine(asked, reading.place, text, before, bool(text), fault))
    return tuple(lines)
