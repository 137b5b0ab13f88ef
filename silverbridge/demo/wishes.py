"""What the people of the demonstration want in a quarter: who, what, by which door, when, and how it will go."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from silverbridge.demo.cast import Bond, Someone
from silverbridge.demo.clock import is_working, local
from silverbridge.domain.catalogue.definitions import DIGITAL, HELP, ItemDefinition, Question
from silverbridge.domain.intake.answers import is_asked
from silverbridge.engines.calendars import WorkingCalendar

OTHER_WEIGHT = 3
WEIGHTS = {
    "benefit-check": 14,
    "taxi": 13,
    "hospital-appointment": 12,
    "meal-delivery": 8,
    "elder-card": 8,
    "medicine-delivery": 7,
    "old-age-allowance": 6,
    "counter-appointment": 6,
    "bill-payment": 5,
    "device-lesson": 5,
    "passbook-update": 4,
    "clinic-escort": 4,
    "bank-home-visit": 4,
    "travel-ticket": 4,
    "park-entry": 4,
}
FLOOD = "flood-help"
FLOOD_DAYS = 2  # the rain falls on two days of the quarter, and on no other
# How requests go, by door. Who needs a person is the worse off: sent home for a paper, not met, given up waiting. That gap is
# what the headline figure shows, and the unit's own judgement does not.
DIGITAL_FATES = {
    "done": 85,
    "late": 2,
    "withdrawn": 4,
    "missed": 2,
    "declined": 1,
    "wrong_door": 4,
    "forgotten": 1,
    "reopened": 1,
    "cancelled": 1,
}
STAFFED_FATES = {
    "done": 73,
    "late": 3,
    "withdrawn": 6,
    "missed": 6,
    "declined": 7,
    "wrong_door": 1,
    "forgotten": 2,
    "reopened": 1,
    "cancelled": 1,
}
TEXTS = {
    ("taxi", "to"): ("市一医院", "东门菜场", "女儿家，南塘路30号", "火车站", "柳湖公园正门", "青石街服务中心"),
    ("travel-ticket", "to"): ("临江市", "云岭县", "望海市", "孙子那里，河阳市"),
    ("cash-refusal", "where"): ("青石街菜场东头水果摊", "东门停车场", "柳湖路早点铺", "南塘桥边小超市"),
    ("hospital-appointment", "trouble"): ("夜里睡不好", "手发麻", "牙疼", "胃口差"),
}


@dataclass(frozen=True)
class Wish:
    """One asking to come. ``bond`` says under which proxy somebody else asks."""

    number: int
    item: ItemDefinition
    elder: int
    bond: Bond | None
    door: str
    moment: datetime
    fate: str


def draw_wishes(
    dice: random.Random,
    items: Mapping[str, ItemDefinition],
    elders: list[Someone],
    agents: list[Someone],
    bonds: list[Bond],
    first: date,
    last: date,
    count: int,
    start: int = 0,
) -> list[Wish]:
    """``count`` wishes between two days, both included, in order of time. Numbers begin at ``start``."""
    codes = sorted(items)
    weights = [0 if code == FLOOD else WEIGHTS.get(code, OTHER_WEIGHT) for code in codes]
    by_elder = {bond.elder: bond for bond in bonds}
    wishes = []
    for number in range(start, start + count):
        item = items[dice.choices(codes, weights)[0]]
        day = _day(dice, first, last)
        if FLOOD in items and number % 60 == 7:
            item, day = items[FLOOD], first + timedelta(days=min(20, (last - first).days) + number // 60 % FLOOD_DAYS)
        elder = dice.randrange(len(elders))
        bond = by_elder.get(elder) if dice.random() < 0.65 and not item.proxy_barred and not item.anonymous else None
        door = _door(dice, item, agents[bond.agent].habit if bond else elders[elder].habit)
        moment = _moment(dice, min(day, last), door)
        fates = DIGITAL_FATES if door in DIGITAL else STAFFED_FATES
        fate = dice.choices(list(fates), list(fates.values()))[0]
        wishes.append(Wish(number, item, elder, bond, door, moment, fate))
    return sorted(wishes, key=lambda w: w.moment)


def _day(dice: random.Random, first: date, last: date) -> date:
    """A day between the two; old people ask for less on Sundays and holidays."""
    for _try in range(3):
        day = first + timedelta(days=dice.randrange((last - first).days + 1))
        if WorkingCalendar().is_working_day(day).working or dice.random() < 0.3:
            break
    return day


def _door(dice: random.Random, item: ItemDefinition, habit: str) -> str:
    """The habit's door if the item has it, else the telephone; a tenth of some items comes through the partner."""
    if "partner" in item.doors and dice.random() < 0.1:
        return "partner"
    if habit in item.doors:
        return habit
    return "phone" if "phone" in item.doors else item.doors[0]


def _moment(dice: random.Random, day: date, door: str) -> datetime:
    """When somebody comes by this door: to a counter only while it is open."""
    hour, minute = dice.choices(range(8, 20), (6, 12, 12, 8, 3, 4, 8, 9, 6, 3, 3, 2))[0], dice.randrange(60)
    if door in ("counter", "home"):
        day, hour = WorkingCalendar().working_day_on_or_after(day).day, min(16, max(9, hour))
    moment = local(day, hour, minute)
    return moment if door not in ("counter", "home") or is_working(moment) else local(day, 10, minute)


def draw_answers(dice: random.Random, item: ItemDefinition, day: date) -> dict[str, str]:
    """Answers that somebody could give; now and then a question is left to a person."""
    answers: dict[str, str] = {}
    for question in item.questions:
        if not is_asked(question, answers):
            continue
        if question.kind in ("choice", "date", "time") and dice.random() < 0.03:
            answers[question.key] = HELP
            break
        answers[question.key] = _answer(dice, item.code, question, day)
    return answers


def _answer(dice: random.Random, code: str, question: Question, day: date) -> str:
    if question.kind == "choice":
        options = [option.value for option in question.options]
        return dice.choices(options, range(len(options) + 1, 1, -1))[0]
    if question.kind == "yes_no":
        return dice.choice(("yes", "no"))
    if question.kind == "date":
        ahead = 7 if question.days_ahead is None else min(7, question.days_ahead)
        return (day + timedelta(days=dice.randint(min(1, ahead), ahead))).isoformat()
    if question.kind == "time":
        return f"{dice.randrange(9, 16)}:00"
    if question.kind == "number":
        return str(dice.randint(1, 3))
    return dice.choice(TEXTS.get((code, question.key), ("请打电话，我说给您听",)))
