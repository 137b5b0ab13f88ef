"""What tests of oversight share: outlets of two branches, a second supervisor, requests that were completed, a clue."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, Scope
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import Asking, advance, raise_request_assurance, submit
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Evaluation, Plan, Seat, Visit
from silverbridge.domain.people.models import Assurance
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import save_place
from silverbridge.domain.returns.models import Filing, FormVersion, ReturnForm
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import ask

PNG = Upload("台阶.png", b"\x89PNG\r\n\x1a\nstep")
CASH = {"where": "青石街菜场", "how": "scan-only", "day": "today"}


def add_oversight(w: SimpleNamespace) -> SimpleNamespace:
    """The cast for oversight; 何文 and 沈言 supervise the city, 许岚 reports for it, 郑岚 for the north."""
    w.period = quarter_period()
    for n in range(6):
        unit = w.north if n < 4 else w.south
        save_place(f"outlet-{n}", unit, "outlet", f"网点{n}", district="北岭镇" if n < 4 else "南塘镇")
    second = save_user("supervisor-2", "沈言", PASSWORD, w.hospital)
    grant(second, Role.SUPERVISOR, w.city, SINCE, scope=Scope.ADMINISTERS)
    north = save_user("officer-north", "郑岚", PASSWORD, w.hall)
    grant(north, Role.OFFICER, w.north, SINCE)
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    w.boss2, w.north_clerk, w.caller = Actor.staff(second), Actor.staff(north), Actor.staff(w.operator)
    w.second, w.north_officer = second, north
    return w


def order(w: SimpleNamespace, **changes: Any) -> services.PlanOrder:
    """A plan over the outlets: half of each district."""
    base: dict[str, Any] = {
        "title": "三季度暗访",
        "kind": "unannounced",
        "first": today() - timedelta(days=3),
        "last": today() + timedelta(days=20),
        "checklist": "outlet",
        "by": ("district",),
        "method": "proportional",
        "size": 3,
        "spares": 1,
        "seed": "7391",
    }
    return services.PlanOrder(**(base | changes))


def findings(plan: Plan, *bad: str, skipped: tuple[str, ...] = ()) -> dict[str, services.Finding]:
    """Everything in order but these points."""
    codes = [item["code"] for item in plan.checklist["items"]]
    found = {code: "no" if code in bad else "skipped" if code in skipped else "yes" for code in codes}
    return {code: services.Finding(said, "收银台不收硬币" if said == "no" else "") for code, said in found.items()}


def planned(w: SimpleNamespace, **changes: Any) -> Plan:
    """A drawn plan with every place assigned to 许岚."""
    w.plan = services.draw_plan(w.city, order(w, **changes), w.boss)
    seats = list(w.plan.seats.filter(state=Seat.State.DRAWN).values_list("pk", flat=True))
    services.assign(w.plan, seats, w.officer, w.boss)
    return w.plan


def visit(w: SimpleNamespace, *bad: str, unit: Any = None, photos: tuple[Upload, ...] = ()) -> Visit:
    """许岚 goes to the next place (of a unit)."""
    rows = w.plan.seats.filter(state=Seat.State.DRAWN).select_related("plan__organisation", "place", "organisation")
    seat = rows.filter(organisation=unit).first() if unit else rows.first()
    return services.record_visit(seat, today(), findings(w.plan, *bad), w.clerk, photos=photos)


def completed(w: SimpleNamespace, many: int, organisation: Any = None) -> list[ServiceRequest]:
    """李奶奶's requests, taken on and completed by 周宁, with her telephone number."""
    found, teller = [], Actor.staff(w.teller)
    for n in range(many):
        row = ask(w, f"done-{n}", "counter", person=w.li)
        advance(row, "accepted", teller, row.revision)
        raise_request_assurance(row, Assurance.CALLED_BACK, teller, row.revision)
        advance(row, "done", teller, row.revision, words="办好了")
        found.append(row)
    if organisation is not None:
        ServiceRequest.objects.filter(pk__in=[row.pk for row in found]).update(organisation=organisation)
    return found


def clue(w: SimpleNamespace, key: str = "clue") -> ServiceRequest:
    """Somebody who gives no name says that cash was refused."""
    return submit(Asking(item="cash-refusal", door="web", answers=CASH, key=key), Actor.visitor("stranger"))


def filed(w: SimpleNamespace, unit: Any, **changes: Any) -> Filing:
    """A return that a unit owed for the quarter: accepted and in time, unless something else is said."""
    first, last = w.period
    form, _made = ReturnForm.objects.get_or_create(owner=w.city, title="为老服务季报", first_day=first)
    version, _made = FormVersion.objects.get_or_create(form=form, number=1, kind="xlsx", valid_from=first)
    past = today() - timedelta(days=2)
    told: dict[str, Any] = {"state": "accepted", "filed_on": past, "due": past, "due_by_rule": past} | changes
    days = {"first": first, "last": last, "opens_on": past - timedelta(days=9), "locks_on": past + timedelta(days=30)}
    more = {"form": form, "version": version, "unit": unit, "receiver": w.city, "tier": "unit", "way": "line"}
    return Filing.objects.create(**days, **more, **told)


def evaluated(w: SimpleNamespace) -> Evaluation:
    """Visits at both branches, a return of one and none of the other; scored by 许岚 and issued by 何文."""
    planned(w, method="fixed", size=1)
    visit(w, unit=w.north)
    visit(w, "cash-accepted", "human-window", "wheelchair", unit=w.south)
    filed(w, w.north)
    filed(w, w.south, state="due", filed_on=None)
    w.evaluation = services.evaluate(w.city, "elder-service", w.period, [w.north.pk, w.south.pk], w.clerk)
    return services.issue_evaluation(w.evaluation, w.boss)
