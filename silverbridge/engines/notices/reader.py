"""A mark's content, read: does it name who acts at all, and if so in which roles and by when."""

from __future__ import annotations

import re

from .deadlines import Calendar, settle
from .roles import (
    ASIDE,
    LABEL,
    LONGEST,
    ROUND,
    RULE_PART,
    Group,
    Roles,
    blanked,
    decide,
    first_rules,
    groups_in,
    label_word,
    without_times,
)
from .shadow import squeezed
from .units import looks_like_unit, surely_unit


class Reading:
    """A mark's content (a shadow with round brackets), read as far as is asked and no more than once."""

    def __init__(self, text: str, known: Calendar) -> None:
        self.text = text
        self.bare, self.dues, self.ongoing = without_times(text, known)
        self._groups: dict[str, list[Group]] = {}
        self._said: str | None = None

    def groups(self, default: str = "none") -> list[Group]:
        """The groups of units as the text stands."""
        return self._of(self.bare, default)

    def meant(self, default: str) -> list[Group]:
        """The groups of units without rules and asides that stand among them."""
        if self._said is None:
            said = self.bare
            while "牵头" in said and ("第一" in said or "首" in said) and (rule := RULE_PART.search(said)):
                said = blanked(said, [rule.span()])
            if "以下" in said or "下同" in said or "不再" in said:
                said = ASIDE.sub(lambda m: "," * len(m.group()), said)
            self._said = said
        return self._of(self._said, default)

    def _of(self, text: str, default: str) -> list[Group]:
        key = default if text == self.bare else f"{default} meant"
        if key not in self._groups:
            self._groups[key] = groups_in(text, 0, default)
        return self._groups[key]


class Reader:
    """Reads the marks of one text, the same words once."""

    def __init__(self, known: Calendar) -> None:
        self.known = known
        self._read: dict[str, Reading] = {}

    def reading(self, text: str) -> Reading:
        """What a mark's content (a shadow) says."""
        text = text[:LONGEST].translate(ROUND) if "[" in text or "]" in text else text[:LONGEST]
        if text not in self._read:
            self._read[text] = Reading(text, self.known)
        return self._read[text]

    def roles(self, text: str, base: int, first_leads: bool, default: str = "none") -> Roles:
        """The roles and the deadline that a mark's content says; `text` is a shadow that begins at offset `base`."""
        read = self.reading(text)
        found = decide(read.meant(default), first_leads)
        spans = [(d.start, d.end) for d in read.dues] + read.ongoing
        time = (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None

        def placed(units: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple([(base + a, base + b) for a, b in units])

        return Roles(
            placed(found.leads),
            placed(found.responsible),
            placed(found.cooperating),
            settle(read.dues, bool(read.ongoing)),
            read.text[slice(*time)] if time else None,
            tuple(read.dues),
            found.sure,
            (base + time[0], base + time[1]) if time else None,
        )


def read_roles(text: str, base: int, known: Calendar, first_leads: bool, default: str = "none") -> Roles:
    """The roles and the deadline that one mark's content says; `text` is a shadow that begins at offset `base`."""
    return Reader(known).roles(text, base, first_leads, default)


_NAME = re.compile(r"[\u4e00-\u9fff\d]+(?:\([\u4e00-\u9fff、]+\))?[\u4e00-\u9fff]*")
_AUTHORITY = re.compile(r"(?:局|委|厅|部|署|办|集团|(?<!办事)处|科|室)$|^各")


def says_roles(text: str, reader: Reader, sealed: bool = False) -> bool:
    """Whether a bracket's content names who is to act (or by when): what makes it a responsibility bracket.

    `sealed` where the bracket stands by itself behind a full stop.
    """
    if len(text) > LONGEST:
        return False
    read = reader.reading(text)
    text = read.text
    label = LABEL.search(text) if ":" in text else None
    if label and not text[: label.start()].strip(" ,;。、"):
        return label_word(label) != "person" or any(label_word(m) != "person" for m in LABEL.finditer(text))
    if not read.bare.strip(" ,;。、\n\t"):
        found = read.dues or read.ongoing
        return bool(found) and (read.ongoing != [] or any(d.before for d in read.dues) or "完成" in text)
    if first_rules(text):
        return True
    groups = read.groups()
    names = [squeezed(text[a:b]) for g in groups for a, b in g.units]
    good = sum(map(looks_like_unit, names))
    if not good:
        return False
    if any(g.word != "none" for g in groups):
        return good * 2 >= len(names)
    authority = label or read.dues or sealed or any(_AUTHORITY.search(n) for n in names)
    sure = sum(surely_unit(n, len(names) == 1 and not sealed) for n in names)
    if authority and sealed and sure * 3 >= len(names) * 2 > 4:
        return all(len(n) <= 16 and _NAME.fullmatch(n) for n in names)
    return bool(authority) and sure == len(names)


def says_only_roles(sentence: str, known: Calendar) -> bool:
    """Whether a sentence consists of units, words on their roles and a time, and of nothing else."""
    bare = without_times(sentence, known)[0]
    groups = groups_in(bare, 0)
    names = [sentence[a:b] for g in groups for a, b in g.units]
    return (
        bool(names)
        and any(g.word in ("lead", "coop", "bare", "carry", "duty") for g in groups)
        and all(surely_unit(n, alone=False) for n in names)
    )
