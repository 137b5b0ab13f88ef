"""Who is drawn: stratified samples that anybody can draw again from the same frame and seed, on any machine."""

from .checklist import Checklist, ChecklistItem
from .drawing import Design, Draw, Refused, Stratum, draw
from .frame import Unit, frame_digest

__all__ = ["Checklist", "ChecklistItem", "Design", "Draw", "Refused", "Stratum", "Unit", "draw", "frame_digest"]
