"""Lists of the people an institution serves, from its own register."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.imports import Choice, Column, SheetResource, Slug, imports
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.people.queries import by_id_number
from silverbridge.domain.people.services import Claim, save_person
from silverbridge.domain.places.imports import organisation_of

NEEDS = {
    "听力": "hearing",
    "视力": "sight",
    "行走": "walking",
    "记忆": "memory",
    "方言": "dialect",
    "轮椅": "wheelchair",
}
CHANNELS = {"电话": "call", "书信": "paper"}


@imports
class PeopleList(SheetResource):
    """People, known by their ID number. A record only says what the list claims until somebody is seen or called back."""

    kind, title = "people", "服务对象"
    name = Column("name", "姓名", _("As on the ID card"), example="李桂兰")
    id_number = Column(
        "id_number", "身份证号", _("18 digits; format the column as text"), aliases=("id",), example="18位"
    )
    organisation = Column(
        "organisation", "机构编码", _("Code of the organisation that serves them"), example="anlan", widget=Slug()
    )
    phone = Column("phone", "电话", _("Their own or a child's"), example="13800000000", required=False)
    address = Column("address", "住址", _("Street, house and door"), required=False)
    district = Column("district", "街道", _("District"), example="青石街道", required=False, longest=60)
    needs = Column(
        "needs",
        "需要照顾",
        _("Any of these words, with 、 between them"),
        example="听力、行走",
        required=False,
        widget=Choice(NEEDS, many=True),
    )
    care_note = Column("care_note", "照顾提示", _("One sentence for whoever serves them"), required=False, longest=200)
    channel = Column(
        "channel", "通知方式", _("One of these words"), example="电话", required=False, widget=Choice(CHANNELS)
    )

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """By ID number."""
        return (_number(row["身份证号"]),)

    def find(self, row: Mapping[str, str]) -> Person | None:
        """By ID number."""
        number = _number(row["身份证号"])
        return by_id_number(number) if number else None

    def write(self, values: SimpleNamespace, known: Any) -> None:
        """One person. Empty cells leave what is on record."""
        claim = Claim(values.name, values.id_number, values.phone or "", values.address or "")
        save_person(
            claim,
            organisation_of(values.organisation),
            district=values.district or "",
            needs=values.needs,
            care_note=values.care_note or "",
            channel=values.channel or (known.channel if known else Channel.CALL),
        )


def _number(text: str) -> str:
    """An ID number in one width, without blanks; empty for what cannot be one."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return number if len(number) == 18 else ""
