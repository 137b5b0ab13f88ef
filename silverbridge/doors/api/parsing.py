"""Reading what a client sent. Whatever it is, the worst that happens is a refusal."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from silverbridge.doors.api.errors import by_status


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class JsonParser(Parser):
    """ninja's parser, strict: UTF-8, no NaN, no forms."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of the body. Raises Refused: not JSON, not UTF-8, nested too deep."""
        try:
            return json.loads(request.body.decode(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise by_status(400) from error
