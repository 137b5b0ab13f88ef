"""One key for all ways of writing an office's name, by rules that adopters keep as data."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .register import level_of, plain

_AREA = r"(?P<area>[\u4e00-\u9fff]{1,12}?)(?<!地方)"  # 地方金融监管局 is the city's own
_LAST = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|自治区)$")
_LEAGUE = re.compile(r"团([省市区县州])委$|共青团([\u4e00-\u9fff]{0,8}?[省市区县州])委(?:员会)?$")


class Key(NamedTuple):
    """Whose office (安澜市; 市 where no more is said; or nothing) and which: two names with one key are one name."""

    area: str
    office: str


class NameRules(BaseModel):
    """What is written short: `words` inside names, `shapes` of whole names; the first of each line is the full form."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    words: list[list[str]]
    shapes: list[list[str]] = []

    @field_validator("words", "shapes")
    @classmethod
    def _of_two(cls, value: list[list[str]]) -> list[list[str]]:
        if any(len(line) < 2 for line in value):
            raise ValueError("each line holds at least two ways of writing the same")
        return value

    @field_validator("shapes")
    @classmethod
    def _with_area(cls, value: list[list[str]]) -> list[list[str]]:
        if any(shape.count("{area}") != 1 for line in value for shape in line):
            raise ValueError("each shape holds {area} once")
        return value

    @cached_property
    def _full(self) -> dict[str, str]:
        return {word: line[0] for line in self.words for word in line}

    @cached_property
    def _longest(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._full, key=len, reverse=True))))

    @cached_property
    def _shapes(self) -> list[tuple[re.Pattern[str], str]]:
        found = []
        for line in self.shapes:
            for shape in line:
                before, after = map(re.escape, shape.split("{area}"))
                found.append((re.compile(f"{before}{_AREA}{after}"), line[0]))
        return found

    def key(self, name: str) -> Key:
        """The key of a name. 市卫健委 and 市卫生健康委员会 have the same; 安澜市卫健委 has another area and the same office."""
        name = plain(name)
        for pattern, full in self._shapes:
            match = pattern.fullmatch(name)
            if match:
                return Key(_LAST.sub("", match["area"]), full)
        league = _LEAGUE.fullmatch(name)
        if league:
            return Key(league[1] or league[2], "团委")
        area = level_of(name) or ""
        rest = name[len(area) :]
        if rest[:1] in ("级", "直") and len(area) == 1:
            rest = rest[1:]
        return Key(area, self._office(rest))

    def _office(self, rest: str) -> str:
        match = self._longest.match(rest) if self._full else None
        if match:
            rest = self._full[match.group()] + rest[match.end() :]
        rest = re.sub(r"委$", "委员会", rest)
        return re.sub(r"办$|办公厅$", "办公室", rest)
