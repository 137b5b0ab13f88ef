"""Ages, masks and telephone numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from silverbridge.engines.identity import (
    AGE_BANDS,
    InvalidPhone,
    age_band,
    age_on,
    make_id_number,
    mask_id_number,
    mask_name,
    mask_phone,
    parse_phone,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(days, st.integers(0, 36500))
def test_an_age_grows_by_at_most_one_a_day(birth_date, later):
    day = birth_date + timedelta(days=later)
    assert age_on(birth_date, day + timedelta(days=1)) - age_on(birth_date, day) in (0, 1)


@given(days)
def test_an_age_is_zero_on_the_first_day(birth_date):
    assert age_on(birth_date, birth_date) == 0
    with pytest.raises(ValueError, match="before"):
        age_on(birth_date, birth_date - timedelta(days=1))


def test_age_turns_on_the_birthday():
    assert age_on(date(1948, 9, 12), date(2026, 9, 11)) == 77
    assert age_on(date(1948, 9, 12), date(2026, 9, 12)) == 78


def test_a_leap_day_birthday_falls_on_28_february_in_a_common_year():
    born = date(1948, 2, 29)
    assert age_on(born, date(2026, 2, 27)) == 77
    assert age_on(born, date(2026, 2, 28)) == 78
    assert age_on(born, date(2028, 2, 28)) == 79
    assert age_on(born, date(2028, 2, 29)) == 80


@given(st.integers(0, 130))
def test_bands_hold_their_ages(age):
    band = age_band(age)
    assert band in AGE_BANDS
    if band == "under-60":
        assert age < 60
    elif band == "90+":
        assert age >= 90
    else:
        low, high = map(int, band.split("-"))
        assert low <= age <= high


def test_no_band_below_zero():
    with pytest.raises(ValueError, match="negative"):
        age_band(-1)


def test_masks_as_the_pages_show_them():
    number = make_id_number("990101", date(1948, 9, 12), 284)
    assert mask_id_number(number) == f"9901 **** {number[-4:]}"
    assert mask_phone("+8613812346027") == "138 **** 6027"
    assert mask_phone("138 1234 6027") == "138 **** 6027"
    assert mask_phone("+861062345678") == mask_phone("010-62345678") == "010 **** 5678"
    assert [mask_name(name) for name in ("李桂兰", "李敏", "欧阳娜娜", "欧阳敏", "欧阳", "李", "")] == [
        "李**", "李*", "欧阳**", "欧阳*", "欧*", "*", "",
    ]  # fmt: skip


@given(st.text(max_size=24))
def test_an_id_mask_shows_eight_characters_and_hides_seven(text):
    kept = "".join(text.split())
    shown = mask_id_number(text).replace(" **** ", "") if len(kept) >= 15 else ""
    assert len(shown) <= 8
    assert len(kept) - len(shown) >= min(len(kept), 7)
    if len(kept) < 15:
        assert mask_id_number(text) == ("****" if kept else "")


@given(st.text(alphabet="+0123456789 -()abc", max_size=20))
@example("+86")
def test_a_phone_mask_shows_seven_digits_and_hides_three(text):
    masked = mask_phone(text)
    shown = [sign for sign in masked if sign.isdigit()]
    written = [sign for sign in text if sign.isdigit()]
    assert len(shown) <= 7
    assert not shown or len(written) - len(shown) >= 3


@given(st.text(min_size=1, max_size=12))
def test_a_name_mask_always_hides_something(name):
    kept = name.strip()
    masked = mask_name(name)
    assert bool(masked) == bool(kept)
    if kept:
        visible = masked.rstrip("*") if not kept.endswith("*") else masked[:2]
        assert len(visible) <= 2
        assert "*" in masked


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("13812346027", "+8613812346027"),
        ("138 1234 6027", "+8613812346027"),
        ("１３８１２３４６０２７", "+8613812346027"),
        ("+86 138-1234-6027", "+8613812346027"),
        ("010-62345678", "+861062345678"),
        ("(0755) 82345678", "+8675582345678"),
    ],
)
def test_a_number_people_answer_is_read(text, e164):
    assert parse_phone(text) == e164


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("1381234602", "length"),
        ("138123460277", "length"),
        ("62345678", "length"),
        ("010-12345", "length"),
        ("12345", "not_personal"),
        ("95588", "not_personal"),
        ("110", "not_personal"),
        ("400-800-1234", "not_personal"),
        ("+852 9123 4567", "country"),
        ("+1 650 253 0000", "country"),
        ("李敏", "characters"),
        ("1380LIMINXX", "characters"),
        ("12012346027", "not_in_use"),
    ],
)
def test_a_number_nobody_answers_is_refused(text, code):
    with pytest.raises(InvalidPhone) as caught:
        parse_phone(text)
    assert caught.value.code == code
    assert 0 < len(caught.value.message_zh) <= 30


def test_a_short_mobile_number_gets_the_plain_words():
    with pytest.raises(InvalidPhone) as caught:
        parse_phone("1381234602")
    assert caught.value.message_zh == "电话要11位。填儿女的也行。"


@given(st.text(max_size=24))
def test_any_text_is_a_number_or_an_invalid_phone(text):
    try:
        assert parse_phone(text).startswith("+86")
    except InvalidPhone as refused:
        assert refused.message_en


@given(st.integers(13000000000, 19999999999))
def test_a_number_reads_the_same_twice(digits):
    try:
        once = parse_phone(str(digits))
    except InvalidPhone:
        return
    assert parse_phone(once) == once
    assert mask_phone(once)[:3] == str(digits)[:3]
