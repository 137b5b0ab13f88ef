"""Taking a request for somebody: the rows of the form, what was typed, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from silverbridge.domain.catalogue.definitions import HELP, STAFFED, ItemDefinition, Question
from silverbridge.domain.catalogue.models import ItemVersion, in_language
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.models import random_key
from silverbridge.domain.intake.services import Asking
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.people.queries import proxies_of, proxy_for
from silverbridge.doors.desk.doors import staffed_doors, usual_door
from silverbridge.doors.desk.saying import say_back
from silverbridge.doors.staff.access import Staff

PREFIX = "q-"
CHOOSABLE_HELP = ("choice", "date", "time")
DETAILS = ("acting_for", "proxy_number", "phone", "address", "assurance", "door", "external_number")
PLACES_OF_FAULTS = {"person": "acting_for"}


@dataclass(frozen=True)
class Pick:
    """One choice of a row, with the digit that picks it."""

    value: str
    label: Any
    note: Any = ""
    digit: int = 0


@dataclass
class Row:
    """One line of the form. ``number`` is what Alt+number jumps to; ``only_if`` says when it is asked."""

    name: str
    label: Any
    kind: str = "text"
    hint: Any = ""
    picks: list[Pick] = field(default_factory=list)
    value: str = ""
    error: Any = ""
    number: int = 0
    only_if: tuple[str, str] | None = None
    late: str = ""

    @property
    def id(self) -> str:
        """Where the error box leads."""
        return f"row-{self.name}"


def picks(pairs: list[tuple[str, Any]]) -> list[Pick]:
    """Choices with their digits, counted from 1."""
    return [Pick(value, label, digit=n if n <= 9 else 0) for n, (value, label) in enumerate(pairs, 1)]


@dataclass
class Taking:
    """The form of one item for one person (or nobody), filled with what was typed so far."""

    version: ItemVersion
    staff: Staff | None
    person: Person | None
    data: Mapping[str, str]
    started: bool = False
    errors: dict[str, DomainError] = field(default_factory=dict)
    general: DomainError | None = None

    def __post_init__(self) -> None:
        self.key = self.data.get("key") or random_key()
        self.proxies = list(proxies_of(self.person)) if self.person else []

    @property
    def definition(self) -> ItemDefinition:
        """What the item asks."""
        return self.version.definition

    def answers(self) -> dict[str, str]:
        """What was typed for the item's questions; empty fields are left to ``submit`` to miss."""
        found = {q.key: self.data.get(PREFIX + q.key, "") for q in self.definition.questions}
        return {key: value for key, value in found.items() if value.strip()}

    def value(self, name: str) -> str:
        """A detail as typed, or as preset on a fresh page."""
        if self.started:
            return self.data.get(name, "")
        preset = {
            "door": usual_door(self.staff, self.definition),
            "assurance": str(Assurance.CLAIMED.value),
            "acting_for": self.data.get("by", ""),
        }
        return preset.get(name, "")

    def proxy(self) -> Proxy | None:
        """Under which permission somebody asks. Raises DomainError for a number that belongs to nobody here."""
        reference = "".join(self.value("proxy_number").split()) or self.value("acting_for")
        if not reference or self.person is None:
            return None
        found = proxy_for(self.person, reference)
        if found is None:
            raise DomainError(
                "proxy.unknown",
                _("There is no such permission for this person."),
                _("Compare the number, or take the request for the person themselves."),
                "proxy_number" if self.value("proxy_number").strip() else "acting_for",
            )
        return found

    def asking(self) -> Asking:
        """Everything gathered, for ``submit``. Raises DomainError, also when it was not read back yet."""
        if self.data.get("said_yes") != "yes":
            raise DomainError(
                "said_yes",
                _("It was not read back yet."),
                _("Read the text on the right to the person. When they say yes, press F2."),
                "said_yes",
            )
        proxy, door = self.proxy(), self.value("door")
        level, user = self.value("assurance"), self.staff.actor.user
        agent = proxy.agent if proxy else None
        return Asking(
            item=self.version.code,
            door=door if door in STAFFED else "",
            answers=self.answers(),
            key=self.key,
            person=self.person,
            acting_for=proxy,
            contact_name=agent.name if agent else self.value("contact_name"),
            contact_phone=self.value("phone").strip() or (agent.phone if agent else ""),
            address=self.value("address"),
            assurance=int(level) if level in map(str, Assurance.values) else Assurance.CLAIMED,
            external_number=self.value("external_number"),
            place=user.place if user and door == "counter" else None,
        )

    def refuse(self, error: DomainError) -> None:
        """Keeps what was wrong, each at its row; what belongs to no row stands above the form."""
        faults = error.fields if isinstance(error, Invalid) else {error.field or "": error}
        names = {row.name for row in self.rows()}
        for field_name, fault in faults.items():
            name = next(
                (n for n in (PREFIX + field_name, PLACES_OF_FAULTS.get(field_name, field_name)) if n in names), ""
            )
            if name:
                self.errors[name] = fault
            else:
                self.general = fault

    def said(self) -> list[tuple[str, str]]:
        """The sentences to read back, as far as the answers go."""
        try:
            proxy = self.proxy()
        except DomainError:
            proxy = None
        return say_back(self.definition, self.answers(), self.person, self.value("address"), proxy)

    def questions(self) -> list[Row]:
        """The item's questions, numbered."""
        return [self._question(n, q) for n, q in enumerate(self.definition.questions, 1)]

    def details(self) -> list[Row]:
        """What goes with every request: who asks, how to reach them, how sure we are, the door, the outside number."""
        found = [getattr(self, f"_{name}")() for name in DETAILS]
        return [row for row in found if row is not None]

    def rows(self) -> list[Row]:
        """All lines of the form."""
        return self.questions() + self.details()

    def _question(self, number: int, question: Question) -> Row:
        name = PREFIX + question.key
        row = Row(name, in_language(question.short), hint=in_language(question.hint) if question.hint else "")
        row.number, row.value = number, self.data.get(name, "")
        row.error = self.errors.get(name, "")
        if question.kind == "choice":
            pairs = [(o.value, in_language(o.label)) for o in question.options]
            row.kind, row.picks = "pick", picks([*pairs, (HELP, _("Call back and ask"))])
        elif question.kind == "yes_no":
            row.kind, row.picks = "pick", picks([("yes", _("Yes")), ("no", _("No"))])
        elif question.kind == "long_text":
            row.kind = "long"
        elif question.kind in ("date", "time"):
            row.hint = row.hint or (_("Like 2026-11-24") if question.kind == "date" else _("Like 9:30"))
        if question.kind in CHOOSABLE_HELP and question.kind != "choice":
            row.late = HELP
        if question.ask_if:
            row.only_if = (PREFIX + question.ask_if.question, " ".join(question.ask_if.values))
        return row

    def _detail(self, name: str, label: Any, **more: Any) -> Row:
        return Row(name, label, value=self.value(name), error=self.errors.get(name, ""), **more)

    def _acting_for(self) -> Row | None:
        if self.person is None:
            return None
        barred = self.definition.proxy_barred
        pairs = [("", _("The person themselves"))]
        pairs += [(p.reference, f"{p.relation} {p.agent.name}") for p in self.proxies]
        hint = _("Nobody may ask for them: %(ground)s") % {"ground": in_language(barred)} if barred else ""
        return self._detail("acting_for", _("Who asks"), kind="pick", picks=picks(pairs), hint=hint)

    def _proxy_number(self) -> Row | None:
        if self.person is None or self.definition.proxy_barred:
            return None
        return self._detail(
            "proxy_number", _("Permission number"), hint=_("Only if somebody asks who is not shown above.")
        )

    def _phone(self) -> Row:
        hint = _("Leave empty to use the number on record.") if self.person and self.person.phone else ""
        return self._detail("phone", _("Another telephone"), hint=hint)

    def _address(self) -> Row | None:
        if not self.definition.asks_address:
            return None
        known = self.person.address if self.person else ""
        hint = _("On record: %(address)s. Leave empty to use it.") % {"address": known} if known else ""
        return self._detail("address", _("Address"), hint=hint)

    def _assurance(self) -> Row | None:
        if self.person is None:
            return None
        least = Assurance[self.definition.least_assurance.upper()]
        pairs = [(str(level.value), level.label) for level in Assurance]
        hint = ""
        if least > Assurance.CLAIMED:
            hint = _("Before this is carried out: “%(least)s”. Call back on the number on record.") % {
                "least": least.label
            }
        return self._detail("assurance", _("How sure we are"), kind="pick", picks=picks(pairs), hint=hint)

    def _door(self) -> Row:
        pairs = [(door.value, door.label) for door in staffed_doors(self.definition)]
        return self._detail("door", _("Comes in"), kind="pick", picks=picks(pairs))

    def _external_number(self) -> Row:
        return self._detail("external_number", _("Outside work order"), hint=_("For example of the 12345 hotline."))
