"""How a difference stands on a page: old beside new, changed words marked by line and letter, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silverbridge.domain.ledger.models import HandOut, Succession, Task, TaskFate
from silverbridge.domain.ledger.versions import Difference
from silverbridge.engines.notices import Piece, reworded

# kind -> (its shape, its word); a moved or reworded task carries several
KINDS = {
    "unchanged": ("ok", gettext_lazy("Unchanged")),
    "moved": ("ok", gettext_lazy("Moved")),
    "reworded": ("part", gettext_lazy("Reworded")),
    "units": ("part", gettext_lazy("Other units")),
    "deadline": ("part", gettext_lazy("Other deadline")),
    "added": ("wait", gettext_lazy("New")),
    "dropped": ("bad", gettext_lazy("Dropped")),
}
ROLES = (
    ("leads", gettext_lazy("Lead")),
    ("responsible", gettext_lazy("Responsible")),
    ("cooperating", gettext_lazy("Cooperating")),
)


@dataclass(frozen=True)
class Side:
    """One version of a task: its words in pieces, its units by role and its deadline, each with whether it changed."""

    task: Task
    pieces: tuple[Piece, ...]
    units: tuple[tuple[str, str, bool], ...]
    deadline: str
    deadline_changed: bool


@dataclass(frozen=True)
class Row:
    """A task before and after, what differs, and what is or was taken over."""

    old: Side | None
    new: Side | None
    kinds: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    carried: str
    work: tuple[HandOut, ...]
    undecided: bool


def rows(found: Iterable[Difference], fates: Iterable[TaskFate], work: Mapping[int, Sequence[HandOut]]) -> list[Row]:
    """The lines of the table, each with who still has the old task in hand; once in effect, with what was taken over then."""
    known = {(fate.old_id, fate.new_id): fate for fate in fates}
    return [_row(one, known, work) for one in found]


def _row(
    one: Difference,
    known: Mapping[tuple[int | None, int | None], TaskFate],
    work: Mapping[int, Sequence[HandOut]],
) -> Row:
    woven = reworded(one.old.text, one.new.text) if one.old and one.new else ()
    fate = known.get((one.old.pk if one.old else None, one.new.pk if one.new else None))
    return Row(
        _side(one.old, one, woven, "in") if one.old else None,
        _side(one.new, one, woven, "out") if one.new else None,
        tuple((KINDS[kind][0], str(KINDS[kind][1])) for kind in one.kinds),
        one.kinds,
        taken_words(fate) if fate else coming_words(one),
        tuple(work.get(one.old.pk, ())) if one.old else (),
        bool(fate) or not one.same_words,
    )


def _side(task: Task, one: Difference, woven: tuple[Piece, ...], hidden: str) -> Side:
    other = one.new if task is one.old else one.old
    pieces = tuple(piece for piece in woven if piece.kind != hidden) or (Piece("same", task.text),)
    units = tuple(
        (
            str(label),
            "、".join(getattr(task, field)),
            bool(other) and set(getattr(task, field)) != set(getattr(other, field)),
        )
        for field, label in ROLES
        if getattr(task, field) or (other and getattr(other, field))
    )
    return Side(task, pieces, units, deadline_words(task), "deadline" in one.kinds)


def deadline_words(task: Task) -> str:
    """The deadline as a day, or as printed where it is none."""
    if task.deadline:
        return f"{task.deadline:%Y-%m-%d}"
    return task.deadline_text or str(task.get_deadline_kind_display())


def coming_words(one: Difference) -> str:
    """What would be taken over on the day."""
    if one.old is None:
        return _("Nothing to take over.")
    links = list(one.old.indicators.all())
    if one.new is None:
        return _("It binds nobody any more. Its history stays.")
    confirmed = one.same_words and one.old.is_confirmed and not one.new.is_confirmed
    kept = sum(link.is_confirmed for link in links) if one.same_words else 0
    return _sentence(confirmed, kept, len(links) - kept)


def taken_words(fate: TaskFate) -> str:
    """What was taken over on the day."""
    if fate.old_id is None:
        return _("Nothing to take over.")
    if fate.new_id is None:
        return _("It binds nobody any more. Its history stays.")
    return _sentence(fate.confirmed, fate.links, fate.proposals)


def _sentence(confirmed: bool, kept: int, proposed: int) -> str:
    parts = [_("confirmation")] if confirmed else []
    parts += [_("%(n)s confirmed targets") % {"n": kept}] if kept else []
    words = [_("Taken over: %(what)s.") % {"what": _(", ").join(parts)}] if parts else []
    words += [_("Proposed, to be confirmed: %(n)s targets.") % {"n": proposed}] if proposed else []
    return " ".join(words) or _("To be confirmed anew.")


def fate_words(fate: TaskFate) -> str:
    """What became of a task, in one word or several."""
    return _(", ").join(str(KINDS[kind][1]) for kind in fate.kinds)


def is_over(succession: Succession) -> bool:
    """Whether the switch was made."""
    return succession.state == Succession.State.IN_EFFECT
