"""The archive of a backup: a tar with a manifest first, that names every member and its SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils import timezone

FORMAT, MANIFEST, DATABASE, FILES = 1, "manifest.json", "database", "files"
CHUNK = 1024 * 1024


class Damaged(Exception):
    """The file is no backup, or not what it was when it was written."""


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _members(database: Path, files: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, database
    for path in sorted(files.rglob("*")) if files.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(files).as_posix()}", path


def write_archive(target: Path, database: Path, files: Path, facts: dict[str, Any]) -> None:
    """Writes the archive beside its name first, so that no half of one ever bears it; only its owner may read it."""
    members = list(_members(database, files))
    manifest = {"format": FORMAT, "made_at": timezone.now().isoformat(), **facts}
    manifest["members"] = {name: _sum(path) for name, path in members}
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    half = target.with_name(target.name + ".part")
    descriptor = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    try:
        mode = "w:gz" if target.suffix in (".gz", ".tgz") else "w"
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode=mode) as tar:
                head = tarfile.TarInfo(MANIFEST)
                head.size = len(text)
                tar.addfile(head, io.BytesIO(text))
                for name, path in members:
                    tar.add(path, name, recursive=False)
            raw.flush()
            os.fsync(raw.fileno())
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > 64 * CHUNK:
        raise Damaged("it does not begin with a manifest")
    manifest = json.loads(tar.extractfile(first).read())
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or DATABASE not in manifest["members"]:
        raise Damaged("its manifest is of another format")
    return manifest


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return name == DATABASE or (path.parts[:1] == (FILES,) and ".." not in path.parts and not path.is_absolute())


def read_archive(source: Path, folder: Path) -> dict[str, Any]:
    """Unpacks into ``folder`` and answers the manifest. Raises Damaged unless every member is there and unchanged."""
    try:
        with tarfile.open(source) as tar:
            manifest = _manifest(tar)
            sums: dict[str, str] = {}
            while (member := tar.next()) is not None:
                if member.name not in manifest["members"] or not member.isfile() or not _is_inside(member.name):
                    raise Damaged(f"it holds {member.name!r}, which its manifest does not name")
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    shutil.copyfileobj(tar.extractfile(member), file, CHUNK)
                sums[member.name] = _sum(target)
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, OSError) as error:
        raise Damaged(str(error) or type(error).__name__) from error
    wrong = [name for name, expected in manifest["members"].items() if sums.get(name) != expected]
    if wrong:
        raise Damaged(f"{wrong[0]} is missing or was changed")
    return manifest


def swap_files(new: Path, place: Path) -> None:
    """Puts the restored folder in the place of the one there is."""
    old = place.with_name(place.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    new.mkdir(exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    shutil.copytree(new, place)
    shutil.rmtree(old, ignore_errors=True)
