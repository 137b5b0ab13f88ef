"""Making a form's next version from a blank: taken in, its places bound one by one, what moved settled, then confirmed."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.core.errors import Bilingual, DomainError, Forbidden
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.sealed import Upload, check_upload, keep_file
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns import blanks, events_blanks, samples
from silverbridge.domain.returns.models import Field, FormVersion, ReturnForm
from silverbridge.domain.returns.periods import period_of
from silverbridge.domain.returns.services.making import FieldSpec, confirm_version, make_form
from silverbridge.domain.returns.services.rights import KEEPERS
from silverbridge.engines import forms

_PART = {Field.Kind.FIGURE: "figure", Field.Kind.TEXT: "text", Field.Kind.BLOCK: "text"}


def take_blank(form: ReturnForm, upload: Upload, actor: Actor, valid_from: date | None = None) -> FormVersion:
    """A draft of the form's next version from a blank; places that stand as in the version before keep what they take.

    Raises Forbidden; DomainError where the file is no form, or why it cannot be one.
    """
    _check_keeper(actor, form)
    check_upload(upload)
    if upload.kind not in FormVersion.Kind.values:
        raise DomainError("form_kind", _("A form is an .xlsx or .docx file."), _("Save it as one of these."), "file")
    try:
        blank = forms.read_blank(upload.data)
    except forms.FormRefused as refusal:
        raise _refused(refusal) from refusal
    if blank.kind != upload.kind:
        raise DomainError("form_kind", _("The file is not what its name says."), _("Save it again."), "file")
    with transaction.atomic():
        ReturnForm.objects.select_for_update().get(pk=form.pk)
        number = 1 + (form.versions.aggregate(last=Max("number"))["last"] or 0)
        version = FormVersion.objects.create(
            form=form,
            number=number,
            kind=blank.kind,
            blank=keep_file(upload),
            valid_from=period_of(form.every, valid_from or form.first_day)[0],
        )
        old, moved = blanks.before(version), blanks.all_moves(version)
        if old is not None:
            gone = {move.key for move in moved}
            version.bindings = {k: v for k, v in blanks.bound_places(old).items() if k not in gone}
            version.save(update_fields=["bindings"])
            rows = [Field(**{f: getattr(row, f) for f in _COPIED}, version=version) for row in old.fields.all()]
            Field.objects.bulk_create(rows)
        payload = events_blanks.BlankTaken(
            number=number, places=len(blank.slots), standing=len(version.bindings), moved=len(moved)
        )
        note(payload, form.object_key, actor, form.owner)
    return version


@transaction.atomic
def take_first(
    owner: Organisation, title: str, every: str, first_day: date, upload: Upload, actor: Actor
) -> FormVersion:
    """A new form with its first blank, or neither. Raises as ``make_form`` and ``take_blank``."""
    return take_blank(make_form(owner, title, every, first_day, actor), upload, actor)


_COPIED = [field.name for field in Field._meta.concrete_fields if field.name not in ("id", "version")]


def bind_place(
    version: FormVersion, key: str, source: str, revision: int, actor: Actor, spec: FieldSpec | None = None
) -> FormVersion:
    """Says what a place takes: one of the block, ``reason:KEY`` or ``previous:KEY`` of a figure, or what a ``spec`` asks for.

    A spec whose key the version knows changes that field. Raises Forbidden, Conflict, DomainError for what cannot be.
    """
    slot = blanks.blank_of(version).slot(key)
    if slot is None:
        raise DomainError("place", _("The blank has no such place."), _("Choose one on the page."), "key")
    with _changing(version, revision, actor) as fresh:
        if spec is not None:
            _check_spec(spec, slot)
            source = f"{_PART[Field.Kind(spec.kind)]}:{spec.key}"
            last = fresh.fields.aggregate(last=Max("order"))["last"] or 0
            known = fresh.fields.filter(key=spec.key).first()
            values = asdict(spec) | {"order": known.order if known else last + 1}
            Field.objects.update_or_create(version=fresh, key=spec.key, defaults=values)
        elif source not in blanks.BLOCK and not fresh.fields.filter(key=source.partition(":")[2]).exists():
            raise DomainError("source", _("Nothing was chosen."), _("Choose what stands in this place."), "meaning")
        kept = fresh.bindings.get(key)
        origin = {"from": kept["from"]} if isinstance(kept, dict) and "from" in kept else {}
        fresh.bindings[key] = {"source": source, **origin} if origin else source
        _finish(fresh)
        _note(fresh, actor, events_blanks.PlacesBound(number=fresh.number, bound=_bound(fresh), suggested=False))
    return fresh


def loose_place(version: FormVersion, key: str, revision: int, actor: Actor) -> FormVersion:
    """A place takes nothing any more; a field that stands nowhere else is dropped. Raises Forbidden, Conflict."""
    with _changing(version, revision, actor) as fresh:
        kept = fresh.bindings.pop(key, None)
        if isinstance(kept, dict) and kept.get("from"):
            fresh.bindings[blanks.LEFT + kept["from"]] = "left"
        _finish(fresh)
        _note(fresh, actor, events_blanks.PlacesBound(number=fresh.number, bound=_bound(fresh), suggested=False))
    return fresh


def bind_suggested(version: FormVersion, revision: int, actor: Actor) -> FormVersion:
    """Binds every open place to its best suggestion where that is sure, each meaning once. Raises Forbidden, Conflict."""
    names = {row.code: row.definition for row in current_indicators()}
    with _changing(version, revision, actor) as fresh:
        used = {field.indicator for field in fresh.fields.all()} | set(blanks.bound_places(fresh).values())
        order = fresh.fields.aggregate(last=Max("order"))["last"] or 0
        for place in blanks.places(fresh):
            best = place.suggestions[0] if place.suggestions else None
            if best is None or best.score < blanks.SURE or best.code in used:
                continue
            used.add(best.code)
            if best.code in blanks.BLOCK:
                fresh.bindings[place.slot.key] = best.code
            elif place.slot.type in ("any", "number", "percent"):
                order += 1
                spec = proposed(fresh, place.slot, best.code, names[best.code])
                Field.objects.create(version=fresh, order=order, **asdict(spec))
                fresh.bindings[place.slot.key] = f"figure:{spec.key}"
        _finish(fresh)
        _note(fresh, actor, events_blanks.PlacesBound(number=fresh.number, bound=_bound(fresh), suggested=True))
    return fresh


def proposed(version: FormVersion, slot: forms.Slot, code: str, definition: Any = None) -> FieldSpec:
    """A field to begin with for a place: label, unit, decimals and bounds as the form itself has them."""
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", slot.format)) else 0
    share = slot.type == "percent" or slot.unit in ("%", "％") or getattr(definition, "unit", "") == "share"
    limits = [Decimal(bound) if bound else None for bound in (slot.least, slot.most)]
    if share:
        limits, decimals = [Decimal(0), Decimal(100)], decimals or 1
    return FieldSpec(
        key=free_key(version, code or "figure"),
        label=slot.words.label[:120] or slot.name[:120] or slot.key[:120],
        indicator=code,
        unit=slot.unit[:20] or ("%" if share else ""),
        percent=share,
        decimals=min(decimals, 4),
        least=limits[0],
        most=limits[1],
        roll_up=Field.RollUp.NONE if share else Field.RollUp.SUM,
    )


def free_key(version: FormVersion, stem: str) -> str:
    """A key that no field of the version has yet."""
    known, n = set(version.fields.values_list("key", flat=True)), 1
    while (key := stem[:55] if n == 1 and stem != "figure" else f"{stem[:55]}-{n}") in known:
        n += 1
    return key


def settle_move(version: FormVersion, old_key: str, new_key: str, revision: int, actor: Actor) -> FormVersion:
    """Says where a moved place is now; "" leaves it out. Raises Forbidden, Conflict, DomainError for a place that is taken."""
    with _changing(version, revision, actor) as fresh:
        moved = next((it for it in blanks.open_moves(fresh) if it.key == old_key), None)
        if moved is None:
            raise DomainError("move", _("This place was decided already."), _("Look at the page again."), "move")
        if not new_key:
            fresh.bindings[blanks.LEFT + old_key] = "left"
        elif blanks.blank_of(fresh).slot(new_key) is None or new_key in fresh.bindings:
            raise DomainError("move", _("That place takes something else already."), _("Choose another place."), "move")
        else:
            fresh.bindings[new_key] = {"source": moved.source, "from": old_key}
        _finish(fresh)
        _note(fresh, actor, events_blanks.MoveSettled(number=fresh.number, left_out=not new_key))
    return fresh


def settle_sure_moves(version: FormVersion, revision: int, actor: Actor) -> FormVersion:
    """Follows every moved place whose words stand unchanged in one other place. Raises Forbidden, Conflict."""
    with _changing(version, revision, actor) as fresh:
        sources = {moved.key: moved.source for moved in blanks.open_moves(fresh)}
        for old_key, new_key in blanks.sure_moves(fresh).items():
            fresh.bindings[new_key] = {"source": sources[old_key], "from": old_key}
            _note(fresh, actor, events_blanks.MoveSettled(number=fresh.number, left_out=False))
        _finish(fresh)
    return fresh


def confirm_blank(version: FormVersion, actor: Actor) -> FormVersion:
    """A supervisor looked at the filled sample and says yes: returns opened from now on use it.

    Raises as ``confirm_version``; DomainError while a moved place is open, or where the blank cannot be filled in.
    """
    if blanks.open_moves(version):
        raise DomainError(
            "moves", _("Places moved, and nobody said where they are now."), _("Decide about each of them first.")
        )
    try:
        samples.sample(version)
    except forms.FillRefused as refusal:
        raise sample_fault(refusal) from refusal
    return confirm_version(version, actor)


def sample_fault(refusal: forms.FillRefused) -> DomainError:
    """Why a sample cannot be filled in, by its first place."""
    first = refusal.faults[0]
    return DomainError("sample", Bilingual(first.chinese, first.english), _("Bind the place anew."))


def _check_keeper(actor: Actor, form: ReturnForm) -> None:
    if actor.kind == ActorKind.SYSTEM:
        return
    if actor.user is None or form.owner_id not in organisations(actor.user, KEEPERS):
        raise Forbidden(
            "returns_role", _("Only whose form this is does this."), _("Ask somebody who has that role there.")
        )


class _changing:
    """A change of a draft, in a transaction: the row as it was seen, nobody else's change lost."""

    def __init__(self, version: FormVersion, revision: int, actor: Actor) -> None:
        self.version, self.revision, self.actor = version, revision, actor
        self.atomic = transaction.atomic()

    def __enter__(self) -> FormVersion:
        _check_keeper(self.actor, self.version.form)
        self.atomic.__enter__()
        rows = FormVersion.objects.filter(pk=self.version.pk, revision=self.revision, confirmed_at__isnull=True)
        if not rows.update(revision=self.revision + 1):
            self.atomic.__exit__(None, None, None)
            if self.version.confirmed_at is not None:
                raise DomainError(
                    "confirmed", _("This version is confirmed and does not change."), _("Bring a new blank.")
                )
            raise somebody_was_first()
        return (
            FormVersion.objects.select_related("form__owner", "blank").defer("blank__content").get(pk=self.version.pk)
        )

    def __exit__(self, *problem: Any) -> None:
        self.atomic.__exit__(*problem)


