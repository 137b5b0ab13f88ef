"""What was acknowledged stays, and stays single, when the server is killed at any moment.

Clients of a partner submit 500 requests, each with a key of its own, and repeat whatever was not answered. Meanwhile the whole
group of server processes is killed with SIGKILL at random moments and started again.
"""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from silverbridge.domain.accounts.services import make_partner
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from tests.conftest import ID_LI, PHONE_LI
from tests.e2e.granian import Granian

SUBMISSIONS, CLIENTS, KILLS = 500, 6, 4
BODY = {
    "item": "benefit-check",
    "answers": {"how": "call", "living": "here"},
    "person": {"name": "李桂兰", "id_number": ID_LI, "phone": PHONE_LI},
}


def same_key(n, _attempt):
    """How a client keeps to the contract: whatever is repeated is repeated under its key."""
    return f"key-{n}"


def fresh_key(n, attempt):
    """How a careless client does it: every try is something new."""
    return f"key-{n}-{attempt}"


class Clients:
    """Programs of one partner. ``acknowledged`` holds the reference each submission was answered with."""

    def __init__(self, server, credential, key_of=same_key, lose_first_answers=False):
        self.server, self.key_of, self.lose = server, key_of, lose_first_answers
        self.headers = {"Authorization": f"Bearer {credential}"}
        self.acknowledged, self.repeated = {}, Counter()
        self._own = threading.local()

    def post(self, n, attempt):
        """One try; answers the reference, or None when the answer was lost."""
        if not hasattr(self._own, "http"):
            self._own.http = httpx.Client(base_url=self.server.base, headers=self.headers, timeout=30)
        headers = {"Idempotency-Key": self.key_of(n, attempt)}
        try:
            answer = self._own.http.post(
                "/api/v1/requests", json=BODY | {"external_number": f"WO-{n}"}, headers=headers
            )
        except httpx.TransportError:
            return None
        if answer.status_code == 503:
            return None
        assert answer.status_code == 200, answer.text
        return None if self.lose and attempt == 0 else answer.json()["reference"]

    def submit(self, n):
        """Tries until it is answered."""
        for attempt in range(2000):
            reference = self.post(n, attempt)
            if reference is not None:
                self.acknowledged[n] = reference
                return
            self.repeated[n] += 1
            time.sleep(0.02)
        raise AssertionError(f"{n} was never answered")

    def submit_all(self, count):
        with ThreadPoolExecutor(CLIENTS) as threads:
            list(threads.map(self.submit, range(count)))


def faults(clients, count):
    """What is lost or doubled, in words; nothing when the house kept its word."""
    rows = Counter(ServiceRequest.objects.values_list("reference", flat=True))
    orders = Counter(ServiceRequest.objects.values_list("external_number", flat=True))
    found = [f"{n} lost" for n, reference in clients.acknowledged.items() if rows[reference] != 1]
    found += [f"{order} stands {times} times" for order, times in orders.items() if times != 1]
    found += [f"WO-{n} never came" for n in range(count) if f"WO-{n}" not in orders]
    events = Counter(Event.objects.filter(name="intake.request.submitted").values_list("object_key", flat=True))
    keys = set(ServiceRequest.objects.values_list("object_key", flat=True))
    if set(events) != keys or set(events.values()) - {1}:
        found.append("journal and requests differ")
    return found


@pytest.fixture
def credential(live_world):
    return make_partner("bank", "安澜银行", live_world.city)[1]


def test_killing_the_server_loses_and_doubles_nothing(credential):
    dice, kills = random.Random(), 0
    with Granian() as server:
        clients = Clients(server, credential)
        work = threading.Thread(target=clients.submit_all, args=[SUBMISSIONS])
        work.start()
        while work.is_alive() and kills < KILLS:
            time.sleep(dice.uniform(0.05, 0.9))
            server.kill()
            kills += 1
            server.start()
        work.join()
        assert len(clients.acknowledged) == SUBMISSIONS
        assert kills >= 2
        assert clients.repeated, "no kill hit a request: the test showed nothing"
        assert faults(clients, SUBMISSIONS) == []
        for n in range(0, SUBMISSIONS, 5):
            assert clients.post(n, 0) == clients.acknowledged[n]
        assert ServiceRequest.objects.count() == SUBMISSIONS


def test_lost_answers_double_nothing_and_the_check_would_see_it(credential):
    with Granian() as server:
        careful = Clients(server, credential, lose_first_answers=True)
        careful.submit_all(12)
        assert faults(careful, 12) == []
        careless = Clients(server, credential, fresh_key, lose_first_answers=True)
        careless.submit_all(12)
        assert "WO-3 stands 3 times" in faults(careless, 12)
        careful.acknowledged[0] = "10000009"
        assert "0 lost" in faults(careful, 12)
