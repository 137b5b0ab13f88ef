"""Lists of staff with their roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.imports import Choice, Column, Day, SheetResource, Slug, imports
from silverbridge.domain.places.imports import organisation_of
from silverbridge.domain.places.models import Place

ROLES = {
    "窗口人员": "teller",
    "话务员": "operator",
    "事项管理员": "editor",
    "填报员": "officer",
    "督导员": "supervisor",
    "审计员": "auditor",
}
SCOPES = {"本机构": "own", "本机构和下属": "administers", "本机构和督导的": "supervises"}


@imports
class StaffList(SheetResource):
    """Staff, one row for each role somebody holds. Nobody can sign in until a password is set for them."""

    kind, title = "staff", "工作人员"
    username = Column("username", "用户名", _("For signing in; letters and digits"), example="zhouning", longest=150)
    display_name = Column(
        "display_name", "姓名", _("As shown to colleagues"), aliases=("name",), example="周宁", longest=40
    )
    role = Column("role", "岗位", _("One of these words"), example="窗口人员", widget=Choice(ROLES))
    organisation = Column(
        "organisation", "机构编码", _("Code of the organisation the role is for"), example="anlan", widget=Slug()
    )
    since = Column(
        "since", "起始日期", _("First day of the role"), aliases=("from",), example="2026-01-01", widget=Day()
    )
    until = Column("until", "截止日期", _("The day the role ends; empty if it goes on"), required=False, widget=Day())
    scope = Column(
        "scope",
        "管理范围",
        _("Empty means: this organisation only"),
        example="本机构",
        required=False,
        widget=Choice(SCOPES),
    )
    place = Column("place", "场所编码", _("Where they sit"), example="hall-1", required=False, widget=Slug())
    desk_number = Column("desk_number", "窗口号", _("As called out"), example="3", required=False, longest=12)

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Somebody may hold several roles, each once from a day on."""
        return row["用户名"], row["岗位"], row["机构编码"], row["起始日期"]

    def find(self, row: Mapping[str, str]) -> User | None:
        """By user name."""
        return User.objects.filter(username=row["用户名"]).first()

    def write(self, values: SimpleNamespace, known: Any) -> None:
        """The user, then the role. Where place or desk are empty, those on record stay."""
        if not re.fullmatch(r"[\w.@+-]+", values.username, re.ASCII):
            raise DomainError(
                "username", _("A user name has only letters, digits and . _ -"), _("Write it so."), "username"
            )
        if values.until and values.until <= values.since:
            raise DomainError("until", _("It would end before it begins."), _("Choose a later day."), "until")
        place = known.place if known else None
        if values.place:
            place = Place.objects.filter(code=values.place).first()
            if place is None:
                message = _("There is no place with the code “%(which)s”.")
                mend = _("Import it first, or correct the code.")
                raise DomainError("import.place", message, mend, "place", which=values.place)
        desk = values.desk_number or (known.desk_number if known else "")
        user = save_user(values.username, values.display_name, place=place, desk_number=desk)
        organisation = organisation_of(values.organisation)
        grant(user, values.role, organisation, values.since, values.until, values.scope or "own")
