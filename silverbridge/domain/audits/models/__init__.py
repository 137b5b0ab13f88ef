"""Sites of institutions, the audits of them, what was found, and how a site fares in the evaluation."""

from .evaluating import Evaluation, SelfReport, Survey
from .findings import Finding, FindingStep, ManualAnswer, Sighting
from .sites import AuditRun, Site

__all__ = [
    "AuditRun",
    "Evaluation",
    "Finding",
    "FindingStep",
    "ManualAnswer",
    "SelfReport",
    "Sighting",
    "Site",
    "Survey",
]
