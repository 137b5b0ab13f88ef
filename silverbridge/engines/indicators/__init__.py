"""What do events say: counts, shares, gaps and waits, per place, organisation and period.

A definition is data (YAML); its computation is one Ibis expression, so DuckDB and Spark give the same
figure. Each figure leads down to the rows it counts, and "no data" is never zero. Reading definitions needs
no engine; computing needs the `[indicators]` extra.
"""

from .definition import DIGITAL_DOORS, DOORS, STAFFED_DOORS, IndicatorDefinition
from .facts import Facts
from .folding import fold_snapshots, fold_visits
from .judging import Judgement, Target, judge
from .measure import compute, count_rows, parts, rows, sql
from .results import Result, Side
from .schema import EVENT_COLUMNS, GROUP_COLUMNS, SHAPES, SNAPSHOT_COLUMNS, VISIT_COLUMNS, Family
from .scoping import Member
from .sets import compute_sets
from .settling import Roster, settle
from .tabulating import tabulate

__all__ = [
    "DIGITAL_DOORS",
    "DOORS",
    "EVENT_COLUMNS",
    "GROUP_COLUMNS",
    "SHAPES",
    "SNAPSHOT_COLUMNS",
    "STAFFED_DOORS",
    "VISIT_COLUMNS",
    "Facts",
    "Family",
    "IndicatorDefinition",
    "Judgement",
    "Member",
    "Result",
    "Roster",
    "Side",
    "Target",
    "compute",
    "compute_sets",
    "count_rows",
    "fold_snapshots",
    "fold_visits",
    "judge",
    "parts",
    "rows",
    "settle",
    "sql",
    "tabulate",
]
