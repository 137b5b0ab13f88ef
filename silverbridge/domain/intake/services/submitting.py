"""How a request comes into the world: one function for every door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import STAFFED, ItemDefinition
from silverbridge.domain.catalogue.models import Offering, in_language
from silverbridge.domain.core import idempotency
from silverbridge.domain.core.ciphers import digest
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.references import LONGEST, make_reference
from silverbridge.domain.intake import events
from silverbridge.domain.intake.answers import Answers, check_answers, wants_help
from silverbridge.domain.intake.fulfilments import fulfilment
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services.recording import note
from silverbridge.domain.intake.services.telling import tell_person
from silverbridge.domain.intake.states import State
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.people.queries import is_over
from silverbridge.domain.people.services import Claim, check_phone, claim_person
from silverbridge.domain.places.models import Place
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import WorkingCalendar

TAKERS = (Role.TELLER, Role.OPERATOR)
WITHDRAW_MINUTES = 10  # legal and financial requests stay reversible for ten minutes (MIIT website spec 2.6.1)


@dataclass(frozen=True)
class Asking:
    """Everything a door gathers. Doors fill in what they know; ``submit`` checks all of it.

    ``person`` is whom it is for: a record staff found, or a Claim typed at an unattended door, or None for an anonymous clue.
    ``acting_for`` is the Proxy under which somebody else asks.
    """

    item: str
    door: str
    answers: Mapping[str, str]
    key: str
    person: Person | Claim | None = None
    acting_for: Proxy | None = None
    contact_name: str = ""
    contact_phone: str = ""
    address: str = ""
    assurance: int = Assurance.CLAIMED
    external_number: str = ""
    place: Place | None = None

    def body(self) -> dict[str, Any]:
        """What the idempotency hash is taken over."""
        if isinstance(self.person, Claim):
            person: Any = asdict(self.person)
        else:
            person = self.person.pk if self.person else None
        return {
            "item": self.item,
            "door": self.door,
            "answers": dict(self.answers),
            "person": person,
            "proxy": self.acting_for.pk if self.acting_for else None,
            "contact": [self.contact_name, self.contact_phone, self.address],
            "external": self.external_number,
            "place": self.place.pk if self.place else None,
        }


def pick_offering(item: str, door: str, place: Place | None = None, own: Collection[int] = ()) -> Offering:
    """The offering through which a request comes in: at this place, else of one's ``own`` organisations, else any.

    Raises DomainError naming another way open now.
    """
    rows = list(catalogue.offerings(item).filter(door=door))
    at_place = [o for o in rows if place is not None and o.place_id == place.pk]
    here = at_place or [o for o in rows if o.organisation_id in own] or rows
    for offering in here:
        if catalogue.open_now(offering):
            return offering
    others = catalogue.alternatives(item, besides=[o.pk for o in here])
    open_others = [o for o in others if catalogue.open_now(o)]
    way = open_others[0] if open_others else (others[0] if others else None)
    facts = {"door": way.get_door_display(), "who": way.place or way.organisation, "phone": way.phone} if way else {}
    mend = _("Use this way instead: %(door)s, %(who)s %(phone)s.") if way else _("Telephone us; a person helps.")
    if not here:
        raise DomainError("no_door", _("This cannot be asked for in this way."), mend, "door", **facts)
    hours = here[0]
    if hours.opens is None:
        raise DomainError("closed", _("This is closed today."), mend, "door", **facts)
    message = _("This is closed just now; it opens from %(opens)s to %(closes)s.")
    times = {"opens": f"{hours.opens:%-H:%M}", "closes": f"{hours.closes:%-H:%M}"}
    raise DomainError("closed", message, mend, "door", **facts, **times)


def check_proxy(definition: ItemDefinition, proxy: Proxy, person: Person | Claim | None) -> None:
    """Whether this proxy allows asking for this item now. Raises DomainError, each case in its own words."""
    if definition.proxy_barred:
        raise DomainError(
            "proxy.barred",
            _("The person must ask for this themselves: %(ground)s."),
            _("We come to their home or telephone them; call us."),
            "acting_for",
            ground=in_language(definition.proxy_barred),
        )
    if is_over(proxy):
        raise DomainError(
            "proxy.over",
            _("The permission to act has ended."),
            _("The person can renew it by telephone or at a counter."),
            "acting_for",
        )
    if proxy.valid_from > today():
        raise DomainError(
            "proxy.early",
            _("The permission to act begins on %(day)s."),
            _("Come back then, or let the person telephone us."),
            "acting_for",
            day=proxy.valid_from,
        )
    if proxy.items and definition.code not in proxy.items:
        raise DomainError(
            "proxy.scope",
            _("The permission to act does not cover this service."),
            _("The person can widen it by telephone or at a counter."),
            "acting_for",
        )
    if isinstance(person, Person) and person.pk != proxy.principal_id:
        raise DomainError(
            "proxy.person",
            _("The permission to act is for somebody else."),
            _("Look at the number on the permission again."),
            "acting_for",
        )


def _needs_contact(asking: Asking, definition: ItemDefinition) -> bool:
    """Whether we must be told a telephone: not face to face, not for an anonymous item, not when we have one on record."""
    known = isinstance(asking.person, Person) and bool(asking.person.phone)
    return not definition.anonymous and not known and asking.door not in ("counter", "home")


def check_contact(asking: Asking, definition: ItemDefinition) -> str:
    """The telephone to reach somebody on. Raises Invalid; doors may ask before they submit."""
    wrong: dict[str, DomainError] = {}
    phone = ""
    if asking.contact_phone:
        try:
            phone = check_phone(asking.contact_phone)
        except DomainError as error:
            wrong["phone"] = error
    elif _needs_contact(asking, definition):
        wrong["phone"] = DomainError(
            "phone.missing",
            _("A telephone number is missing."),
            _("Give one we can reach you on; a child's will do."),
            "phone",
        )
    if definition.asks_address and not asking.address.strip():
        has_one = isinstance(asking.person, Person) and asking.person.address
        if not has_one and not wants_help(asking.answers):
            wrong["address"] = DomainError(
                "address.missing",
                _("The address is missing."),
                _("Street, house and door are enough."),
                "address",
            )
    if len(asking.address) > 200:
        wrong["address"] = DomainError(
            "address_long", _("This address is too long."), _("Street, house and door are enough."), "address"
        )
    if len(asking.external_number) > 40:
        wrong["external_number"] = DomainError(
            "external_long",
            _("This work-order number is too long."),
            _("At most 40 characters."),
            "external_number",
        )
    if wrong:
        raise Invalid(wrong)
    return phone


def _whom(asking: Asking, definition: ItemDefinition, offering: Offering) -> Person | None:
    """The person the request is for, found or made. Raises DomainError when somebody must be named."""
    if asking.acting_for is not None:
        return asking.acting_for.principal
    if isinstance(asking.person, Claim):
        return claim_person(asking.person, offering.organisation, need_id=definition.needs_id_number)
    if asking.person is None and not definition.anonymous:
        raise DomainError("person", _("Whom is this for?"), _("Give name and ID number."), "person")
    return asking.person


def _insert(row: ServiceRequest) -> ServiceRequest:
    """Saves the request under a number nobody else has: longer numbers are drawn when short ones run out."""
    for attempt in range(24):
        row.reference = make_reference(settings.REFERENCE_DIGITS if attempt < 8 else LONGEST)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return row
    raise RuntimeError("no free reference number in 24 draws")


@transaction.atomic
def submit(asking: Asking, actor: Actor) -> ServiceRequest:
    """Makes a request, or returns the one this key already made.

    In one transaction: takes the key; checks offering, red lines, proxy and answers; writes request, event and messages; starts
    every fulfilment. Raises DomainError (Invalid, Conflict, NotFound); then nothing is written.
    """
    claimed, first = idempotency.claim(actor.scope, asking.key, asking.body())
    if not first:
        return ServiceRequest.objects.get(pk=int(claimed.result))
    version = catalogue.item(asking.item)
    definition = version.definition
    offering = pick_offering(asking.item, asking.door, asking.place, _own_organisations(actor))
    if asking.acting_for is not None:
        check_proxy(definition, asking.acting_for, asking.person)
    answers = check_answers(definition, asking.answers)
    phone = check_contact(asking, definition)
    person = _whom(asking, definition, offering)
    due = WorkingCalendar().add_working_days(
        today(),
        definition.promise_working_days if offering.promise_working_days is None else offering.promise_working_days,
    )
    phone = phone or (person.phone if person and asking.acting_for is None else "")
    now = timezone.now()
    request = _insert(
        ServiceRequest(
            version=version,
            item=asking.item,
            organisation=offering.organisation,
            place=asking.place or offering.place,
            offering=offering,
            door=asking.door,
            person=person,
            proxy=asking.acting_for,
            acting_for=asking.acting_for is not None,
            actor_kind=actor.kind,
            partner=actor.partner,
            answers=answers,
            contact_name=asking.contact_name[:40],
            contact_phone=phone,
            contact_digest=digest(phone, "contact") if phone else "",
            address=asking.address.strip() or (person.address if person else ""),
            assurance=_assurance(asking, actor),
            call_first=wants_help(answers),
            external_number=asking.external_number.strip(),
            submitted_at=now,
            promised_on=due.day,
            promise_provisional=due.provisional,
            withdraw_until=now + timedelta(minutes=WITHDRAW_MINUTES),
        )
    )
    claimed.result = str(request.pk)
    claimed.save(update_fields=["result"])
    note(
        request,
        actor,
        events.Submitted(
            fulfilment=definition.fulfilments[0],
            assurance=Assurance(request.assurance).name.lower(),
            call_first=request.call_first,
            open_now=asking.door in STAFFED or catalogue.open_now(offering),
        ),
        "submit",
    )
    for kind in definition.fulfilments:
        fulfilment(kind).start(request)
    tell_person(request, "submitted")
    if definition.answer is not None:
        _finish_at_once(request, actor, definition, answers)
    return request


def _own_organisations(actor: Actor) -> set[int]:
    """Whose offerings come first for this actor: a branch takes its own requests, a partner submits to its institution."""
    if actor.partner is not None:
        return {actor.partner.organisation_id}
    return organisations(actor.user, TAKERS) if actor.user is not None else set()


def _assurance(asking: Asking, actor: Actor) -> int:
    """How sure we are: only staff can be surer than what was claimed."""
    return asking.assurance if actor.kind == ActorKind.STAFF else Assurance.CLAIMED


def _finish_at_once(request: ServiceRequest, actor: Actor, definition: ItemDefinition, answers: Answers) -> None:
    """An ``answer`` item is completed by its own words, unless a question was left to a person."""
    if wants_help(answers):
        return
    request.state, request.revision, request.closed_at = State.DONE, 1, timezone.now()
    request.outcome = in_language(definition.answer)
    request.save()
    note(request, actor, events.Done(within_promise=True, working_days=0), "answer", State.SUBMITTED)
