"""Audits asked for: by a person, by the schedule, and again where a run died. A run is noted before it begins."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.audits import events
from silverbridge.domain.audits.days import next_day
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.audits.services.rights import check_keeper
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.places.queries import today

State = AuditRun.State
SILENT = timedelta(minutes=3)  # without a sign of life for so long, the worker of a run is gone
LOST = timedelta(minutes=15)  # not begun for so long, a run is given to the worker again
MOST_ATTEMPTS = 3
CLOCKWORK = Actor.system("tick")


@transaction.atomic
def ask_for_audit(site: Site, actor: Actor) -> AuditRun:
    """Audits a site as soon as a worker is free. Raises Forbidden; DomainError once retired; Conflict while one is under way."""
    check_keeper(actor, site.organisation)
    row = Site.objects.select_for_update().get(pk=site.pk)
    if row.is_retired:
        raise DomainError("retired", _("This site is looked after no longer."), _("Register it anew."))
    run = _queue(row, actor)
    if row.next_due is not None and row.next_due <= today():
        # What was due today is done by this; the clockwork does not ask for it once more.
        Site.objects.filter(pk=row.pk).update(next_due=next_day(row.next_due, row.every, row.unit, today()))
    return run


def _queue(site: Site, actor: Actor, attempt: int = 1, repeats: AuditRun | None = None) -> AuditRun:
    """Notes a run and gives it to the worker once that is committed."""
    try:
        with transaction.atomic():
            run = AuditRun.objects.create(site=site, asked_by=actor.user, attempt=attempt, repeats=repeats)
    except IntegrityError as error:
        raise Conflict(
            "audit_open",
            _("This site is being audited already."),
            _("Wait until that audit is over; its page shows how far it is."),
        ) from error
    payload = events.RunAsked(by_clockwork=actor.user is None, attempt=attempt)
    note(payload, run.object_key, actor, site.organisation)
    transaction.on_commit(lambda: enqueue(run.pk))
    return run


def enqueue(run: int) -> None:
    """Gives a run to the worker. Twice does no harm: only one begins it."""
    from silverbridge.domain.audits.tasks import audit_site

    audit_site.enqueue(run)


def queue_due() -> int:
    """The clockwork's turn; answers how many audits it queued. However many turn at once, each is queued once.

    1. A run whose worker gave no sign of life is marked as broken off, and asked for again, three times in all.
    2. A run that nobody began is given to the worker again.
    3. Each site whose day has come is queued, and gets its next day.
    """
    now = timezone.now()
    queued = sum(_repeat(run) for run in AuditRun.objects.filter(state=State.RUNNING, beat_at__lt=now - SILENT))
    for run in AuditRun.objects.filter(state=State.QUEUED, queued_at__lt=now - LOST):
        if AuditRun.objects.filter(pk=run.pk, state=State.QUEUED, queued_at=run.queued_at).update(queued_at=now):
            enqueue(run.pk)
    day = today()
    due = Site.objects.filter(retired_on__isnull=True, next_due__lte=day).select_related("organisation")
    return queued + sum(_queue_site(site, day) for site in due)


@transaction.atomic
def _queue_site(site: Site, day: object) -> bool:
    """Moves the site's day on and queues it; only the first of several clockworks does."""
    later = next_day(site.next_due, site.every, site.unit, day)
    if not Site.objects.filter(pk=site.pk, next_due=site.next_due, retired_on__isnull=True).update(next_due=later):
        return False
    try:
        _queue(site, CLOCKWORK)
    except Conflict:
        return False  # somebody asked for it just now: that one counts
    return True


@transaction.atomic
def _repeat(run: AuditRun) -> bool:
    """Marks a run as broken off and asks for it again; False where somebody else did, or it was tried often enough."""
    from silverbridge.domain.audits.services.running import end

    site = Site.objects.select_for_update().select_related("organisation").get(pk=run.site_id)
    if not end(run, State.DIED, CLOCKWORK):
        return False
    if run.attempt >= MOST_ATTEMPTS or site.is_retired:
        return False
    _queue(site, CLOCKWORK, run.attempt + 1, run)
    return True
