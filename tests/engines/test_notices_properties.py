"""What holds for any text whatever."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silverbridge.engines.notices import parse
from silverbridge.engines.notices.shadow import lines_of, shadow_of
from tests.engines.test_notices_tasks import HEAD, LETTER, TABLE

FRAGMENTS = st.sampled_from(
    [
        "一、总体要求",
        "二、重点任务",
        "（一）",
        "(二)",
        "1.",
        "2、",
        "(1)",
        "①",
        "01",
        "•",
        "第一章",
        "第三条",
        "附件1",
        "附件：1.表",
        "（市民政局牵头，",
        "各区配合）",
        "（责任单位：",
        "责任单位：市民政局、市财政局",
        "完成时限：2023年底",
        "）",
        "（",
        "【",
        "】",
        "2023年6月底前",
        "到2027年，",
        "长期坚持",
        "。",
        "；",
        "、",
        "，",
        "：",
        "序号",
        "工作任务",
        "牵头单位",
        "完成时限",
        "市民政局",
        "关于印发《方案》的通知",
        "澜川市人民政府",
        "列第一位者为牵头单位，下同",
        "等部门",
        "会同",
        "每季度结束后10日内报送市民政局",
        "3",
        "为老年人提供服务",
        "|",
        "\n",
        "\n\n",
        "  ",
        "\u3000",
        "\t",
        "\r",
        "\u2028",
        "\x0b",
    ]
)
PIECES = st.lists(st.one_of(FRAGMENTS, st.text(max_size=6)), max_size=60).map("".join)
SENTENCE = st.text("为老年人办好助餐服务开设窗口", min_size=6, max_size=30)
UNITS = st.lists(
    st.sampled_from(["市民政局", "市财政局", "市残联", "各县（市、区）政府", "市文化和旅游局"]),
    min_size=1,
    max_size=4,
    unique=True,
)


def check(text: str) -> None:
    notice = parse(text)
    assert 0 <= notice.body_start <= notice.body_end == (notice.clauses[-1].end if notice.clauses else notice.body_end)
    position = notice.body_start
    for clause in notice.clauses:
        assert clause.start == position and clause.end > clause.start
        assert clause.text == text[clause.start : clause.end]
        assert clause.until >= clause.end
        position = clause.end
    assert position == notice.body_end
    for task in notice.tasks:
        assert text[task.start : task.end] == task.text and task.text.strip()
        assert any(c.start <= task.start and task.end <= c.until for c in notice.clauses)
        assert not set(task.leads) & set(task.others)
        assert sorted(task.others) == sorted({*task.responsible, *task.cooperating})
    assert notice.is_notice == (notice.why_not is None)
    assert notice.to_dict()["tasks"] == [t.model_dump(mode="json") for t in notice.tasks]


@settings(deadline=None, max_examples=400)
@given(PIECES)
def test_any_text_is_read_and_every_character_has_one_clause(text):
    check(text)


@settings(deadline=None, max_examples=150)
@given(PIECES)
def test_so_is_any_text_below_the_head_of_a_notice(text):
    check(HEAD + text)
    check(HEAD + LETTER + "\n".join(c for row in TABLE for c in row) + "\n" + text)


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_the_shadow_is_as_long_as_the_text(text):
    shadow = shadow_of(text)
    assert len(shadow) == len(text)
    for line in lines_of(shadow):
        assert shadow[line.start : line.end] == line.text


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(SENTENCE, UNITS), min_size=1, max_size=6))
def test_units_written_down_are_read_back(items):
    body = "一、重点任务\n" + "".join(
        f"{n}.{words}。（{units[0]}牵头，{'、'.join(units[1:])}配合）\n"
        if units[1:]
        else f"{n}.{words}。（{units[0]}牵头）\n"
        for n, (words, units) in enumerate(items, 1)
    )
    found = parse(HEAD + body).tasks
    assert [(t.text, list(t.leads), list(t.others)) for t in found] == [(w + "。", u[:1], u[1:]) for w, u in items]


BODY = (
    "一、总体要求\n到2025年，服务更便捷。\n二、重点任务\n（一）助餐。\n1.开办食堂。（市民政局牵头，市财政局配合，2023年10月底前完成）\n"
    "2.发放餐券。（市财政局负责）\n三、保障措施\n（一）定期报告。各区于每季度结束后10日内将进展报送市民政局。\n"
)
BEFORE = st.lists(
    st.sampled_from(
        [
            "首页 > 政务公开",
            "无障碍浏览",
            "当前位置：首页",
            "字号：大 中 小",
            "来源：市政府网",
            "",
            "浏览次数：12",
        ]
    ),
    max_size=5,
)
AFTER = st.lists(
    st.sampled_from(
        [
            "上一篇：会议通知",
            "下一篇：工作动态",
            "责任编辑：某某",
            "打印 关闭",
            "版权所有：市政府",
            "ICP备12345号",
            "",
        ]
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(BEFORE, AFTER)
def test_lines_of_a_web_page_round_a_notice_change_nothing(before, after):
    plain = parse(HEAD + BODY)
    webbed = parse("".join(f"{b}\n" for b in before) + HEAD + BODY + "\n".join(after))

    def gist(notice):
        return (
            notice.title, notice.document_number, notice.date, notice.issuers, notice.addressees,
            [(t.clause, t.text, t.leads, t.others, t.deadline) for t in notice.tasks],
            [(d.who, d.when, d.to) for d in notice.duties],
            [c.path for c in notice.clauses if c.number],
        )  # fmt: skip

    assert gist(webbed) == gist(plain)
    assert plain.duties and len(plain.tasks) == 2


@pytest.mark.parametrize("mark", ["（{}）", "({})", "【{}】", "[{}]", "〔{}〕"])
def test_every_kind_of_bracket_is_a_bracket(mark):
    found = parse(HEAD + "一、任务\n1.开设窗口。" + mark.format("市民政局牵头，市残联配合") + "\n").tasks
    assert [(t.text, t.leads, t.others) for t in found] == [("开设窗口。", ("市民政局",), ("市残联",))]


@pytest.mark.parametrize(
    ("lines", "paths"),
    [
        (
            "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n",
            ["一", "一/(一)", "一/(一)/1", "一/(一)/1/(1)", "一/(一)/1/(1)/①"],
        ),
        ("一、甲\n(一)乙\n1．丙\n2、丁\n", ["一", "一/(一)", "一/(一)/1", "一/(一)/2"]),
        (
            "第一章 总则\n第一条 甲\n第二条 乙\n第二章 附则\n第三条 丙\n",
            ["第一章", "第一章/第一条", "第一章/第二条", "第二章", "第二章/第三条"],
        ),
        ("01\n甲乙丙\n（一）丁\n02\n戊己庚\n（二）辛\n", ["01", "01/(一)", "02", "02/(二)"]),
        ("1.甲\n1.1 乙\n1.2 丙\n2.丁\n", ["1", "1/1.1", "1/1.2", "2"]),
        ("一、甲 （一）乙。丙丁。\n二、2023年戊\n1.2023年己\n", ["一", "一/(一)", "二", "二/1"]),
    ],
)
def test_numbers_of_every_kind_open_clauses(lines, paths):
    assert [c.path for c in parse(HEAD + lines).clauses if c.number] == paths


def test_what_is_no_number_opens_no_clause():
    text = HEAD + "一、甲\n一、二级医院都要开设窗口。\n3.15宣传周照常。\n2.5亿元已经到位。\n"
    assert [c.path for c in parse(text).clauses if c.number] == ["一"]


@pytest.mark.parametrize(
    "text", ["", "今天天气很好。", "第一回 灵根育孕源流出", "import this\n", "购物清单\n1.鸡蛋\n2.牛奶\n"]
)
def test_what_is_no_notice_is_refused_with_a_reason(text):
    notice = parse(text)
    assert not notice.is_notice
    assert re.search("[a-z]", notice.why_not)
