"""How units did, by a scheme: scores that explain themselves, ranks with ties, and no score where there are no data."""

from .ranking import rank
from .scheme import Deduction, EvaluationScheme, Item, Source
from .scoring import Reading, Row, Score, ScoredItem, Taken, score

__all__ = [
    "Deduction",
    "EvaluationScheme",
    "Item",
    "Reading",
    "Row",
    "Score",
    "ScoredItem",
    "Source",
    "Taken",
    "rank",
    "score",
]
