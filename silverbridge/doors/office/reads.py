"""What the access log calls each kind of reading, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def names(what: str) -> str:
    """The kind of reading in the language of the page; its code where it has no words."""
    return {
        "person.page": _("Record of a person"),
        "person.find": _("Search for a person"),
        "request.page": _("A service request"),
        "request.slip": _("Slip of a request"),
        "evidence.rows": _("Rows behind a figure"),
        "ledger.contact": _("Telephone of whom to chase"),
        "ledger.sheet": _("Document or ledger naming a person in charge"),
        "ledger.sheet_phones": _("Ledger with telephones"),
        "ledger.material": _("Supporting material"),
        "evidence.file": _("Signed document"),
        "oversight.clue": _("A clue of cash refusal"),
        "oversight.call": _("A request to call about"),
        "oversight.phone": _("Telephone for a return call"),
        "oversight.photo": _("Photograph of a visit"),
        "oversight.appeal": _("File of an appeal"),
        "access.search": _("Search in the access log"),
    }.get(what, what)
