"""What a form's places were bound to stand for: each keeps the words around it, and tells when a new blank moved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .slots import Blank, Slot, SlotKind, ValueType, Words, plain

Reason = Literal["gone", "labels", "sheet", "moved", "several"]
_LIKE = 0.55
_SAID: dict[Reason, tuple[str, str]] = {
    "gone": ("新表里没有与“{label}”相应的位置", "the new blank has no place for “{label}”"),
    "labels": ("这里现在写的是“{now}”，原来是“{label}”", "the words there are now “{now}”, they were “{label}”"),
    "sheet": (
        "工作表“{where}”没有了，“{label}”看来在“{there}”",
        "the sheet “{where}” is gone, “{label}” seems to be in “{there}”",
    ),
    "moved": ("“{label}”看来移到了 {there}", "“{label}” seems to have moved to {there}"),
    "several": ("新表里有几处都写着“{label}”", "several places of the new blank read “{label}”"),
}


@dataclass(frozen=True)
class Binding:
    """A bound place: its address and the words that stood around it, so that a change of the blank is noticed.

    ``twin`` of ``twins``: where several places have the same words around them, which of them it is.
    """

    key: str
    kind: SlotKind
    where: str
    words: Words
    name: str = ""
    type: ValueType = "any"
    choices: tuple[str, ...] = ()
    held: str = ""
    twin: int = 0
    twins: int = 1

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Binding:
        """As it was kept."""
        words = {k: tuple(v) if isinstance(v, list | tuple) else v for k, v in kept["words"].items()}
        rest = {k: v for k, v in kept.items() if k not in ("words", "choices")}
        return cls(**rest, words=Words(**words), choices=tuple(kept.get("choices", ())))


@dataclass(frozen=True)
class Move:
    """A bound place that no longer stands where it stood: why, in words, and where it may be now, likeliest first."""

    binding: Binding
    reason: Reason
    proposals: tuple[tuple[Slot, float], ...]
    chinese: str
    english: str


def bind(blank: Blank, key: str, wanted: ValueType | None = None) -> Binding:
    """Binds a place of a blank; ``wanted`` is the type of value where the form itself says none. Raises KeyError."""
    slot = blank.by_key[key]
    twins = _twins(blank)[_core(slot)]
    kind = slot.type if slot.type not in ("any", "text") or wanted is None else wanted
    at = twins.index(key)
    return Binding(
        key, slot.kind, slot.where, slot.words, slot.name, kind, slot.choices, slot.held, at, len(twins)
    )  # fmt: skip


def moved(blank: Blank, bindings: Iterable[Binding]) -> tuple[Move, ...]:
    """Which bound places do not stand in this blank as they did; those that do are left out. Nothing is moved by itself."""
    bindings = list(bindings)
    twins = _twins(blank)
    standing = {binding.key for binding in bindings if _stands(blank, binding, twins)}
    return tuple(_move(blank, binding, standing) for binding in bindings if binding.key not in standing)


def _core(it: Slot | Binding) -> tuple[Any, ...]:
    # The words of a line with several blanks say which line it is; a bookmark or control is known by its name as well.
    return it.where if it.kind == "cell" else "", it.kind, it.name, it.words.core


def _twins(blank: Blank) -> dict[tuple[Any, ...], list[str]]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for slot in blank.slots:
        found.setdefault(_core(slot), []).append(slot.key)
    return found


def _stands(blank: Blank, binding: Binding, twins: Mapping[tuple[Any, ...], list[str]]) -> bool:
    slot = blank.slot(binding.key)
    if slot is None or _core(slot) != _core(binding):
        return False
    same = twins[_core(slot)]
    return len(same) == binding.twins and same.index(binding.key) == binding.twin


def _move(blank: Blank, binding: Binding, standing: set[str]) -> Move:
    ranked = sorted(
        ((slot, likeness(binding, slot)) for slot in blank.slots if slot.key not in standing),
        key=lambda pair: (-pair[1], abs(pair[0].row), pair[0].key),
    )
    proposals = tuple((slot, round(score, 3)) for slot, score in ranked if score >= _LIKE)[:3]
    here = blank.slot(binding.key)
    reason: Reason = "moved"
    if not proposals:
        reason = "gone"
    elif len(proposals) > 1 and proposals[0][1] - proposals[1][1] < 0.05:
        reason = "several"
    elif binding.where and binding.where not in {slot.where for slot in blank.slots}:
        reason = "sheet"
    if here is not None and here.words.core != binding.words.core and (reason == "gone" or proposals[0][0] is here):
        reason = "labels"
    words = {
        "label": binding.words.label or binding.name or binding.key,
        "now": here.words.label if here else "",
        "where": binding.where,
        "there": proposals[0][0].where if proposals and reason == "sheet" else proposals[0][0].key if proposals else "",
    }
    chinese, english = (text.format(**words) for text in _SAID[reason])
    return Move(binding, reason, proposals, chinese, english)


def likeness(binding: Binding | Slot, slot: Slot) -> float:
    """How much a place is the one that was bound, 0 to 1, by its name and the words around it."""
    if binding.name and binding.name == slot.name:
        return 1.0
    if (binding.kind == "blank") != (slot.kind == "blank"):
        return 0.0
    if binding.kind == "blank":
        mine, theirs = plain(binding.words.label), plain(slot.words.label)
        return dice(mine, theirs) if mine else 0.0
    rows = dice(plain("".join(binding.words.row)), plain("".join(slot.words.row)))
    columns = dice(plain("".join(binding.words.column)), plain("".join(slot.words.column)))
    same = 0.02 if binding.where == slot.where else 0.0
    return min(1.0, (0.6 * rows + 0.4 * columns) * 0.98 + same)


def dice(one: str, other: str) -> float:
    """How alike two labels are by their pairs of characters, 0 to 1."""
    if one == other:
        return 1.0
    pairs = [Counter(text[n : n + 2] for n in range(max(1, len(text) - 1))) for text in (one, other)]
    total = sum(pairs[0].values()) + sum(pairs[1].values())
    return 2 * sum((pairs[0] & pairs[1]).values()) / total if one and other else 0.0
