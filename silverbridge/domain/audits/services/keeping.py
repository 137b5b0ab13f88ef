"""What a run found, laid beside what was known: new, still there, proven mended, seen again."""

from __future__ import annotations

from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.audits import events
from silverbridge.domain.audits.measuring import Result, local
from silverbridge.domain.audits.models import AuditRun, Finding, FindingStep, Sighting, Site
from silverbridge.domain.places.queries import today
from silverbridge.engines.webaudit import Finding as Measured
from silverbridge.engines.webaudit import load_pack

State, Kind = Finding.State, FindingStep.Kind
BATCH = 400


def keep_findings(run: AuditRun, site: Site, result: Result, actor: Actor) -> tuple[int, int]:
    """Keeps the sightings of a run and moves findings on; answers how many are new and how many gone. In a transaction.

    A finding is gone only where its page was wholly audited in its window and its rule was asked: what was not looked at is
    not mended.
    """
    known = {row.fingerprint: row for row in Finding.objects.select_for_update().filter(site=site)}
    fresh = [_finding(run, site, key, found) for key, found in result.seen.items() if key not in known]
    Finding.objects.bulk_create(fresh, batch_size=BATCH)
    steps = [FindingStep(finding=row, kind=Kind.FOUND, run=run) for row in fresh]
    again = [known[key] for key in result.seen if key in known]
    for row in again:
        steps += _seen_again(row, run, result.seen[row.fingerprint], actor)
    gone = [row for key, row in known.items() if key not in result.seen and _is_proven(row, result)]
    for row in gone:
        steps.append(_close(row, run, actor))
    changed = [*again, *gone]
    names = ["state", "outcome", "severity", "mode", "measured", "required", "last_run", "unit", "person", "due"]
    names += ["acknowledge_by", "revision", "updated_at"]
    Finding.objects.bulk_update(changed, names, batch_size=BATCH)
    FindingStep.objects.bulk_create(steps, batch_size=BATCH)
    clauses = {code: rule.clauses for code, rule in load_pack().items()}
    Sighting.objects.bulk_create(
        [
            Sighting(
                run=run,
                finding=row,
                outcome=row.outcome,
                severity=row.severity,
                measured=row.measured,
                required=row.required,
                clauses=clauses.get(row.rule, []),
            )
            for row in [*fresh, *again]
        ],
        batch_size=BATCH,
    )
    return len(fresh), len(gone)


def _finding(run: AuditRun, site: Site, key: str, found: Measured) -> Finding:
    return Finding(
        site=site,
        fingerprint=key,
        rule=found.rule,
        page=local(found.page, site)[:600],
        viewport=found.viewport,
        selector=found.selector,
        look=found.state[:40],
        mode=found.mode,
        severity=found.severity,
        outcome=found.outcome,
        measured=found.measured,
        required=found.required,
        first_run=run,
        last_run=run,
    )


def _seen_again(row: Finding, run: AuditRun, found: Measured, actor: Actor) -> list[FindingStep]:
    """It is still there: what was said to be mended goes back to the unit, what was closed is open again."""
    row.outcome, row.severity, row.mode, row.last_run = found.outcome, found.severity, found.mode, run
    row.measured, row.required, row.updated_at = found.measured, found.required, timezone.now()
    rule, organisation = row.rule.lower(), run.site.organisation
    if row.state == State.MENDED:
        row.state, row.revision = State.RETURNED, row.revision + 1
        note(events.FindingReturned(rule=rule, by_run=True), row.object_key, actor, organisation)
        return [FindingStep(finding=row, kind=Kind.RETURNED, run=run)]
    if row.state == State.CLOSED:
        row.state, row.revision = State.OPEN, row.revision + 1
        row.unit = row.person = row.due = row.acknowledge_by = None
        payload = events.FindingReopened(rule=rule, severity=row.severity)
        note(payload, row.object_key, actor, organisation)
        return [FindingStep(finding=row, kind=Kind.REOPENED, run=run)]
    return []


def _is_proven(row: Finding, result: Result) -> bool:
    if row.state == State.CLOSED or (row.page, row.viewport) not in result.sure:
        return False
    return row.rule in result.outcomes


def _close(row: Finding, run: AuditRun, actor: Actor) -> FindingStep:
    claimed = row.state == State.MENDED
    in_time = None if row.due is None else today() <= row.due
    row.state, row.revision, row.updated_at = State.CLOSED, row.revision + 1, timezone.now()
    payload = events.FindingClosed(rule=row.rule.lower(), severity=row.severity, claimed=claimed, in_time=in_time)
    note(payload, row.object_key, actor, run.site.organisation)
    return FindingStep(finding=row, kind=Kind.CLOSED, run=run)
