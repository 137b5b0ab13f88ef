"""Taking over lists that an institution already has: organisations, places, staff, people.

Each app registers a resource for its kind; django-import-export carries the rows, the app's own services do the writes.
Nothing is written when any row is wrong, unless the caller asks for the good rows only.
"""

from __future__ import annotations

import re
from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from silverbridge.domain.core.errors import DomainError, Invalid, NotFound
from silverbridge.domain.core.events import Code, Payload, register
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.core.sheets import Sheet, read_sheet, write_sheets

LINE, FAULTS = "行号", "问题与改法"
IGNORED = {LINE, FAULTS, "序号", "备注", "no.", "remarks"}


@register
class Imported(Payload):
    """A list was taken over. Counts are of rows."""

    event: ClassVar[str] = "core.list.imported"
    kind: Code
    new: int
    updated: int
    wrong: int


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one row: the line in the file (the header is line 1), the column ("" for the row), and the mend."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do: rows without fault are ``new`` or ``updated``; ``written`` says whether they are kept."""

    total: int
    new: int
    updated: int
    wrong: list[RowFault]
    error_file: bytes | None
    written: bool

    @property
    def wrong_rows(self) -> int:
        """How many rows are at fault; one may have several faults."""
        return len({fault.row for fault in self.wrong})


class Column(fields.Field):
    """One column: its Chinese header, English aliases, and what may stand in it."""

    def __init__(
        self,
        attribute: str,
        header: str,
        note: Any,
        *,
        aliases: tuple[str, ...] = (),
        example: str = "",
        required: bool = True,
        longest: int | None = None,
        widget: widgets.Widget | None = None,
    ) -> None:
        super().__init__(attribute=attribute, column_name=header, widget=widget)
        self.names = {header, attribute, attribute.replace("_", " "), *aliases}
        self.note, self.example, self.required, self.longest = note, example, required, longest

    def clean(self, row: Mapping[str, str], **kwargs: Any) -> Any:
        """The cell as a value, or None where an optional one is empty. Raises ValueError with the mend."""
        text = row[self.column_name]
        if not text:
            if self.required:
                raise ValueError(gettext("This cell is empty. Fill it in."))
            return None
        if re.fullmatch(r"\d(\.\d+)?E\+\d+", text):
            raise ValueError(
                gettext(
                    "The spreadsheet shortened this number and lost digits. Format the column as text and type it again."
                )
            )
        if self.longest and len(text) > self.longest:
            raise ValueError(gettext("This is longer than %(n)s characters. Shorten it.") % {"n": self.longest})
        return self.widget.clean(text, row=row, **kwargs)


class Choice(widgets.Widget):
    """One of some words, written in Chinese or as its code; several with 、 between them where ``many``."""

    def __init__(self, words: Mapping[str, str], many: bool = False) -> None:
        super().__init__()
        self.words, self.many = dict(words), many

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        """The code, or a list of codes."""
        found = [self._one(part) for part in re.split(r"[、,，;；/]", value) if part.strip()]
        if not self.many and len(found) != 1:
            raise ValueError(gettext("Only one of these can stand here: %(words)s.") % {"words": "、".join(self.words)})
        return found if self.many else found[0]

    def _one(self, text: str) -> str:
        word = text.strip()
        code = self.words.get(word, word.lower())
        if code not in self.words.values():
            raise ValueError(
                gettext("“%(word)s” is not known here. Use one of: %(words)s.")
                % {"word": word, "words": "、".join(self.words)}
            )
        return code


class Day(widgets.Widget):
    """A date: 2026-11-24, 2026/11/24 or 2026年11月24日."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date:  # noqa: ARG002 - the library's signature
        """The date. Raises ValueError."""
        numbers = [int(n) for n in re.findall(r"\d+", value)][:3]
        try:
            return date(*numbers)
        except (ValueError, TypeError):
            raise ValueError(gettext("There is no such day. Write it as 2026-11-24.")) from None


class Slug(widgets.Widget):
    """A code of letters, digits, - and _."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 - the library's signature
        """The code. Raises ValueError."""
        try:
            validate_slug(value)
        except ValidationError:
            raise ValueError(gettext("A code has only letters, digits, - and _. Write it so.")) from None
        return value


class _Declared(ABCMeta, type(resources.Resource)):
    """Lets a resource, whose columns are gathered by a metaclass of its own, also leave methods to its subclasses."""


