"""Lists of organisations and places."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.imports import Choice, Column, Day, SheetResource, Slug, imports
from silverbridge.domain.places.models import Dated, Organisation, OrganisationRelation, Place
from silverbridge.domain.places.services import relate, save_organisation, save_place

ORGANISATION_KINDS = {
    "政府": "government",
    "部门": "department",
    "银行": "bank",
    "分支机构": "branch",
    "医院": "hospital",
    "企业": "company",
    "社区": "community",
}
PLACE_KINDS = {
    "网点": "outlet",
    "医院": "hospital",
    "场馆": "venue",
    "车站": "station",
    "办事大厅": "office",
    "电话中心": "call_centre",
}


def organisation_of(code: str, field: str = "organisation") -> Organisation:
    """The organisation with this code. Raises DomainError that says what to do first."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        message = _("There is no organisation with the code “%(which)s”.")
        raise DomainError("import.organisation", message, _("Import it first, or correct the code."), field, which=code)
    return found


@imports
class OrganisationList(SheetResource):
    """Organisations, each under the one that administers it. An empty optional cell changes nothing."""

    kind, title = "organisations", "机构"
    code = Column(
        "code", "编码", _("Letters, digits and -; it never changes"), example="anlan-north", widget=Slug(), longest=64
    )
    name = Column("name", "名称", _("Full name as on the seal"), example="安澜市城北分中心", longest=120)
    org_kind = Column("kind", "类别", _("One of these words"), example="部门", widget=Choice(ORGANISATION_KINDS))
    since = Column(
        "since", "起始日期", _("Since when it bears this name"), aliases=("from",), example="2026-01-01", widget=Day()
    )
    name_en = Column("name_en", "英文名称", _("If there is one"), required=False, longest=160)
    upper = Column(
        "upper",
        "上级编码",
        _("Code of the organisation that administers it"),
        example="anlan",
        required=False,
        widget=Slug(),
        longest=64,
    )

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """By code."""
        return (row["编码"],)

    def find(self, row: Mapping[str, str]) -> Organisation | None:
        """By code."""
        return Organisation.objects.filter(code=row["编码"]).first()

    def organisations(self, row: Mapping[str, str]) -> set[str]:
        """Itself when it is on record, and the one above it. A new one comes into reach when the one above is in it."""
        code, upper = row["编码"], row["上级编码"]
        if self.find(row) is not None:
            return {code, upper}
        if upper in self.reach:
            self.reach.add(code)
        return {upper or code}

    def write(self, values: SimpleNamespace, known: Any) -> None:  # noqa: ARG002 - the service finds it again
        """Organisation, then its place under another."""
        row = save_organisation(values.code, values.name, values.kind, values.since, values.name_en or "")
        if values.upper:
            upper, administers = organisation_of(values.upper, "upper"), OrganisationRelation.Kind.ADMINISTERS
            held = OrganisationRelation.objects.filter(Dated.on(values.since), kind=administers, upper=upper, lower=row)
            if not held.exists():
                relate(administers, upper, row, values.since)


@imports
class PlaceList(SheetResource):
    """Places where people are served. An empty optional cell changes nothing."""

    kind, title = "places", "场所"
    code = Column(
        "code", "编码", _("Letters, digits and -; it never changes"), example="hall-1", widget=Slug(), longest=64
    )
    organisation = Column(
        "organisation", "机构编码", _("Code of its organisation"), example="anlan", widget=Slug(), longest=64
    )
    place_kind = Column("kind", "类别", _("One of these words"), example="办事大厅", widget=Choice(PLACE_KINDS))
    name = Column("name", "名称", _("As people call it"), example="青石街道服务中心", longest=120)
    district = Column("district", "街道", _("District"), example="青石街道", required=False, longest=60)
    address = Column("address", "地址", _("Street and number"), example="青石街1号", required=False, longest=200)
    directions = Column(
        "directions",
        "怎么走",
        _("In words an old person can follow"),
        example="3路车青石街下，门口有红灯笼",
        required=False,
        longest=200,
    )
    phone = Column("phone", "电话", _("Answered by a person"), example="0990-12345", required=False, longest=20)
    tier = Column("tier", "等级", _("As your own rules name it"), required=False, longest=12)

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """By code."""
        return (row["编码"],)

    def find(self, row: Mapping[str, str]) -> Place | None:
        """By code."""
        return Place.objects.filter(code=row["编码"]).first()

    def write(self, values: SimpleNamespace, known: Any) -> None:  # noqa: ARG002 - the service finds it again
        """One place."""
        optional = ("district", "address", "directions", "phone", "tier")
        details = {name: getattr(values, name) for name in optional if getattr(values, name)}
        save_place(values.code, organisation_of(values.organisation), values.kind, values.name, **details)
