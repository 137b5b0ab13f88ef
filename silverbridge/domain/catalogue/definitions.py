"""What a service item is: definitions that adopters edit as YAML in ``shipped/services`` or their own overlay folder.

The red lines 1, 2, 3 and 5 of DESIGN.md are enforced here: a definition that breaks one is refused with the mend.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from silverbridge.engines.definitions import Unfit

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

DOORS = ("web", "kiosk", "phone", "counter", "home", "partner")
STAFFED = ("phone", "counter", "home")
DIGITAL = ("web", "kiosk")
SCENES = ("medical", "travel", "bank", "social", "life", "culture", "emergency")
HELP = "help"  # the last choice of every choice question: a person does it for me

Door = Literal["web", "kiosk", "phone", "counter", "home", "partner"]


class Part(BaseModel):
    """Base of every part of a definition: unknown keys are mistakes, not extensions."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """The same words in Chinese and English."""

    zh: Text
    en: Text


class Option(Part):
    """One choice, with what follows from it."""

    value: Key
    label: Words
    note: Words | None = None


class Condition(Part):
    """A question is asked only when an earlier choice was one of these."""

    question: Key
    values: list[Key] = Field(min_length=1)


class Question(Part):
    """One question, asked on a page of its own on the portal and as one field at the desk."""

    key: Key
    kind: Literal["choice", "yes_no", "text", "long_text", "date", "time", "number"]
    label: Words
    hint: Words | None = None
    short: Words = Field(description="the label on the check page, the slip and staff screens")
    options: list[Option] = []
    required: bool = True
    max_length: int = Field(60, ge=1, le=500)
    days_ahead: int | None = Field(None, ge=0, le=366, description="a date lies between today and so many days on")
    ask_if: Condition | None = None

    @model_validator(mode="after")
    def check_options(self) -> Question:
        if (self.kind == "choice") != bool(self.options):
            raise Unfit("A choice has options, and no other kind has.", "Add options, or take them out.", "options")
        values = [o.value for o in self.options]
        if len(values) != len(set(values)) or HELP in values:
            raise Unfit(
                "Option values repeat, or one is 'help'.",
                "Rename it; the product adds 'help' itself.",
                "options",
            )
        return self


class Proof(Part):
    """One way to prove who one is or that one is entitled."""

    name: Words
    digital: bool = Field(description="needs a telephone, a code or a camera")


class Fee(Part):
    """What it costs and how it can be paid."""

    amount: Decimal = Field(ge=0, decimal_places=2)
    per: Words
    ways: list[Literal["cash", "card", "passbook", "mobile"]] = Field(min_length=1)


class ItemDefinition(Part):
    """One service item, complete."""

    code: Key
    version: int = Field(ge=1)
    name: Words
    summary: Words
    scene: Literal["medical", "travel", "bank", "social", "life", "culture", "emergency"]
    keywords: list[Text] = []
    doors: list[Door] = Field(min_length=1)
    fulfilments: list[Literal["case", "answer", "booking", "visit", "ticket"]] = Field(min_length=1, max_length=2)
    least_assurance: Literal["claimed", "called_back", "seen", "verified"] = "claimed"
    anonymous: bool = False
    asks_address: bool = False
    needs_id_number: bool = True
    proxy_barred: Words | None = Field(None, description="the legal ground, where a relative may not ask")
    fee: Fee | None = None
    proofs: list[Proof] = []
    bring: list[Words] = []
    questions: list[Question] = []
    answer: Words | None = Field(None, description="what an 'answer' item says at once")
    promise_working_days: int = Field(3, ge=0, le=60)
    after: list[Words] = []
    ask_for: Words | None = Field(None, description="whom to ask for on arrival")

    @model_validator(mode="after")
    def check_red_lines(self) -> ItemDefinition:
        if not set(self.doors) & set(STAFFED):
            raise Unfit("Red line 1: nobody could ask a human being.", "Add phone, counter or home.", "doors")
        if self.fee and "cash" not in self.fee.ways:
            raise Unfit("Red line 2: a fee without cash.", "Add cash.", "fee.ways")
        if self.proxy_barred and len(self.proxy_barred.zh) < 6:
            raise Unfit(
                "Red line 3: a relative is barred without a legal ground.",
                "Name the law or notice with its article, or remove the key.",
                "proxy_barred",
            )
        if not self.anonymous and (len(self.proofs) < 2 or all(p.digital for p in self.proofs)):
            raise Unfit(
                "Red line 5: there must be two proofs, and a code or a face is never the only way.",
                "Add a proof with digital: false.",
                "proofs",
            )
        return self

    @model_validator(mode="after")
    def check_questions(self) -> ItemDefinition:
        seen: dict[str, Question] = {}
        for question in self.questions:
            if question.key in seen:
                raise Unfit(f"Two questions are called {question.key}.", "Rename one.", "questions")
            if question.ask_if:
                earlier = seen.get(question.ask_if.question)
                known = {o.value for o in earlier.options} | {"yes", "no"} if earlier else set()
                if earlier is None or not set(question.ask_if.values) <= known:
                    raise Unfit(
                        f"{question.key}.ask_if points to no earlier choice, or to values it does not have.",
                        "Name an earlier question and its values.",
                        "questions",
                    )
            seen[question.key] = question
        if ("answer" in self.fulfilments) != (self.answer is not None):
            raise Unfit("An item answered at once has an answer, and no other has.", "Add or remove answer.", "answer")
        return self