class SheetResource(resources.Resource, metaclass=_Declared):
    """A kind of list. Subclasses declare columns and say how a row is known (``key``), found and written."""

    kind: ClassVar[str]
    title: ClassVar[str]

    class Meta:
        import_id_fields: ClassVar[list[str]] = []
        instance_loader_class = BaseInstanceLoader  # never asked: get_or_init_instance finds rows by itself
        skip_diff = True
        use_transactions = True

    def __init__(self, actor: Any, reach: frozenset[str] | None = None) -> None:
        super().__init__()
        self.actor, self.seen = actor, {}
        self.reach = None if reach is None else set(reach)

    @abstractmethod
    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What makes a row the same as another; empty parts mean it cannot be told."""

    @abstractmethod
    def find(self, row: Mapping[str, str]) -> Any:
        """What this row would update, or None."""

    @abstractmethod
    def write(self, values: SimpleNamespace, known: Any) -> None:
        """Calls the services for one clean row. May raise DomainError."""

    def organisations(self, row: Mapping[str, str]) -> set[str]:
        """Codes of the organisations a row would write to, those of the record it would update included."""
        known = self.find(row)
        owner = getattr(known, "organisation", None)
        return {row["机构编码"]} | ({owner.code} if owner else set())

    def before_import_row(self, row: Mapping[str, str], row_number: int = 0, **kwargs: Any) -> None:  # noqa: ARG002
        """Refuses a row that an earlier one of the same file already was, and one about organisations out of reach."""
        if self.reach is not None and not self.organisations(row) - {""} <= self.reach:
            raise ValidationError(
                {
                    NON_FIELD_ERRORS: gettext(
                        "No organisation of yours has the code in this row. Correct it, or leave the row out."
                    )
                }
            )
        key = self.key(row)
        if all(key) and self.seen.setdefault(key, row_number) != row_number:
            raise ValidationError({NON_FIELD_ERRORS: gettext("This row stands in the file twice. Keep one of them.")})

    def get_or_init_instance(self, instance_loader: Any, row: Mapping[str, str]) -> tuple[Any, bool]:  # noqa: ARG002
        """A bag for the values of one row; the rows themselves are written by services."""
        known = self.find(row)
        return SimpleNamespace(known=known), known is None

    def validate_instance(self, _instance: Any, import_validation_errors: Any = None, **_kwargs: Any) -> None:
        """Every fault the cells already showed."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Writes the row, all or nothing, and turns a refusal into faults of its columns."""
        try:
            with transaction.atomic():
                self.write(instance, instance.known)
        except DomainError as error:
            parts = error.fields if isinstance(error, Invalid) else {error.field: error}
            known = {column.attribute for column in self.columns()}
            faults: dict[str, list[str]] = {}
            for name, part in parts.items():
                faults.setdefault(name if name in known else NON_FIELD_ERRORS, []).append(str(part))
            raise ValidationError(faults) from error

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Services write related rows themselves."""

    @classmethod
    def columns(cls) -> list[Column]:
        """The columns in the order of the template."""
        return list(cls.fields.values())


KINDS: dict[str, type[SheetResource]] = {}


def imports(resource: type[SheetResource]) -> type[SheetResource]:
    """Class decorator: makes a kind of list known."""
    KINDS[resource.kind] = resource
    return resource


def _resource(kind: str) -> type[SheetResource]:
    if kind not in KINDS:
        raise NotFound("import.kind", _("There is no such kind of list."), _("Choose one of those shown."), "kind")
    return KINDS[kind]


def template_file(kind: str) -> bytes:
    """An empty XLSX to fill in, with a second sheet that says what each column takes. Raises NotFound."""
    columns = _resource(kind).columns()
    guide = [["列名", "要不要填", "填什么", "例子"]]
    for column in columns:
        note = str(column.note)
        if isinstance(column.widget, Choice):
            note = f"{note}：{'、'.join(column.widget.words)}"
        guide.append([column.column_name, "必须填" if column.required else "可以空着", note, column.example])
    sheets = [(_resource(kind).title, [[c.column_name for c in columns]]), ("填写说明", guide)]
    return write_sheets(sheets, widths=[24] * max(4, len(columns)))


def _dataset(resource: type[SheetResource], sheet: Sheet) -> Dataset:
    """The rows under their Chinese headers. Raises DomainError: a column that is missing, unknown, or there twice."""
    places: dict[str, int] = {}
    unknown = []
    for number, header in enumerate(sheet.headers):
        name = header.strip().rstrip("*＊").lower()
        column = next((c for c in resource.columns() if name in c.names), None)
        if column is not None and column.column_name not in places:
            places[column.column_name] = number
        elif name and name not in IGNORED:
            unknown.append(header)
    missing = [c.column_name for c in resource.columns() if c.required and c.column_name not in places]
    if missing:
        message = _("These columns are missing: %(names)s.")
        raise DomainError("import.missing", message, _("Use the template."), "file", names="、".join(missing))
    if unknown:
        message = _("These columns are not known, or stand there twice: %(names)s.")
        mend = _("Rename them as in the template, or remove them.")
        raise DomainError("import.unknown", message, mend, "file", names="、".join(unknown))
    names = [c.column_name for c in resource.columns()]
    rows = [[cells[places[n]] if n in places else "" for n in names] for _line, cells in sheet.rows]
    return Dataset(*rows, headers=names)


def _faults(resource: type[SheetResource], sheet: Sheet, invalid: Any) -> list[RowFault]:
    """Each fault of each row, with its line and the header of its column."""
    headers = {c.attribute: c.column_name for c in resource.columns()}
    return [
        RowFault(sheet.rows[row.number - 1][0], headers.get(name, ""), message)
        for row in invalid
        for name, messages in row.error.message_dict.items()
        for message in messages
    ]


def error_sheet(sheet: Sheet, wrong: list[RowFault], title: str) -> bytes:
    """The rows at fault as they were given, with their line and what to mend; corrected, it can be imported again."""
    kept = [n for n, header in enumerate(sheet.headers) if header not in (LINE, FAULTS)]
    said: dict[int, list[str]] = {}
    for fault in wrong:
        said.setdefault(fault.row, []).append(f"{fault.field}：{fault.message}" if fault.field else fault.message)
    rows = [[*(sheet.headers[n] for n in kept), LINE, FAULTS]]
    for line, cells in sheet.rows:
        if line in said:
            rows.append([*(cells[n] for n in kept), str(line), "\n".join(said[line])])
    return write_sheets([(title, rows)], widths=[*[18] * len(kept), 8, 60])


def run_import(
    kind: str,
    filename: str,
    data: bytes,
    actor: Any,
    dry_run: bool,
    only_good: bool = False,
    reach: frozenset[str] | None = None,
) -> ImportReport:
    """Takes a list over, or with ``dry_run`` only says what would happen.

    When any row is wrong nothing is written, unless ``only_good``: then the rows without fault are. The caller has checked
    that the actor may bring in this kind; ``reach`` names the organisations (codes) the rows may be about, None means any.
    Raises NotFound (kind) and DomainError (the file as a whole cannot be taken).
    """
    resource, sheet = _resource(kind), _named(filename, data)
    rows = _dataset(resource, sheet)
    with transaction.atomic():
        result = resource(actor, reach).import_data(rows, dry_run=dry_run, rollback_on_validation_errors=not only_good)
        for fault in [*result.base_errors, *(e for row in result.error_rows for e in row.errors)]:
            raise fault.error  # no fault of the list but of this program: never swallowed
        wrong = _faults(resource, sheet, result.invalid_rows)
        new, updated = result.totals["new"], result.totals["update"]
        written = not dry_run and bool(new + updated) and (only_good or not wrong)
        if written:
            payload = Imported(kind=kind, new=new, updated=updated, wrong=len(result.invalid_rows))
            record(payload, Circumstances(random_key(), actor.kind))
    error_file = error_sheet(sheet, wrong, resource.title) if wrong else None
    return ImportReport(len(sheet.rows), new, updated, wrong, error_file, written)


def _named(filename: str, data: bytes) -> Sheet:
    """The sheet in a file; its contents decide what it is, its name only helps to refuse early. Raises DomainError."""
    ending = filename.lower().rpartition(".")[2]
    if ending not in ("xlsx", "xlsm", "xls", "csv", "txt", "tsv"):
        message = _("“%(name)s” is not a spreadsheet.")
        raise DomainError("import.name", message, _("Give an .xlsx or CSV file."), "file", name=filename[-60:])
    return read_sheet(data)
