"""What whoever stands above looks at: visits, clues, calls, scores, bulletins, cases, tiers."""

from .bulletins import Bulletin, Named, Practice
from .calls import CallRound, ReturnCall
from .clues import Referral
from .evaluations import Appeal, Evaluation, UnitScore
from .tiers import Accreditation, TierPlacement, TierRun
from .visits import Answer, Photo, Plan, Seat, Visit

__all__ = [
    "Accreditation",
    "Answer",
    "Appeal",
    "Bulletin",
    "CallRound",
    "Evaluation",
    "Named",
    "Photo",
    "Plan",
    "Practice",
    "Referral",
    "ReturnCall",
    "Seat",
    "TierPlacement",
    "TierRun",
    "UnitScore",
    "Visit",
]
