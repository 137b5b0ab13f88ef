"""What is sent and what comes back. Unknown fields are mistakes, not extensions."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")


def _check_characters(text: str) -> str:
    if CONTROL.search(text):
        raise PydanticCustomError("characters", "control characters")
    return text


def _short(limit: int) -> type[str]:
    return Annotated[str, Field(max_length=limit), AfterValidator(_check_characters)]  # type: ignore[return-value]


Key = _short(40)
Short = _short(60)
Line = _short(300)
Long = _short(2000)


class Sent(Schema):
    """Base of everything a partner sends."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PersonSent(Sent):
    """Whom it is for, as they say of themselves."""

    name: Line
    id_number: Short = ""
    phone: Short = ""
    address: Line = ""


class ContactSent(Sent):
    """Whom to telephone, and where to come to; what is left out is taken from the person."""

    name: Key = ""
    phone: Short = ""
    address: Line = ""


class ProxySent(Sent):
    """The permission under which a relative asks: its number together with their telephone."""

    reference: Short
    agent_phone: Short


class RequestSent(Sent):
    """One asking."""

    item: Key
    answers: dict[Key, Long] = Field(default={}, max_length=60)
    person: PersonSent | None = Field(None, description="left out for an anonymous clue, or when proxy is given")
    contact: ContactSent = ContactSent()
    external_number: Short = Field("", description="your own number of it, at most 40 characters")
    proxy: ProxySent | None = None


class Words(Schema):
    """The same in Chinese and English."""

    zh: str
    en: str


class FieldError(Schema):
    """What is wrong with one field."""

    code: str
    message: Words
    mend: Words


class Error(FieldError):
    """Every refusal. `code` is stable; `message` says what is wrong, `mend` what to do now."""

    field: str | None
    errors: dict[str, FieldError]


class ItemShort(Schema):
    """A service item in a list."""

    code: str
    version: int
    name: Words
    summary: Words
    scene: str
    doors: list[str]
    yours: bool = Field(description="whether your credential may ask for it")


class OptionOut(Schema):
    """One choice."""

    value: str
    label: Words


class QuestionOut(Schema):
    """One question; `help` is always a further choice: a person does it with them."""

    key: str
    kind: str
    label: Words
    hint: Words | None
    required: bool
    max_length: int
    days_ahead: int | None
    options: list[OptionOut]
    ask_if: dict[str, str | list[str]] | None


class WayOut(Schema):
    """One way to the item: what is not known is null."""

    door: str
    organisation: str
    place: str | None
    address: str | None
    phone: str | None
    open_now: bool
    opens: str | None
    closes: str | None
    wait_minutes: int | None
    fee: str | None
    cash: bool


class ItemFull(ItemShort):
    """A service item with its questions and every way to it."""

    needs_id_number: bool
    asks_address: bool
    anonymous: bool
    proxy_barred: Words | None
    promise_working_days: int
    bring: list[Words]
    questions: list[QuestionOut]
    ways: list[WayOut]


class PartOut(Schema):
    """What was agreed: when, who and where; null while it is not."""

    kind: str
    starts_at: datetime | None
    who: str | None
    where: str | None
    cancelled: bool


class RequestOut(Schema):
    """A service request as its partner follows it."""

    reference: str
    item: str
    state: str
    revision: int
    acting_for: bool
    call_first: bool
    external_number: str | None
    submitted_at: datetime
    promised_on: date
    promise_provisional: bool
    withdraw_until: datetime
    closed_at: datetime | None
    outcome: str | None
    parts: list[PartOut]
