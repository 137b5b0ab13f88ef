"""A run from its beginning to its end: begun once, measured by a real browser, kept whole or not at all."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.audits import events
from silverbridge.domain.audits.measuring import BrowserMissing, Result, measure
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.audits.services.keeping import keep_findings
from silverbridge.domain.audits.services.sites import trouble
from silverbridge.domain.core.sealed import keep_own

State = AuditRun.State
WORKER = Actor.system("audit")
BEAT = 20.0  # seconds between two signs of life
Measure = Callable[[Site], Result]


def perform(run_id: int, measure_site: Measure = measure) -> str:
    """Makes an audit that was asked for; answers the state it ended in, or an empty text where another worker has it.

    1. Begin it, if nobody else did. 2. Measure, giving signs of life. 3. Keep everything in one transaction, unless the run
    was given up meanwhile. Whatever goes wrong in between is named in the run; nothing is made up.
    """
    now = timezone.now()
    begun = AuditRun.objects.filter(pk=run_id, state=State.QUEUED)
    if not begun.update(state=State.RUNNING, started_at=now, beat_at=now):
        return ""
    run = AuditRun.objects.select_related("site__organisation").get(pk=run_id)
    try:
        with _SignsOfLife(run_id):
            result = measure_site(run.site)
    except BrowserMissing:
        end(run, State.NO_BROWSER, WORKER)
        return State.NO_BROWSER
    except Exception as error:
        _broke(run, error)
        raise
    return _keep(run, result)


@transaction.atomic
def _broke(run: AuditRun, error: Exception) -> None:
    said = trouble("error", "检查中断", f"the audit broke: {type(error).__name__}")
    AuditRun.objects.filter(pk=run.pk, state=State.RUNNING).update(troubles=[said])
    end(run, State.FAILED, WORKER)


@transaction.atomic
def _keep(run: AuditRun, result: Result) -> str:
    """Everything a run found, at once; an empty text where the run was given up meanwhile."""
    # The site's row is the lock: runs of one site are kept one after another, and people's moves wait.
    site = Site.objects.select_for_update().get(pk=run.site_id)
    changes = {"pack": result.pack, "pages": result.pages, "troubles": result.troubles}
    changes |= {"pages_asked": result.pages_asked, "pages_audited": result.pages_audited}
    if not result.pages_audited:
        return State.FAILED if end(run, State.FAILED, WORKER, **changes) else ""
    name = f"audit-{timezone.localdate():%Y%m%d}-{run.object_key[:6]}.html"
    report = keep_own(name, "html", result.report)
    changes |= {
        "technical": result.technical,
        "vetoes": result.vetoes,
        "counts": result.counts,
        "outcomes": result.outcomes,
        "report": report,
        "report_pictures": result.pictures,
    }
    ended = AuditRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if not ended.update(state=State.DONE, ended_at=timezone.now(), **changes):
        report.delete()
        return ""
    run.refresh_from_db()
    new, gone = keep_findings(run, site, result, WORKER)
    _tell(run, WORKER, new, gone)
    return State.DONE


@transaction.atomic
def end(run: AuditRun, state: str, actor: Actor, **changes: object) -> bool:
    """Ends a run that says nothing about the site; False where it was over already."""
    under_way = AuditRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if not under_way.update(state=state, ended_at=timezone.now(), **changes):
        return False
    run.refresh_from_db()
    _tell(run, actor, 0, 0)
    return True


def _tell(run: AuditRun, actor: Actor, new: int, gone: int) -> None:
    counts = Counter(run.counts)
    note(
        events.RunFinished(
            outcome=run.state,
            pages=run.pages_audited or 0,
            technical=run.technical,
            veto=counts["veto"],
            serious=counts["serious"],
            moderate=counts["moderate"],
            advisory=counts["advisory"],
            new=new,
            gone=gone,
            seconds=run.seconds,
        ),
        run.object_key,
        actor,
        run.site.organisation,
    )


class _SignsOfLife:
    """While inside, the run is touched every ``BEAT`` seconds, from a thread and a connection of its own."""

    def __init__(self, run_id: int) -> None:
        self.run_id, self.over = run_id, threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        try:
            while not self.over.wait(BEAT):
                AuditRun.objects.filter(pk=self.run_id, state=State.RUNNING).update(beat_at=timezone.now())
        finally:
            connection.close()
