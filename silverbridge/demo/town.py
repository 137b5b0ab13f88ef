"""What the lives of the demonstration city draw on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from silverbridge.demo.cast import Someone
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Partner
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Person, Proxy


@dataclass
class Town:
    """What lives draw on: the dice, the people, and who serves for which organisation."""

    dice: random.Random
    elders: list[tuple[Someone, Person]]
    agents: list[tuple[Someone, Person]]
    proxies: Mapping[int, Proxy]
    clerks: Mapping[str, Actor]
    partner: Partner

    def clerk(self, request: ServiceRequest) -> Actor:
        """Who works on the requests of its organisation; the telephone operator where nobody else does."""
        return self.clerks.get(request.organisation.code, self.clerks["operator"])
