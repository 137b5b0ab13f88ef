"""Counts of a survey from a table: a row for each question, a column for each answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.audits.scheme import SiteScheme
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sheets import read_sheet


def read_counts(data: bytes, scheme: SiteScheme) -> dict[str, dict[str, int]]:
    """By question and answer, how many. Questions and answers are known by code or by their words, in Chinese or English.

    Raises DomainError with the cell that cannot be taken, or for a file that is no table.
    """
    sheet = read_sheet(data)
    answers = {text.strip().lower(): a.code for a in scheme.survey.answers for text in (a.code, a.name.zh, a.name.en)}
    asked = {text.strip().lower(): q.code for q in scheme.survey.questions for text in (q.code, q.text.zh, q.text.en)}
    columns = [answers.get(head.strip().lower()) for head in sheet.headers[1:]]
    if None in columns or not columns:
        raise _unfit(_("The columns are not the answers of this survey."), _("Name them as the form does."))
    counts: dict[str, dict[str, int]] = {}
    for line, cells in sheet.rows:
        question = asked.get(cells[0].strip().lower())
        if question is None:
            raise _unfit(
                _("Line %(line)s: “%(words)s” is no question of this survey."),
                _("Write the question as the form does."),
                line=line,
                words=cells[0][:40],
            )
        for code, cell in zip(columns, cells[1:], strict=True):
            if cell and not (cell.isdecimal() and len(cell) < 8):
                raise _unfit(
                    _("Line %(line)s: “%(words)s” is no count."),
                    _("Write whole numbers."),
                    line=line,
                    words=cell[:20],
                )
            counts.setdefault(question, {})[code] = int(cell or 0)
    return counts


def _unfit(message: object, mend: object, **facts: object) -> DomainError:
    return DomainError("survey_file", message, mend, "file", **facts)
