"""Fixtures of the domain tests."""

import pytest
from django.db import connection


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Says before the tests are put in order which of them commit: what is asked for while a test runs comes too late."""
    if connection.vendor == "postgresql":
        for item in items:
            if "committed_world" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.django_db(transaction=True), append=False)


@pytest.fixture
def committed_world(request):
    """The cast, where an export sees them: PostgreSQL exports only what is committed, SQLite also the test's transaction."""
    return request.getfixturevalue("live_world" if connection.vendor == "postgresql" else "world")
