"""What the hand-written queries say each indicator is, and where the product says something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from silverbridge.engines.indicators import Result

Row = Mapping[str, Any]
Formula = Callable[[Row], float | None]


def _share(top: str, whole: str) -> Formula:
    return lambda r: r.get(top, 0) / r[whole] if r.get(whole) else None


def _count(name: str, seen: str) -> Formula:
    return lambda r: r.get(name) or 0 if r.get(seen) else None


def _minutes(name: str, unit: int = 60) -> Formula:
    return lambda r: r[name] / unit if r.get(name) is not None else None


def _stock(name: str) -> Formula:
    """How much of it an open place has; nothing is known of one that never said."""
    return lambda r: r.get(name) if r.get("place.open") else None


def _place_with(name: str) -> Formula:
    return lambda r: None if _stock(name)(r) is None else float(r[name] > 0)


def _staffed(r: Row) -> float | None:
    if not r.get("digital_ended") or not r.get("staffed_ended"):
        return None
    return r["digital_done"] / r["digital_ended"] - r["staffed_done"] / r["staffed_ended"]


def _facilities(r: Row) -> float | None:
    kinds = ("facility.rest-seat", "facility.care-window", "facility.step-free", "facility.accessible-toilet")
    told = [r.get(kind) for kind in kinds if r.get(kind) is not None]
    return sum(told) if told and r.get("place.open") else None


def _elder_share(r: Row) -> float | None:
    return r["elder_visits"] / r["visitors"] if r.get("visitors") and r.get("seen_visits") else None


FORMULAS: dict[str, Formula] = {
    "elder-visits-count": _count("elder_visits", "seen_visits"),
    "elder-visits-change": lambda r: r.get("change"),
    "satisfaction-share": _share("satisfied", "rated"),
    "satisfaction-change": lambda r: r.get("points"),
    "green-lane-share": _share("green", "ticketed"),
    "left-unserved-share": _share("left_early", "ended"),
    "wait-p90": _minutes("wait_all"),
    "wait-p90-green": _minutes("wait_green"),
    "wait-p90-ordinary": _minutes("wait_ordinary"),
    "elder-visit-share": _elder_share,
    "elder-machine-user-share": lambda r: (
        _share("machine_elders", "machine_users")(r) if r.get("machine_elders") is not None else None
    ),
    "elders-by-machine-count": lambda r: r.get("machine_elders"),
    "elder-assets-share": lambda r: _share("elder_assets", "assets")(r) if r.get("elder_assets") is not None else None,
    "outlets-open-count": lambda r: 1.0 if r.get("place.open") else None,
    "rest-seat-outlets-share": _place_with("facility.rest-seat"),
    "care-window-outlets-share": _place_with("facility.care-window"),
    "step-free-outlets-share": _place_with("facility.step-free"),
    "accessible-toilet-outlets-share": _place_with("facility.accessible-toilet"),
    "first-aid-outlets-share": _place_with("staff.first-aid"),
    "age-friendly-machines-count": _stock("device.teller-machine.age-friendly"),
    "passbook-machines-count": _stock("device.atm.passbook"),
    "passbook-outlets-count": _place_with("device.atm.passbook"),
    "facilities-per-outlet": _facilities,
    "trained-staff-share": lambda r: (
        r["staff.trained"] / r["staff.lobby"]
        if r.get("place.open") and r.get("staff.lobby") and r.get("staff.trained") is not None
        else None
    ),
    "calls-answered-share": _share("answered", "calls"),
    "incidents-count": _count("incidents", "seen_events"),
    "incident-response-p90": _minutes("incident.responded"),
    "complaints-count": _count("complaints", "seen_events"),
    "complaint-closing-p90": _minutes("complaint.closed", 86400),
    "activities-count": _count("activities", "seen_events"),
    "activity-participants-count": _count("participants", "seen_events"),
    "inspection-findings-count": _count("findings", "seen_events"),
    "requests-count": _count("requests", "seen_events"),
    "acting-for-share": _share("acting_for", "requests"),
    "staffed-door-share": _share("staffed", "requests"),
    "home-visits-count": _count("home_visits", "seen_events"),
    "done-in-promise-share": _share("in_promise", "promised"),
    "refusal-with-alternative-share": _share("with_another_way", "declined"),
    "digital-divide-gap": _staffed,
    "submitted-to-done-p90": _minutes("intake.request.done", 86400),
}


def by_place_and_quarter(told: Mapping[str, Any]) -> dict[tuple[str, date], dict[str, Any]]:
    """The answers of ``by_hand.run`` as one row for each place and first day of a quarter."""
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for name, table in told.items():
        for row in table.to_pylist():
            day = row.pop("ending").replace(day=1) if "ending" in row else row.pop("quarter")
            day = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            if "seconds" in row:
                row[name] = row.pop("seconds")
            found.setdefault((row.pop("place"), day), {}).update(row)
    return found


def differences(
    found: Mapping[tuple[str, tuple[date, date]], Iterable[Result]], rows: Mapping[tuple[str, date], Row]
) -> list[str]:
    """Each figure that the two do not agree on; an empty list when all do. Suppressed figures are passed over."""
    odd = []
    for (code, period), results in found.items():
        by_place = {result.group["place"]: result for result in results}
        for place in {place for place, day in rows if day == period[0]} | set(by_place):
            wanted = FORMULAS[code](rows.get((place, period[0]), {}))
            result = by_place.get(place)
            if result is not None and result.suppressed:
                continue
            value = result.value if result is not None else None
            if (value is None) != (wanted is None) or (
                value is not None and abs(value - wanted) > 1e-9 * max(1, abs(wanted))
            ):
                odd.append(f"{code} {place} {period[0]}: {value} instead of {wanted}")
    return odd
