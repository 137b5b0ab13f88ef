"""Audits and evaluations put on file as evidence; what is filed stays as it was."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.audits.models import AuditRun, Evaluation, Site
from silverbridge.domain.audits.services.answering import keep_evaluation
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.evidence.services import Coverage, keep_audit, record_inspection


@transaction.atomic
def file_run(run: AuditRun, actor: Actor) -> Evidence:
    """Puts a finished audit on file as something measured: veto items first, then the score; pages as coverage and sample.

    Raises Forbidden; DomainError for a run that says nothing about the site.
    """
    if run.state != AuditRun.State.DONE or run.started_at is None:
        raise DomainError(
            "not_done",
            gettext_lazy("This audit says nothing about the site."),
            gettext_lazy("Put one on file that was finished."),
        )
    day = timezone.localdate(run.started_at)
    pages = Coverage(run.pages_audited, run.pages_asked, run.pages_audited)
    return keep_audit(run.site.organisation, (day, day), run_words(run), run.technical, pages, run.object_key, actor)


@transaction.atomic
def file_evaluation(site: Site, actor: Actor) -> tuple[Evaluation, Evidence]:
    """Keeps the total as it stands and puts it on file as something people inspected. Raises Forbidden, DomainError."""
    row = keep_evaluation(site, actor)
    days = [row.survey.first, row.survey.last, row.self_report.day, timezone.localdate(row.run.started_at)]
    pages = Coverage(row.run.pages_audited, row.run.pages_asked, row.survey.sample)
    words = evaluation_words(row)
    return row, record_inspection(site.organisation, (min(days), max(days)), words, pages, actor)


def run_words(run: AuditRun) -> str:
    """A run in a sentence, veto items first."""
    vetoes = (
        _("veto items failed: %(rules)s") % {"rules": "、".join(run.vetoes)} if run.vetoes else _("no veto item failed")
    )
    points = _("technical score %(points)s of 100") % {
        "points": _("no data") if run.technical is None else f"{run.technical:g}"
    }
    counts = [
        ngettext("%(n)s serious finding", "%(n)s serious findings", run.counts.get("serious", 0))
        % {"n": run.counts.get("serious", 0)},
        ngettext("%(n)s moderate finding", "%(n)s moderate findings", run.counts.get("moderate", 0))
        % {"n": run.counts.get("moderate", 0)},
    ]
    return f"{run.site.name}：{vetoes}；{points}；{'，'.join(counts)}（{run.pack}）"[:400]


def evaluation_words(row: Evaluation) -> str:
    """An evaluation in a sentence, veto items first."""
    vetoes = (
        _("veto items failed: %(rules)s") % {"rules": "、".join(row.vetoes)} if row.vetoes else _("no veto item failed")
    )
    outcome = _("passes") if row.passes else _("does not pass")
    total = _("total %(points)s of 100, %(outcome)s") % {"points": f"{row.total:g}", "outcome": outcome}
    return f"{row.site.name}：{vetoes}；{total}（{row.scheme} v{row.scheme_version}）"[:400]
