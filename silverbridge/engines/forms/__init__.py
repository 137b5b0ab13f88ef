"""Forms that others define, XLSX or DOCX: find the places to fill, bind them, fill them, and read them back."""

from .bindings import Binding, Move, bind, moved
from .forms import fill, read_blank
from .reading import Reading, read_filled
from .refusals import Fault, FillRefused, FormLimits, FormRefused
from .slots import Blank, Drawn, Picture, Slot, Words
from .suggesting import BLOCK, Candidate, Suggestion, suggest
from .values import Percent, Value, as_text

__all__ = [
    "BLOCK",
    "Binding",
    "Blank",
    "Candidate",
    "Drawn",
    "Fault",
    "FillRefused",
    "FormLimits",
    "FormRefused",
    "Move",
    "Percent",
    "Picture",
    "Reading",
    "Slot",
    "Suggestion",
    "Value",
    "Words",
    "as_text",
    "bind",
    "fill",
    "moved",
    "read_blank",
    "read_filled",
    "suggest",
]
