"""Giving a kept file back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from silverbridge.domain.core.models import SealedFile
from silverbridge.domain.core.sealed import CONTENT_TYPES


def download(file: SealedFile) -> HttpResponse:
    """A kept file, to be saved and never shown in the page's own name."""
    answer = HttpResponse(file.content, content_type=CONTENT_TYPES.get(file.kind, "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
