"""JSON of a notice, and the schema that says what stands in it."""

from __future__ import annotations

import json
from typing import Any

from ..models import ParsedNotice


def json_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of what `to_json` writes; published as `shipped/notice.schema.json`."""
    found = ParsedNotice.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def to_json(notice: ParsedNotice) -> str:
    """Everything read from a notice, as JSON; offsets count characters of the text that was given."""
    return json.dumps(notice.to_dict(), ensure_ascii=False, indent=1)
