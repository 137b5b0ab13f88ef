"""Ready askings for tests: what the cast asks for, with one thing changed at a time."""

from silverbridge.domain.intake.services import Asking
from silverbridge.domain.people.services import Claim
from tests.conftest import ID_LI, PHONE_LI

BENEFIT = {"how": "call", "living": "here"}


def benefit_check(**changes) -> Asking:
    """李奶奶 asks for her eligibility check on the web."""
    claim = Claim("李桂兰", ID_LI, PHONE_LI)
    base = {"item": "benefit-check", "door": "web", "answers": BENEFIT, "key": "k1", "person": claim}
    return Asking(**(base | {"contact_phone": PHONE_LI} | changes))


def taxi(world, **changes) -> Asking:
    """陈静 takes 李奶奶's taxi request by telephone."""
    answers = {"when": "now", "to": "市一医院", "help": "arm"}
    base = {"item": "taxi", "door": "phone", "answers": answers, "key": "t1", "person": world.li}
    return Asking(**(base | changes))
