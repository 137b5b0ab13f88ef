"""Every page of the office by role and organisation: who may not see it is told that it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from silverbridge.domain.accounts.models import Role, Scope
from silverbridge.domain.accounts.services import grant
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.ledger.models import Succession
from silverbridge.domain.ledger.services import import_notice
from silverbridge.doors.office import urls
from tests.conftest import SINCE
from tests.domain.test_ledger_consulting import put_out, say
from tests.domain.version_texts import NEW, OLD
from tests.doors.office_world import add_ledger, add_work, at, link, signed_in, text

E, R, S, A = "editor", "officer", "supervisor", "auditor"
WHO = (E, R, S, A, "teller", "operator", "outsider", "nobody")
# page -> who gets in; POST-only pages answer 405 to those who do
TABLE = {
    "home": {E, R, S, A},
    "offerings": {E, S},
    "offering-new": {E, S},
    "offering": {E, S},
    "offering-close": {E, S},
    "item": {E, R, S},
    "notices": {R, S},
    "notice-upload": {R, S},
    "notice": {R, S},
    "notice-text": {R, S},
    "notice-confirm": {S},
    "tasks-confirm": {S},
    "notice-validity": {S},
    "notice-replaces": {R, S},
    "notice-publish": {S},
    "succession": {R, S},
    "succession-choose": {R, S},
    "succession-aside": {R, S},
    "succession-effect": {S},
    "succession-off": {S},
    "consultations": {R, S, "teller", "operator", "outsider"},
    "consultation": {R, S},
    "consultation-extend": {S},
    "consultation-close": {S},
    "consultation-answer": {R, S},
    "consultation-publish": {S},
    "comment-take": {R, S, "teller", "operator"},
    "comment-taken": {R, S, "teller", "operator"},
    "task": {R, S},
    "task-confirm": {S},
    "task-judge": {R, S},
    "task-link": {R, S},
    "target-confirm": {S},
    "link-remove": {R, S},
    "link-keep": {R, S},
    "task-evidence": {R, S},
    "task-rows": {R, S},
    "task-hand-out": {S},
    "work": {R, S},
    "supervision": {R, S},
    "handout": {R, S},
    "handout-on": {R, S},
    "handout-file": {R, S},
    "handout-do": {R, S},
    "chase": {R, S},
    "chase-send": {R, S},
    "chase-drop": {R, S},
    "evidence-file": {R, S},
    "refresh": {R, S},
    "indicators": {R, S},
    "indicator": {R, S},
    "access": {A},
    "access-find": {A},
    "import": {S},
    "import-upload": {S},
    "import-template": {S},
    "import-review": {S},
    "import-errors": {S},
}
POSTED = {
    "offering-close",
    "notice-confirm",
    "tasks-confirm",
    "notice-validity",
    "notice-replaces",
    "succession-choose",
    "succession-aside",
    "succession-effect",
    "succession-off",
    "consultation-extend",
    "consultation-close",
    "consultation-answer",
    "consultation-publish",
    "task-confirm",
    "task-judge",
    "target-confirm",
    "link-remove",
    "link-keep",
    "handout-do",
    "chase-send",
    "chase-drop",
    "refresh",
    "access-find",
}
UNKNOWN_FILE = {"import-review", "import-errors"}
ELSEWHERE = UNKNOWN_FILE | {"handout-on"}  # only the unit that holds a task hands it on; both sides are told so


@pytest.fixture
def ledger(world, settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, Path(tmp_path) / "files"
    w = add_ledger(world)
    w.link = link(w)
    for version in (OLD, NEW):
        import_notice(version, "version.txt", w.clerk, w.city)
    w.said = say(put_out(w))
    w.offering = Offering.objects.filter(organisation=w.city, item="taxi", door="phone").get()
    return w


def arguments(w, name):
    """What stands in the address of a page."""
    if name.startswith("offering") and name not in ("offerings", "offering-new"):
        return [w.offering.pk]
    if (name.startswith("notice-") and name != "notice-upload") or name in ("notice", "tasks-confirm"):
        return [w.notice.pk]
    if name.startswith("succession"):
        return [Succession.objects.first().pk]
    if name == "comment-taken":
        return [w.consultation.pk, w.said.reference]
    if name in ("consultation", "comment-take") or name.startswith("consultation-"):
        return [w.consultation.pk]
    if name in ("target-confirm", "link-remove", "link-keep"):
        return [w.task.pk, w.link.pk]
    if name in ("handout-do", "handout-file"):
        return [w.handout.pk, "report" if name == "handout-do" else w.material.pk]
    if name.startswith("handout"):
        return [w.handout.pk]
    if name.startswith("chase"):
        return [w.chase.pk]
    if name == "evidence-file":
        return [w.paper.pk]
    if name.startswith("task"):
        return [w.task.pk]
    if name in UNKNOWN_FILE:
        return ["places", "f" * 32]
    return {"item": ["taxi"], "indicator": ["staffed-door-share"]}.get(
        name, ["places"] if name.startswith("import-") else []
    )


def test_the_table_names_every_page():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE)
    assert get_resolver()


def test_every_page_for_every_role(ledger):
    """Allowed: 200 (405 where only a form may come); everybody else 404, whoever is not signed in is asked to."""
    add_work(ledger)
    found, wanted = {}, {}
    for who in WHO:
        client = signed_in(ledger.users[who])
        for name, allowed in TABLE.items():
            found[name, who] = client.get(at(name, *arguments(ledger, name))).status_code
            inside = 405 if name in POSTED else 302 if name in ELSEWHERE else 200
            wanted[name, who] = inside if who in allowed else 404
    assert found == wanted
    for name in TABLE:
        answer = Client().get(at(name, *arguments(ledger, name)))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/"), name


def test_roles_in_another_organisation_see_nothing_of_ours(ledger):
    """The same roles, granted elsewhere: lists are empty, single things are not there."""
    for role in (Role.EDITOR, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR):
        grant(ledger.outsider, role, ledger.other, SINCE, scope=Scope.ADMINISTERS)
    client = signed_in(ledger.outsider)
    add_work(ledger)
    own = {"offering", "offering-close", "notice", "notice-text", "task", "task-link", "task-rows"}
    own |= {"notice-confirm", "tasks-confirm", "notice-validity", "task-confirm", "task-judge"}
    own |= {name for name in TABLE if name.startswith(("succession", "consultation-", "comment-"))} | {"consultation"}
    own |= {"task-hand-out", "handout", "handout-on", "handout-file", "handout-do", "evidence-file"}
    own |= {"chase", "chase-send", "chase-drop"}
    own |= {"target-confirm", "link-remove", "link-keep", "task-evidence"}
    for name in own:
        address = at(name, *arguments(ledger, name))
        answer = client.post(address, {}) if name in POSTED else client.get(address)
        assert answer.status_code == 404, name
    assert ledger.notice.title not in text(client.get(at("notices")))
    assert "安澜" not in text(client.get(at("offerings")))
    assert "安澜" not in text(client.get(at("home")))
    for name in ("work", "supervision"):
        assert "安澜" not in text(client.get(at(name)))
    ledger.handout.refresh_from_db()
    ledger.link.refresh_from_db()
    assert ledger.handout.state == "in_progress"
    assert not ledger.link.is_confirmed


def test_the_menu_has_only_what_one_may_open(ledger):
    entries = {
        E: {"offerings"},
        R: {"notices", "indicators", "consultations"},
        S: {"notices", "indicators", "consultations", "offerings", "import"},
        A: {"access"},
    }
    for who, names in entries.items():
        client = signed_in(ledger.users[who])
        menu = text(client.get(at("home"))).partition("<nav")[2].partition("</nav>")[0]
        assert {
            n for n in ("offerings", "notices", "consultations", "indicators", "import", "access") if at(n) in menu
        } == names


def test_an_officer_sees_no_button_of_a_supervisor(ledger):
    for who, seen in ((R, False), (S, True)):
        client = signed_in(ledger.users[who])
        page = text(client.get(at("notice", ledger.notice.pk))) + text(client.get(at("task", ledger.task.pk)))
        for name in ("notice-confirm", "tasks-confirm", "task-confirm", "target-confirm"):
            assert (at(name, *arguments(ledger, name)) in page) is seen, (who, name)
