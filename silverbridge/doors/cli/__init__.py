"""The door for engineers: ``silverbridge …`` on the command line."""

from silverbridge.doors.cli.app import app, main

__all__ = ["app", "main"]
