"""``python -m silverbridge.doors.cli`` is the same as ``silverbridge``."""

from silverbridge.doors.cli import main

main()
