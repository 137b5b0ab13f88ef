"""Rate limits that hold across server processes: tries are counted in the database, under a keyed digest."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.ciphers import digest
from silverbridge.domain.core.errors import Throttled
from silverbridge.domain.core.models import Attempt

BY_TELEPHONE = _("Wait %(n)s minutes, or telephone us: a person helps at once.")


def _throttled(seconds: int, mend: str = BY_TELEPHONE) -> Throttled:
    return Throttled("throttled", _("This was tried too often just now."), mend, n=max(1, seconds // 60))


def check_attempts(guard: str, who: str, limit: int, seconds: int) -> None:
    """Raises Throttled when ``limit`` tries were counted in this window already. Counts nothing."""
    window, hashed = int(timezone.now().timestamp()) // seconds, digest(who, f"attempt {guard}")
    if Attempt.objects.filter(guard=guard, digest=hashed, window=window, count__gte=limit).exists():
        raise _throttled(seconds)


def count_attempt(guard: str, who: str, limit: int, seconds: int, mend: str = BY_TELEPHONE) -> None:
    """Counts one try of ``who`` at ``guard``. Raises Throttled, which says ``mend``, beyond ``limit`` tries in ``seconds``."""
    window = int(timezone.now().timestamp()) // seconds
    hashed = digest(who, f"attempt {guard}")
    rows = Attempt.objects.filter(guard=guard, digest=hashed, window=window)
    with transaction.atomic():
        if not rows.update(count=F("count") + 1):
            Attempt.objects.get_or_create(guard=guard, digest=hashed, window=window)
            rows.update(count=F("count") + 1)
        over = rows.filter(count__gt=limit).exists()
    if over:
        raise _throttled(seconds, mend)


def forget_old_attempts() -> int:
    """Removes counts older than a day; returns how many. Part of ``silverbridge tick``."""
    return Attempt.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()[0]
