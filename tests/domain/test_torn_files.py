"""Files that are torn or made to harm: whatever stands in them, each reader answers or refuses by name."""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sheets import read_sheet
from silverbridge.engines.forms import FormRefused, read_blank
from silverbridge.engines.ledgers import WorkbookRefused, read_book
from silverbridge.engines.notices import DocumentRefused, UnreadableText, read_document
from silverbridge.engines.notices.limits import Encrypted
from tests.engines.test_notices_documents import pdf

pytestmark = pytest.mark.once
EXAMPLES = int(os.environ.get("SILVERBRIDGE_FUZZ", "240")) // 4
READERS = {
    "notice": (read_document, (DocumentRefused,), "docx"),
    "notice in PDF": (read_document, (DocumentRefused, UnreadableText), "pdf"),
    "ledger": (read_book, (WorkbookRefused,), "xlsx"),
    "list": (read_sheet, (DomainError,), "xlsx"),
    "blank": (read_blank, (FormRefused,), "xlsx"),
    "blank in Word": (read_blank, (FormRefused,), "docx"),
}


@cache
def whole(kind: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A small file in order: its parts packed, or as they are."""
    if kind == "pdf":
        return pdf("Notice on keeping counters for old people open")
    out = io.BytesIO()
    if kind == "docx":
        document = docx.Document()
        document.add_heading("通知")
        for number in range(8):
            document.add_paragraph(f"保留人工窗口，由民政局牵头{number}。", style="List Number" if number % 3 else None)
        document.add_table(2, 2).cell(0, 0).text = "任务"
        document.save(out)
    else:
        book = Workbook()
        for row in (["任务", "完成时限"], ["保留人工窗口", "2026年12月底"], ["上门办理", 3]):
            book.active.append(row)
        book.active.merge_cells("A5:B6")
        book.save(out)
    packed = io.BytesIO()
    with zipfile.ZipFile(out) as archive, zipfile.ZipFile(packed, "w", method) as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name))
    return packed.getvalue()


def torn(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """The file with bytes put in place of others: where (as a part of the whole), how many go, what comes."""
    start = data[:4]
    for where, gone, come in cuts:
        at = int(where * len(data))
        data = data[:at] + come + data[at + gone :]
    return start + data[4:]


def mended(data: bytes) -> bytes:
    """The file with checksums that fit, so that what is torn comes as far as the reader; as it is where that is not possible."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
            for entry in archive.infolist():
                entry.CRC = None
                with archive.open(entry) as part:
                    part._expected_crc = None
                    copy.writestr(entry.filename, part.read())
    except Exception:  # noqa: BLE001 - too much is torn
        return data
    return out.getvalue()


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    cuts=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=12),
    stored=st.booleans(),
)
def test_every_reader_answers_or_refuses(name, cuts, stored):
    reader, refusals, kind = READERS[name]
    data = torn(whole(kind, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), cuts)
    try:
        reader(mended(data) if stored else data)
    except refusals:
        return


@pytest.mark.parametrize("spoilt", (b"/Nonsense", b"/"))
def test_a_pdf_packed_in_a_way_nobody_knows_is_refused(spoilt):
    data = whole("pdf")
    assert data.count(b"/Filter") == 0, "its text stands open"
    with pytest.raises(DocumentRefused):
        read_document(data.replace(b"/Length", b"/Filter " + spoilt + b" /Length"))


def test_a_pdf_locked_in_another_way_is_called_locked():
    data = pdf("Notice on keeping counters for old people open", password="")
    assert data.count(b"/Filter /Standard") == 1
    with pytest.raises(Encrypted):
        read_document(data.replace(b"/Filter /Standard", b"/Filter /PubSec"))


@pytest.mark.parametrize("name", [name for name, (_, _, kind) in READERS.items() if kind != "pdf"])
@pytest.mark.parametrize(
    "method",
    (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED, 97),
    ids=("lzma", "bzip2", "deflate", "unknown"),
)
def test_what_cannot_be_unpacked_is_refused(name, method):
    """The bytes of every part are spoilt; or packed by a method nobody has."""
    reader, refusals, kind = READERS[name]
    data = bytearray(whole(kind, zipfile.ZIP_STORED if method == 97 else method))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        for entry in archive.infolist():
            at = entry.header_offset + 30 + len(entry.filename)
            data[at + 12 : at + 30] = b"\xff" * 18
    if method == 97:
        data = bytearray(
            bytes(data).replace(
                b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x61\x00"
            )
        )
    with pytest.raises(refusals):
        reader(bytes(data))
