"""How well notices are read that were written for it: both halves, and both again in every manner of printing."""

import pytest

from silverbridge.engines.notices import parse
from tests.notices.marked import HALVES, LAYOUTS, examples, names
from tests.notices.scoring import compare, f1, score

FLOORS = {"task": 0.97, "lead": 0.97, "other": 0.95, "deadline": 0.97, "duty": 0.9}
# Run together without a single space, headings cannot be told from what follows.
JOINED = {"task": 0.93, "lead": 0.94, "other": 0.94, "deadline": 0.93, "duty": 0.9}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("layout", [None, *LAYOUTS])
def test_the_floor_holds(half, layout):
    figures, said = score(half, layout)
    floors = JOINED if layout == "joined" else FLOORS
    assert {name: value for name, value in figures.items() if value < floors.get(name, 0)} == {}, "\n".join(said)


def test_there_are_enough_of_both_kinds():
    counts = {half: len(examples(half)) for half in HALVES}
    # What clerks corrected joins those seen.
    assert sum(counts.values()) >= 40 and counts["seen"] >= counts["held"] >= 20


def test_gold_stands_where_it_is_marked():
    for half in HALVES:
        for layout in (None, *LAYOUTS):
            for example in examples(half, layout):
                assert all(example.text[t.start : t.end].strip() for t in example.tasks)
                assert all(a.end <= b.start for a, b in zip(example.tasks, example.tasks[1:], strict=False))


def test_a_wrong_reading_lowers_the_score():
    example = next(e for e in examples("seen") if len(e.tasks) > 2)
    notice = parse(example.text)
    worse = notice.model_copy(update={"tasks": notice.tasks[1:]})
    assert f1(compare(example, worse)[0]["task"]) < f1(compare(example, notice)[0]["task"])


def test_names_are_parted_outside_brackets_only():
    assert names("市民政局、各县（市、区）") == ["市民政局", "各县（市、区）"] and names("/") == []
