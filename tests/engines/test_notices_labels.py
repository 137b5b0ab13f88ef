"""The many ways to print a label, and dated brackets, each behind the same task."""

import pytest

from silverbridge.engines.notices import parse

TASK = "完善社区服务，推进设施建设。"
MINZHENG, CAIZHENG = "市民政局", "市财政局"


def first(mark):
    found = parse(
        f"岚桥市助老工作实施方案\n岚桥市民政局\n2023年1月5日\n一、重点任务\n1.{TASK}{mark}\n2.公布结果。\n责任单位：市审计局\n"
    ).tasks
    assert len(found) == 2 and found[0].text == TASK
    return found[0].leads, found[0].others, found[0].deadline


@pytest.mark.parametrize(
    ("mark", "leads", "others", "deadline"),
    [
        ("\n【责任单位】市民政局\n【完成时限】2023年6月底前", [MINZHENG], [], "2023-06-30"),
        ("\n（责任单位）市民政局、市财政局", [], [MINZHENG, CAIZHENG], None),
        ("\n牵头责任单位：市民政局\n配合责任单位：市财政局", [MINZHENG], [CAIZHENG], None),
        ("\n主要责任单位：市民政局\n协办单位：市财政局", [MINZHENG], [CAIZHENG], None),
        ("\n牵 头 单 位：市民政局\n责 任 单 位：市财政局", [MINZHENG], [CAIZHENG], None),
        ("\n牵头单位及责任人：市民政局\n完成时限：2023年底", [MINZHENG], [], "2023-12-31"),
        ("\n责任单位：\n市民政局、市财政局\n完成时限：\n2023年6月底前", [], [MINZHENG, CAIZHENG], "2023-06-30"),
        ("\n工作时限：2023年6月底前；责任单位：市民政局", [MINZHENG], [], "2023-06-30"),
        ("\n牵头市领导：张某\n牵头单位：市民政局\n配合单位：市财政局", [MINZHENG], [CAIZHENG], None),
        ("由市民政局牵头，市财政局配合，2023年10月底前完成。", [MINZHENG], [CAIZHENG], "2023-10-31"),
        ("（市民政局、市财政局；2023年9月）", [], [MINZHENG, CAIZHENG], "2023-09-30"),
        ("（责任单位：各区、市直各有关单位）", [], ["各区", "市直各有关单位"], None),
    ],
)
def test_labels_and_brackets(mark, leads, others, deadline):
    assert first(mark) == (tuple(leads), tuple(others), deadline)


@pytest.mark.parametrize(
    "words", ["由市民政局牵头建立会商制度。", "本办法由市民政局负责解释。", "（统计截至2023年9月）"]
)
def test_what_says_more_than_who_acts_is_no_mark(words):
    found = parse(f"岚桥市助老工作实施方案\n一、重点任务\n1.{TASK}{words}\n2.公布结果。（市审计局负责）\n").tasks
    assert [t.leads for t in found] == [("市审计局",)]


def test_tables_without_serials_end_each_row_at_its_time():
    header = "具体任务\n牵头处室\n责任单位\n完成时限\n"
    rows = "改造坡道和扶手\n建设处\n各区\n2023年9月底前\n每年巡检一次\n监管处\n各区、市物业协会\n长期坚持\n"
    found = parse(f"岚桥市适老化任务分解表\n{header}{rows}").tasks
    assert [(t.leads, t.others, t.deadline) for t in found] == [
        (("建设处",), ("各区",), "2023-09-30"),
        (("监管处",), ("各区", "市物业协会"), "ongoing"),
    ]


def test_marks_below_the_body_are_left_alone():
    text = "留现金。（市民政局负责）\n上一篇留现金。（市民政局负责）\n上一篇：无\n版权所有：市政府"
    notice = parse(text)
    assert all(t.end <= notice.body_end for t in notice.tasks)
