"""What the parallel processes of the chasing tests do."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.ledger.models import Chase, HandOut, OutgoingDocument
from silverbridge.domain.ledger.services import issue_handout_sheet, propose_chases, register_document, send_chase
from silverbridge.domain.ledger.services.chasing import step_due, write_proposal
from silverbridge.domain.ledger.services.outgoing import next_number
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from tests.processes import wait_for_all


def propose(day: str) -> int:
    """One clockwork, on a day."""
    return propose_chases(date.fromisoformat(day))


def propose_unlocked(pk: int, folder: str, number: int, workers: int) -> bool:
    """One clockwork that looks without a lock, and writes when all the others have looked: the worst moment there is."""
    chase = step_due(HandOut.objects.select_related("giver").get(pk=pk), today())
    wait_for_all(folder, number, workers)
    with transaction.atomic():
        return chase is not None and write_proposal(chase)


def send(pk: int, user_id: int) -> int:
    """One supervisor sends; answers the number."""
    chase = Chase.objects.select_related("handout__task__notice", "handout__organisation", "giver").get(pk=pk)
    return send_chase(chase, Actor.staff(User.objects.get(pk=user_id))).document.number


def issue(pk: int, user_id: int) -> int:
    """One supervisor issues the sheet of a hand-out; answers the number."""
    row = HandOut.objects.select_related("task__notice__organisation", "organisation", "giver", "parent").get(pk=pk)
    return issue_handout_sheet(row, Actor.staff(User.objects.get(pk=user_id))).number


def register_at_once(organisation_id: int, folder: str, number: int, workers: int, lock: bool) -> int:
    """One who enters a document, all looking for the next number at the same moment; 0 where the index refused it."""
    organisation = Organisation.objects.get(pk=organisation_id)
    if lock:
        wait_for_all(folder, number, workers)
        return register_document(organisation, "other", "函", today(), Actor.system("race")).number
    found = next_number(organisation, "督", today().year)
    wait_for_all(folder, number, workers)
    given = {"organisation": organisation, "series": "督", "year": today().year, "number": found}
    try:
        return OutgoingDocument.objects.create(kind="other", title="函", day=today(), **given).number
    except IntegrityError:
        return 0
