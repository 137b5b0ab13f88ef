"""The API as a partner's program meets it."""

import json

import pytest
from django.test import Client

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.accounts.services import make_partner, revoke_partner
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.references import make_reference
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from tests.conftest import ID_LI, PHONE_LI, PHONE_LI_MIN, PHONE_ZHAO

ANSWERS = {"how": "call", "living": "here"}
PERSON = {"name": "李桂兰", "id_number": ID_LI, "phone": PHONE_LI}
BODY = {"item": "benefit-check", "answers": ANSWERS, "person": PERSON}


class Program:
    """A partner's program: it knows its credential and speaks JSON."""

    def __init__(self, code, organisation, items=None):
        self.partner, self.credential = make_partner(code, code, organisation, items)
        self.http = Client(raise_request_exception=False)

    def headers(self, key=None):
        found = {"Authorization": f"Bearer {self.credential}"}
        return found | ({"Idempotency-Key": key} if key is not None else {})

    def get(self, path):
        return self.http.get(f"/api/v1{path}", headers=self.headers())

    def post(self, path, body=None, key=None, content_type="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.http.post(f"/api/v1{path}", data, content_type=content_type, headers=self.headers(key))


@pytest.fixture
def bank(world):
    return Program("bank", world.city)


@pytest.fixture
def insurer(world):
    return Program("insurer", world.city)


def refusal(response, status, code):
    """The body of a refusal, its form checked."""
    assert response.status_code == status, response.content
    body = response.json()
    assert set(body) == {"code", "message", "mend", "field", "errors"}
    for part in (body, *body["errors"].values()):
        assert set(part["message"]) == set(part["mend"]) == {"zh", "en"}
        assert part["message"]["zh"] and part["message"]["en"]
    assert body["code"] == code, body
    return body


def test_a_partner_asks_follows_and_takes_back(bank, world):
    made = bank.post("/requests", BODY | {"external_number": "WO-7"}, "k1")
    assert made.status_code == 200, made.content
    reference = made.json()["reference"]
    row = ServiceRequest.objects.get()
    assert (row.reference, row.door, row.partner, row.person) == (reference, "partner", bank.partner, world.li)
    event = Event.objects.get(name="intake.request.submitted")
    assert (event.door, event.actor_kind) == ("partner", "partner")
    followed = bank.get(f"/requests/{reference}")
    assert followed.json() == made.json()
    assert "李" not in followed.content.decode()
    taken = bank.post(f"/requests/{reference}/withdraw")
    assert taken.json()["state"] == "withdrawn"
    again = bank.post(f"/requests/{reference}/withdraw")
    assert again.json() == taken.json()
    assert Event.objects.filter(name="intake.request.withdrawn").count() == 1


def test_every_read_of_a_request_is_logged(bank, world):
    reference = bank.post("/requests", BODY, "k1").json()["reference"]
    assert not Access.objects.exists()
    bank.get(f"/requests/{reference}")
    row = Access.objects.get()
    assert (row.partner, row.subject_key, row.what) == (bank.partner, world.li.subject_key, "request.api")


def test_the_same_key_gives_the_same_request(bank, insurer):
    first = bank.post("/requests", BODY, "k1").json()
    assert bank.post("/requests", BODY, "k1").json() == first
    refusal(bank.post("/requests", BODY | {"external_number": "other"}, "k1"), 409, "key_reused")
    assert insurer.post("/requests", BODY, "k1").json()["reference"] != first["reference"]
    assert ServiceRequest.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", "a" * 81, "with blank", "钥匙"])
def test_a_key_is_needed(bank, key):
    body = refusal(bank.post("/requests", BODY, key), 422, "invalid")
    assert body["field"] == "Idempotency-Key"
    assert not ServiceRequest.objects.exists()


def test_another_partners_request_is_not_there(bank, insurer):
    reference = bank.post("/requests", BODY, "k1").json()["reference"]
    theirs = refusal(insurer.get(f"/requests/{reference}"), 404, "request")
    nobodys = refusal(insurer.get(f"/requests/{make_reference(8)}"), 404, "request")
    assert theirs == nobodys
    refusal(insurer.post(f"/requests/{reference}/withdraw"), 404, "request")
    refusal(insurer.get("/requests/12345678"), 400, "reference_check")


def test_without_a_credential_nothing_opens(bank, client):
    for path in ("/items", "/items/taxi", "/requests/10000009"):
        assert client.get(f"/api/v1{path}")["WWW-Authenticate"] == "Bearer"
        refusal(client.get(f"/api/v1{path}"), 401, "credential")
    revoke_partner(bank.partner)
    refusal(bank.get("/items"), 401, "credential")
    refusal(bank.post("/requests", BODY, "k1"), 401, "credential")


def test_a_credential_can_be_narrowed(world):
    taxis = Program("taxis", world.city, ["taxi"])
    refusal(taxis.post("/requests", BODY, "k1"), 403, "item_not_yours")
    assert {i["code"]: i["yours"] for i in taxis.get("/items").json()} | {"benefit-check": False, "taxi": True} == {
        i["code"]: i["yours"] for i in taxis.get("/items").json()
    }


def test_a_partner_asks_only_its_own_organisation(world):
    stranger = Program("stranger", world.other)
    refusal(stranger.post("/requests", BODY, "k1"), 403, "organisation_not_yours")
    assert not ServiceRequest.objects.exists()


def test_an_item_shows_its_questions_and_ways(bank):
    body = bank.get("/items/taxi").json()
    assert body["name"] == {"zh": "叫出租车", "en": "Call a taxi"}
    assert [q["key"] for q in body["questions"]] == ["when", "to", "help"]
    phone = next(w for w in body["ways"] if w["door"] == "phone")
    assert (phone["phone"], phone["wait_minutes"], phone["fee"]) == ("12345", None, None)
    refusal(bank.get("/items/flight"), 404, "item")


def test_a_daughter_asks_through_a_partner_and_the_mother_is_told(bank, world):
    proxy = {"reference": world.proxy.reference, "agent_phone": PHONE_LI_MIN}
    body = {"item": "benefit-check", "answers": ANSWERS, "contact": {"phone": PHONE_LI_MIN}, "proxy": proxy}
    made = bank.post("/requests", body, "k1")
    assert made.json()["acting_for"] is True
    assert Message.objects.get().person == world.li
    stranger = body | {"proxy": proxy | {"agent_phone": PHONE_ZHAO}}
    refusal(bank.post("/requests", stranger, "k2"), 404, "proxy")
    refusal(bank.post("/requests", body | {"person": PERSON}, "k3"), 400, "person_and_proxy")


def test_a_proxy_number_cannot_be_guessed(bank, world):
    body = {"item": "benefit-check", "answers": ANSWERS}
    body["proxy"] = {"reference": world.proxy.reference, "agent_phone": PHONE_ZHAO}
    for n in range(10):
        refusal(bank.post("/requests", body, f"k{n}"), 404, "proxy")
    refusal(bank.post("/requests", body, "k11"), 429, "throttled")


def test_faults_are_named_by_field_in_both_languages(bank):
    body = refusal(bank.post("/requests", BODY | {"answers": {"how": "fly", "x": "1"}}, "k1"), 422, "invalid")
    assert set(body["errors"]) == {"how", "living", "x"}
    wrong = BODY | {"person": PERSON | {"id_number": ID_LI[:-1] + ("1" if ID_LI[-1] == "0" else "0")}}
    body = refusal(bank.post("/requests", wrong, "k1"), 422, "invalid")
    assert body["field"] == "id_number"
    assert body["message"]["zh"] != body["message"]["en"]
    body = refusal(bank.post("/requests", BODY | {"person": {"nam": "x"}, "more": 1}, "k1"), 422, "invalid")
    assert {k: v["code"] for k, v in body["errors"].items()} == {
        "person.name": "missing",
        "person.nam": "unknown",
        "more": "unknown",
    }
    assert not ServiceRequest.objects.exists()


def test_a_partner_that_calls_too_often_waits(bank, settings):
    settings.PARTNER_LIMIT = 3
    first = bank.post("/requests", BODY, "k1").json()
    refusal(bank.post("/requests", BODY | {"item": "flight"}, "k2"), 404, "item")
    assert bank.get("/items").status_code == 200
    refusal(bank.get("/items"), 429, "throttled")
    limited = bank.post("/requests", BODY, "k3")
    refusal(limited, 429, "throttled")
    assert limited["Retry-After"] == "60"
    assert [r.reference for r in ServiceRequest.objects.all()] == [first["reference"]]


def test_the_description_is_open_and_complete(client):
    body = client.get("/api/v1/openapi.json").json()
    assert set(body["paths"]) == {
        "/api/v1/items",
        "/api/v1/items/{code}",
        "/api/v1/requests",
        "/api/v1/requests/{reference}",
        "/api/v1/requests/{reference}/withdraw",
    }
    for path in body["paths"].values():
        for operation in path.values():
            assert operation["description"]
            assert {"200", "401", "422", "429"} <= set(operation["responses"])
            assert operation["security"]


def test_a_credential_outlives_a_rotation_of_keys_once_it_was_used(bank, settings):
    old = settings.FIELD_KEYS
    new = {9: bytes(range(32)), **old}
    settings.FIELD_KEYS = new
    assert bank.get("/items").status_code == 200
    settings.FIELD_KEYS = {9: new[9]}
    assert bank.get("/items").status_code == 200
