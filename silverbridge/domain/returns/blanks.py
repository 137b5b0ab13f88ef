"""Questions about blank forms and their drafts: the places of a blank, what each takes or may mean, and what moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.core.models import SealedFile
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.returns.models import Field, FormVersion, ReturnForm
from silverbridge.domain.returns.rendering import source_of
from silverbridge.engines import forms

LEFT = "left:"
BLOCK: dict[str, Any] = {
    "unit": _("Name of the unit that files"),
    "receiver": _("Whom it is filed with"),
    "period": _("Period of the return"),
    "preparer": _("Preparer"),
    "reviewer": _("Reviewer"),
    "head": pgettext_lazy("of a unit", "Head"),
    "phone": _("Telephone of the preparer"),
    "date": _("Day of filing"),
}
SURE = 0.9  # a suggestion this good is taken by the one button that takes all; each can be looked at and changed


@dataclass(frozen=True)
class Place:
    """A place of a blank on the page: its number there, what it takes ("" for nothing yet), and what it may mean."""

    number: int
    slot: forms.Slot
    source: str
    field: Field | None
    suggestions: tuple[forms.Suggestion, ...] = ()
    hint: str = ""  # the name of the likeliest


@dataclass(frozen=True)
class Moved:
    """A place of the version before that does not stand in this blank as it did, and what it took."""

    key: str
    source: str
    label: str
    old: forms.Slot
    move: forms.Move


def forms_of(reach: Iterable[int]) -> QuerySet[ReturnForm]:
    """The forms these organisations own, with their versions."""
    return ReturnForm.objects.filter(owner__in=set(reach)).select_related("owner").prefetch_related("versions")


def form_for(pk: int, reach: Iterable[int]) -> ReturnForm:
    """One form that these organisations own. Raises NotFound for anybody else's."""
    found = forms_of(reach).filter(pk=pk).first()
    if found is None:
        raise NotFound("form", _("There is no such form here."), _("Go back to the list."))
    return found


def version_for(pk: int, reach: Iterable[int]) -> FormVersion:
    """One version of such a form that has a blank. Raises NotFound."""
    rows = FormVersion.objects.select_related("form__owner", "confirmed_by", "blank").defer("blank__content")
    found = rows.filter(pk=pk, form__owner__in=set(reach), blank__isnull=False).first()
    if found is None:
        raise NotFound("version", _("There is no such form here."), _("Go back to the list."))
    return found


@lru_cache(maxsize=16)
def _read(digest: str) -> forms.Blank:
    # The digest names the bytes: the same bytes always read the same.
    return forms.read_blank(bytes(SealedFile.objects.filter(digest=digest).first().content))


def blank_of(version: FormVersion) -> forms.Blank:
    """The blank of a version, read. Raises FormRefused where it cannot be."""
    return _read(version.blank.digest)


def bound_places(version: FormVersion) -> dict[str, str]:
    """What each bound place of a version takes."""
    return {key: source_of(bound) for key, bound in version.bindings.items() if not key.startswith(LEFT)}


def places(version: FormVersion) -> list[Place]:
    """Every place of the blank in reading order, with suggestions for those that take nothing yet. Two queries."""
    bound, fields = bound_places(version), {field.key: field for field in version.fields.all()}
    rows = {row.code: row.definition.name for row in current_indicators()}
    known = [forms.Candidate(code, tuple(n for n in (name.zh, name.en) if n)) for code, name in rows.items()]
    found = []
    for number, slot in enumerate(blank_of(version).slots, start=1):
        source = bound.get(slot.key, "")
        field = fields.get(source.partition(":")[2])
        likely = () if source else forms.suggest(slot, known)
        best = likely[0].code if likely else ""
        hint = str(BLOCK[best]) if best in BLOCK else in_language(rows[best]) if best else ""
        found.append(Place(number, slot, source, field, likely, hint))
    return found


def before(version: FormVersion) -> FormVersion | None:
    """The version whose places this one goes on with: the newest confirmed one with a blank before it."""
    rows = FormVersion.objects.filter(form=version.form_id, number__lt=version.number, blank__isnull=False)
    rows = rows.select_related("blank").defer("blank__content")
    return rows.filter(confirmed_at__isnull=False).order_by("-number").first()


def bindings_of(version: FormVersion) -> dict[str, forms.Binding]:
    """The bound places of a version with the words around each, by key."""
    blank = blank_of(version)
    return {key: forms.bind(blank, key) for key in bound_places(version) if blank.slot(key) is not None}


def all_moves(version: FormVersion) -> list[Moved]:
    """Every bound place of the version before that does not stand here as it did, settled or not."""
    old = before(version)
    if old is None:
        return []
    bound, blank = bound_places(old), blank_of(old)
    fields = {field.key: field for field in old.fields.all()}
    return [
        Moved(move.binding.key, source, label_of(source, fields), blank.by_key[move.binding.key], move)
        for move in forms.moved(blank_of(version), bindings_of(old).values())
        for source in (bound[move.binding.key],)
    ]


def open_moves(version: FormVersion) -> list[Moved]:
    """The moved places that nobody decided about yet."""
    taken = {bound.get("from") for bound in version.bindings.values() if isinstance(bound, dict)}
    settled = taken | {key.removeprefix(LEFT) for key in version.bindings if key.startswith(LEFT)}
    return [moved for moved in all_moves(version) if moved.key not in settled]


def sure_moves(version: FormVersion) -> dict[str, str]:
    """Of the open moves those that leave no doubt: the same words stand in one other place, which takes nothing else."""
    bound, found = bound_places(version), {}
    for moved in open_moves(version):
        slots = moved.move.proposals
        clear = len(slots) == 1 or (len(slots) > 1 and slots[0][1] - slots[1][1] >= 0.05)
        if clear and slots[0][1] >= 0.95 and slots[0][0].key not in bound:
            found[moved.key] = slots[0][0].key
    taken = list(found.values())
    return {old: new for old, new in found.items() if taken.count(new) == 1}


def label_of(source: str, fields: dict[str, Field]) -> str:
    """What a source is called."""
    part, _colon, key = source.partition(":")
    if not key:
        return str(BLOCK.get(source, source))
    name = fields[key].label if key in fields else key
    words = {"reason": _("%(name)s: explanation"), "previous": _("%(name)s, period before")}.get(part)
    return str(words) % {"name": name} if words else name
