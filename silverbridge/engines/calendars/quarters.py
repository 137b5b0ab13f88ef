"""One immutable quarter, the period of returns."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

_WRITTEN = re.compile(r"([0-9]{4})Q([1-4])")
_NUMERALS_ZH = "一二三四"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter: `n` is 1 to 4. Ordered by time. Raises ValueError for any other quarter or year."""

    year: int
    n: int

    def __post_init__(self) -> None:
        if self.n not in (1, 2, 3, 4):
            raise ValueError(f"a quarter is 1, 2, 3 or 4, not {self.n}")
        if not 1 <= self.year <= 9999:
            raise ValueError(f"a year has one to four digits: {self.year}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter a date lies in. Raises ValueError for a datetime, whose date depends on a time zone."""
        if isinstance(day, datetime):
            raise ValueError("a quarter is asked for a date; turn a time into one with business_date()")
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026Q3". Raises ValueError for anything else."""
        read = _WRITTEN.fullmatch(text.strip())
        if read is None:
            raise ValueError(f"a quarter is written like 2026Q3, not {text!r}")
        return cls(int(read[1]), int(read[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.n}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.n - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        if self.n == 4:
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.n + 1, 1) - timedelta(days=1)

    @property
    def label_zh(self) -> str:
        """As a page says it: 2026年第三季度."""
        return f"{self.year}年第{_NUMERALS_ZH[self.n - 1]}季度"

    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year + 1, 1) if self.n == 4 else Quarter(self.year, self.n + 1)

    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year - 1, 4) if self.n == 1 else Quarter(self.year, self.n - 1)

    def __contains__(self, day: date) -> bool:
        return Quarter.of(day) == self
