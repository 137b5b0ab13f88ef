"""A confirmed notice in the test city's ledger, units with officers of their own, and orders and files to work with."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, Scope
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.ledger.services import (
    Contact,
    Order,
    Told,
    acknowledge,
    ask_to_close,
    confirm_notice,
    confirm_task,
    hand_out,
    import_notice,
    report_back,
)
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import relate, save_organisation
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import NOTICE

PDF = Upload("现场照片.pdf", b"%PDF-1.7 " + b"benches" * 20)
PNG = Upload("签到表.png", b"\x89PNG\r\n\x1a\n" + b"rows" * 20)
PHONE = "13800006029"
LATER = timedelta(days=20)


def with_work(w: SimpleNamespace) -> SimpleNamespace:
    """何文 supervises; 许岚 keeps the city's ledger, 郑岚 the north's, 高原 that of a village below it, 秦外 one elsewhere."""
    w.village = save_organisation("anlan-north-village", "柳河村服务站", "community", SINCE)
    relate(OrganisationRelation.Kind.ADMINISTERS, w.north, w.village, SINCE)
    for name, shown, unit in (
        ("north", "郑岚", w.north),
        ("village", "高原", w.village),
        ("stranger", "秦外", w.other),
    ):
        user = save_user(f"officer-{name}", shown, PASSWORD, w.hall)
        grant(user, Role.OFFICER, unit, SINCE, scope=Scope.OWN)
        setattr(w, f"{name}_user", user)
        setattr(w, f"{name}_clerk", Actor.staff(user))
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    w.notice = import_notice(NOTICE, "notice.txt", w.clerk, w.city)
    confirm_notice(w.notice, w.clerk)
    for task in w.notice.tasks.select_related("notice__organisation"):
        confirm_task(task, w.clerk)
    w.task = w.notice.tasks.select_related("notice__organisation").get(number=1)
    return w


def order(role: str = "lead", days: int = 20, **more: str) -> Order:
    """An order with 郑岚 as the person to chase."""
    return Order(role, Contact(more.pop("name", "郑岚"), more.pop("phone", PHONE)), today() + timedelta(days), **more)


def handed(w: SimpleNamespace, **more: str) -> HandOut:
    """The first task in the hands of the north."""
    return hand_out(w.task, w.north, order(**more), w.boss)


def in_hand(w: SimpleNamespace) -> HandOut:
    """The same, acknowledged."""
    row = handed(w)
    return acknowledge(row, row.revision, w.north_clerk)


def asked(w: SimpleNamespace) -> HandOut:
    """The same, reported on with a file, and asked to close."""
    row = in_hand(w)
    report_back(row, row.revision, Told("座椅装好了。"), w.north_clerk, [PDF])
    row.refresh_from_db()
    return ask_to_close(row, row.revision, w.north_clerk)


def in_hand_of_south(w: SimpleNamespace) -> HandOut:
    """The first task in the hands of the south too, acknowledged by its officer 孟舟."""
    user = save_user("officer-south", "孟舟", PASSWORD, w.hall)
    grant(user, Role.OFFICER, w.south, SINCE, scope=Scope.OWN)
    row = hand_out(w.task, w.south, order("cooperating"), w.boss)
    return acknowledge(row, row.revision, Actor.staff(user))
