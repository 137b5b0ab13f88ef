"""Identity numbers: what is made parses back, and what is mistyped is refused with words a person can use."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from silverbridge.engines.identity import InvalidIdNumber, make_id_number, parse_id_number

TODAY = date(2026, 11, 24)
GRANDMOTHER_LI = make_id_number("990101", date(1948, 9, 12), 284)

reserved_regions = st.sampled_from(["990101", "990102", "997706", "160000", "101010", "900101"])
birth_dates = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
made_numbers = st.builds(make_id_number, reserved_regions, birth_dates, st.integers(0, 999))


def refusal(text: str, *, reserved: bool = True) -> InvalidIdNumber:
    with pytest.raises(InvalidIdNumber) as caught:
        parse_id_number(text, reserved_regions=reserved, today=TODAY)
    return caught.value


@given(reserved_regions, birth_dates, st.integers(0, 999))
def test_every_number_made_parses_back(region, birth_date, sequence):
    read = parse_id_number(make_id_number(region, birth_date, sequence), reserved_regions=True, today=TODAY)
    assert (read.region, read.birth_date) == (region, birth_date)
    assert read.sex == ("F" if sequence % 2 == 0 else "M")


@given(made_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_digit_error_is_refused(number, position, sign):
    assume(number[position] != sign)
    refusal(number[:position] + sign + number[position + 1 :])


@given(made_numbers, st.integers(0, 16))
def test_two_neighbours_changing_places_are_refused(number, position):
    first, second = number[position : position + 2]
    assume(first != second)
    refusal(number[:position] + second + first + number[position + 2 :])


@given(st.text(max_size=30))
@example("²" * 18)
@example("一二三四五六七八九十一二三四五六七八")
def test_any_text_is_either_read_or_refused_in_words(text):
    try:
        parse_id_number(text, today=TODAY)
    except InvalidIdNumber as refused:
        assert refused.message_zh
        assert refused.message_en
        assert len(refused.message_zh) <= 30


def test_typing_habits_are_accepted():
    number = make_id_number("990101", date(1939, 3, 1), 12)
    with_x = next(
        made for made in (make_id_number("990101", date(1948, 9, 12), s) for s in range(20)) if made.endswith("X")
    )
    full_width = number.translate({ord(d): ord(d) - ord("0") + ord("０") for d in "0123456789"})
    for text, meant in [
        (f" {number[:6]} {number[6:14]} {number[14:]} ", number),
        (full_width, number),
        (f"{number[:6]}\u3000{number[6:]}", number),
        (with_x.lower(), with_x),
    ]:
        assert parse_id_number(text, reserved_regions=True, today=TODAY).number == meant


def test_a_short_number_says_how_short():
    refused = refusal(GRANDMOTHER_LI[:-1])
    assert refused.code == "length"
    assert refused.message_zh == "这个号少一位。对着身份证再看看。"
    assert refusal(GRANDMOTHER_LI[:-2]).message_zh.startswith("这个号少两位")
    assert refusal(GRANDMOTHER_LI[:-1] + "11").message_zh.startswith("这个号多一位")
    assert refusal("").message_zh == "还差一样：身份证号还没有填。"
    assert "15" in refusal("990101480912284").message_zh


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("99010119480912A845", "characters"),
        ("X90101194809122845", "characters"),
        ("990101194802302845", "birth_date"),
        ("990101019480912284", "birth_date"),
        (make_id_number("990101", date(1812, 9, 12), 284), "birth_date"),
        (make_id_number("990101", TODAY + timedelta(days=1), 284), "future"),
    ],
)
def test_each_fault_has_its_code(text, code):
    assert refusal(text).code == code


def test_a_wrong_check_digit_is_named():
    wrong = "1" if GRANDMOTHER_LI[-1] != "1" else "2"
    assert refusal(GRANDMOTHER_LI[:-1] + wrong).code == "check_digit"


def test_someone_born_today_has_a_number():
    assert parse_id_number(make_id_number("990101", TODAY, 1), reserved_regions=True, today=TODAY).birth_date == TODAY


def test_reserved_regions_only_where_asked_for():
    assert refusal(GRANDMOTHER_LI, reserved=False).code == "region"


@pytest.mark.parametrize("region", ["110101", "310101", "830000", "911156"])
def test_no_number_of_a_real_region_is_made(region):
    with pytest.raises(ValueError, match="real people"):
        make_id_number(region, date(1948, 9, 12), 1)


@pytest.mark.parametrize("region", ["9901", "99010a", "９９０１０１"])
def test_a_region_has_six_digits(region):
    with pytest.raises(ValueError, match="six digits"):
        make_id_number(region, date(1948, 9, 12), 1)


def test_a_real_province_passes_without_the_reserved_ones():
    # The province is Beijing's, the county 0199 was never given out: nobody holds this number.
    body = "110199" + GRANDMOTHER_LI[6:17]
    number = body + calc_check_digit(body + "0")
    assert parse_id_number(number, today=TODAY).region == "110199"
