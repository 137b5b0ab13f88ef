"""A request that is still being written: kept sealed in the session, one for each item, found again for a week."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest
from django.utils import timezone

from silverbridge.doors.portal import sessions

PREFIX = "draft:"


@dataclass
class Draft:
    """``key`` is the idempotency key, made when the draft begins.

    ``tried`` is what was typed on the page ``tried_at`` and did not pass.
    """

    item: str
    key: str
    for_other: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    who: dict[str, str] = field(default_factory=dict)
    tried_at: str = ""
    tried: dict[str, str] = field(default_factory=dict)
    begun_at: str = ""

    def try_on(self, page: str, typed: dict[str, str]) -> None:
        """Keeps what was typed on a page until it passes: the page shows it again, whichever way somebody comes back."""
        self.tried_at, self.tried = page, typed

    def pass_on(self) -> None:
        """What was typed has passed."""
        self.tried_at, self.tried = "", {}


def begin(request: HttpRequest, item: str, for_other: bool) -> Draft:
    """A new draft, in place of an earlier one of the same item.

    The session's scope is made here too: made when sending, two presses at once would each make their own.
    """
    sessions.scope(request)
    draft = Draft(item, secrets.token_urlsafe(24), for_other, begun_at=timezone.now().isoformat())
    save(request, draft)
    return draft


def save(request: HttpRequest, draft: Draft) -> None:
    """Keeps the draft in the session."""
    sessions.put_note(request, PREFIX + draft.item, asdict(draft))


def load(request: HttpRequest, item: str) -> Draft | None:
    """The draft of this item, if there is one."""
    content = sessions.note(request, PREFIX + item)
    return Draft(**content) if content else None


def drop(request: HttpRequest, item: str) -> None:
    """Forgets the draft."""
    sessions.drop_note(request, PREFIX + item)


def saved(request: HttpRequest) -> list[str]:
    """Codes of the items this session has drafts of."""
    return [name.removeprefix(PREFIX) for name in sessions.notes(request, PREFIX)]
