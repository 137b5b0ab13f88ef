"""What the parallel processes of the tests of returns do."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.returns.models import Filing, FilingChase
from silverbridge.domain.returns.services import accept, open_periods, propose_filing_chases, send_back, send_chase
from silverbridge.domain.returns.services.chasing import step_due, write_proposal
from tests.processes import wait_for_all


def open_all(day: str) -> int:
    """One clockwork opens what is due on a day."""
    return open_periods(date.fromisoformat(day))


def propose(day: str) -> int:
    """One clockwork, on a day."""
    return propose_filing_chases(date.fromisoformat(day))


def propose_unlocked(pk: int, day: str, folder: str, number: int, workers: int) -> bool:
    """One clockwork that looks without a lock, and writes when all the others have looked: the worst moment there is."""
    filing = Filing.objects.select_related("receiver", "unit").get(pk=pk)
    chase = step_due(filing, date.fromisoformat(day))
    wait_for_all(folder, number, workers)
    with transaction.atomic():
        return chase is not None and write_proposal(chase)


def send(pk: int, user_id: int) -> int:
    """One supervisor sends; answers the number."""
    chase = FilingChase.objects.select_related("filing", "giver").get(pk=pk)
    return send_chase(chase, Actor.staff(User.objects.get(pk=user_id))).serial


def decide(pk: int, revision: int, user_id: int, verdict: str) -> str:
    """One receiver accepts or sends back what both saw; answers what came of it."""
    filing = Filing.objects.select_related("unit", "receiver").get(pk=pk)
    actor = Actor.staff(User.objects.get(pk=user_id))
    try:
        if verdict == "accept":
            accept(filing, revision, actor)
        else:
            send_back(filing, revision, "请补充。", actor)
    except DomainError as refusal:
        return refusal.code
    return verdict
