"""Returns (报表): the receiver's own blanks, who owes which when and to whom, what was filed, and what is sealed."""

from .chasing import FilingChase
from .figures import FilingFigure, FilingText
from .filings import Extension, Filing, FilingStep, RollPart, Signature, StampedScan
from .forms import DutyCalendar, Field, FilingRoute, FormVersion, ReturnForm, Tier
from .sealing import Seal

__all__ = [
    "DutyCalendar",
    "Extension",
    "Field",
    "Filing",
    "FilingChase",
    "FilingFigure",
    "FilingRoute",
    "FilingStep",
    "FilingText",
    "FormVersion",
    "ReturnForm",
    "RollPart",
    "Seal",
    "Signature",
    "StampedScan",
    "Tier",
]
