"""JSON of a notice: the published schema is the current one, and what is printed keeps to it."""

import json
from pathlib import Path

import jsonschema
import pytest

import silverbridge
from silverbridge.engines.notices import parse
from silverbridge.engines.notices.outputs import json_schema, to_json

PUBLISHED = Path(silverbridge.__file__).parent / "shipped" / "notice.schema.json"
FOLDER = Path(__file__).resolve().parents[1] / "notices" / "seen"


def test_the_published_schema_is_current():
    assert json.loads(PUBLISHED.read_text()) == json_schema(), (
        "silverbridge notice schema > silverbridge/shipped/notice.schema.json"
    )


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt"))[::3], ids=lambda path: path.stem)
def test_what_is_printed_keeps_to_the_schema(path):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(to_json(parse(path.read_text()))), json_schema(), jsonschema.Draft202012Validator)


def test_parts_made_without_checks_are_what_the_models_say():
    for path in sorted(FOLDER.glob("*.txt"))[1::4]:
        notice = parse(path.read_text())
        for part in (*notice.clauses, *notice.tasks, *(unit for task in notice.tasks for unit in task.units)):
            kind = type(part)
            assert tuple(part.__dict__) == tuple(kind.model_fields)
            assert kind.model_validate(part.__dict__, strict=True) == part


def test_the_schema_refuses_what_it_does_not_name():
    found = json.loads(to_json(parse("一、抓好落实。\n")))
    del found["tasks"]
    with pytest.raises(jsonschema.ValidationError, match="tasks"):
        jsonschema.validate(found, json_schema())
