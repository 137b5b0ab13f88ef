"""The world of the tests: built by the real services, on the database that SILVERBRIDGE_DATABASE_URL names."""

import copy
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.commands import flush
from hypothesis import settings

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, Scope
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.loading import load_items
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.people.services import Claim, grant_proxy, save_person
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.services import relate, save_organisation, save_place
from silverbridge.engines.identity import make_id_number
from tests.emptying import empty

# A busy machine takes its time: how long one example may take says nothing about the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
PASSWORD = "lantern-bridge-2026"
SINCE = date(2026, 1, 1)
ID_LI = make_id_number("990101", date(1950, 3, 8), 2)
ID_LI_MIN = make_id_number("990101", date(1978, 6, 1), 4)
ID_ZHAO = make_id_number("990102", date(1948, 10, 1), 1)
PHONE_LI, PHONE_LI_MIN, PHONE_ZHAO = "13800006027", "13800006028", "13900001111"


@pytest.fixture(autouse=True, scope="session")
def _flush_what_is_filled():
    original = flush.Command.handle
    flush.Command.handle = empty
    yield
    flush.Command.handle = original


def build_world() -> SimpleNamespace:
    """银桥's small test city: one institution with two branches, an outsider, staff of every role, and the cast."""
    w = SimpleNamespace()
    w.city = save_organisation("anlan", "安澜市民生服务中心", "government", SINCE)
    w.north = save_organisation("anlan-north", "安澜市城北分中心", "department", SINCE)
    w.south = save_organisation("anlan-south", "安澜市城南分中心", "department", SINCE)
    w.other = save_organisation("other", "外市服务中心", "government", SINCE)
    for branch in (w.north, w.south):
        relate(OrganisationRelation.Kind.ADMINISTERS, w.city, branch, SINCE)
    w.hall = save_place("hall", w.city, "office", "青石街道服务中心", address="青石街1号", phone="0990-12345")
    w.hospital = save_place("hospital", w.city, "hospital", "安澜市第一人民医院", address="安康路8号")
    load_items()
    editor = Actor.system("setup")
    for row in current_items():
        for door in sorted(row.definition.doors, key=lambda d: d not in STAFFED):
            place = w.hall if door == "counter" else None
            open_offering(row.code, w.city, door, editor, Terms(phone="12345", valid_from=SINCE), place)
    people = {
        "teller": ("周宁", w.city, Role.TELLER, Scope.OWN),
        "operator": ("陈静", w.city, Role.OPERATOR, Scope.OWN),
        "editor": ("罗远", w.city, Role.EDITOR, Scope.OWN),
        "officer": ("许岚", w.city, Role.OFFICER, Scope.OWN),
        "supervisor": ("何文", w.city, Role.SUPERVISOR, Scope.ADMINISTERS),
        "auditor": ("冯青", w.city, Role.AUDITOR, Scope.OWN),
        "outsider": ("贾生", w.other, Role.TELLER, Scope.OWN),
    }
    w.users = {}
    for name, (shown, organisation, role, scope) in people.items():
        user = save_user(name, shown, PASSWORD, w.hall)
        grant(user, role, organisation, SINCE, scope=scope)
        w.users[name] = user
        setattr(w, name, user)
    w.nobody = w.users["nobody"] = save_user("nobody", "无职", PASSWORD)
    w.li = save_person(
        Claim("李桂兰", ID_LI, PHONE_LI, "青石街3号2单元301"),
        w.city,
        Assurance.SEEN,
        district="青石街道",
        needs=["hearing"],
        care_note="右耳听不清。慢一点，说短句。",
    )
    w.li_min = save_person(Claim("李敏", ID_LI_MIN, PHONE_LI_MIN), w.city, Assurance.SEEN)
    w.zhao = save_person(Claim("赵外人", ID_ZHAO, PHONE_ZHAO), w.other, Assurance.CLAIMED)
    w.proxy = grant_proxy(
        w.li,
        w.li_min,
        "女儿",
        Proxy.Granted.SEEN,
        Actor.staff(w.teller),
        until=date(2099, 5, 31),
        since=SINCE,
    )
    return w


CAST: dict[str, SimpleNamespace] = {}


@pytest.fixture
def _cast(django_db_setup, django_db_blocker) -> SimpleNamespace:
    """The cast, committed once and again only after a test with its own commits has emptied the tables."""
    with django_db_blocker.unblock():
        known = CAST.get("world")
        if known is None or not Person.objects.filter(subject_key=known.li.subject_key).exists():
            CAST["world"] = build_world()
    return CAST["world"]


@pytest.fixture
def world(_cast, db) -> SimpleNamespace:
    """The cast and their city, as fresh objects; what the test changes is rolled back."""
    return copy.deepcopy(_cast)


@pytest.fixture
def live_world(transactional_db) -> SimpleNamespace:
    """The same, built and committed anew, for tests with a server or other processes; the tables are emptied afterwards."""
    flush_everything()
    return build_world()


def flush_everything() -> None:
    """Empties the tables, so that a committed world starts from nothing."""
    call_command("flush", interactive=False, verbosity=0)


# One Playwright and one Chromium for all browser tests of a run: two Playwrights cannot live in one process.
from tests.e2e.browser import chromium, playwright  # noqa: E402, F401


@pytest.fixture(autouse=True)
def _patient_export(request, monkeypatch):
    """On a busy test server a passing transaction may hold the export back longer than anybody at a page would wait.

    The export's own tests keep the product's patience: they hold it back on purpose.
    """
    if request.path.name != "test_evidence_export.py":
        monkeypatch.setattr("silverbridge.domain.evidence.export.exporting.MOST_SECONDS_TO_BE_SURE", 30)
