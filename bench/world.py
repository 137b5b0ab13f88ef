"""Run as a program in an instance's environment: makes the database and an invented city; prints what a client must know."""

from __future__ import annotations

import json
from datetime import date

import django

USERS, PASSWORD, SINCE = 4, "lantern-bridge-2026", date(2026, 1, 1)
REQUESTS = 120


def make() -> dict[str, object]:
    """Credential and staff of the city, with a work list to look at."""
    from django.db import connection

    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.accounts.models import Role
    from silverbridge.domain.accounts.services import grant, make_partner, save_user
    from silverbridge.domain.catalogue.definitions import STAFFED
    from silverbridge.domain.catalogue.queries import current_items
    from silverbridge.domain.catalogue.services import Terms, open_offering
    from silverbridge.domain.intake.services import Asking, submit
    from silverbridge.domain.people.services import Claim
    from silverbridge.domain.places.services import save_organisation, save_place
    from silverbridge.doors.cli.preparing import collect_static, load_definitions, migrate
    from silverbridge.engines.identity import make_id_number

    migrate()
    load_definitions()
    collect_static()
    with connection.cursor() as cursor:
        number = "integer primary key" if connection.vendor == "sqlite" else "bigserial primary key"
        cursor.execute(f"CREATE TABLE bench_bare (id {number}, body varchar(200) NOT NULL, at varchar(40) NOT NULL)")
    city = save_organisation("anlan", "安澜市民生服务中心", "government", SINCE)
    hall = save_place("hall", city, "office", "青石街道服务中心", address="青石街1号", phone="0990-12345")
    for row in current_items():
        for door in sorted(row.definition.doors, key=lambda d: d not in STAFFED):
            place = hall if door == "counter" else None
            open_offering(row.code, city, door, Actor.system("bench"), Terms(phone="12345", valid_from=SINCE), place)
    for number in range(USERS):
        grant(save_user(f"operator{number}", "陈静", PASSWORD, hall), Role.OPERATOR, city, SINCE)
    people = [make_id_number("990101", date(1935 + n % 30, 1 + n % 12, 1 + n % 28), 100 + n) for n in range(200)]
    answers = {"how": "call", "living": "here"}
    for number in range(REQUESTS):
        claim = Claim("李桂兰", people[number % 200], "13800006027")
        asking = Asking("benefit-check", "phone", answers, f"w{number}", claim, contact_phone="13800006027")
        submit(asking, Actor.system("bench"))
    return {
        "credential": make_partner("bench", "bench", city)[1],
        "users": [f"operator{n}" for n in range(USERS)],
        "password": PASSWORD,
        "people": people,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
