"""From the cast to records: people, proxies and those that ended, all through the services."""

from __future__ import annotations

from datetime import date, timedelta

from silverbridge.demo.cast import Someone, draw_cast
from silverbridge.demo.clock import at, local
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.people.models import Assurance, Channel, Person, Proxy
from silverbridge.domain.people.services import Claim, grant_proxy, revoke_proxy, save_person
from silverbridge.domain.places.models import Organisation


def make_people(day: date) -> None:
    """Everybody of the cast as of ``day``; proxies are granted on their own days and some are taken back."""
    elders, agents, bonds = draw_cast(day)
    organisations = {o.code: o for o in Organisation.objects.all()}
    teller = Actor.staff(User.objects.get(username="teller"))
    with at(local(day - timedelta(days=1), 10)):
        elder_rows = [_save(someone, organisations) for someone in elders]
        agent_rows = [_save(someone, organisations) for someone in agents]
    revoked: list[Proxy] = []
    for bond in bonds:
        with at(local(bond.since, 10, 15)):
            proxy = grant_proxy(
                elder_rows[bond.elder],
                agent_rows[bond.agent],
                bond.relation,
                bond.granted,
                teller,
                until=bond.until,
                since=bond.since,
            )
        if bond.revoked:
            revoked.append(proxy)
    for number, proxy in enumerate(revoked):
        with at(local(day + timedelta(days=7 + 5 * number), 11)):
            revoke_proxy(proxy, teller)


def _save(someone: Someone, organisations: dict[str, Organisation]) -> Person:
    claim = Claim(someone.name, someone.id_number, someone.phone, someone.address)
    return save_person(
        claim,
        organisations[someone.organisation],
        Assurance.SEEN if someone.address else Assurance.CALLED_BACK,
        district=someone.district,
        needs=list(someone.needs),
        care_note=someone.care_note,
        channel=Channel.CALL if someone.phone else Channel.PAPER,
    )
