"""Fixtures of the domain tests."""

import pytest
from django.db import connection


@pytest.fixture
def committed_world(request):
    """The cast, where an export sees them: PostgreSQL exports only what is committed, SQLite also the test's transaction."""
    return request.getfixturevalue("live_world" if connection.vendor == "postgresql" else "world")
