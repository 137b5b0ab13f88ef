"""Which earlier notice a text just taken in may replace. The reading only proposes; a person chooses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.ledger import events_versions as events
from silverbridge.domain.ledger.models import Notice, Succession, Task
from silverbridge.engines.notices import Replaced, parse

ALIKE = 0.7  # share of common pairs of characters in two titles
SAME_TASKS = 0.3  # share of the shorter list of tasks that stands word for word in the other
MOST, LOOKED_AT = 3, 300
_ENDS = re.compile("废止|失效|停止执行")
_INNER = re.compile("《([^》]*)》?")
_ADDED = re.compile(
    r"[(\[][^)\]]*(?:修订|试行|征求意见|修正|版|暂行|送审|草案)[^)\]]*[)\]]|\d{4}年?(?:修订)?版?|的?通知$|修订版?$"
)
_Ground = Succession.Ground


def propose_predecessors(row: Notice, actor: Actor) -> list[Succession]:
    """Notes which notices of the same ledger the new one may replace, or be replaced by if it is the older one.

    Grounds, each enough alone: a sentence that repeals it by title or number, the same document number, a like title,
    like tasks. The best three; repealed ones and those that have a successor stay out. In the import's transaction.
    """
    if row.status == Notice.Status.REPEALED:
        return []
    others = Notice.objects.filter(organisation=row.organisation).exclude(pk=row.pk)
    others = others.exclude(status=Notice.Status.REPEALED)
    taken = Succession.objects.filter(state__in=["planned", "in_effect"]).values("old")
    others = list(others.exclude(pk__in=taken).order_by("-pk")[:LOOKED_AT])
    tasks = _words_of([row, *others])
    found = []
    for other in others:
        old, new = (row, other) if _is_older(row, other) else (other, row)
        grounds, sentence = _grounds(old, new, tasks)
        if grounds:
            found.append((_weight(grounds), -other.pk, old, new, grounds, sentence))
    made = []
    for _rank, _pk, old, new, grounds, sentence in sorted(found, key=lambda one: one[:2], reverse=True)[:MOST]:
        state = {"state": Succession.State.PROPOSED, "grounds": grounds, "quoted": sentence[:400]}
        succession, is_new = Succession.objects.get_or_create(old=old, new=new, defaults=state)
        if is_new:
            made.append(succession)
            note(events.SuccessionProposed(grounds=grounds), new.object_key, actor, new.organisation)
    return made


def _is_older(one: Notice, other: Notice) -> bool:
    return one.dated is not None and other.dated is not None and one.dated < other.dated


def _weight(grounds: list[str]) -> int:
    rank = {_Ground.NAMED: 8, _Ground.NUMBER: 4, _Ground.TITLE: 2, _Ground.TASKS: 1}
    return sum(rank[_Ground(ground)] for ground in grounds)


def _grounds(old: Notice, new: Notice, tasks: dict[int, set[str]]) -> tuple[list[str], str]:
    """Why the new one may replace the old one, and the sentence that says so."""
    found, sentence = [], ""
    for named in _replaced_by(new.text) if _mentions(new.text, old) else ():
        if _names(named, old):
            found.append(str(_Ground.NAMED))
            sentence = _sentence(new.text, named)
            break
    if old.document_number and _plain(old.document_number) == _plain(new.document_number):
        found.append(str(_Ground.NUMBER))
    if _alike(core_title(old.title), core_title(new.title)) >= ALIKE:
        found.append(str(_Ground.TITLE))
    shorter = min(len(tasks[old.pk]), len(tasks[new.pk]))
    if shorter >= 3 and len(tasks[old.pk] & tasks[new.pk]) >= SAME_TASKS * shorter:
        found.append(str(_Ground.TASKS))
    return found, sentence


def _mentions(text: str, old: Notice) -> bool:
    """Whether a text holds the number or the title of a notice at all; only then is it read for what it puts out of force."""
    plain = _plain(text)
    return any(words and words in plain for words in (_plain(old.document_number), core_title(old.title)))


@lru_cache(maxsize=64)
def _replaced_by(text: str) -> tuple[Replaced, ...]:
    """The documents a text puts out of force; a text without any such word is not read again for it."""
    return parse(text).standing.replaced if _ENDS.search(text) else ()


def _sentence(text: str, named: Replaced) -> str:
    """The sentence in which a document is named."""
    start = max(text.rfind(mark, 0, named.start) for mark in "。；\n") + 1
    ends = [at for mark in "。；\n" if (at := text.find(mark, named.end)) >= 0]
    return text[start : min(ends, default=len(text))].strip()


def _names(repealed: Replaced, old: Notice) -> bool:
    number, stated = _plain(old.document_number), _plain(repealed.number or "")
    if number and stated:
        return stated.endswith(number)
    return bool(repealed.title and old.title) and core_title(repealed.title or "") == core_title(old.title)


def core_title(title: str) -> str:
    """A title without what changes from version to version: 关于印发, 的通知, (修订), years; empty for none."""
    plain = _plain(title)
    inner = _INNER.search(plain)
    return _ADDED.sub("", inner[1] if inner else plain)


def _plain(text: str) -> str:
    brackets = str.maketrans("〔〕［］【】〈〉", "[][][]<>")
    return "".join(unicodedata.normalize("NFKC", text.translate(brackets)).split())


def _alike(one: str, other: str) -> float:
    """The share of common pairs of characters; 0 where there is no title."""
    pairs = [{text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other)]
    whole = len(pairs[0] | pairs[1])
    return len(pairs[0] & pairs[1]) / whole if whole else 0.0


def _words_of(rows: list[Notice]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {row.pk: set() for row in rows}
    for notice, text in Task.objects.filter(notice__in=found).values_list("notice_id", "text"):
        found[notice].add(_plain(text))
    return found
