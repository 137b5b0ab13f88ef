"""What the parallel processes of the audits' race tests do."""

from __future__ import annotations

from unittest.mock import patch

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.audits import services
from silverbridge.domain.audits.measuring import digest
from silverbridge.domain.audits.models import Finding, Site
from silverbridge.domain.audits.services import asking
from silverbridge.domain.audits.services.running import perform
from silverbridge.domain.core.errors import Conflict
from tests.domain.audit_world import audit_of, found


def ask(site: int, user: int) -> str:
    """Somebody presses “audit now”."""
    with patch.object(asking, "enqueue"):  # the worker of test mode is immediate, and would end the race
        try:
            services.ask_for_audit(Site.objects.get(pk=site), Actor.staff(User.objects.get(pk=user)))
        except Conflict:
            return "conflict"
    return "asked"


def tick(_n: int) -> int:
    """One clockwork."""
    with patch.object(asking, "enqueue"):
        return services.queue_due()


def work(run: int) -> str:
    """One worker takes the run."""
    return perform(run, lambda site: digest(audit_of([found("R01", mode="elder")]), site))


def mend(finding: int, revision: int, user: int) -> str:
    """Somebody of the unit says that it is mended."""
    try:
        services.mend(Finding.objects.get(pk=finding), revision, "改了", Actor.staff(User.objects.get(pk=user)))
    except Conflict:
        return "conflict"
    return "mended"


def die(run: int) -> None:
    """A worker that is killed in the middle of measuring."""
    import os
    import signal

    perform(run, lambda _site: os.kill(os.getpid(), signal.SIGKILL))
