"""The evaluation: veto items first, three parts, and what is missing is no data, never zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.evaluating import evaluate
from silverbridge.domain.audits.scheme import scheme_on, schemes
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.ledger.services import attach_evidence
from silverbridge.domain.places.queries import today
from silverbridge.engines.definitions import DefinitionErrors, load_definitions
from tests.domain.audit_world import add_site, audit_of, found, run_with
from tests.doors.office_world import add_ledger

PAPER = Upload("自评表.pdf", b"%PDF-1.7 signed")
GOOD = {
    "R01": {"worst": "pass", "gravest": {}, "weight": 3},
    "R05": {"worst": "fail", "gravest": {"fail": "serious"}, "weight": 1},
}


@pytest.fixture
def w(world):
    return add_site(add_ledger(world))


def scheme():
    return scheme_on(today())


def counts(answer="good", n=40):
    return {question.code: {answer: n} for question in scheme().survey.questions}


def all_said(answer="done"):
    return {item.code: answer for item in scheme().self_report.items}


def test_the_shipped_scheme_says_whose_each_number_is(tmp_path):
    held = scheme()
    assert {p.code: (p.weight.value, p.weight.source) for p in held.parts} == {
        "satisfaction": (0.4, "EVA-1"),
        "technical": (0.4, "EVA-1"),
        "self-assessment": (0.2, "EVA-1"),
    }
    assert (held.pass_mark.source, held.technical_least.source, held.survey.whose) == ("EVA-2", "EVA-4", "ours")
    with pytest.raises(NotFound):
        scheme_on(held.valid_from.replace(year=2020))
    text = held.model_dump_json()
    for old, new, path in (
        ('"value":0.2', '"value":0.3', "parts"),
        ('"source":"EVA-2"', '"source":""', "pass_mark.source"),
        ('"code":"read"', '"code":"find"', "survey.questions"),
    ):
        (tmp_path / "broken.yaml").write_text(text.replace(old, new, 1))
        with pytest.raises(DefinitionErrors) as refused:
            load_definitions(tmp_path, type(held))
        assert [e.path for e in refused.value.errors] == [path]
    assert len(schemes()) == 1


def test_the_total_explains_itself_down_to_its_parts():
    verdict = evaluate(scheme(), GOOD, {}, counts(), 40, all_said("partly"))
    assert [(p.code, p.points, p.share) for p in verdict.parts] == [
        ("satisfaction", 75.0, 30.0),
        ("technical", 75.0, 30.0),
        ("self-assessment", 50.0, 10.0),
    ]
    assert (verdict.total, verdict.passes, verdict.fails) == (70.0, True, ())
    first = verdict.parts[0].lines[0]
    assert (first.code, first.points, first.sample) == ("find", 75.0, 40)


def test_a_veto_and_the_technical_mark_come_first():
    vetoed = GOOD | {"R28": {"worst": "fail", "gravest": {"fail": "veto"}, "weight": 0.1}}
    verdict = evaluate(scheme(), vetoed, {}, counts("very-good"), 40, all_said())
    assert (verdict.vetoes, verdict.passes, verdict.fails) == (("R28",), False, ("veto",))
    weak = {"R01": {"worst": "fail", "gravest": {"fail": "serious"}, "weight": 3}} | {
        "R05": {"worst": "pass", "gravest": {}, "weight": 3}
    }
    verdict = evaluate(scheme(), weak, {}, counts("very-good"), 40, all_said())
    assert (verdict.total, verdict.passes, verdict.fails) == (80.0, False, ("technical",))
    assert evaluate(scheme(), weak, {}, None, None, None).passes is False, "known before the rest is"


def test_answers_of_people_count_and_silence_does_not():
    asked = GOOD | {"R18": {"worst": "review", "gravest": {"review": "veto"}, "weight": 4}}
    points = {
        answer: evaluate(scheme(), asked, {"R18": answer} if answer else {}, None, None, None)
        for answer in ("", "kept", "broken", "cannot_say")
    }
    technical = {answer: verdict.parts[1].points for answer, verdict in points.items()}
    assert technical == {"": 75.0, "kept": 87.5, "broken": 37.5, "cannot_say": 75.0}
    assert [points[a].vetoes for a in ("kept", "broken")] == [(), ("R18",)]


@given(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 60), st.sampled_from(["very-good", "so-so", "poor"]))
def test_there_is_a_total_exactly_when_every_part_has_data(run, survey, report, sample, answer):
    verdict = evaluate(
        scheme(),
        GOOD if run else None,
        {},
        counts(answer, sample) if survey else None,
        sample,
        all_said() if report else None,
    )
    enough = survey and sample >= 30
    assert (verdict.total is not None) == (run and enough and report)
    for part in verdict.parts:
        assert (part.points is None) == bool(part.missing) == (part.share is None)
    if verdict.total is not None:
        assert abs(verdict.total - sum(part.share for part in verdict.parts)) < 0.1


def test_surveys_and_self_reports_are_checked_and_told(w):
    period = (today(), today())
    with pytest.raises(Invalid):
        services.take_survey(w.site, period, 30, "现场问", counts(n=31), w.clerk)
    with pytest.raises(Invalid):
        services.take_survey(w.site, period, 30, "现场问", {}, w.clerk)
    with pytest.raises(Forbidden):
        services.take_survey(w.site, period, 30, "现场问", counts(n=30), w.mender)
    services.take_survey(w.site, period, 29, "现场问", counts(n=29), w.clerk)
    assert queries.standing_evaluation(w.site).verdict.parts[0].missing == "small_sample"
    with pytest.raises(Invalid):
        services.take_self_report(w.site, today(), {}, "自评表", PAPER, w.clerk)
    with pytest.raises(DomainError):
        services.take_self_report(w.site, today(), all_said(), "自评表", None, w.clerk)
    services.take_self_report(w.site, today(), all_said() | {"desktop-shortcut": "none"}, "自评表", PAPER, w.clerk)
    assert queries.standing_evaluation(w.site).verdict.parts[2].points == 100.0
    assert [e.data["enough"] for e in Event.objects.filter(name="audits.survey.taken")] == [False]


def test_a_question_is_answered_by_a_person_and_the_second_is_told(w):
    run = run_with(w, audit_of([found("R01", "pass"), found("R18", "review", mode="elder", severity="veto")]))
    services.answer_question(run, "R18", "kept", "", 0, w.clerk)
    with pytest.raises(Conflict):
        services.answer_question(run, "R18", "broken", "红包按钮", 0, w.boss)
    said = services.answer_question(run, "R18", "broken", "红包按钮", 1, w.boss)
    assert (said.by, said.revision) == (w.supervisor, 2)
    with pytest.raises(DomainError):
        services.answer_question(run, "R01", "kept", "", 0, w.clerk)
    assert queries.standing_evaluation(w.site).verdict.vetoes == ("R18",)


def test_a_run_and_an_evaluation_are_put_on_file_for_a_task(w):
    run = run_with(w, audit_of([found("R01", "pass"), found("R28")], pages=("/", "/other")))
    with pytest.raises(DomainError):
        services.file_evaluation(w.site, w.clerk)
    filed = services.file_run(run, w.clerk)
    attach_evidence(w.task, filed, w.clerk)
    assert services.file_run(run, w.boss) == filed, "once per audit"
    assert (filed.kind, filed.value, filed.covered, filed.covered_of, filed.sample) == (
        Evidence.Kind.MEASURED,
        run.technical,
        2,
        2,
        2,
    )
    assert filed.summary.startswith("安澜门户") and "R28" in filed.summary
    services.take_survey(w.site, (today(), today()), 40, "现场问", counts(), w.clerk)
    services.take_self_report(w.site, today(), all_said(), "自评表", PAPER, w.clerk)
    kept, on_file = services.file_evaluation(w.site, w.clerk)
    assert (kept.total, kept.passes, kept.vetoes) == (59.2, False, ["R28"])
    assert (on_file.kind, on_file.sample) == (Evidence.Kind.INSPECTED, 40)
    assert [part["points"] for part in kept.parts] == [75.0, 23.1, 100.0]
