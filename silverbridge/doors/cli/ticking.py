"""What the clockwork does in one turn."""

from __future__ import annotations


def one_turn() -> dict[str, int]:
    """Does what is due; answers how many of each. Running it twice does nothing twice.

    1. Deliver what waits in the outbox. 2. Forget old counts of tries. 3. Clear sessions that have ended
    and what was kept for people signed out. 4. Put notices in force whose day has come. 5. Open the returns that units owe.
    6. Propose chases, for tasks and for returns. 7. Erase who commented on drafts long decided. 8. Queue audits of sites
    whose day has come. 9. Refresh evidence: the figures of tasks, then the tables by place of every quarter whose facts
    changed. 10. Fill in what of the open returns is measured.
    """
    from importlib import import_module

    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from silverbridge.domain.accounts.services import forget_unsent
    from silverbridge.domain.audits.services import queue_due
    from silverbridge.domain.core.attempts import forget_old_attempts
    from silverbridge.domain.core.outbox import deliver_due
    from silverbridge.domain.evidence.tables import refresh_tables
    from silverbridge.domain.ledger.services import erase_commenters, propose_chases, refresh_evidence, switch_due
    from silverbridge.domain.returns.services import open_periods, prefill_due, propose_filing_chases

    counts = {f"outbox_{name}": n for name, n in deliver_due().items()}
    counts["attempts"] = forget_old_attempts()
    counts["sessions"] = Session.objects.filter(expire_date__lt=timezone.now()).count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    counts["unsent"] = forget_unsent()
    counts["switches"] = switch_due()
    counts["returns"] = open_periods()
    counts["chases"] = propose_chases() + propose_filing_chases()
    counts["commenters"] = erase_commenters()
    counts["audits"] = queue_due()
    report = refresh_evidence()
    counts |= {"events": report.export.rows, "figures": report.figures, "tables": refresh_tables().tables}
    counts["prefilled"] = prefill_due()
    return counts
