"""Texts whose lines or characters an extractor has changed: read as they were written, told where they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silverbridge.engines.notices import parse
from silverbridge.engines.notices.flow import flowed
from silverbridge.engines.notices.pieces import cells_from
from silverbridge.engines.notices.radicals import ordinary
from silverbridge.engines.notices.shadow import shadow_of
from tests.notices.marked import HERE, read_example
from tests.notices.scoring import compare, f1

LINES = [
    "安澜市关于方便老年人办事的若干措施",
    "一、主要任务",
    "（一）保留人工窗口。各级政务大厅保留人工窗口和现金，配备老花镜和轮椅，安排专人陪同老年人办理各项业务，不得要求先上网预约再到窗口。"
    "（市政务服务局牵头，市民政局、市残联配合，2027年6月底前完成）",
    "（二）开设社区食堂。利用闲置房屋改建社区食堂，价格低于市价，向独居老年人送餐上门，菜单每周公布一次，由老年人代表监督。"
    "（市民政局负责）",
    "（三）改造老旧浴室。加装扶手和防滑垫，水温恒定，配呼叫铃，定期检查，发现隐患立即停用并公告，整改完毕方可重新开放。"
    "（市住房城乡建设局、市民政局按职责分工负责，长期坚持）",
    "二、工作要求",
    "各区于每季度结束后10日内将进展报送市民政局。",
    "安澜市人民政府",
    "2027年1月5日",
]  # fmt: skip
READ = [
    (("市政务服务局",), ("市民政局", "市残联"), "2027-06-30"),
    (("市民政局",), (), None),
    ((), ("市住房城乡建设局", "市民政局"), "ongoing"),
]


def gist(text):
    notice = parse(text)
    for task in notice.tasks:
        assert text[task.start : task.end] == task.text
    assert "".join(c.text for c in notice.clauses) == text[notice.body_start : notice.body_end]
    return [(t.leads, t.others, t.deadline) for t in notice.tasks], [(d.who, d.to) for d in notice.duties]


@pytest.mark.parametrize("width", range(20, 46, 5))
def test_lines_cut_at_a_width_with_page_marks_between(width):
    lines = [line[at : at + width] for line in LINES for at in range(0, len(line), width)]
    paged = "".join(f"{line}\n" + (f"\n— {n // 8} —\n" if n % 8 == 7 else "") for n, line in enumerate(lines))
    assert gist(paged) == (READ, [("各区", "市民政局")])


@pytest.mark.parametrize("between", [" ", "  ", "　　", "\n\n", "\n"])
def test_all_on_one_line(between):
    assert gist(between.join(LINES)) == (READ, [("各区", "市民政局")])


def test_run_together_without_a_gap():
    assert gist("".join(LINES)) == (READ, [("各区", "市民政局")])


def test_what_a_pdf_reader_makes_of_it():
    text = "\n".join(LINES).translate(str.maketrans("民长老大", "⺠⻓⽼⼤")).replace("2027年6月", "2027 年 6 月")
    assert gist(text) == (READ, [("各区", "市民政局")])


def test_ordinary_characters_take_the_place_of_their_look_alikes():
    assert ordinary("⼈⺠政府⻓期⻘年") == "人民政府长期青年"


@given(st.text())
@settings(deadline=None)
def test_the_length_stays(text):
    assert len(ordinary(text)) == len(text)


@given(st.lists(st.sampled_from([*LINES, "— 3 —", "", "3", "2027 年 6 月", "市民政局、市", "残联", "  "]), max_size=14))
@settings(deadline=None, max_examples=200)
def test_offsets_of_the_copy_lead_back(lines):
    text = "\n".join(lines)
    flow = flowed(text, shadow_of(text))
    if flow:
        for at, char in enumerate(flow.text):
            assert char == text[flow.back(at)] or char == "\n"
        assert [flow.back(at) for at in range(len(flow.text))] == sorted(flow.back(at) for at in range(len(flow.text)))


def test_an_ordinary_text_is_left_alone():
    text = "\n".join(LINES)
    assert flowed(text, shadow_of(text)) is None


TABLE = """安澜市助老任务分解表
序
号 工作任务 牵头 单位 责任单位 完成时限
1 改造浴室，加装扶
手和呼叫铃
市民
政局
市财政局、各
区 2027 年 6 月
— 2 —
2 开设食堂 市商 务局 / 长期坚持
"""


def test_cells_in_pieces_are_put_together():
    found = parse(TABLE).tasks
    assert [("".join(t.text.split()), t.leads, t.others, t.deadline, t.deadline_text) for t in found] == [
        ("改造浴室，加装扶手和呼叫铃", ("市民政局",), ("市财政局", "各区"), "2027-06-30", "2027年6月"),
        ("开设食堂", ("市商务局",), (), "ongoing", "长期坚持"),
    ]


def test_pieces_that_fit_no_column_make_no_row():
    assert cells_from("甲乙丙丁", [(0, 2), (2, 4)], ["task", "lead", "time"]) is None


def test_a_table_that_a_page_put_on_one_line_is_read_cell_by_cell():
    for name in ("table_cells_a", "annex_b", "columns_roles_b", "pagedtable_a"):
        example = read_example(HERE / "seen" / f"{name}.txt", {"oneline": [" "]})
        counts = compare(example, parse(example.text))[0]
        assert [f1(counts[measure]) for measure in ("task", "lead", "other", "deadline")] == [1.0] * 4, name


def test_a_mark_of_a_page_inside_a_line_parts_nothing():
    points = ("建设食堂，推动 — 2 — 资源向社区倾斜。（责任单位：市民政局）", "改造站台。（责任单位：市交通局）")
    points += ("增设座椅。（责任单位：市城管局）", "延长绿灯。（责任单位：市公安局）", "密切配合，" * 20)
    numbered = (f"{number}、{point}" for number, point in zip("一二三四五", points, strict=True))
    text = " ".join(["安澜市便利老年人若干措施", *numbered])
    tasks = parse(text).tasks
    assert [task.leads for task in tasks[:3]] == [("市民政局",), ("市交通局",), ("市城管局",)]
    assert tasks[0].text == "建设食堂，推动 — 2 — 资源向社区倾斜。"
