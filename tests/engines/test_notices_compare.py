"""Two versions of a notice: each task in one change, the best pairing, the same from both sides, and in good time."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from silverbridge.engines.notices import compare, parse, repealed_by, reworded
from silverbridge.engines.notices.assignment import pair
from silverbridge.engines.notices.compare import APART, _distance, _seen

OLD = """安澜市人民政府办公室关于印发《安澜市便利老年人办事若干措施》的通知
安政办发〔2024〕9号
各区人民政府，市有关部门：
一、保留人工办理
1.电话、柜台和上门办理的渠道全年不关。每个区至少留一处可以坐下来慢慢办的柜台。（牵头单位：市民生服务中心；配合单位：市卫生健康委；完成时限：2025年12月31日）
2.老年人可以请子女代为申请，办完要告诉老年人本人。（牵头单位：市民政局；完成时限：长期坚持）
二、讲清结果
3.办不了的，当场说明原因，并指出当天还能去的另一处。（牵头单位：市政务服务局）
4.每年重阳节前后开展一次集中走访。（牵头单位：市民政局）

安澜市人民政府办公室
2024年2月10日
"""
NEW = """安澜市人民政府办公室关于印发《安澜市便利老年人办事若干措施（修订）》的通知
安政办发〔2026〕12号
各区人民政府，市有关部门：
一、保留人工办理
1.电话、柜台和上门办理的渠道全年不关。每个街道至少留两处可以坐下来慢慢办的柜台。（牵头单位：市民生服务中心；配合单位：市卫生健康委；完成时限：2027年12月31日）
2.设立助老专线，老年人打通电话即有人应答。（牵头单位：市数据局）
3.老年人可以请子女代为申请，办完要告诉老年人本人。（牵头单位：市民政局；完成时限：长期坚持）
二、讲清结果
4.办不了的，当场说明原因，并指出当天还能去的另一处。（牵头单位：市数据局）

