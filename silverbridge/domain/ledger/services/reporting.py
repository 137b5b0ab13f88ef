"""What the unit says and supplies: reports, and files as proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_length
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sealed import Upload, check_uploads, keep_file
from silverbridge.domain.ledger import events_working as events
from silverbridge.domain.ledger.models import HandOut, Material, Report, Step
from silverbridge.domain.ledger.services.handing import LONGEST, next_report
from silverbridge.domain.ledger.services.moves import move, tell
from silverbridge.domain.ledger.services.rights import check_holder
from silverbridge.domain.places.queries import today

State, Kind = HandOut.State, Step.Kind
MOST_FILES = 30


@dataclass(frozen=True)
class Told:
    """How far the unit is (进展情况), what stands in the way (存在问题), what comes next (下一步打算)."""

    progress: str
    problems: str = ""
    next_steps: str = ""


@transaction.atomic
def report_back(handout: HandOut, revision: int, told: Told, actor: Actor, files: Sequence[Upload] = ()) -> Report:
    """The unit reports back (反馈), with files if it has some; the same sent twice is one report.

    Raises Forbidden; DomainError without progress, for a file that cannot be taken, or before acknowledging; Conflict when
    somebody else reported or moved it since it was seen.
    """
    check_holder(actor, handout)
    progress = check_length(told.progress, "progress", LONGEST)
    problems, following = (
        check_length(told.problems, "problems", LONGEST),
        check_length(told.next_steps, "next_steps", LONGEST),
    )
    if not progress:
        raise DomainError("progress", _("How far you are is missing."), _("Say it in a few sentences."), "progress")
    _check_files(handout, files)
    in_time = handout.report_by is None or today() <= handout.report_by
    body = [progress, problems, following, sorted(upload.digest for upload in files)]
    due = next_report(today(), handout.due)
    unit, allowed = handout.organisation, {State.IN_PROGRESS}
    if not move(handout, Kind.REPORTED, revision, actor, unit, allowed, body, report_by=due):
        return handout.reports.latest("at", "pk")
    report = Report.objects.create(
        handout=handout, progress=progress, problems=problems, next_steps=following, by=actor.user
    )
    kept = _keep(handout, report, files, actor)
    payload = events.ReportedBack(in_time=in_time, has_problems=bool(problems), materials=kept)
    tell(payload, handout, actor, handout.organisation)
    return report


@transaction.atomic
def supply_material(handout: HandOut, files: Sequence[Upload], actor: Actor) -> int:
    """The unit supplies files outside of a report; answers how many were new. The same file twice is one material.

    Raises Forbidden; DomainError without a file, for one that cannot be taken, or when the task is not in hand.
    """
    check_holder(actor, handout)
    if not files:
        raise DomainError("file_missing", _("No file was chosen."), _("Choose one or several files."), "files")
    _check_files(handout, files)
    # Locked, so that it cannot be closed between this look and the write.
    locked = HandOut.objects.select_for_update().get(pk=handout.pk)
    if locked.state not in (State.IN_PROGRESS, State.CLOSING_ASKED):
        raise DomainError(
            "handout_state",
            _("This cannot be done now: the task is “%(state)s”."),
            _("Look at its page for what can be done."),
            state=locked.get_state_display(),
        )
    kept = _keep(handout, None, files, actor)
    if kept:
        tell(events.MaterialSupplied(materials=kept), handout, actor, handout.organisation)
    return kept


def _check_files(handout: HandOut, files: Sequence[Upload]) -> None:
    check_uploads(files, "files")
    if files and handout.materials.count() + len(files) > MOST_FILES:
        raise DomainError(
            "too_many_files",
            _("A task takes %(n)s files at most."),
            _("Put several papers into one file."),
            "files",
            n=MOST_FILES,
        )


def _keep(handout: HandOut, report: Report | None, files: Sequence[Upload], actor: Actor) -> int:
    known, kept = set(handout.materials.values_list("digest", flat=True)), 0
    for upload in files:
        if upload.digest in known:
            continue
        known.add(upload.digest)
        try:
            with transaction.atomic():
                Material.objects.create(
                    handout=handout, report=report, file=keep_file(upload), digest=upload.digest, by=actor.user
                )
            kept += 1
        except IntegrityError:
            # A second click brought the same file at the same moment; what was sealed for nothing is rolled back with it.
            continue
    return kept
