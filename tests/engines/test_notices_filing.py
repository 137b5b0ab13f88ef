"""Reports to file, and from when and how long a notice holds: every field where it is printed."""

import json
from datetime import date

import pytest

from silverbridge.engines.calendars import Fixed, Rule
from silverbridge.engines.notices import ParsedNotice, parse
from silverbridge.engines.notices.shadow import shadow_of
from silverbridge.engines.notices.standing import read_standing
from tests.engines.test_notices_meaning import check

HEAD = (
    "岚桥市民政局关于做好助老工作的通知\n岚民发〔2023〕5号\n各县（市、区）民政局：\n现将有关事项通知如下。\n"
    "岚桥市民政局\n2023年3月6日\n一、报送要求\n"
)


def duties(words):
    text = HEAD + words + "\n"
    found = check(text).duties
    for duty in found:
        assert words in text[duty.start : duty.end] or text[duty.start : duty.end] in words
    return found


def test_who_files_what_when_to_whom_how_and_with_what():
    (duty,) = duties(
        "各县（市、区）民政局于每季度结束后10日内将《助老服务情况统计表》（附件1）和工作总结报送市民政局，电子版发至lq@example.cn。"
    )
    assert (duty.who, duty.to, duty.when) == ("各县（市、区）民政局", "市民政局", "每季度结束后10日内")
    assert duty.what == "《助老服务情况统计表》（附件1）和工作总结"
    assert duty.attachments == ("《助老服务情况统计表》", "附件1")
    assert duty.route == ("email",)
    assert duty.rule == Rule("quarter", count=10)
    assert (duty.tier, duty.due) == (None, None)
    assert set(duty.spans) == {"who", "what", "when", "to", "attachments", "route"}


def test_tiers_are_told_where_one_gathers_what_another_files():
    found = duties(
        "各银行网点于每季度末报送所属分行，各分行汇总后于次月5日前报省级分行，省级分行于每季度结束后15个工作日内报市金融监管局。"
    )
    assert [(d.who, d.to, d.tier) for d in found] == [
        ("各银行网点", "所属分行", 1),
        ("各分行", "省级分行", 2),
        ("省级分行", "市金融监管局", 3),
    ]
    assert [d.rule for d in found] == [
        Rule("quarter"),
        Rule("month", at=(Fixed(None, 5),), lag=1),
        Rule("quarter", count=15, unit="working_day"),
    ]


@pytest.mark.parametrize(
    ("words", "route", "attachments"),
    [
        ("各街道应当通过养老服务信息系统，于每月5日前向区民政局报送上月助餐数据。", ("system",), ()),
        ("请各单位于2023年11月30日前将工作方案（见附件2）书面报送我局养老服务科。", ("written",), ("附件2",)),
        ("实行逐级报送制度，各乡镇每半年将台账及附表3报县民政局。", ("step_by_step",), ("附表3",)),
        ("各区每年12月底前将总结纸质版和电子版报送市民政局。", ("email", "written"), ()),
        ("各区每年12月底前将总结报送市民政局。", (), ()),
    ],
)
def test_routes_and_attachments(words, route, attachments):
    (duty,) = duties(words)
    assert (duty.route, duty.attachments) == (route, attachments)


def test_a_printed_day_is_due_once_and_no_rule():
    (duty,) = duties("请各单位于2023年11月30日前将工作方案报送市民政局。")
    assert (duty.due, duty.rule) == (date(2023, 11, 30), None)


def test_what_counts_from_the_issue_starts_on_its_day():
    (duty,) = duties("各县（市、区）民政局于本通知印发之日起30日内将工作方案报送市民政局。")
    assert duty.rule == Rule("event", count=30, since=date(2023, 3, 6))


def standing(words, issued=date(2023, 3, 6)):
    return read_standing(words, shadow_of(words), 0, len(words), issued)


@pytest.mark.parametrize(
    ("words", "effective", "until"),
    [
        ("本办法自2023年5月1日起施行，有效期5年。", date(2023, 5, 1), date(2028, 4, 30)),
        ("本办法自印发之日起施行，有效期至2026年12月31日。", date(2023, 3, 6), date(2026, 12, 31)),
        ("本办法自公布之日起30日后施行。", date(2023, 4, 5), None),
        ("本通知自发布之日起执行，试行期两年。", date(2023, 3, 6), date(2025, 3, 5)),
        ("自2024年2月29日起正式实施，有效期1年。", date(2024, 2, 29), date(2025, 2, 27)),
        ("老年优待证有效期5年，自领取之日起计算。", None, None),
        ("本规定有效期5年。", None, None),
        ("各区自2023年1月起开展活动。", None, None),
    ],
)
def test_from_when_and_how_long(words, effective, until):
    said = standing(words)
    assert (said.effective, said.valid_until) == (effective, until)


def test_without_a_date_of_issue_its_effect_stays_open():
    said = standing("本办法自印发之日起施行，有效期5年。", None)
    assert (said.effective, said.valid_until, said.validity_text) == (None, None, "有效期5年")


def test_the_catalogue_says_when_it_was_published_and_takes_effect():
    said = standing("【公布日期】2021.01.07\n【施行日期】2021-02-01\n正文\n", None)
    assert (said.published, said.effective) == (date(2021, 1, 7), date(2021, 2, 1))


@pytest.mark.parametrize(
    ("words", "replaced"),
    [
        ("原《岚桥市助老暂行办法》（岚民发〔2018〕12号）同时废止。", [("岚桥市助老暂行办法", "岚民发〔2018〕12号")]),
        ("《甲办法》《乙办法》（岚政发〔2010〕1号）同时废止。", [("甲办法", None), ("乙办法", "岚政发〔2010〕1号")]),
        ("岚民发〔2015〕3号文件同时废止。", [(None, "岚民发〔2015〕3号")]),
        ("根据《条例规定》，《丙办法》予以废止。", [("丙办法", None)]),
        ("决定废止《丁办法》。", [("丁办法", None)]),
        ("凡未登记的老年证，一律作废。", []),
        ("按照《戊办法》执行。", []),
    ],
)
def test_what_ends_with_it(words, replaced):
    assert [(one.title, one.number) for one in standing(words).replaced] == replaced


def test_all_of_it_comes_with_the_notice():
    text = HEAD + "各区报送。\n二、附则\n本通知自2023年5月1日起施行。《旧通知》同时废止。\n"
    said = parse(text).standing
    assert said.effective == date(2023, 5, 1)
    assert [text[one.start : one.end] for one in said.replaced] == ["《旧通知》"]


def test_what_was_kept_as_json_comes_back_the_same():
    text = HEAD + (
        "各县（市、区）民政局于每月5日前将附表1报送市民政局。\n各区于本通知印发之日起30日内将方案报送市民政局。\n"
        "二、重点任务\n1.每个街道建成服务中心不少于1处。（市民政局、财政局牵头，每年12月底前完成）\n"
    )  # fmt: skip
    notice = parse(text)
    assert notice.duties and notice.tasks[0].targets and notice.tasks[0].rule
    assert ParsedNotice.model_validate(notice.to_dict()) == notice
    assert ParsedNotice.model_validate_json(json.dumps(notice.to_dict())) == notice
