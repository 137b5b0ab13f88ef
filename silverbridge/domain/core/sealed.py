"""Taking in a file as proof: of a known kind, not too large, kept sealed with its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.models import SealedFile

_ZIP = b"PK\x03\x04"
FIRST_BYTES = {
    "pdf": b"%PDF-",
    "ofd": _ZIP,
    "docx": _ZIP,
    "xlsx": _ZIP,
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True)
class Upload:
    """A file as somebody gave it: the name it bore there, and its bytes."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def kind(self) -> str:
        """What its name says it is, in small letters; empty when it says nothing."""
        ending = self.name.rpartition(".")[2].lower() if "." in self.name else ""
        return "jpg" if ending == "jpeg" else ending

    @property
    def shown_name(self) -> str:
        """The name without folders and control characters, at most 120 characters, its ending kept."""
        last = re.split(r"[\\/]", self.name)[-1]
        plain = "".join(sign for sign in last if sign.isprintable()).strip()
        stem, _dot, ending = plain.rpartition(".")
        return f"{stem[:110]}.{ending[:8]}" if stem else plain[:119]


def check_upload(upload: Upload, field: str = "file") -> None:
    """Raises DomainError: empty, too large, a kind that is not taken, or bytes that are not of the kind its name says.

    Limits are the settings ``MATERIAL_MAX_BYTES`` and ``MATERIAL_TYPES``. The file is never opened here.
    """
    named = {"name": upload.shown_name}
    if not upload.data:
        raise DomainError("file_empty", _("The file “%(name)s” is empty."), _("Choose the file again."), field, **named)
    if len(upload.data) > settings.MATERIAL_MAX_BYTES:
        raise DomainError(
            "file_too_large",
            _("The file “%(name)s” is larger than %(n)s MB."),
            _("Make it smaller, or split it."),
            field,
            **named,
            n=settings.MATERIAL_MAX_BYTES // 2**20,
        )
    kinds = ", ".join(settings.MATERIAL_TYPES)
    if upload.kind not in settings.MATERIAL_TYPES:
        raise DomainError(
            "file_kind",
            _("Files like “%(name)s” are not taken here."),
            _("Give one of these kinds: %(kinds)s."),
            field,
            **named,
            kinds=kinds,
        )
    if not upload.data.startswith(FIRST_BYTES[upload.kind]):
        raise DomainError(
            "file_not_its_kind",
            _("“%(name)s” is not what its name says."),
            _("Open it, save it again under its right name, then choose it again."),
            field,
            **named,
        )


def check_uploads(uploads: Iterable[Upload], field: str = "file") -> None:
    """``check_upload`` for each."""
    for upload in uploads:
        check_upload(upload, field)


def keep_file(upload: Upload) -> SealedFile:
    """Keeps a checked file, sealed. Raises as ``check_upload``."""
    check_upload(upload)
    return SealedFile.objects.create(
        name=upload.shown_name, kind=upload.kind, size=len(upload.data), digest=upload.digest, content=upload.data
    )


def keep_own(name: str, kind: str, data: bytes) -> SealedFile:
    """Keeps a file the product itself made, sealed. Nobody gave it, so its kind and size are not checked."""
    own = Upload(name, data)
    return SealedFile.objects.create(name=own.shown_name, kind=kind, size=len(data), digest=own.digest, content=data)
