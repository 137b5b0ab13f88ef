"""Workbooks that are none, hostile or too large: each is refused with its cause, in both languages, without being unpacked."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from silverbridge.engines.ledgers import BookLimits, WorkbookRefused, guess_layout, read_book
from tests.engines import kept_samples as kept

SMALL = BookLimits(size=2**20, unpacked=2**21, cells=500, rows=300, seconds=20)


def bomb():
    """A part that unpacks to far more than its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", b"\0" * (3 * 2**20))
    return out.getvalue()


def many(rows):
    book, sheet = kept.sheet("清单")
    for row in range(rows):
        sheet.append([row, "任务"])
    return kept.saved(book)


def torn(name="xl/worksheets/sheet1.xml", instead=b"<worksheet"):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kept.plain())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, instead if part == name else old.read(part))
    return out.getvalue()


def added(name, content=b"x"):
    out = io.BytesIO(kept.plain())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("too_large", lambda: b"PK\x03\x04" + b"x" * 2**20),
        ("unpacks", bomb),
        ("cells", lambda: many(400)),
        ("encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
        ("old", lambda: OLE),
        ("kind", lambda: b"1,2\n3,4\n"),
        ("kind", lambda: b""),
        ("kind", lambda: b"%PDF-1.7"),
        ("damaged", lambda: kept.plain()[:900]),
        ("damaged", torn),
        ("damaged", lambda: torn("xl/workbook.xml", b"<nonsense/>")),
        ("empty", lambda: kept.saved(Workbook())),
    ],
)
def test_each_is_refused_for_its_own_reason(code, data):
    with pytest.raises(WorkbookRefused) as refused:
        read_book(data(), SMALL)
    assert refused.value.code == code
    assert refused.value.chinese and refused.value.english and "{" not in refused.value.chinese


def test_time_runs_out():
    with pytest.raises(WorkbookRefused) as refused:
        read_book(many(300), BookLimits(seconds=0))
    assert refused.value.code == "time"


def test_macros_and_links_are_left_alone_and_said():
    assert read_book(added("xl/vbaProject.bin")).notes == ("macros",)
    assert read_book(added("xl/externalLinks/externalLink1.xml")).notes == ("links",)


def test_a_part_that_grows_without_end_as_entities_do_is_refused():
    inside = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + b"".join(
        b'<!ENTITY %c "%s">' % (99 + n, b"&%c;" % (98 + n) * 10) for n in range(10)
    )
    with pytest.raises(WorkbookRefused) as refused:
        read_book(torn(instead=inside + b"]><worksheet>&l;</worksheet>"), SMALL)
    assert refused.value.code == "damaged"


def test_a_workbook_without_tasks_has_no_layout():
    book, sheet = kept.sheet()
    sheet.append(["姓名", "电话"])
    sheet.append(["周宁", "13800990001"])
    assert guess_layout(read_book(kept.saved(book))) is None