安澜市人民政府办公室
2026年3月1日
"""


@dataclass(frozen=True)
class Item:
    clause: str
    text: str
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None


WORDS = (
    "保留柜台",
    "打通电话",
    "上门办理",
    "请子女代办",
    "说明原因",
    "公布价目",
    "现金照收",
    "大字告示",
    "每街道两处",
    "全年不关",
)
items = st.builds(
    Item,
    clause=st.sampled_from(("一/1", "一/2", "一/3", "二/1", "二/2")),
    text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("，".join),
    leads=st.lists(st.sampled_from(("市民政局", "市数据局")), max_size=2, unique=True).map(tuple),
    deadline=st.sampled_from((None, "2026-12-31", "ongoing")),
)
several = st.lists(items, max_size=7)


def test_what_became_of_each_task():
    found = compare(parse(OLD).tasks, parse(NEW).tasks)
    assert [(change.old, change.new, change.kinds) for change in found] == [
        (0, 0, ("reworded", "deadline")),
        (None, 1, ("added",)),
        (1, 2, ("moved",)),
        (2, 3, ("moved", "units")),
        (3, None, ("dropped",)),
    ]
    assert [change.same_words for change in found] == [False, False, True, False, False]


@given(several)
def test_nothing_changes_against_itself(one):
    assert [(c.old, c.new, c.kinds) for c in compare(one, one)] == [(n, n, ("unchanged",)) for n in range(len(one))]


@given(several, several)
def test_every_task_stands_in_one_change_and_its_kinds_are_true(old, new):
    found = compare(old, new)
    assert sorted(c.old for c in found if c.old is not None) == list(range(len(old)))
    assert [c.new for c in found if c.new is not None] == list(range(len(new)))
    for change in found:
        if change.old is None or change.new is None:
            assert change.kinds == (("added",) if change.old is None else ("dropped",))
            continue
        was, now = old[change.old], new[change.new]
        said = {
            "moved": was.clause != now.clause,
            "reworded": was.text != now.text,
            "units": set(was.leads) != set(now.leads),
            "deadline": was.deadline != now.deadline,
        }
        assert change.kinds == (tuple(kind for kind, so in said.items() if so) or ("unchanged",))


@given(several, several)
def test_both_sides_see_the_same(old, new):
    there, back = compare(old, new), compare(new, old)
    assert {(c.old, c.new) for c in there} == {(c.new, c.old) for c in back}


def total(old, new, chosen):
    """What a pairing costs, by the distance that compare goes by."""
    a, b = [_seen(one) for one in old], [_seen(one) for one in new]
    return sum(_distance(a[x], b[y]) for x, y in chosen) + APART * (len(old) - len(chosen))


def cheapest(costs, alone, width):
    """The least total by trying every pairing."""
    places = [*range(width), *([None] * len(costs))]
    best = math.inf
    for order in set(permutations(places, len(costs))):
        best = min(best, sum(alone if n is None else costs[k].get(n, math.inf) for k, n in enumerate(order)))
    return best


@settings(max_examples=60, deadline=None)
@given(st.lists(items, max_size=4), st.lists(items, max_size=4))
def test_no_pairing_is_better(old, new):
    found = compare(old, new)
    a, b = [_seen(one) for one in old], [_seen(one) for one in new]
    costs = [{n: _distance(one, other) for n, other in enumerate(b)} for one in a]
    costs = [{n: cost for n, cost in row.items() if cost < APART} for row in costs]
    chosen = [(c.old, c.new) for c in found if c.old is not None and c.new is not None]
    assert total(old, new, chosen) == cheapest(costs, APART, len(new))


costs_of = st.lists(st.dictionaries(st.integers(0, 4), st.integers(0, 9), max_size=4), max_size=5)


@settings(max_examples=300, deadline=None)
@given(costs_of, st.integers(1, 12))
def test_the_pairing_is_the_cheapest(costs, alone):
    found = pair(costs, alone)
    partners = [n for n in found if n is not None]
    assert len(partners) == len(set(partners))
    spent = sum(alone if n is None else costs[k][n] for k, n in enumerate(found))
    assert spent == cheapest(costs, alone, 5)


@given(
    st.text(alphabet="老年人可以打电话 12a，。", max_size=40), st.text(alphabet="老年人可以打电话 12a，。", max_size=40)
)
def test_marked_words_hold_both_versions(old, new):
    pieces = reworded(old, new)
    after = "".join(p.words for p in pieces if p.kind != "out")
    before = "".join(p.words for p in pieces if p.kind != "in")
    assert after == new
    assert "".join(before.split()) == "".join(old.split())
    assert all(p.words for p in pieces)


def test_a_figure_changes_as_a_whole():
    pieces = [(p.kind, p.words) for p in reworded("每个区至少留15处柜台。", "每个街道至少留20处柜台。")]
    assert pieces == [
        ("same", "每个"),
        ("out", "区"),
        ("in", "街道"),
        ("same", "至少留"),
        ("out", "15"),
        ("in", "20"),
        ("same", "处柜台。"),
    ]


def test_what_a_notice_puts_out_of_force():
    text = (
        "本办法自2026年4月1日起施行，《安澜市便利老年人办事若干措施》（安政办发〔2024〕9号）同时废止。\n"
        "原安民发〔2019〕3号文件即行废止；定期清理，对过时的提出废止建议。《老年人权益保障办法》另行修订。"
    )
    found = [(r.title, r.number) for r in repealed_by(text)]
    assert found == [("安澜市便利老年人办事若干措施", "安政办发〔2024〕9号"), (None, "原安民发〔2019〕3号")]
    first = repealed_by(text)[0]
    assert text[first.start : first.end].endswith("同时废止")


def many(n: int, changed: int) -> tuple[list[Item], list[Item]]:
    """So many tasks, every so-manieth reworded, one in twenty dropped and one added, all the later ones moved."""
    old = [
        Item(f"一/{k}", f"第{k}街道保留{k * 7 % 90}处人工柜台，{WORDS[k % 10]}，并在{k * 13 % 97}号告示牌写明。")
        for k in range(n)
    ]
    new = []
    for k, one in enumerate(old):
        if k % 20 != 19:
            text = one.text.replace("并在", "一律在") if k % changed == 0 else one.text
            new.append(replace(one, clause=f"一/{len(new)}", text=text))
    return old, new


def test_work_grows_with_the_tasks_not_with_their_square():
    """Counted in distances weighed, not in seconds: eight times the tasks need hardly more than eight times the work."""
    engine = import_module("silverbridge.engines.notices.compare")

    weighed = []
    plain = engine._distance
    for n in (400, 3200):
        old, new = many(n, 3)
        count = Counter()

        def counted(one, other, count=count):
            count["n"] += 1
            return plain(one, other)

        engine._distance = counted
        try:
            began = time.process_time()
            found = compare(old, new)
            print(n, round(time.process_time() - began, 3), count["n"])
        finally:
            engine._distance = plain
        assert sum("dropped" in c.kinds for c in found) == n // 20
        assert not any("added" in c.kinds for c in found)
        weighed.append(count["n"])
    assert weighed[1] <= weighed[0] * 8 * 1.5
