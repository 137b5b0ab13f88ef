"""Evaluations and corrected returns: the entry that held on a day counts, and the score says which."""

from datetime import timedelta

import pytest

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.oversight.services import evaluate, issue_evaluation
from silverbridge.domain.oversight.services.evaluating import score_of
from silverbridge.domain.places.services import relate
from silverbridge.domain.returns.services import accept, begin_correction, extend, file_return, seal, send_back
from silverbridge.engines.evaluation import EvaluationScheme
from tests.conftest import SINCE
from tests.domain.returns_world import DUE, PERIOD, accepted, again, drafted, filed, on, opened, signed, with_returns

CORRECTED = DUE + timedelta(20)
SCHEME = """
code: as-told
version: 1
valid_from: 2026-01-01
name: {zh: 按报表评价, en: By returns}
meaning: {zh: 只看报表。, en: Returns alone.}
items:
  - code: requests
    name: {zh: 办件数, en: Requests}
    weight: 50
    source: {kind: return_figure, form: 解决老年人运用智能技术困难工作情况表, figure: requests, target: 200, floor: 0}
  - code: in-time
    name: {zh: 报表按时, en: In time}
    weight: 50
    source: {kind: returns_in_time, target: 1.0, floor: 0.5}
"""


@pytest.fixture
def w(world, settings, tmp_path):
    settings.OVERLAY = tmp_path
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "evaluations" / "as-told.yaml").write_text(SCHEME, encoding="utf-8")
    w = with_returns(world)
    for bank in w.banks.values():
        relate("supervises", w.bureau, bank, SINCE)
    w.rows = opened(w)
    return w


def scored(w, unit, day, as_of=None):
    """What the bureau found about a bank's figure on a day: its value, its note, its rows' words, and the points."""
    with on(day):
        made = evaluate(w.bureau, "as-told", PERIOD, [unit.pk], w.people["anlan-bureau"]["preparer"], as_of=as_of)
    row = made.scores.get()
    told = {item.code: item for item in score_of(EvaluationScheme.model_validate(made.scheme), "x", row.facts).items}
    w.evaluation = made
    return told


def accepted_in_time(w, row):
    """Filed on its day and accepted the day after."""
    with on(DUE + timedelta(1)):
        return accepted(w, row, {"requests": "100", "staffed": "50"})


def corrected(w, row, requests, day=CORRECTED):
    """A sealed return corrected to another figure and accepted, on a day."""
    bureau = w.people["anlan-bureau"]
    with on(day):
        seal(row, row.revision, bureau["head"])
        new = begin_correction(again(row), "复核发现漏计。", w.people[row.unit.code]["preparer"])
        new = signed(w, drafted(w, again(new), {"requests": requests}))
        file_return(new, new.revision, w.people[row.unit.code]["preparer"])
        accept(new, new.revision, bureau["preparer"])
    return again(new)


def test_the_corrected_figure_counts_and_the_day_can_be_gone_back_to(w):
    bank = w.banks["a"]
    first = accepted_in_time(w, w.rows["a"])
    before = scored(w, bank, CORRECTED - timedelta(1))
    assert (before["requests"].reading.value, before["requests"].points) == (100, 25)
    second = corrected(w, first, "150")

    after = scored(w, bank, CORRECTED + timedelta(3))
    figure = after["requests"].reading
    assert (figure.value, after["requests"].points) == (150, 37.5)
    assert [(row.key, row.counts) for row in figure.rows] == [(str(second.pk), True), (str(first.pk), False)]
    assert "第2次报送" in figure.rows[0].words and "150" in figure.rows[0].words and "更正前" in figure.rows[1].words
    assert "更正" in figure.note and CORRECTED.isoformat() in figure.rows[0].words
    # in time is the first entry's to be; that a later one counts is said beside it
    assert after["in-time"].points == 50 and "第2次报送" in after["in-time"].reading.rows[0].words
    issue_evaluation(w.evaluation, w.people["anlan-bureau"]["head"])

    with on(CORRECTED + timedelta(3)):
        assert w.evaluation.returns_as_of == CORRECTED + timedelta(3)
    replayed = scored(w, bank, CORRECTED + timedelta(3), as_of=CORRECTED - timedelta(1))
    assert {code: (item.points, item.reading) for code, item in replayed.items()} == {
        code: (item.points, item.reading) for code, item in before.items()
    }, "as it was scored then"
    for wrong in (CORRECTED + timedelta(4), PERIOD[0] - timedelta(1)):
        with pytest.raises(DomainError) as refused:
            scored(w, bank, CORRECTED + timedelta(3), as_of=wrong)
        assert refused.value.field == "as_of"


def test_a_correction_not_accepted_yet_does_not_count(w):
    first = accepted_in_time(w, w.rows["a"])
    bureau = w.people["anlan-bureau"]
    with on(CORRECTED):
        seal(first, first.revision, bureau["head"])
        begin_correction(again(first), "复核发现漏计。", w.people["bank-a"]["preparer"])
    told = scored(w, w.banks["a"], CORRECTED)
    assert told["requests"].reading.value == 100 and told["in-time"].points == 50
    assert scored(w, w.banks["b"], CORRECTED)["requests"].state == "no_data", "nothing accepted is no data, not zero"


def test_a_day_gone_back_to_finds_days_and_states_as_they_were(w):
    bureau, late = w.people["anlan-bureau"], DUE + timedelta(9)
    row = filed(w, w.rows["a"], {"requests": "100", "staffed": "50"})
    with on(DUE + timedelta(2)):
        send_back(row, row.revision, "请补充。", bureau["preparer"])
    with on(DUE + timedelta(4)):
        other = again(w.rows["b"])
        extend(other, other.revision, late, "系统检修。", bureau["head"])
    a, b = w.banks["a"], w.banks["b"]
    now, then = late - timedelta(1), DUE + timedelta(1)
    assert scored(w, a, now)["in-time"].reading.value == 0, "sent back"
    assert scored(w, a, now, as_of=then)["in-time"].reading.value == 1, "it was there"
    assert scored(w, b, now)["in-time"].state == "no_data", "not due yet"
    assert scored(w, b, now, as_of=then)["in-time"].reading.value == 0, "it was due, before the extension"
