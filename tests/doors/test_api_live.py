"""One key, one request, when the same is sent many times at once to a real server."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from silverbridge.domain.accounts.services import make_partner
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from tests.doors.test_api import BODY
from tests.e2e.granian import Granian

AT_ONCE = 8


@pytest.fixture
def credentials(live_world):
    return [make_partner(code, code, live_world.city)[1] for code in ("bank", "insurer")]


def all_at_once(server, calls):
    """Posts each (credential, key, body) at the same moment, each over a connection of its own."""
    gate = Barrier(len(calls))

    def post(call):
        credential, key, body = call
        headers = {"Authorization": f"Bearer {credential}", "Idempotency-Key": key}
        with httpx.Client(base_url=server.base, headers=headers, timeout=60) as http:
            gate.wait()
            return http.post("/api/v1/requests", json=body)

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(post, calls))


def test_the_same_key_at_the_same_moment_gives_one_request(credentials):
    bank, insurer = credentials
    with Granian() as server:
        for n in range(4):
            answers = all_at_once(server, [(bank, f"k{n}", BODY)] * AT_ONCE)
            assert {a.status_code for a in answers} == {200}
            assert len({a.json()["reference"] for a in answers}) == 1
        assert ServiceRequest.objects.count() == 4
        assert Event.objects.filter(name="intake.request.submitted").count() == 4

        both = all_at_once(server, [(bank, "shared", BODY), (insurer, "shared", BODY)] * 4)
        assert {a.status_code for a in both} == {200}
        assert len({a.json()["reference"] for a in both}) == 2

        bodies = [BODY | {"external_number": f"WO-{n}"} for n in range(AT_ONCE)]
        mixed = all_at_once(server, [(bank, "contested", body) for body in bodies])
        assert sorted(a.status_code for a in mixed) == [200] + [409] * (AT_ONCE - 1)
        assert ServiceRequest.objects.count() == 7
