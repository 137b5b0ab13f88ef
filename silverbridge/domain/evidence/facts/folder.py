"""Where files of facts lie."""

from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Files of facts that count, a folder for each family. Unlike the export they cannot be made again: backups hold them."""
    return Path(settings.MEDIA_ROOT) / "facts"


def refused_file(name: str) -> Path:
    """Where the rows of a file lie that do not count, each with its reason."""
    return folder() / "refused" / Path(name).name
