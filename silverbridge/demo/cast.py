"""The people of the demonstration: drawn from a seed, with the habits and needs of old age. Nobody of them exists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from silverbridge.engines.identity import make_id_number

SEED = 20260101
ELDERS, AGENTS = 200, 36
REGIONS = ("990101", "990102", "990103", "990104")  # region codes that no real number begins with
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
WOMEN = (
    "桂兰",
    "秀英",
    "玉珍",
    "淑华",
    "凤英",
    "兰芳",
    "秀珍",
    "桂英",
    "玉梅",
    "素珍",
    "惠芳",
    "月娥",
    "春兰",
    "秋菊",
    "彩云",
)
MEN = (
    "建国",
    "德明",
    "志强",
    "福生",
    "长贵",
    "永康",
    "国栋",
    "玉山",
    "宝田",
    "树林",
    "春生",
    "文彬",
    "大勇",
    "顺发",
    "友才",
)
CHILDREN_F, CHILDREN_M = "敏静丽艳娟霞红燕玲萍", "伟强磊军勇杰涛明超鹏"
DISTRICTS = ("青石街道", "柳湖街道", "东门街道", "南塘镇", "北岭镇")
STREETS = {
    "青石街道": "青石街",
    "柳湖街道": "柳湖路",
    "东门街道": "东门街",
    "南塘镇": "南塘路",
    "北岭镇": "北岭大街",
}
NOTES = {
    "hearing": "右耳听不清。慢一点，说短句。",
    "sight": "看不清小字，念给他听。",
    "walking": "走路要拐杖，台阶扶一把。",
    "memory": "记性不好，事情写在纸上给他。",
    "dialect": "只听得懂本地话。",
}
RELATIONS = {"F": ("女儿", "儿媳"), "M": ("儿子", "女婿")}


@dataclass(frozen=True)
class Someone:
    """One invented person, before they are a record."""

    name: str
    id_number: str
    phone: str
    birth_date: date
    sex: str
    district: str
    address: str
    needs: tuple[str, ...] = ()
    care_note: str = ""
    habit: str = ""
    organisation: str = "anlan"


@dataclass(frozen=True)
class Bond:
    """``agent`` (an index) may act for ``elder`` (an index) from a day on, until another, or until taken back."""

    elder: int
    agent: int
    relation: str
    granted: str
    since: date
    until: date | None
    revoked: bool


def draw_cast(day: date) -> tuple[list[Someone], list[Someone], list[Bond]]:
    """The elders (aged 60 to 97 on ``day``), their relatives, and who may act for whom. The same day gives the same cast."""
    dice = random.Random(SEED)
    elders = [_elder(dice, day, n) for n in range(ELDERS)]
    elders[0] = Someone(
        "李桂兰",
        make_id_number("990101", date(1950, 3, 8), 2),
        "13800006027",
        date(1950, 3, 8),
        "F",
        "青石街道",
        "青石街3号2单元301",
        ("hearing",),
        NOTES["hearing"],
        "phone",
    )
    agents = [_agent(dice, day, n, elders) for n in range(AGENTS)]
    agents[0] = Someone(
        "李敏",
        make_id_number("990101", date(1978, 6, 1), 4),
        "13800006028",
        date(1978, 6, 1),
        "F",
        "柳湖街道",
        "柳湖路9号1单元502",
        habit="web",
    )
    return elders, agents, [_bond(dice, day, n, agents[n]) for n in range(AGENTS)]


def _elder(dice: random.Random, day: date, number: int) -> Someone:
    age = min(97, max(60, round(dice.triangular(60, 97, 70))))
    birth = day - timedelta(days=age * 365 + age // 4 + dice.randrange(5, 330))
    sex = dice.choice("FFM")
    given = dice.choice(WOMEN if sex == "F" else MEN)
    district = dice.choice(DISTRICTS)
    needs = tuple(
        need
        for need, share in (("hearing", 0.22), ("sight", 0.18), ("walking", 0.25), ("memory", 0.08), ("dialect", 0.1))
        if dice.random() < share * (0.5 + (age - 60) / 25)
    )
    return Someone(
        dice.choice(SURNAMES) + given,
        make_id_number(dice.choice(REGIONS), birth, 2 * number % 1000 + (sex == "M")),
        "" if dice.random() < 0.06 else f"1380000{1000 + number}",
        birth,
        sex,
        district,
        f"{STREETS[district]}{dice.randrange(1, 90)}号{dice.randrange(1, 5)}单元{dice.randrange(1, 7)}0{dice.randrange(1, 4)}",
        needs,
        NOTES[needs[0]] if needs else "",
        _habit(dice, age, needs),
        dice.choices(("anlan", "anlan-north", "anlan-south"), (6, 2, 2))[0],
    )


def _habit(dice: random.Random, age: int, needs: tuple[str, ...]) -> str:
    """The door somebody usually comes by: the older, the less by machine; who cannot walk is visited or telephones."""
    web = max(0.04, 0.5 - (age - 60) / 60)
    home = 0.05 + 0.25 * ("walking" in needs)
    phone = 0.32 - 0.15 * ("hearing" in needs)
    return dice.choices(("web", "kiosk", "phone", "counter", "home"), (web, 0.08, phone, 0.28, home))[0]


def _agent(dice: random.Random, day: date, number: int, elders: list[Someone]) -> Someone:
    sex, elder = dice.choice("FM"), elders[number]
    birth = date(elder.birth_date.year + dice.randrange(22, 32), dice.randrange(1, 13), dice.randrange(1, 28))
    given = dice.choice(CHILDREN_F if sex == "F" else CHILDREN_M)
    return Someone(
        elder.name[0] + given,
        make_id_number("990105", min(birth, day - timedelta(days=18 * 366)), 2 * number + (sex == "M")),
        f"1380000{2000 + number}",
        birth,
        sex,
        elder.district,
        "",
        habit=dice.choices(("web", "phone", "counter"), (6, 3, 1))[0],
    )


def _bond(dice: random.Random, day: date, number: int, agent: Someone) -> Bond:
    """Most hold for long, some end within the quarter, a few are taken back."""
    since = day - timedelta(days=dice.randrange(5, 300))
    fate = dice.random() if number else 1.0
    until = day + timedelta(days=dice.randrange(10, 80)) if fate < 0.2 else day + timedelta(days=900)
    granted = dice.choices(("seen", "called_back", "paper", "court"), (5, 3, 2, 1))[0]
    relation = "女儿" if not number else dice.choice(RELATIONS[agent.sex])
    return Bond(number, number, relation, granted, since, until, 0.2 <= fate < 0.28)
