"""Loaded by pytest before Django's settings: test mode unless told otherwise, and a database server for each worker."""

import os

os.environ.setdefault("SILVERBRIDGE_MODE", "test")

servers = os.environ.get("SILVERBRIDGE_TEST_DATABASES", "").split()
if servers:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["SILVERBRIDGE_DATABASE_URL"] = servers[worker % len(servers)]
