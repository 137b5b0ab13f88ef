"""What tests of evidence and ledger share: journal events, a notice of the test city, and other processes."""

import subprocess
import sys
from collections import Counter
from datetime import date

from django.db import transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import Event, random_key
from silverbridge.domain.evidence.export import events_table
from silverbridge.domain.intake.events import Submitted
from silverbridge.domain.intake.services import submit
from tests.domain.askings import benefit_check
from tests.processes import child_env

SUBMITTED = Submitted(fulfilment="case", assurance="claimed", call_first=False, open_now=True)
YEAR = (date(2026, 1, 1), date(2099, 12, 31))
NOTICE = """有效性:现行有效
安澜市人民政府办公室关于印发《安澜市便利老年人办事若干措施》的通知
安政办发〔2026〕9号
各区人民政府,市有关部门:
《安澜市便利老年人办事若干措施》已经市政府同意,现印发给你们,请认真组织实施。

安澜市便利老年人办事若干措施
一、保留人工办理
1.电话、柜台和上门办理的渠道全年不关。每个区至少留一处可以坐下来慢慢办的柜台。(牵头单位:安澜市民生服务中心;配合单位:市卫生健康委;完成时限:2036年12月31日)
2.老年人可以请子女代为申请,办完要告诉老年人本人。(牵头单位:市民政局;完成时限:长期坚持)
二、讲清结果
3.办不了的,当场说明原因,并指出当天还能去的另一处。(牵头单位:市政务服务局)

安澜市人民政府办公室
2026年2月10日
"""


def write_event(organisation="anlan", door="phone", **more):
    """One event of the journal in a transaction of its own."""
    with transaction.atomic():
        where = {"object_key": random_key(), "actor_kind": "staff"} | more
        return record(SUBMITTED, Circumstances(organisation=organisation, door=door, **where))


def ask(world, key, door="web", **changes):
    """李奶奶 asks for her eligibility check, or somebody does for her."""
    agent = changes.get("acting_for") is not None
    actor = Actor.visitor("s1", for_another=agent) if door == "web" else Actor.staff(world.operator)
    return submit(benefit_check(key=key, door=door, **changes), actor)


def exported_ids():
    """How often each event stands in the export."""
    return Counter(events_table().event_id.to_pyarrow().to_pylist())


def journal_ids():
    """Every event of the journal, once."""
    return Counter(Event.objects.values_list("pk", flat=True))


def start_python(code, *arguments, **how):
    """Starts another process on the same database, with Django set up; `how` as Popen takes it."""
    script = f"import django\ndjango.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], env=child_env(), **how)
