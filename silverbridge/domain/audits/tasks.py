"""What the background worker does for this app."""

from __future__ import annotations

from django_tasks import task


@task()
def audit_site(run: int) -> str:
    """Makes the audit of this id; answers the state it ended in."""
    from silverbridge.domain.audits.services.running import perform

    return perform(run)
