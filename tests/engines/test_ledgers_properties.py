"""Kept ledgers made at random: headers in any words and order are found again, no row is lost, no task is joined twice."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from silverbridge.engines.ledgers import KnownTask, guess_layout, join, layout_of, read_book, read_rows
from silverbridge.engines.ledgers.assignment import best_pairs
from silverbridge.engines.ledgers.words import _EXACT, FIELDS
from tests.engines import kept_samples as kept

# Words that mean one thing only.
CLEAR = {
    field: [w for w in words if len(w) >= 3 or w in ("序号", "编号", "备注", "状态", "举措", "措施", "电话")]
    for field, words in _EXACT.items()
}
CLEAR["clause"], CLEAR["category"] = ["对应条款", "条款"], ["工作类别", "类别"]
WEAK = {"时间安排", "工作安排", "任务措施", "完成情况", "其他", "任务分解", "责任分解", "主要任务类别", "月进展", "no."}
VERBS, THINGS = (
    ["开设", "办好", "减少", "公布", "培训", "改造", "巡查", "保留"],
    ["窗口", "电话", "表单", "站点", "标识", "坡道", "志愿者", "手册"],
)
WHERE = ["办事大厅", "医院门诊", "银行网点", "公交线路", "社区食堂", "体育场馆", "旅游景区", "燃气营业厅"]
CONTENT = {
    "lead": "市民政局",
    "responsible": "市残联",
    "deadline": "2026年12月底",
    "closed_on": "2026-11-02",
    "phone": "13800990001",
    "state": "已完成",
}


@st.composite
def headers(draw):
    """Columns in any order, each under one of its words, printed with breaks, stars and brackets."""
    fields = ["task", *draw(st.lists(st.sampled_from(FIELDS).filter(lambda f: f != "task"), min_size=3, unique=True))]
    found = []
    for field in draw(st.permutations(fields)):
        words = [w for w in CLEAR[field] if w not in WEAK]
        word = draw(st.sampled_from(words))
        at = draw(st.integers(1, len(word)))
        broken = draw(
            st.sampled_from([word, f"{word[:at]}\n{word[at:]}", f"{word}*", f"{word}（请填全）", f" {word} "])
        )
        found.append((field, broken))
    return found


@settings(max_examples=80, deadline=None)
@given(columns=headers(), titles=st.integers(0, 3), merged=st.booleans(), count=st.integers(2, 6))
def test_any_header_is_found_again(columns, titles, merged, count):
    book, sheet = kept.sheet()
    for row in range(1, titles + 1):
        sheet.cell(row, 1, "安澜市工作推进情况表" if row == 1 else "填报单位：安澜市")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
    for c, (field, header) in enumerate(columns, start=1):
        sheet.cell(titles + 1, c, header)
        if merged:
            sheet.merge_cells(start_row=titles + 1, end_row=titles + 2, start_column=c, end_column=c)
        for r in range(count):
            text = f"{VERBS[r]}{WHERE[r]}的{THINGS[r]}"
            value = (
                text if field in ("task", "measures") else r + 1 if field == "number" else CONTENT.get(field, text[:4])
            )
            sheet.cell(titles + 2 + merged + r, c, value)
    layout = guess_layout(read_book(kept.saved(book)))
    assert (layout.top, layout.bottom) == (titles + 1, titles + 1 + merged)
    assert [c.field for c in layout.columns] == [field for field, _header in columns]
    entries = read_rows(read_book(kept.saved(book)).grids[0], layout).entries
    assert [e.rows[0] for e in entries] == list(range(titles + 2 + merged, titles + 2 + merged + count))


TASKS = [
    KnownTask(n + 1, f"一/{n + 1}", f"{VERBS[n]}{WHERE[n]}的{THINGS[n]}，方便老年人。{THINGS[-n]}要有人管。")
    for n in range(8)
]


@settings(max_examples=80, deadline=None)
@given(order=st.permutations(range(8)), cut=st.integers(9, 40), numbered=st.booleans(), taken=st.integers(1, 8))
def test_shortened_and_shuffled_tasks_are_joined_each_to_its_own(order, cut, numbered, taken):
    book, sheet = kept.sheet()
    sheet.append(["序号", "工作任务", "进展情况"])
    for n in order[:taken]:
        sheet.append([n + 1 if numbered else None, TASKS[n].text[:cut], "推进"])
    read = read_book(kept.saved(book))
    joins = join(read_rows(read.grids[0], guess_layout(read)).entries, TASKS)
    assert [it.task for it in joins] == [n + 1 for n in order[:taken]]


VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "序号",
            "工作任务",
            "责任单位",
            "完成时限",
            "合计",
            "一、目标",
            "填表人：",
            "=A1",
            "2026年",
            "√",
            "/",
            46387,
            0.5,
            True,
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
)


@settings(max_examples=100, deadline=None)
@given(
    grid=st.lists(st.lists(VALUES, max_size=7), min_size=1, max_size=12),
    merges=st.lists(st.tuples(st.integers(1, 12), st.integers(1, 7), st.integers(0, 4), st.integers(0, 4)), max_size=4),
    hidden=st.sets(st.integers(1, 12), max_size=3),
)
def test_any_sheet_is_read_without_losing_a_row(grid, merges, hidden):
    book, sheet = kept.sheet()
    sheet.append(["序号", "工作任务", "责任单位", "完成时限", "状态", "电话", "销号时间"])
    for line in grid:
        sheet.append(line)
    for top, left, down, right in merges:
        sheet.merge_cells(start_row=top + 1, start_column=left, end_row=top + 1 + down, end_column=left + right)
    for row in hidden:
        sheet.row_dimensions[row + 1].hidden = True
    read = read_book(kept.saved(book))
    guess_layout(read)
    layout = layout_of(read, 0, 1, 1)
    if not layout.holding("task"):
        return
    reading = read_rows(read.grids[0], layout, 2026)
    told = sorted([row for e in reading.entries for row in e.rows] + [row for row, _why in reading.skipped])
    columns = {c.number for c in layout.columns}
    assert told == sorted({row for row, c in read.grids[0].cells if row > 1 and c in columns})
    joins = join(reading.entries, TASKS)
    assert sorted(row for it in joins for row in it.entry.rows) == sorted(
        row for e in reading.entries for row in e.rows
    )
    tasks = [it.task for it in joins if it.task is not None]
    assert len(tasks) == len(set(tasks))


@settings(max_examples=100, deadline=None)
@given(
    worth=st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_pairs_are_worth_the_most_together(worth):
    table = [[value / 9 for value in row] for row in worth]
    pairs = best_pairs(table, 0.3)
    assert len(set(pairs.values())) == len(pairs)
    assert all(table[n][m] >= 0.3 for n, m in pairs.items())
    columns = [*range(len(table[0])), *[None] * len(table)]
    best = max(
        sum(table[n][m] for n, m in enumerate(chosen) if m is not None and table[n][m] >= 0.3)
        for chosen in permutations(columns, len(table))
    )
    assert abs(sum(table[n][m] for n, m in pairs.items()) - best) < 1e-9
