"""The words of a chase (催办), to be copied into whatever the unit reads, and kept as they were sent."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.models import Chase, HandOut

TASK_WORDS = 200


def level_name(level: int) -> str:
    """What a step of the ladder is called."""
    names = {1: _("Reminder"), 2: _("Chase"), 3: _("Chase to the head of the unit")}
    return names.get(level) or _("Chase, step %(n)s") % {"n": level}


def chase_text(chase: Chase, number: str) -> str:
    """The document in the language of the instance: number, to whom, what is late since when, what is wanted. No telephone."""
    with translation.override(settings.LANGUAGE_CODE):
        return _words(chase, chase.handout, number)


def _words(chase: Chase, handout: HandOut, number: str) -> str:
    task, notice = handout.task, handout.task.notice
    words = task.text if len(task.text) <= TASK_WORDS else f"{task.text[:TASK_WORDS]}…"
    facts = {
        "number": number or _("number given when sent"),
        "level": level_name(chase.level),
        "unit": handout.organisation.name,
        "contact": handout.contact_name,
        "giver": handout.giver.name,
        "notice": notice.title or notice.document_number,
        "code": notice.document_number,
        "task": task.number,
        "words": words,
        "missed": chase.missed.isoformat(),
        "days": (chase.day - chase.missed).days,
        "due": handout.due.isoformat(),
        "day": chase.day.isoformat(),
    }
    wanted = {
        Chase.Cause.ACKNOWLEDGEMENT: _("It should have been acknowledged by %(missed)s. Please acknowledge it today."),
        Chase.Cause.REPORT: _("A report was due by %(missed)s. Please report progress, problems and next steps today."),
        Chase.Cause.CLOSING: _(
            "It was due by %(missed)s. Please report at once where it stands, supply the material and ask to close,"
            " or say by when it will be done."
        ),
    }[Chase.Cause(chase.cause)]
    head = {
        3: _("To the head of %(unit)s; copy to %(contact)s:"),
    }.get(chase.level, _("%(unit)s, %(contact)s:"))
    lines = (
        _("%(level)s (%(number)s)"),
        head,
        _("Task %(task)s of “%(notice)s” was handed to you: %(words)s"),
        wanted,
        _("It is %(days)s days late. The day set for closing is %(due)s."),
        _("%(giver)s, %(day)s"),
    )
    return "\n".join(line % facts for line in lines)
