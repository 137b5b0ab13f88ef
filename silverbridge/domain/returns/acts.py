"""What somebody can do with a return now: by its state, and by the side they act for."""

from __future__ import annotations

from dataclasses import dataclass

from silverbridge.domain.accounts.models import User
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.models import Filing, Signature, Tier
from silverbridge.domain.returns.services.rights import may_decide, may_fill, may_receive, may_sign
from silverbridge.domain.returns.services.signing import standing

State = Filing.State


@dataclass(frozen=True)
class Acts:
    """The sides somebody acts for, and what can be done from there, in order. The services check it again."""

    fills: bool
    signs: bool
    receives: bool
    decides: bool
    possible: tuple[str, ...]


def acts_of(user: User, filing: Filing) -> Acts:
    """What this user can do with this return now."""
    fills, signs = may_fill(user, filing), may_sign(user, filing)
    receives, decides = may_receive(user, filing), may_decide(user, filing)
    possible: list[str] = []
    if fills:
        possible += _of_unit(user, filing, signs)
    if receives and filing.state == State.FILED:
        possible += ["accept", "send-back"]
    if decides:
        possible += _of_head(filing)
    if receives and filing.state in Filing.ARRIVED:
        possible.append("inspect")
    return Acts(fills, signs, receives, decides, tuple(possible))


def _of_unit(user: User, filing: Filing, signs: bool) -> list[str]:
    if filing.state in Filing.EDITABLE:
        signed = standing(filing) if filing.state == State.DRAFT else {}
        preparer = signed.get(Signature.Role.PREPARER)
        measures = ["add-up"] if filing.tier == Tier.OFFICE else ["prefill"]
        if preparer is None:
            return ["save", *measures, "prepare"]
        return ["save", *measures] if preparer.user_id == user.pk else ["review", "give-back", "save"]
    if filing.state == State.REVIEWED:
        return [*(["sign-off"] if signs else []), "give-back"]
    if filing.state == State.SIGNED:
        return ["scan", "file", "give-back"]
    return ["correct"] if filing.state == State.SEALED and not hasattr(filing, "corrected_by") else []


def _of_head(filing: Filing) -> list[str]:
    if filing.state == State.ACCEPTED:
        return ["seal"]
    if filing.state in Filing.OWED:
        late = today() > filing.due and filing.corrects_id is None
        return [*(["chase"] if late else []), "extend", "exempt"]
    return []
