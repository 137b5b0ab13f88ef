"""What tests of evidence and ledger share: journal events made in bulk, and processes that write them."""

import os
import subprocess
import sys
from collections import Counter

from django.db import connection, transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import Event, random_key
from silverbridge.domain.evidence.export import events_table
from silverbridge.domain.intake.events import Submitted
from silverbridge.domain.intake.services import Asking, submit
from silverbridge.domain.people.services import Claim
from tests.conftest import ID_LI, PHONE_LI

SUBMITTED = Submitted(fulfilment="case", assurance="claimed", call_first=False, open_now=True)
ANSWERS = {"how": "call", "living": "here"}


def write_event(organisation="anlan", door="phone", **more):
    """One event of the journal in a transaction of its own."""
    with transaction.atomic():
        where = {"object_key": random_key(), "actor_kind": "staff"} | more
        return record(SUBMITTED, Circumstances(organisation=organisation, door=door, **where))


def ask(world, key, door="web", **changes):
    """李奶奶 asks for a benefit eligibility check."""
    base = {"person": Claim("李桂兰", ID_LI, PHONE_LI), "contact_phone": PHONE_LI}
    asking = Asking(item="benefit-check", door=door, answers=ANSWERS, key=key, **(base | changes))
    actor = Actor.visitor("s1", for_another="acting_for" in changes) if door == "web" else Actor.staff(world.operator)
    return submit(asking, actor)


def exported_ids():
    """How often each event stands in the export."""
    return Counter(events_table().event_id.to_pyarrow().to_pylist())


def journal_ids():
    """Every event of the journal, once."""
    return Counter(Event.objects.values_list("pk", flat=True))


def start_python(code, *arguments):
    """Starts another process on the same database, with Django set up."""
    at = connection.settings_dict
    if connection.vendor == "postgresql":
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    else:
        url = f"sqlite:///{at['NAME']}"
    environment = os.environ | {"SILVERBRIDGE_DATABASE_URL": url}
    script = f"import django\ndjango.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], env=environment)
