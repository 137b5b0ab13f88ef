"""The endpoints. They translate between JSON and the services; rules live there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Header, Router

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Partner
from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.catalogue.queries import current_items, item, offerings
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.errors import DomainError, Forbidden, NotFound
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.intake import services
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.queries import for_partner
from silverbridge.domain.intake.states import State
from silverbridge.domain.people.models import Proxy
from silverbridge.domain.people.queries import proxy_by_reference
from silverbridge.domain.people.services import Claim, check_phone
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import below
from silverbridge.doors.api.auth import count_call
from silverbridge.doors.api.schemas import Error, ItemFull, ItemShort, Key, ProxySent, RequestOut, RequestSent
from silverbridge.doors.api.showing import show_full, show_request, show_short

router = Router()
REFUSED = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
PROXY_TRIES_PER_HOUR = 10


def may_ask(partner: Partner, code: str) -> bool:
    """Whether this partner's credential covers an item; a credential without a list covers all."""
    return not partner.items or code in partner.items


def check_item(partner: Partner, code: str) -> None:
    """Raises Forbidden for an item outside the credential."""
    if not may_ask(partner, code):
        raise Forbidden(
            "item_not_yours",
            _("This credential does not cover this service."),
            _("Ask the institution to widen it."),
            "item",
        )


def check_organisation(partner: Partner, made: ServiceRequest) -> None:
    """Raises Forbidden when the request went to an organisation that is neither the partner's nor administered by it."""
    if made.organisation_id == partner.organisation_id:
        return
    if made.organisation_id not in below(partner.organisation, OrganisationRelation.Kind.ADMINISTERS):
        raise Forbidden(
            "organisation_not_yours",
            _("This credential does not cover this organisation."),
            _("Ask the institution to widen it."),
            "item",
        )


@router.get("/items", response={200: list[ItemShort], REFUSED: Error}, summary="Services on offer")
def items(request: HttpRequest) -> list[dict[str, Any]]:
    """Every service item in its current version."""
    count_call(request.auth)
    return [show_short(row, may_ask(request.auth, row.code)) for row in current_items()]


@router.get("/items/{code}", response={200: ItemFull, REFUSED: Error}, summary="One service")
def one_item(request: HttpRequest, code: Key) -> dict[str, Any]:
    """Its questions, and every way to it with what is open now."""
    count_call(request.auth)
    row = item(code)
    return show_full(row, may_ask(request.auth, row.code), offerings(row.code))


def read_proxy(sent: ProxySent) -> Proxy:
    """The permission named by number and telephone together. Raises DomainError, NotFound, Throttled."""
    reference, phone = clean_reference(sent.reference), check_phone(sent.agent_phone)
    count_attempt("api.proxy", reference, PROXY_TRIES_PER_HOUR, 3600)
    proxy = proxy_by_reference(reference, phone)
    if proxy is None:
        raise NotFound(
            "proxy",
            _("This permission and this telephone do not belong together."),
            _("Compare the number on the permission and the agent's telephone."),
            "proxy",
        )
    return proxy


def read_asking(sent: RequestSent, key: str) -> services.Asking:
    """What a partner sent, as every door says it. Raises DomainError when both a person and a proxy are named."""
    if sent.person and sent.proxy:
        raise DomainError(
            "person_and_proxy",
            _("With a permission to act, the person is the one it names."),
            _("Leave out person, or leave out proxy."),
            "person",
        )
    person = sent.person
    return services.Asking(
        item=sent.item,
        door="partner",
        answers=sent.answers,
        key=key,
        person=Claim(person.name, person.id_number, person.phone, person.address) if person else None,
        acting_for=read_proxy(sent.proxy) if sent.proxy else None,
        contact_name=sent.contact.name,
        contact_phone=sent.contact.phone or (person.phone if person else ""),
        address=sent.contact.address or (person.address if person else ""),
        external_number=sent.external_number,
    )


@router.post("/requests", response={200: RequestOut, REFUSED: Error}, summary="Ask for a service")
def submit(
    request: HttpRequest,
    sent: RequestSent,
    key: str = Header(alias="Idempotency-Key", pattern=r"^[!-~]{1,80}$"),
) -> dict[str, Any]:
    """The same key with the same body gives the same request again, with another body 409. Keys are yours alone."""
    partner: Partner = request.auth
    try:
        check_item(partner, sent.item)
        asking = read_asking(sent, key)
        # The call is counted last and in the same commit, so that its row is locked for the shortest time.
        with transaction.atomic():
            made = services.submit(asking, Actor.of_partner(partner))
            check_organisation(partner, made)
            count_call(partner)
    except DomainError as error:
        if error.status != 429:
            count_call(partner)
        raise
    return show_request(made)


def own(reference: str, partner: Partner, what: str) -> ServiceRequest:
    """A request this partner made, with the read logged. Raises NotFound for any other."""
    found = for_partner(clean_reference(reference), partner)
    subject = found.person.subject_key if found.person else None
    log_access(
        Actor.of_partner(partner), what, "follows its own request", found.organisation, subject, found.object_key
    )
    return found


@router.get("/requests/{reference}", response={200: RequestOut, REFUSED: Error}, summary="Follow a request")
def follow(request: HttpRequest, reference: Key) -> dict[str, Any]:
    """Only requests this credential made; every read is logged."""
    count_call(request.auth)
    with transaction.atomic():
        return show_request(own(reference, request.auth, "request.api"))


@router.post("/requests/{reference}/withdraw", response={200: RequestOut, REFUSED: Error}, summary="Take it back")
def withdraw(request: HttpRequest, reference: Key) -> dict[str, Any]:
    """Possible until service begins. Sent again after it was taken back, it answers the same."""
    partner: Partner = request.auth
    count_call(partner)
    with transaction.atomic():
        found = own(reference, partner, "request.api.withdraw")
        if found.state != State.WITHDRAWN:
            found = services.withdraw(found, Actor.of_partner(partner), found.revision)
        return show_request(found)
