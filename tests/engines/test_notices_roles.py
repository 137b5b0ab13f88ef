"""Who leads and who else acts, by what a bracket, a label or a column says."""

from datetime import date

import pytest

from silverbridge.engines.notices.deadlines import Calendar
from silverbridge.engines.notices.reader import Reader, read_roles, says_roles
from silverbridge.engines.notices.shadow import shadow_of

KNOWN = Calendar(date(2023, 3, 6))


def read(text: str, first: bool = False, default: str = "none"):
    roles = read_roles(shadow_of(text), 0, KNOWN, first, default)
    return [text[a:b] for a, b in roles.leads], [text[a:b] for a, b in roles.others], roles.deadline


@pytest.mark.parametrize(
    ("text", "leads", "others"),
    [
        ("市民政局牵头", ["市民政局"], []),
        ("市民政局、卫健委牵头，市财政局等部门配合", ["市民政局", "卫健委"], ["市财政局"]),
        ("市民政局牵头，各区分工负责", ["市民政局"], ["各区"]),
        ("市民政局牵头负责，市财政局参与", ["市民政局"], ["市财政局"]),
        ("由市民政局牵头、市财政局、市医保局配合", ["市民政局"], ["市财政局", "市医保局"]),
        ("市民政局会同市财政局、市残联负责", ["市民政局"], ["市财政局", "市残联"]),
        ("市民政局会同市财政局等部门按职责分工负责", ["市民政局"], ["市财政局"]),
        ("市民政局负责，各区按职责分工负责", ["市民政局"], ["各区"]),
        ("市民政局负责，市财政局配合", ["市民政局"], ["市财政局"]),
        ("市民政局负责市财政局配合", ["市民政局"], ["市财政局"]),
        ("市民政局负责", ["市民政局"], []),
        ("市民政局负责落实", ["市民政局"], []),
        ("市民政局等负责", [], ["市民政局"]),
        ("市民政局等部门负责", [], ["市民政局"]),
        ("市民政局、市财政局负责", [], ["市民政局", "市财政局"]),
        ("市民政局按职责分工负责", [], ["市民政局"]),
        ("市民政局分工负责", [], ["市民政局"]),
        ("市民政局、市财政局按职责分工负责", [], ["市民政局", "市财政局"]),
        ("市民政局、各区人民政府按照职责分工负责", [], ["市民政局", "各区人民政府"]),
        ("责任单位：市民政局", ["市民政局"], []),
        ("责任单位:市民政局、市财政局", [], ["市民政局", "市财政局"]),
        ("责任单位：市民政局等", [], ["市民政局"]),
        ("责任单位：市民政局、市残联；配合单位：市财政局", ["市民政局", "市残联"], ["市财政局"]),
        ("牵头单位：市民政局；责任单位：市财政局", ["市民政局"], ["市财政局"]),
        ("牵头单位：市民政局，配合单位：市财政局、各区", ["市民政局"], ["市财政局", "各区"]),
        ("牵头部门：市民政局\n配合部门：/", ["市民政局"], []),
        ("责任单位：市民政局（牵头）、市财政局", ["市民政局"], ["市财政局"]),
        ("责任单位：市民政局牵头，市财政局配合", ["市民政局"], ["市财政局"]),
        ("牵头单位：市民政局；责任人：王某某；完成时限：2023年6月", ["市民政局"], []),
        ("市民政局、市财政局配合", [], ["市民政局", "市财政局"]),
    ],
)
def test_roles(text, leads, others):
    assert read(text)[:2] == (leads, others)


def test_the_first_named_leads_where_the_text_says_so():
    assert read("市民政局、市财政局、各区按职责分工负责", first=True)[:2] == (
        ["市民政局"],
        ["市财政局", "各区"],
    )
    assert read("责任单位：市民政局、市财政局", first=True)[:2] == (["市民政局"], ["市财政局"])


@pytest.mark.parametrize(
    "text",
    [
        "市民政局、市财政局，列第一位者为牵头单位，下同",
        "责任单位：市民政局、市财政局。排第一位的为牵头单位，下同",
        "责任单位：市民政局、市财政局（列首位的为牵头单位，下同）",
        "责任单位（排在第一位的为牵头单位，下同）：市民政局、市财政局",
    ],
)
def test_the_statement_of_the_first_position_rule_is_no_unit(text):
    assert read(text, first=True)[:2] == (["市民政局"], ["市财政局"])


def test_a_stated_lead_outdoes_the_first_position_rule():
    assert read("市财政局、市残联配合，市民政局牵头", first=True)[0] == ["市民政局"]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("市民政局牵头，2023年10月底前完成", "2023-10-31"),
        ("市民政局牵头，2024年底前完成", "2024-12-31"),
        ("市民政局牵头2024年2月底前完成", "2024-02-29"),
        ("市民政局负责，长期坚持", "ongoing"),
        ("市民政局负责，持续推进", "ongoing"),
        ("市民政局负责；2023年6月底前完成，并持续推进", "2023-06-30"),
        ("责任单位：市民政局；完成时限：2023年9月", "2023-09-30"),
        ("牵头单位：市民政局；时限：12月底前", "2023-12-31"),
        ("市民政局负责，2023年底前取得明显成效", "2023-12-31"),
        ("市民政局负责", None),
    ],
)
def test_a_mark_carries_its_deadline_and_no_date_becomes_a_unit(text, deadline):
    leads, others, found = read(text)
    assert (leads, others, found) == (["市民政局"], [], deadline)


@pytest.mark.parametrize(
    "text",
    [
        "市民政局负责",
        "责任单位：各区",
        "市民政局、市卫生健康委、各区",
        "2023年6月底前完成",
        "市委网信办，市公安局等分工负责",
    ],
)
def test_brackets_that_name_who_acts(text):
    assert says_roles(shadow_of(text), Reader(KNOWN))


@pytest.mark.parametrize(
    "text",
    [
        "以下简称《方案》",
        "含电子社保卡",
        "征求意见稿",
        "试行",
        "国办发〔2020〕45号",
        "此件公开发布",
        "学校",
        "见附件",
        "由监护人负责照看",
        "一",
    ],
)
def test_brackets_that_explain(text):
    assert not says_roles(shadow_of(text), Reader(KNOWN))
