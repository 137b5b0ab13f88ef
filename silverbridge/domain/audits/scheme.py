"""The evaluation scheme as data: parts and their weights, marks, survey questions, items of the self-report; and whose each is.

Shipped in ``shipped/site_schemes/``, dated by ``valid_from``; an adopter overlays it. What a published evaluation system says
carries its source, and the rest says that it is this project's own.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from silverbridge.domain.core.errors import NotFound
from silverbridge.engines.definitions import Unfit, load_definitions

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
PARTS = ("satisfaction", "technical", "self-assessment")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(_Data):
    """One text in Chinese and English."""

    zh: Text
    en: Text


class Mark(_Data):
    """A number, and whose it is: ``published`` names its source, ``ours`` is this project's own."""

    value: Annotated[float, Field(ge=0)]
    whose: Literal["published", "ours"]
    source: str = ""

    @model_validator(mode="after")
    def check_source(self) -> Mark:
        """A published number names where it was read."""
        if self.whose == "published" and not self.source:
            raise Unfit("A published number has no source.", "Name the source, or write whose: ours.", "source")
        return self


class Part(_Data):
    """One part of the total."""

    code: Literal["satisfaction", "technical", "self-assessment"]
    name: Both
    weight: Mark


class Answer(_Data):
    """One answer that can be given, and its points from 0 to 100."""

    code: Slug
    name: Both
    points: Annotated[float, Field(ge=0, le=100)]


class Question(_Data):
    """One question of the survey, as it is put to users."""

    code: Slug
    text: Both


class Item(_Data):
    """One item of the self-report; ``clauses`` name what it comes from, ``project`` is ours."""

    code: Slug
    text: Both
    clauses: list[Text]
    weight: Annotated[float, Field(gt=0)] = 1


class SurveyScheme(_Data):
    """What users are asked, and how many have to answer before it counts."""

    whose: Literal["published", "ours"]
    min_sample: Mark
    answers: Annotated[list[Answer], Field(min_length=2)]
    questions: Annotated[list[Question], Field(min_length=1)]


class SelfScheme(_Data):
    """What the institution says of itself."""

    whose: Literal["published", "ours"]
    answers: Annotated[list[Answer], Field(min_length=2)]
    items: Annotated[list[Item], Field(min_length=1)]


class SiteScheme(_Data):
    """How a site is evaluated from ``valid_from`` on."""

    code: Slug
    version: Annotated[int, Field(ge=1)]
    valid_from: date
    name: Both
    meaning: Both
    veto_first: Mark
    technical_least: Mark
    pass_mark: Mark
    parts: list[Part]
    survey: SurveyScheme
    self_report: SelfScheme

    @model_validator(mode="after")
    def check_whole(self) -> SiteScheme:
        """Each part once, and the weights make a whole; no code twice."""
        if sorted(part.code for part in self.parts) != sorted(PARTS):
            raise Unfit("The parts are not the three of the scheme.", f"Give each once: {', '.join(PARTS)}.", "parts")
        if abs(sum(part.weight.value for part in self.parts) - 1) > 1e-9:
            raise Unfit("The weights of the parts do not make 1.", "Correct the weights.", "parts")
        for path, rows in (
            ("survey.questions", self.survey.questions),
            ("survey.answers", self.survey.answers),
            ("self_report.items", self.self_report.items),
            ("self_report.answers", self.self_report.answers),
        ):
            codes = [row.code for row in rows]
            if len(codes) != len(set(codes)):
                raise Unfit("A code stands twice.", "Give each its own code.", path)
        return self

    def weight(self, part: str) -> Mark:
        """The weight of a part."""
        return next(one.weight for one in self.parts if one.code == part)


def schemes() -> list[SiteScheme]:
    """Every scheme, shipped and overlaid. Raises DefinitionErrors."""
    folders = [settings.SHIPPED / "site_schemes", *([settings.OVERLAY / "site_schemes"] if settings.OVERLAY else [])]
    files = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
    return list(_loaded(tuple(folders), tuple((file, file.stat().st_mtime_ns) for file in files)))


@lru_cache(maxsize=4)
def _loaded(folders: tuple[Path, ...], _stamps: tuple[tuple[Path, int], ...]) -> tuple[SiteScheme, ...]:
    """Read once for as long as no file changes: a page asks for the scheme each time it is shown."""
    overlay = next((folder for folder in folders[1:] if folder.is_dir()), None)
    return tuple(load_definitions(folders[0], SiteScheme, overlay))


def scheme_on(day: date) -> SiteScheme:
    """The scheme that holds on a day: the one that began last. Raises NotFound before any did, DefinitionErrors."""
    found = [scheme for scheme in schemes() if scheme.valid_from <= day]
    if not found:
        raise NotFound("scheme", _("No scheme of evaluation holds on this day."), _("Add its definition."), "scheme")
    return max(found, key=lambda scheme: (scheme.valid_from, scheme.version))
