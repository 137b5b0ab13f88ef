"""Whatever a client sends, the worst it gets is a refusal in the API's form."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.domain.intake.models import ServiceRequest
from tests.doors.test_api import ANSWERS, BODY, PERSON, Program

FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NASTY = [
    "\x00",
    "\ud800",
    "a\x00b",
    "\ufffd",
    "9" * 5000,
    "\u202e",
    "\r\n",
    "İ",
    "𝟏𝟑𝟖",
    "١٢٣",
    "",
    " ",
    "%s",
    "{0}",
    "%(n)s",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.text("0123456789Xx-+ ", max_size=20))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from([10**400, -(10**25)]), st.floats(), texts)
values = st.recursive(scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(texts, v, max_size=3), max_leaves=6)
OK = {200, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429}


def fits(response):
    """No 5xx, and every refusal in the API's form."""
    assert response.status_code in OK, (response.status_code, response.content[:300])
    if response.status_code != 200:
        assert set(response.json()) == {"code", "message", "mend", "field", "errors"}, response.content[:300]


@pytest.fixture
def bank(world, settings):
    settings.PARTNER_LIMIT = 10**9
    return Program("bank", world.city)


PLACES = [
    ("item",),
    ("answers",),
    ("answers", "how"),
    ("answers", "living"),
    ("person",),
    *(("person", name) for name in ("name", "id_number", "phone", "address")),
    ("contact",),
    *(("contact", name) for name in ("name", "phone", "address")),
    ("external_number",),
    ("proxy",),
    *(("proxy", name) for name in ("reference", "agent_phone")),
]


@FUZZ
@given(st.sampled_from(PLACES), values)
def test_any_value_at_any_place(bank, place, value):
    body = {**BODY, "answers": dict(ANSWERS), "person": dict(PERSON), "contact": {}}
    if place[0] == "proxy":
        body = {**body, "person": None, "proxy": {"reference": "10000009", "agent_phone": "13800006028"}}
    inner = body
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    fits(bank.post("/requests", json.dumps(body).encode(), "k"))


@FUZZ
@given(values)
def test_any_json_as_body(bank, value):
    fits(bank.post("/requests", json.dumps(value).encode(), "k"))


@FUZZ
@given(st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "multipart/form-data", "x/\xff"]))
def test_any_bytes_as_body(bank, raw, kind):
    fits(bank.post("/requests", raw, "k", kind))


BODIES = [
    b"",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"1" * 10_000,
    b"NaN",
    b'{"item": Infinity}',
    '{"item": "打车"}'.encode("gb18030"),
    '{"item": "taxi"}'.encode("utf-16"),
    b"\xef\xbb\xbf{}",
    b'{"item": "taxi", "item": "taxi"}',
    b'{"answers": {"\\ud800": "x"}}',
    b'{"item": "\\u0000"}',
    b" " * (3 * 1024 * 1024),
    b"--x\r\nbroken",
]


@pytest.mark.parametrize("raw", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "multipart/form-data"])
def test_broken_bodies(bank, raw, kind):
    response = bank.post("/requests", raw, "k", kind)
    fits(response)
    assert response.status_code >= 400
    assert not ServiceRequest.objects.exists()


def test_a_form_is_no_json(bank):
    fits(bank.post("/requests", b"item=taxi%00", "k", "application/x-www-form-urlencoded"))


@FUZZ
@given(texts.filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)))
def test_any_path(bank, text):
    from urllib.parse import quote

    part = quote(text, safe="")
    for path in (f"/items/{part}", f"/requests/{part}", f"/{part}", f"/items?{part}={part}"):
        fits(bank.get(path))
    fits(bank.post(f"/requests/{part}/withdraw"))


@pytest.mark.parametrize("path", ["/items/%FF", "/requests/%00", "/items/%C0%AF", "/nothing", "/requests/%ED%A0%80"])
def test_broken_paths(bank, path):
    fits(bank.get(path))
    assert bank.get(path).status_code >= 400


def test_wrong_methods_and_hosts_are_answered_in_json(bank):
    fits(bank.http.delete("/api/v1/items", headers=bank.headers()))
    fits(bank.http.get("/api/v1/requests", headers=bank.headers()))
    fits(bank.http.get("/api/v1/items", headers=bank.headers() | {"Host": "evil.example"}))
    fits(bank.http.get("/api/v1/items", headers=bank.headers() | {"Host": "evil\x00"}))


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer " + "x" * 9000, "Bearer \xff\x00", "bearer 钥"]
)
def test_odd_credentials(bank, value):
    response = bank.http.get("/api/v1/items", headers={"Authorization": value})
    fits(response)
    assert response.status_code == 401
