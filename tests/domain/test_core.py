"""Reference numbers, sealed fields, keys, outbox and attempt counts."""

import base64
import os

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from silverbridge.config.env import Env, parse_keys
from silverbridge.config.logs import redact
from silverbridge.domain.core import ciphers, outbox
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.errors import DomainError, Throttled
from silverbridge.domain.core.models import OutboxItem
from silverbridge.domain.core.references import clean_reference, grouped, make_reference, spoken_zh
from silverbridge.domain.people import index
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.queries import by_id_number, find
from tests.conftest import ID_LI


@given(st.sampled_from([8, 12]), st.integers(0, 11), st.integers(1, 9))
def test_every_wrong_digit_is_caught(length, place, shift):
    number = make_reference(length)
    assert len(number) == length
    assert damm.is_valid(number)
    at = place % length
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    with pytest.raises(DomainError):
        clean_reference(wrong)


@given(st.integers(0, 6))
def test_every_swap_of_neighbours_is_caught(at):
    number = make_reference(8)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        with pytest.raises(DomainError):
            clean_reference(swapped)


def test_a_number_is_read_as_people_write_and_say_it():
    number = make_reference(8)
    assert clean_reference(grouped(number)) == number
    assert clean_reference(number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == number
    assert spoken_zh("47260185") == "四七二六，零幺八五"


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_sealed_text_opens_only_in_its_column(settings, cipher):
    settings.FIELD_CIPHER = cipher
    sealed = ciphers.encrypt("李桂兰", "people.person.name")
    assert "李" not in sealed
    assert ciphers.decrypt(sealed, "people.person.name") == "李桂兰"
    for broken, column in ((sealed, "people.person.phone"), (sealed[:-4] + "AAA=", "people.person.name")):
        with pytest.raises(ciphers.Undecipherable):
            ciphers.decrypt(broken, column)


def test_old_keys_still_open_and_find(world, settings):
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = {2: os.urandom(32), **old}
    assert Person.objects.get(pk=world.li.pk).name == "李桂兰"
    assert by_id_number(ID_LI) == world.li
    world.li.save()
    index.rebuild(world.li)
    settings.FIELD_KEYS = {2: settings.FIELD_KEYS[2]}
    assert by_id_number(ID_LI) == world.li
    assert Person.objects.get(pk=world.li.pk).name == "李桂兰"


def test_at_rest_nothing_can_be_read(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person")
        stored = repr(cursor.fetchall())
        cursor.execute("SELECT digest FROM people_personindex")
        stored += repr(cursor.fetchall())
    for secret in ("李桂兰", ID_LI, "13800006027", "青石街3号", "hearing", "右耳", "1950-03-08"):
        assert secret not in stored


def test_people_are_found_by_exact_number_or_a_narrowed_pair(world):
    reach = {world.city.pk}
    for text in (ID_LI, "138 0000 6027", "lgl 6027", "李桂兰 6027", "liguilan 6027"):
        assert find(text, reach) == [world.li], text
    assert find("lgl 9999", reach) == []
    assert find(ID_LI, {world.other.pk}) == []
    for browsing in ("李桂兰", "6027", "lgl"):
        with pytest.raises(DomainError):
            find(browsing, reach)


def test_the_outbox_tries_again_then_gives_up(db, monkeypatch):
    def fail(_id):
        raise outbox.DeliveryFailed

    monkeypatch.setitem(outbox.HANDLERS, "test.fail", fail)
    outbox.post("test.fail", 1, "once")
    outbox.post("test.fail", 1, "once")
    assert OutboxItem.objects.count() == 1
    for _n in range(outbox.GIVE_UP_AFTER):
        OutboxItem.objects.update(next_at="2026-01-01T00:00Z")
        outbox.deliver_due()
    assert OutboxItem.objects.get().state == "failed"


def test_attempts_are_counted_without_saying_whose(db):
    for _n in range(3):
        count_attempt("door", "10.0.0.1", 3, 3600)
    with pytest.raises(Throttled):
        count_attempt("door", "10.0.0.1", 3, 3600)
    count_attempt("door", "10.0.0.2", 3, 3600)


def test_logs_hide_private_numbers():
    line = {
        "event": f"found {ID_LI} at 138-0000-6027",
        "phone": "x",
        "nested": [{"card": "6222020200112230000"}],
        "n": 47260185,
    }
    text = str(redact(line))
    for secret in (ID_LI, "138-0000-6027", "6222020200112230000"):
        assert secret not in text
    assert "47260185" in text


def test_production_refuses_to_start_without_its_keys(monkeypatch):
    for name in list(os.environ):
        if name.startswith("SILVERBRIDGE_"):
            monkeypatch.delenv(name)
    with pytest.raises(ValueError, match="SILVERBRIDGE_SECRET_KEY, SILVERBRIDGE_KEYS"):
        Env()
    key = base64.b64encode(os.urandom(32)).decode()
    Env(secret_key="s" * 50, keys=f"1:{key}", hosts="bridge.example", institution="anlan")
    with pytest.raises(ValueError, match="invented people"):
        Env(secret_key="s" * 50, keys=f"1:{key}", hosts="b", institution="a", reserved_regions=True)


@pytest.mark.parametrize("text", ["x", "1:???", "1:c2hvcnQ=", "a:b"])
def test_broken_keys_are_named_without_showing_them(text):
    with pytest.raises(ValueError, match="entry 1") as error:
        parse_keys(text)
    assert text.split(":")[-1] not in str(error.value) or len(text) == 1