def _finish(version: FormVersion) -> None:
    """Keeps the bindings, and drops the fields that no place takes."""
    version.save(update_fields=["bindings"])
    moved = {it.source for it in blanks.open_moves(version)}
    used = {source.partition(":")[2] for source in (*blanks.bound_places(version).values(), *moved)}
    version.fields.exclude(key__in=used).delete()


def _bound(version: FormVersion) -> int:
    return len(blanks.bound_places(version))


def _note(version: FormVersion, actor: Actor, payload: Payload) -> None:
    note(payload, version.form.object_key, actor, version.form.owner)


def _check_spec(spec: FieldSpec, slot: forms.Slot) -> None:
    if not spec.label.strip():
        raise DomainError("label", _("The label is missing."), _("Write what the form calls it."), "label")
    if spec.least is not None and spec.most is not None and spec.least > spec.most:
        raise DomainError("range", _("The least is above the most."), _("Change one of them."), "least")
    if spec.kind == Field.Kind.FIGURE and slot.type in ("date", "choice"):
        raise DomainError(
            "place_type",
            _("The form takes no number in this place."),
            _("Choose a text, or the day of filing."),
            "meaning",
        )
    if spec.indicator and not current_indicators().filter(code=spec.indicator).exists():
        raise DomainError("indicator", _("There is no such indicator."), _("Choose one from the list."), "indicator")


def _refused(refusal: forms.FormRefused) -> DomainError:
    chinese, _end, mend_zh = refusal.chinese.partition("。")
    english, _stop, mend_en = refusal.english.partition(". ")
    return DomainError(
        "form_refused", Bilingual(f"{chinese}。", english.rstrip(".") + "."), Bilingual(mend_zh, mend_en), "file"
    )
