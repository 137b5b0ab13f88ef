"""The page "who": for oneself name, number and telephone; for somebody else the permission's number and one's own telephone."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.intake.services import Asking
from silverbridge.domain.intake.services.submitting import check_contact, check_proxy
from silverbridge.domain.people.models import Proxy
from silverbridge.domain.people.queries import proxy_by_reference
from silverbridge.domain.people.services import ADDRESS_LIMIT, NAME_LIMIT, Claim, check_claim, check_phone
from silverbridge.doors.look.questions import Question
from silverbridge.doors.portal.asking import sent
from silverbridge.doors.portal.drafts import Draft
from silverbridge.doors.portal.words import whole

PAGE = "who"
TRIES_PER_HOUR, TRIES_PER_NUMBER = 30, 10


@dataclass
class Checked:
    """What the page found: errors by field, and the permission where one was given. ``barred`` ends the way here."""

    errors: dict[str, DomainError] = field(default_factory=dict)
    proxy: Proxy | None = None


def fields(definition: ItemDefinition, for_other: bool) -> list[str]:
    """Which boxes this item needs."""
    names = ["reference"] if for_other else ["name"]
    if not for_other and definition.needs_id_number:
        names.append("id_number")
    if definition.anonymous and not for_other:
        names = []
    names.append("phone")
    return [*names, "address"] if definition.asks_address else names


def typed(definition: ItemDefinition, for_other: bool, posted: QueryDict) -> dict[str, str]:
    """What stands in the boxes."""
    return {name: posted.get(name, "").strip()[:400] for name in fields(definition, for_other)}


def asking(draft: Draft, values: dict[str, str], proxy: Proxy | None) -> Asking:
    """Everything gathered, as ``submit`` takes it."""
    claim = None
    if not draft.for_other and values.get("name"):
        claim = Claim(values["name"], values.get("id_number", ""), values.get("phone", ""), values.get("address", ""))
    return Asking(
        item=draft.item,
        door="web",
        answers=sent(draft),
        key=draft.key,
        person=claim,
        acting_for=proxy,
        contact_name=proxy.agent.name if proxy else values.get("name", ""),
        contact_phone=values.get("phone", ""),
        address=values.get("address", ""),
    )


def check(definition: ItemDefinition, draft: Draft, values: dict[str, str], visitor: str | None) -> Checked:
    """What is wrong with the page. ``visitor`` is whom the try is counted under; None when it was counted before.

    Raises Throttled.
    """
    found = Checked()
    if draft.for_other:
        _check_permission(definition, values, visitor, found)
    elif not definition.anonymous:
        claim = Claim(
            values.get("name", ""), values.get("id_number", ""), values.get("phone", ""), values.get("address", "")
        )
        try:
            check_claim(claim, need_id=definition.needs_id_number)
        except Invalid as error:
            found.errors |= error.fields
    try:
        check_contact(asking(draft, values, found.proxy), definition)
    except Invalid as error:
        found.errors = error.fields | found.errors
    return found


def _check_permission(definition: ItemDefinition, values: dict[str, str], visitor: str | None, found: Checked) -> None:
    """Finds the permission. Who does not hold both number and telephone hears one and the same answer."""
    number, phone = values.get("reference", ""), ""
    try:
        number = clean_reference(number)
    except DomainError as error:
        found.errors["reference"] = _no_permission_number(error, number)
    try:
        phone = check_phone(values.get("phone", ""))
    except DomainError as error:
        found.errors["phone"] = error
    if found.errors:
        return
    if visitor is not None:
        count_attempt("proxy", visitor, TRIES_PER_HOUR, 3600)
        count_attempt("proxy.number", number, TRIES_PER_NUMBER, 3600)
    proxy = proxy_by_reference(number, phone)
    if proxy is None:
        found.errors["reference"] = DomainError(
            "proxy.unknown",
            _("This permission number and this telephone do not belong together."),
            _("Compare both. No permission yet? The person can give one by telephone or at a counter."),
            "reference",
        )
        return
    try:
        check_proxy(definition, proxy, None)
    except DomainError as error:
        found.errors["reference"] = error
        return
    found.proxy = proxy


def _no_permission_number(error: DomainError, number: str) -> DomainError:
    """The same fault in the words of a permission, which has its own slip."""
    if not number:
        text = _("The permission number is missing.")
    elif error.code == "reference_check":
        text = _("One digit of the permission number is wrong.")
    else:
        text = _("A permission number has 8 digits.")
    return DomainError(error.code, text, _("Compare it with the slip for relatives."), "reference")


def shown(definition: ItemDefinition, draft: Draft) -> list[Question]:
    """The boxes as the page draws them."""
    again = draft.tried_at == PAGE
    values = draft.tried if again else draft.who
    errors = check(definition, draft, values, None).errors if again else {}
    return [
        _question(name, values.get(name, ""), errors.get(name), draft.for_other, definition)
        for name in fields(definition, draft.for_other)
    ]


def _question(
    name: str, value: str, error: DomainError | None, for_other: bool, definition: ItemDefinition
) -> Question:
    phone_hint = _("We call this number. A child's will do.")
    if definition.anonymous:
        phone_hint = _("You may leave this empty. Then nobody can call you back.")
    words: dict[str, tuple[str, str, str, str, int]] = {
        "name": (_("Your name"), _("As on the ID card."), "text", "name", NAME_LIMIT),
        "id_number": (_("Your ID number"), _("18 figures, on the front of the ID card."), "text", "off", 30),
        "phone": (_("Your telephone"), phone_hint, "phone", "tel", 30),
        "address": (_("Address"), _("Street, house, door."), "text", "street-address", ADDRESS_LIMIT),
        "reference": (
            _("Permission number"),
            _("It stands on the slip for relatives, 8 figures."),
            "number",
            "off",
            14,
        ),
    }
    title, hint, kind, autocomplete, longest = words[name]
    if for_other and name == "phone":
        title, hint = _("Your own telephone"), _("The one you gave with the permission.")
    if for_other and name == "address":
        title = _("Address of the person")
    return Question(
        name=name,
        title=title,
        kind=kind,
        hint=hint,
        value=value,
        error=whole(error) if error else "",
        autocomplete=autocomplete,
        required=not (definition.anonymous and name == "phone"),
        level=2,
        max_length=longest,
    )
