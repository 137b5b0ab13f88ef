"""The ZIP file around a workbook or a document: opened with care, rewritten with every untouched part copied byte for byte.

Layout of the file: APPNOTE.TXT 6.3 of PKWARE; parts and relationships: ECMA-376 part 2.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from silverbridge.engines.torn import TORN

from .refusals import FormLimits, FormRefused
from .xml import parse

Kind = Literal["xlsx", "docx"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIB = 2**20
_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s4B4H3L5H2L", "<4s4H2LH"
_UTF8 = 0x800
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# A hyperlink is only followed when somebody presses it; everything else outside is fetched on opening.
_HARMLESS = ("hyperlink",)
_MAIN = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}


@dataclass(frozen=True)
class Package:
    """An opened file: its bytes, what it is, and its parts by name in their order in the file."""

    data: bytes
    kind: Kind
    entries: Mapping[str, zipfile.ZipInfo]
    directory: int
    comment: bytes

    def read(self, name: str) -> bytes:
        """A part's content. Raises FormRefused where it is missing or torn."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return archive.read(name)
        except TORN as error:
            raise FormRefused("damaged") from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: by relationship id, the last word of its type, and the part's name."""
        folder, file = posixpath.split(name)
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self.entries:
            return {}
        found = {}
        for each in parse(self.read(rels)).iter(_RELATIONSHIP):
            target = each.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], path)
        return found

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with these parts' content replaced; every other part keeps its compressed bytes, order and dates."""
        out, central = bytearray(), bytearray()
        entries = sorted(self.entries.values(), key=lambda entry: entry.header_offset)
        ends = [*(entry.header_offset for entry in entries[1:]), self.directory]
        placed = {}
        for entry, end in zip(entries, ends, strict=True):
            at = len(out)
            if entry.orig_filename in changed:
                record, raw = _packed(entry, changed[entry.orig_filename])
                out += record + raw
                placed[entry.orig_filename] = _central(entry, at, changed[entry.orig_filename], len(raw))
            else:
                out += self.data[entry.header_offset : end]
                placed[entry.orig_filename] = _central(entry, at)
        for name in self.entries:
            central += placed[name]
        count = len(placed)
        end_record = (b"PK\x05\x06", 0, 0, count, count, len(central), len(out), len(self.comment))
        return bytes(out + central + struct.pack(_END, *end_record) + self.comment)


def open_package(data: bytes, limits: FormLimits) -> Package:
    """Opens a file as a workbook or a document, without trusting it. Raises FormRefused that names the cause."""
    if len(data) > limits.size:
        raise FormRefused("too_large", size=f"{len(data) / _MIB:.1f}", limit=f"{limits.size / _MIB:g}")
    if data.startswith(_OLE):
        raise FormRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    if not data.startswith(b"PK\x03\x04"):
        raise FormRefused("kind")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, directory, comment = archive.infolist(), archive.start_dir, archive.comment
    except TORN as error:
        raise FormRefused("damaged") from error
    if sum(entry.file_size for entry in entries) > limits.unpacked or len(entries) > limits.parts:
        raise FormRefused("unpacks", limit=f"{limits.unpacked / _MIB:g}", parts=limits.parts)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FormRefused("encrypted")
    names = {entry.orig_filename: entry for entry in entries}
    if len(names) != len(entries) or any(entry.compress_type not in (0, 8) for entry in entries):
        raise FormRefused("damaged")
    _check_layout(entries, directory)
    kinds = [kind for part, kind in _MAIN.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise FormRefused("kind")
    package = Package(data, kinds[0], names, directory, comment)  # type: ignore[arg-type]
    _check_parts(package)
    return package


def _check_layout(entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Parts that overlap unpack to more than they say, or say one thing to one reader and another to the next."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in ordered[1:]), directory]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
            raise FormRefused("damaged")


def _check_parts(package: Package) -> None:
    names = [name.lower() for name in package.entries]
    types = package.read("[Content_Types].xml").lower()
    programs = any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name for name in names)
    if programs or b"macroenabled" in types:
        raise FormRefused("macros")
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise FormRefused("signed")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FormRefused("links", where="xl/externalLinks")
    for name in package.entries:
        if name.lower().endswith(".rels"):
            for each in parse(package.read(name)).iter(_RELATIONSHIP):
                if each.get("TargetMode") == "External" and not each.get("Type", "").endswith(_HARMLESS):
                    raise FormRefused("links", where=each.get("Target", "")[:80])


def _packed(entry: zipfile.ZipInfo, content: bytes) -> tuple[bytes, bytes]:
    raw = content
    if entry.compress_type:
        squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
        raw = squeeze.compress(content) + squeeze.flush()
    name = _name(entry)
    day, clock = _dos(entry)
    head = (20, entry.flag_bits & _UTF8, entry.compress_type, clock, day)
    sizes = (zlib.crc32(content), len(raw), len(content), len(name), 0)
    return struct.pack(_LOCAL, b"PK\x03\x04", *head, *sizes) + name, raw


def _central(entry: zipfile.ZipInfo, at: int, content: bytes | None = None, packed: int = 0) -> bytes:
    name, extra = _name(entry), _without_zip64(entry.extra)
    day, clock = _dos(entry)
    flags, version = entry.flag_bits, max(20, min(entry.extract_version, 63))
    check, size, full = entry.CRC, entry.compress_size, entry.file_size
    if content is not None:
        flags, version, check, size, full = flags & _UTF8, 20, zlib.crc32(content), packed, len(content)
    made = (entry.create_version, entry.create_system, version, entry.reserved)
    lengths = (len(name), len(extra), len(entry.comment), 0, entry.internal_attr)
    record = (b"PK\x01\x02", *made, flags, entry.compress_type, clock, day, check, size, full, *lengths)
    return struct.pack(_CENTRAL, *record, entry.external_attr, at) + name + extra + entry.comment


def _name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")


def _dos(entry: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = entry.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _without_zip64(extra: bytes) -> bytes:
    """The sizes fit into the record itself: nothing here is larger than the limit of a file."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
