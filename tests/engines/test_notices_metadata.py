"""Title, number, date, issuers, standing and addressees, as web pages and papers print them."""

from datetime import date

import pytest

from silverbridge.engines.notices import parse
from tests.engines.test_notices_tasks import HEAD

BODY = "一、总体要求\n坚持便民。\n二、重点任务\n（一）开设窗口。（市政务局负责）\n"


def test_the_head_of_a_letter():
    notice = parse(HEAD + BODY)
    assert notice.title == "澜川市人民政府办公室关于印发《澜川市便老服务实施方案》的通知"
    assert notice.document_number == "澜政办发〔2023〕12号"
    assert notice.date == date(2023, 3, 6)
    assert notice.issuers == ("澜川市人民政府办公室",)
    assert notice.addressees == ("各县（市、区）人民政府", "市直各单位")
    assert notice.basis == ("澜川市养老服务条例",)
    assert notice.status == "unknown" and notice.status_text is None


def test_a_title_broken_over_lines_and_two_issuers():
    notice = parse(
        "首页\n> 文件\n澜川市民政局  澜川市财政局\n关于做好老年人助餐服务的\n通知\n"
        "澜民发〔2022〕8号\n各区民政局、财政局：\n现通知如下。\n"
        + BODY
        + "澜川市民政局　　澜川市财政局\n二〇二二年五月十八日\n"
    )
    assert "".join(notice.title.split()) == "澜川市民政局澜川市财政局关于做好老年人助餐服务的通知"
    assert notice.issuers == ("澜川市民政局", "澜川市财政局")
    assert notice.date == date(2022, 5, 18)


@pytest.mark.parametrize(
    "entries",
    [
        "标　　题：\t关于做好助老服务的通知\n发文字号：\t澜老办〔2021〕3号\t"
        "成文日期：\t2021年4月2日\n有 效 性：\t废止\n",
        "- 标题: 关于做好助老服务的通知\n- 文号:澜老办〔2021〕3号\n- 成文日期:2021-04-02\n- 有效性: 废止\n",
        "| 名称 | 关于做好助老服务的通知 |\n| 文号 | 澜老办〔2021〕3号 | 成文日期 | 2021-04-02 |\n| 有效性 | 废止 |\n",
        "• 【标题】关于做好助老服务的通知\n• 【发文字号】澜老办〔2021〕3号\n"
        "• 【成文日期】2021.04.02\n• 【时效性】废止\n",
        "标题：关于做好助老服务的通知\n文号：澜老办〔2021〕3号 成文日期：2021-04-02 有效性：废止\n",
        "标题：\n关于做好助老服务的通知\n文号：\n澜老办〔2021〕3号\n成文日期：\n2021年4月2日\n有效性：\n废止\n",
    ],
)
def test_catalogue_entries(entries):
    notice = parse(entries + "各区老龄办：\n" + BODY)
    assert notice.title == "关于做好助老服务的通知"
    assert notice.document_number == "澜老办〔2021〕3号"
    assert notice.date == date(2021, 4, 2)
    assert (notice.status, notice.status_text) == ("repealed", "废止")


def test_a_cited_number_or_a_page_s_date_is_not_the_document_s_own():
    notice = parse(
        "关于做好助老服务的通知\n发布时间：2021-06-01\n各区：\n"
        "根据《实施意见》（澜政发〔2020〕9号），于2021年6月30日前办结。\n" + BODY
    )
    assert notice.document_number is None and notice.date is None


def test_a_draft_for_consultation():
    notice = parse("澜川市便老服务若干措施\n（征求意见稿）\n" + BODY)
    assert notice.title == "澜川市便老服务若干措施（征求意见稿）"
    assert (notice.status, notice.status_text) == ("consultation_draft", "征求意见稿")


@pytest.mark.parametrize("line", ["澜川市民政局 2021年4月2日", "澜川市民政局办公室    2021年4月2日印发"])
def test_dates_beside_a_name(line):
    assert parse("关于做好助老服务的通知\n各区民政局：\n" + BODY + line + "\n").date == date(2021, 4, 2)


def test_the_site_s_name_is_no_part_of_the_title():
    for tail in ("_澜川市人民政府门户网站", " - 澜川市民政局网站", "（澜民发〔2022〕8号）"):
        text = f"澜川市民政局关于做好助老服务的通知{tail}\n各区民政局：\n" + BODY
        assert parse(text).title == "澜川市民政局关于做好助老服务的通知"


def test_reporting_duties():
    found = parse(
        HEAD + "一、报送要求\n各区民政局应于每季度结束后10日内将工作进展报送市民政局；"
        "市民政局汇总后于每年1月底前报市政府。\n"
        + "二、联系\n重大问题及时沟通。请各医院于2023年6月30日前将自查报告报送市卫生健康委医政科。\n"
    ).duties
    assert [(d.who, d.when, d.to) for d in found] == [
        ("各区民政局", "每季度结束后10日内", "市民政局"),
        ("市民政局", "每年1月底前", "市政府"),
        ("各医院", "2023年6月30日前", "市卫生健康委医政科"),
    ]
    assert found[2].what == "自查报告"


def test_a_duty_in_two_tiers_is_one_entry_for_each_reporter():
    found = parse(
        HEAD + "一、报告\n各养老机构定期形成报告。"
        "报送时间为每半年结束后15日内。报送路径为：市属机构报送至市民政局养老科，"
        "区属机构报送至区民政局，区民政局汇总后于每半年结束后30日内报至市民政局。\n"
    ).duties
    assert [(d.who, d.to) for d in found] == [
        ("市属机构", "市民政局养老科"),
        ("区属机构", "区民政局"),
        ("区民政局", "市民政局"),
    ]
    assert found[0].when == "报送时间为每半年结束后15日内" and "30日内" in found[2].when
