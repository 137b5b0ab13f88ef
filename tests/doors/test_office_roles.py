"""What the office shows to whom beyond the table of ``test_permissions``: other organisations, menus, buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import URLPattern

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
NAMES = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}


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
    if name in ("comment-taken", "consultation-call"):
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
    return {"item": ["taxi"], "indicator": ["staffed-door-share"]}.get(
        name, ["places"] if name.startswith("import-") else []
    )


def test_roles_in_another_organisation_see_nothing_of_ours(ledger):
    """The same roles, granted elsewhere: lists are empty, single things are not there."""
    for role in (Role.EDITOR, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR):
        grant(ledger.outsider, role, ledger.other, SINCE, scope=Scope.ADMINISTERS)
    client = signed_in(ledger.outsider)
    add_work(ledger)
    own = {"offering", "offering-close", "notice", "notice-text", "task", "task-link", "task-rows"}
    own |= {"notice-confirm", "tasks-confirm", "notice-validity", "task-confirm", "task-judge"}
    own |= {name for name in NAMES if name.startswith(("succession", "consultation-", "comment-"))} | {"consultation"}
    own |= {"task-hand-out", "handout", "handout-on", "handout-file", "handout-do", "evidence-file"}
    own |= {"chase", "chase-send", "chase-drop"}
    own |= {"target-confirm", "link-remove", "link-keep", "task-evidence"}
    for name in own:
        address = at(name, *arguments(ledger, name))
        answer = client.get(address)
        if answer.status_code == 405:  # only a form may come
            answer = client.post(address, {})
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
