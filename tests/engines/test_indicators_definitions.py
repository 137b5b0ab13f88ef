"""Definitions as files: what is read, what is refused, and that a refusal names file, item, path and mend."""

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from silverbridge.engines.definitions import DefinitionErrors, check_definitions, load_definitions
from silverbridge.engines.indicators import IndicatorDefinition

SHIPPED = Path(__file__).parents[2] / "silverbridge" / "shipped" / "indicators"
SHARE = {
    "code": "trial-share",
    "version": 1,
    "name": {"zh": "试", "en": "Trial"},
    "meaning": {"zh": "试", "en": "A trial"},
    "unit": "share",
    "kind": "share",
    "direction": "up",
    "numerator": {
        "event": ["intake.request.done"],
        "where": [{"field": "door", "op": "in", "value": ["home"]}],
    },
    "denominator": {"event": ["intake.request.done"]},
    "min_sample": 30,
    "min_cell": 5,
    "sources": ["Trial notice 1/(1)"],
}
WAIT = {key: value for key, value in SHARE.items() if key not in ("numerator", "denominator")} | {
    "code": "trial-wait",
    "unit": "days",
    "kind": "quantile",
    "q": 0.9,
    "from": {"event": ["intake.request.submitted"]},
    "to": {"event": ["intake.request.done"]},
}


