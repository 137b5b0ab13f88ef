"""Notices made by a grammar, printed in every manner, then damaged: nothing may break, and what must hold holds.

SILVERBRIDGE_FUZZ=20000 sets how many are tried in all; by default a few hundred.
"""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.engines.notices import parse
from tests.engines.test_notices_properties import check

EXAMPLES = int(os.environ.get("SILVERBRIDGE_FUZZ", "200"))
RUN = settings(max_examples=-(-EXAMPLES // 3), deadline=None, suppress_health_check=list(HealthCheck))

UNITS = [
    "市民政局",
    "省数字办",
    "卫健委",
    "各县（市、区）政府",
    "市文化和旅游局",
    "各设区市、平潭综合实验区",
    "县残联",
    "人民银行岚桥市分行",
    "市场监管（知识产权）局",
]
TIMES = [
    "2023年6月底前完成",
    "2024年底前",
    "长期坚持",
    "年内完成",
    "印发之日起30日内",
    "每年12月底前",
    "三季度末",
    "2025年3月",
    "10个工作日内",
]
WORDS = [
    "开设人工窗口，保留现金",
    "改造浴室200间",
    "按《条例》办理（含乡镇）",
    "到2027年，网络基本建成",
    "推广“一键叫车”",
    "免费发放 APP 手册",
    "见附件1",
]
HEADINGS = ["重点任务", "总体要求", "保障措施", "工作举措", "（一）助餐", "报送要求", "主要目标"]
NUMBERS = [
    ["一、", "二、", "三、", "四、"], ["（一）", "（二）", "（三）", "（四）"], ["1.", "2.", "3.", "4."],
    ["1、", "2、", "2、", "5、"],
    ["（1）", "（2）", "(3)", "（4）"], ["①", "②", "③", "④"], ["第一条　", "第二条　", "第三条　", "第四条　"],
    ["01\n", "02\n", "03\n", "04\n"],
    ["• ", "• ", "——", "• "], ["第一章 ", "第二章 ", "第三章 ", "第四章 "], ["1.1 ", "1.2 ", "2.1 ", "2.2 "],
]  # fmt: skip
PRINTING = ["plain", "plain", "wrapped", "paged", "spaced", "joined", "doubled", "web", "half"]


@st.composite
def units(draw):
    names = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4))
    return draw(st.sampled_from(["、", "，", ",", "和"])).join(names) + draw(st.sampled_from(["", "", "等", "等部门"]))


@st.composite
def marks(draw):
    a, b, when = draw(units()), draw(units()), draw(st.sampled_from(TIMES))
    kind = draw(st.integers(0, 11))
    return [
        f"（{a}牵头，{b}按职责分工负责，{when}）", f"（{a}负责）", f"（责任单位：{a}；完成时限：{when}）",
        f"\n责任单位：{a}\n完成时限：{when}",
        f"\n牵头单位：{a}\n配合单位：{b}", f"【{a}牵头；{b}配合】", f"由{a}会同{b}负责。",
        f"（{a}、{b}，列第一位者为牵头单位，下同）",
        f"（{a}）", "",
        f"\n【责任单位】{a}\n【完成时限】{when}", f"（{a}牵头，{b}配合",
    ][kind]  # fmt: skip


@st.composite
def clauses(draw, depth=0):
    scheme = draw(st.sampled_from(NUMBERS))
    parts = []
    for number in scheme[: draw(st.integers(1, 4))]:
        if depth < 2 and draw(st.booleans()):
            parts.append(f"{number}{draw(st.sampled_from(HEADINGS))}\n" + draw(clauses(depth=depth + 1)))
        else:
            words = "。".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
            parts.append(f"{number}{words}。{draw(marks())}")
    return "\n".join(parts)


@st.composite
def tables(draw):
    header = ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]
    rows = [header] + [
        [
            str(n),
            draw(st.sampled_from(WORDS)),
            draw(units()),
            draw(st.one_of(units(), st.just("/"))),
            draw(st.sampled_from(TIMES)),
        ]
        for n in range(1, draw(st.integers(1, 4)) + 1)
    ]
    between = draw(st.sampled_from(["\n", "\t", " | ", "  "]))
    first = draw(st.integers(0, 1))
    return "\n".join(between.join(row[first:]) for row in rows)


@st.composite
def notices(draw):
    parts = []
    if draw(st.booleans()):
        parts += [
            "岚桥市民政局关于印发《助老服务工作方案》的通知",
            "岚民发〔2023〕5号",
            "各县（市、区）民政局：",
            "现将方案印发给你们。",
            "岚桥市民政局",
            "2023年3月6日",
        ]
    parts.append("岚桥市助老服务工作方案")
    parts += draw(
        st.lists(
            st.one_of(
                clauses(),
                clauses(),
                tables(),
                st.sampled_from(
                    [
                        "各区于每季度结束后10日内将进展报送市民政局。",
                        "附件：1.任务表",
                        "附件2\n清单",
                        "（此件公开发布）",
                        "为做好工作，制定本方案。",
                    ]
                ),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return "\n".join(parts)  # fmt: skip


def wrapped(text, width):
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, len(line) or 1, width))


@st.composite
def printed(draw):
    text, manner = draw(notices()), draw(st.sampled_from(PRINTING))
    if manner in ("wrapped", "paged"):
        text = wrapped(text, draw(st.integers(12, 40)))
    if manner == "paged":
        lines = text.split("\n")
        text = "\n".join(f"{line}\n— {n // 9 + 1} —\n" if n % 9 == 8 else line for n, line in enumerate(lines))
    if manner in ("spaced", "joined"):
        text = text.replace("\n", " " if manner == "spaced" else "")
    if manner == "doubled":
        text = f"{text}\n{text}"
    if manner == "web":
        text = f"首页 > 公开\n索引号：1\n{text}\n上一篇：无\n版权所有：市政府"
    return text.translate(str.maketrans("，。：；（）、", ",。:;()、")) if manner == "half" else text


@st.composite
def damaged(draw):
    text = draw(printed())
    for _ in range(draw(st.integers(1, 5))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        b = min(b, a + 40)
        piece = draw(
            st.one_of(
                st.just(""),
                st.just(text[a:b] * 2),
                st.sampled_from(["（", "）", "\n", "\n\n", "　　", "1.", "一、", "责任单位：", "\f", "】", "- 2 -\n"]),
            )
        )
        text = text[:a] + piece + text[b:]
    return text  # fmt: skip


@RUN
@given(printed())
def test_what_the_grammar_makes_is_read_whole(text):
    check(text)


@RUN
@given(damaged())
def test_damage_breaks_nothing(text):
    check(text)


def gist(notice):
    return (
        [(c.path, c.number, c.text) for c in notice.clauses],
        [(t.clause, t.text, t.leads, t.others) for t in notice.tasks],
    )


@RUN
@given(notices())
def test_what_was_read_reads_the_same_when_printed(text):
    once = parse(text)
    assert once.to_text() == text[once.body_start : once.body_end]
    again = parse(once.to_text())
    assert again.to_text() == once.to_text()
    assert gist(again) == gist(once)
