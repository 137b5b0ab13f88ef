"""What people add to what a browser measured: answers to questions, surveys, the self-report; and totals that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.audits import events
from silverbridge.domain.audits.evaluating import self_assessment
from silverbridge.domain.audits.models import AuditRun, Evaluation, ManualAnswer, SelfReport, Site, Survey
from silverbridge.domain.audits.queries import standing_evaluation
from silverbridge.domain.audits.scheme import scheme_on
from silverbridge.domain.audits.services.rights import check_keeper, check_words
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.evidence.queries import Period, check_period
from silverbridge.domain.places.queries import today


@transaction.atomic
def answer_question(run: AuditRun, rule: str, verdict: str, remark: str, revision: int, actor: Actor) -> ManualAnswer:
    """A person says whether a rule is kept in this run; ``revision`` 0 where nobody had answered when it was seen.

    Raises Forbidden; DomainError for a rule that is no question of this run, or words that are missing; Conflict.
    """
    check_keeper(actor, run.site.organisation)
    if rule not in run.reviews or actor.user is None:
        raise DomainError("question", _("This is no question of this audit."), _("Go back to the audit."), "rule")
    if verdict not in ManualAnswer.Verdict.values:
        raise DomainError("verdict", _("Say how it is."), _("Choose one of the three."), "verdict")
    said = check_words(remark, "remark", needed=verdict != ManualAnswer.Verdict.KEPT)
    told = {"verdict": verdict, "remark": said, "by": actor.user, "at": timezone.now()}
    if revision:
        rows = ManualAnswer.objects.filter(run=run, rule=rule, revision=revision)
        if not rows.update(revision=revision + 1, **told):
            raise somebody_was_first()
    else:
        try:
            with transaction.atomic():
                ManualAnswer.objects.create(run=run, rule=rule, **told)
        except IntegrityError as error:
            raise somebody_was_first() from error
    payload = events.QuestionAnswered(rule=rule.lower(), verdict=verdict)
    note(payload, run.object_key, actor, run.site.organisation)
    return ManualAnswer.objects.get(run=run, rule=rule)


@transaction.atomic
def take_survey(
    site: Site, period: Period, sample: int, method: str, counts: Mapping[str, Mapping[str, int]], actor: Actor
) -> Survey:
    """Keeps the counts of a survey. Raises Forbidden, Invalid: nobody answered, more answers than people, unknown codes."""
    check_keeper(actor, site.organisation)
    first, last = check_period(period)
    scheme = scheme_on(last)
    said = check_words(method, "method", 200, needed=True)
    answers = {answer.code for answer in scheme.survey.answers}
    wrong: dict[str, DomainError] = {}
    if sample < 1:
        wrong["sample"] = DomainError("sample", _("Nobody was asked."), _("Give how many answered."), "sample")
    kept: dict[str, dict[str, int]] = {}
    for question in scheme.survey.questions:
        given = {code: n for code, n in counts.get(question.code, {}).items() if n}
        if set(given) - answers or any(n < 0 for n in given.values()) or sum(given.values()) > sample:
            wrong[question.code] = DomainError(
                "counts",
                _("More answers than people, or an answer that is not asked for: %(question)s."),
                _("Correct the counts of this question, or the sample."),
                question.code,
                question=question.text.zh,
            )
        kept[question.code] = given
    if not wrong and not any(kept.values()):
        wrong["sample"] = DomainError("empty", _("There is no answer."), _("Give the counts."), "sample")
    if last > today():
        wrong["last"] = DomainError("last", _("This day is still to come."), _("Give the last day of asking."), "last")
    if wrong:
        raise Invalid(wrong)
    row = Survey.objects.create(
        site=site,
        scheme=scheme.code,
        scheme_version=scheme.version,
        first=first,
        last=last,
        sample=sample,
        method=said,
        counts=kept,
        entered_by=actor.user,
    )
    payload = events.SurveyTaken(sample=sample, enough=sample >= scheme.survey.min_sample.value)
    note(payload, site.object_key, actor, site.organisation)
    return row


@transaction.atomic
def take_self_report(
    site: Site, day: date, answers: Mapping[str, str], document: str, upload: Upload | None, actor: Actor
) -> SelfReport:
    """Keeps the signed self-assessment. ``none`` answers an item that does not apply.

    Raises Forbidden, Invalid for an item without an answer; DomainError without the signed document.
    """
    check_keeper(actor, site.organisation)
    if day > today():
        raise DomainError("day", _("This day is still to come."), _("Give the day of signing."), "day")
    scheme = scheme_on(day)
    known = {answer.code for answer in scheme.self_report.answers} | {"none"}
    missing = {
        item.code: DomainError("item", _("This item has no answer."), _("Choose one."), item.code)
        for item in scheme.self_report.items
        if answers.get(item.code) not in known
    }
    if missing:
        raise Invalid(missing)
    title = check_words(document, "document", 200, needed=True)
    if upload is None:
        raise DomainError(
            "file", _("The signed document is missing."), _("Choose the scan of the signed page."), "file"
        )
    kept = {item.code: answers[item.code] for item in scheme.self_report.items}
    row = SelfReport.objects.create(
        site=site,
        scheme=scheme.code,
        scheme_version=scheme.version,
        day=day,
        answers=kept,
        document=title,
        file=keep_file(upload),
        entered_by=actor.user,
    )
    payload = events.SelfReportTaken(points=self_assessment(scheme, kept).points)
    note(payload, site.object_key, actor, site.organisation)
    return row


@transaction.atomic
def keep_evaluation(site: Site, actor: Actor) -> Evaluation:
    """Keeps the total as it stands now. Raises Forbidden, DomainError while a part has no data."""
    check_keeper(actor, site.organisation)
    standing = standing_evaluation(site)
    verdict = standing.verdict
    if verdict.total is None or standing.run is None or standing.survey is None or standing.report is None:
        raise DomainError(
            "incomplete",
            _("The evaluation has a part without data."),
            _("Complete it first: a missing part is never counted as zero."),
        )
    row = Evaluation.objects.create(
        site=site,
        run=standing.run,
        survey=standing.survey,
        self_report=standing.report,
        scheme=verdict.scheme.code,
        scheme_version=verdict.scheme.version,
        vetoes=list(verdict.vetoes),
        parts=[
            {"code": p.code, "points": p.points, "weight": p.weight.model_dump(), "lines": [asdict(x) for x in p.lines]}
            for p in verdict.parts
        ],
        total=verdict.total,
        passes=bool(verdict.passes),
        kept_by=actor.user,
    )
    payload = events.EvaluationKept(total=row.total, vetoes=len(row.vetoes), passes=row.passes)
    note(payload, row.object_key, actor, site.organisation)
    return row
