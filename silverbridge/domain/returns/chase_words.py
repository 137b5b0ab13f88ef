"""The words of a chase for a return (催报), to be copied into whatever the unit reads, and kept as they were sent."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.chase_words import level_name
from silverbridge.domain.returns.models import FilingChase
from silverbridge.domain.returns.periods import period_label
from silverbridge.engines import papers


def chase_text(chase: FilingChase, number: str) -> str:
    """The document in the language of the instance: number, to whom, what is late since when, what is wanted."""
    with translation.override(settings.LANGUAGE_CODE):
        return _words(chase, number)


def letter_title(chase: FilingChase) -> str:
    """The title of a letter that chases for a return."""
    return f"关于报送《{chase.filing.form.title}》（{period_label(chase.filing.period)}）的催报函"


def chase_letter(chase: FilingChase) -> bytes:
    """The Word letter of a chase that has its number, in the words in which it was sent; the layout is that of GB/T 9704."""
    # Number, unit, and who says it when have places of their own in a letter.
    words = chase.text.split("\n")[2:-1]
    paper = papers.Paper(
        letter_title(chase),
        tuple(papers.Paragraph(line) for line in words if line.strip()),
        issuer=chase.giver.name,
        number=chase.number,
        addressees=(chase.filing.unit.name,),
        signer=chase.giver.name,
        day=chase.day,
    )
    return papers.write_official(paper)


def _words(chase: FilingChase, number: str) -> str:
    filing = chase.filing
    facts = {
        "number": number or _("number given when sent"),
        "level": level_name(chase.level),
        "unit": filing.unit.name,
        "giver": chase.giver.name,
        "form": filing.form.title,
        "period": period_label(filing.period),
        "missed": chase.missed.isoformat(),
        "days": (chase.day - chase.missed).days,
        "locks": filing.locks_on.isoformat(),
        "day": chase.day.isoformat(),
    }
    head = _("To the head of %(unit)s:") if chase.level >= 3 else _("%(unit)s:")
    wanted = (
        _("Please file it at once, at the latest by %(locks)s; after that day it can only be filed with an extension.")
        if chase.day <= filing.locks_on
        else _("It is locked since %(locks)s. Please ask for an extension today, with the reason.")
    )
    lines = (
        _("%(level)s (%(number)s)"),
        head,
        _("“%(form)s” for %(period)s was due by %(missed)s, and it has not come. It is %(days)s days late."),
        wanted,
        _("%(giver)s, %(day)s"),
    )
    return "\n".join(line % facts for line in lines)