def write(folder: Path, content: object, name: str = "trial.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only_error(folder: Path, content: object):
    found, errors = check_definitions(write(folder, content), IndicatorDefinition)
    assert found == []
    assert len(errors) == 1, errors
    error = errors[0]
    assert error.file == folder / "trial.yaml"
    assert error.problem
    assert error.mend
    return error


def changed(base: dict, **keys) -> dict:
    return {key: value for key, value in (base | keys).items() if value is not ...}


def with_condition(**condition) -> dict:
    return changed(SHARE, numerator={"event": ["intake.request.done"], "where": [condition]})


def test_shipped_definitions_are_right_and_their_files_are_named_after_them():
    found = load_definitions(SHIPPED, IndicatorDefinition)
    assert len(found) >= 6
    assert {definition.code for definition in found} == {file.stem for file in SHIPPED.glob("*.yaml")}
    assert {definition.kind for definition in found} == {"count", "share", "quantile", "gap", "ratio"}
    assert len(found) >= 28 and all(definition.basis and definition.disaggregations for definition in found)


def test_a_file_holds_one_definition_or_several(tmp_path):
    write(tmp_path, SHARE, "one.yaml")
    write(tmp_path, [WAIT, changed(SHARE, code="another")], "two.yaml")
    found = load_definitions(tmp_path, IndicatorDefinition)
    assert [definition.code for definition in found] == ["another", "trial-share", "trial-wait"]


def test_an_overlay_replaces_by_code_and_adds(tmp_path):
    base = write(tmp_path / "shipped", [SHARE, WAIT])
    overlay = write(tmp_path / "own", [changed(SHARE, min_sample=7), changed(SHARE, code="ours")], "ours.yaml")
    found = {one.code: one for one in load_definitions(base, IndicatorDefinition, overlay)}
    assert set(found) == {"trial-share", "trial-wait", "ours"}
    assert found["trial-share"].min_sample == 7


def test_every_fault_is_collected_and_the_sound_ones_are_kept(tmp_path):
    write(tmp_path, [SHARE, changed(WAIT, q=2), changed(WAIT, code=..., unit="hours")])
    found, errors = check_definitions(tmp_path, IndicatorDefinition)
    assert [definition.code for definition in found] == ["trial-share"]
    assert {(error.item, error.path) for error in errors} == {
        ("trial-wait", "q"),
        ("item 3", "code"),
        ("item 3", "unit"),
    }
    with pytest.raises(DefinitionErrors) as caught:
        load_definitions(tmp_path, IndicatorDefinition)
    assert len(caught.value.errors) == 3
    assert str(tmp_path / "trial.yaml") in str(caught.value)


@pytest.mark.parametrize(
    ("content", "path", "mend"),
    [
        (changed(SHARE, meaning=...), "meaning", "Add it."),
        (changed(SHARE, name={"zh": "试"}), "name.en", "Add it."),
        (changed(SHARE, min_smaple=3), "min_smaple", "Did you mean min_sample?"),
        (changed(SHARE, kind="mean"), "kind", "Use one of: 'count', 'share', 'quantile', 'gap' or 'ratio'."),
        (changed(SHARE, min_cell="many"), "min_cell", "Write a whole number."),
        (changed(SHARE, sources="a notice"), "sources", "Write a list."),
        (changed(SHARE, denominator=...), "denominator", "Add denominator."),
        (changed(SHARE, q=0.5), "q", "Remove q."),
        (changed(SHARE, unit="days"), "unit", "Use share."),
        (changed(WAIT, **{"from": ...}), "from", "Add from."),
        (changed(WAIT, q=0.12345), "q", "Round it, as in 0.9 or 0.975."),
        (changed(WAIT, distinct="events"), "distinct", "Write objects, or leave it out."),
        (
            changed(SHARE, numerator={"event": ["intake.request.declined"]}),
            "numerator.event",
            "Add it to denominator.event, or take it out here.",
        ),
        (
            changed(SHARE, numerator={"events": ["intake.request.done"], "event": ["intake.request.done"]}),
            "numerator.events",
            "Did you mean event?",
        ),
        (with_condition(field="dor", op="eq", value="home"), "numerator.where.0.field", "Did you mean door?"),
        (with_condition(field="door", op="in", value="home"), "numerator.where.0.value", None),
        (with_condition(field="door", op="eq", value=["home"]), "numerator.where.0.value", None),
        (with_condition(field="door", op="eq", value=True), "numerator.where.0.value", "Write a text."),
        (
            with_condition(field="acting_for", op="eq", value="yes"),
            "numerator.where.0.value",
            "Write a truth.",
        ),
        (
            with_condition(field="door", op="is_null", value="no"),
            "numerator.where.0.value",
            "Write true or false.",
        ),
        (with_condition(field="version", op="ge", value="2"), "numerator.where.0.value", "Write a number."),
        (with_condition(field="data.reason", op="eq", value="没有窗口"), "numerator.where.0.value", None),
        (with_condition(field="data.reason", op="in", value=["a", 1]), "numerator.where.0.value", None),
        ("- just text", "", "Write a mapping."),
    ],
)
def test_each_fault_names_its_key_path_and_mend(tmp_path, content, path, mend):
    error = only_error(tmp_path, content)
    assert error.path == path
    assert mend is None or error.mend == mend


def test_faults_of_the_file_itself(tmp_path):
    assert only_error(tmp_path, "code: a\n  kind: b\n").item == "line 2"
    twice = only_error(tmp_path, "code: a\nversion: 1\ncode: b\n")
    assert (twice.item, twice.path) == ("line 3", "code")
    (tmp_path / "trial.yaml").write_bytes("name: 试".encode("gb18030"))
    _, errors = check_definitions(tmp_path, IndicatorDefinition)
    assert "UTF-8" in errors[0].mend
    _, errors = check_definitions(tmp_path / "nowhere", IndicatorDefinition)
    assert errors[0].file == tmp_path / "nowhere"


def test_one_code_stands_once_in_a_folder(tmp_path):
    write(tmp_path, SHARE, "a.yaml")
    write(tmp_path, SHARE, "b.yaml")
    _, errors = check_definitions(tmp_path, IndicatorDefinition)
    assert [(error.file.name, error.path) for error in errors] == [("b.yaml", "code")]
    assert "a.yaml" in errors[0].problem


def test_any_model_with_a_code_is_read(tmp_path):
    class Service(BaseModel):
        code: str
        fee: int

    write(tmp_path, [{"code": "registration", "fee": 10}, {"code": "pension", "fee": "ten"}])
    found, errors = check_definitions(tmp_path, Service)
    assert [service.code for service in found] == ["registration"]
    assert (errors[0].item, errors[0].path) == ("pension", "fee")
