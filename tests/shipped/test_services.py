"""The shipped service items: sound definitions, in words old people understand."""

import re

import pytest

from silverbridge.domain.catalogue.definitions import SCENES
from silverbridge.domain.catalogue.loading import read_items

ITEMS = {item.code: item for item in read_items()}
# Words that belong to machines and offices, not to a kitchen table.
UNSAID = ("系统", "验证", "异常", "超时", "点击", "提交", "用户", "登录", "必填", "老人家")
LONGEST_SENTENCE = 30


def chinese(item):
    """Every Chinese text of a definition with its key path."""

    def walk(value, path):
        if isinstance(value, dict):
            if set(value) == {"zh", "en"}:
                yield path, value["zh"]
                return
            for key, inner in value.items():
                yield from walk(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from walk(inner, f"{path}[{number}]")

    return list(walk(item.model_dump(), item.code))


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_words_are_short_plain_and_in_full_width(code):
    for path, text in chinese(ITEMS[code]):
        assert not re.search(r"[,?!;]|:(?!\d)|[一-鿿]\.", text), f"{path}: half-width punctuation in {text}"
        assert not [w for w in UNSAID if w in text], f"{path}: {text}"
        if not path.endswith("proxy_barred"):
            for sentence in re.split(r"[。？！]", text):
                assert len(sentence) <= LONGEST_SENTENCE, f"{path}: {len(sentence)} characters: {sentence}"


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_a_first_request_needs_no_more_than_eight_pages(code):
    assert len(ITEMS[code].questions) <= 3, (
        "item page, questions, who, address or telephone, check, done: eight pages at most"
    )


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_what_is_told_agrees_with_the_promise(code):
    item = ITEMS[code]
    for words in item.after:
        for text, pattern in ((words.zh, r"(\d+)个工作日"), (words.en, r"(\d+) working day")):
            for days in re.findall(pattern, text):
                assert int(days) == item.promise_working_days, text


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_keywords_are_single_words(code):
    for word in ITEMS[code].keywords:
        assert not re.search(r"[,，、;；]", word), word


def test_every_scene_has_an_item():
    assert {item.scene for item in ITEMS.values()} == set(SCENES)
    assert len(ITEMS) >= 14


def test_a_relative_is_barred_only_with_a_notice_and_number():
    barred = {code: item.proxy_barred.zh for code, item in ITEMS.items() if item.proxy_barred}
    assert set(barred) == {"password-reset"}
    assert all(re.search(r"《.+》.*〔\d{4}〕\d+号", ground) for ground in barred.values())


def test_who_reports_a_refusal_of_cash_needs_no_name():
    item = ITEMS["cash-refusal"]
    assert item.anonymous
    assert {"web", "phone", "counter"} <= set(item.doors)
