"""Loaded by pytest before Django's settings: tests run in test mode unless the environment says otherwise."""

import os

os.environ.setdefault("SILVERBRIDGE_MODE", "test")
