"""Who does what in oversight, and which item brings clues of cash refusal."""

from silverbridge.domain.accounts.models import Role

KEEPERS = (Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = (Role.SUPERVISOR,)
CALLERS = (Role.OPERATOR, Role.OFFICER, Role.SUPERVISOR)
CASH_REFUSAL = "cash-refusal"
