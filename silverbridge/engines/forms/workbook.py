"""An .xlsx taken apart as far as forms need it: cells, merges, formats, locks, validations, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from .formats import built_in
from .grid import Area, At, Grid, cover
from .package import Package
from .refusals import FormLimits, FormRefused
from .xml import Element, R, S, parse

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")


def address(row: int, column: int) -> str:
    """A cell's address, as C7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def place(ref: str) -> At:
    """Row and column of an address. Raises FormRefused for none."""
    found = _REF.fullmatch(ref)
    if not found:
        raise FormRefused("damaged")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def area_of(ref: str) -> Area:
    """The ends of a range, A1:C3 or A1."""
    first, _colon, last = ref.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return top, left, bottom, right


@dataclass
class Cell:
    """A cell: its text as stored, its number, whether it is a formula or an error, and its style."""

    style: int
    text: str = ""
    number: Decimal | None = None
    formula: str | None = None
    error: bool = False

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return self.text != "" or self.number is not None or self.formula is not None


@dataclass
class Style:
    """What matters of a style: its number format, whether it is locked, wraps its lines, has an edge."""

    format: str = ""
    locked: bool = True
    wraps: bool = False
    edged: bool = False


@dataclass
class Validation:
    """A rule of the form's own for an area: a list of choices, or bounds."""

    areas: tuple[Area, ...]
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""


@dataclass
class Sheet:
    """One sheet. ``root`` is its XML, to be edited in place."""

    name: str
    part: str
    hidden: bool
    root: Element
    cells: dict[At, Cell]
    merges: list[Area]
    covers: dict[At, Area]
    hidden_rows: set[int]
    protected: bool
    validations: list[Validation] = field(default_factory=list)

    def grid(self) -> Grid:
        """The sheet for reading labels off it: numbers and formulas are filled but no labels."""
        texts = {at: cell.text if cell.formula is None else "" for at, cell in self.cells.items() if cell.filled}
        ends = [*texts, *((area[2], area[3]) for area in self.merges)]
        height, width = max((r for r, _c in ends), default=0), max((c for _r, c in ends), default=0)
        return Grid(self.name, texts, self.covers, height, width)


@dataclass
class Workbook:
    """The sheets of a workbook with its styles, names of single cells, and shared texts as XML."""

    sheets: list[Sheet]
    styles: list[Style]
    names: dict[str, tuple[str, At]]
    since_1904: bool
    shared: list[Element]
    root: Element

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def style(self, number: int) -> Style:
        """The style of this number; a plain one where the file names none."""
        return self.styles[number] if 0 <= number < len(self.styles) else Style()


def text_in(element: Element) -> str:
    """The text of a string item, rich or plain, without what is only for pronunciation."""
    parts = [each.text or "" for each in element.iter(f"{S}t") if each.getparent().tag != f"{S}rPh"]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


def read_workbook(package: Package, limits: FormLimits) -> Workbook:
    """Takes a workbook apart. Raises FormRefused where it is damaged, strict or too large."""
    root = parse(package.read("xl/workbook.xml"))
    related = package.related("xl/workbook.xml")
    by_kind = dict(related.values())
    shared = list(parse(package.read(by_kind["sharedStrings"]))) if "sharedStrings" in by_kind else []
    styles = _styles(parse(package.read(by_kind["styles"]))) if "styles" in by_kind else []
    strings = [text_in(each) for each in shared]
    sheets = []
    for each in root.iter(f"{S}sheet"):
        kind, path = related.get(each.get(f"{R}id", ""), ("", ""))
        if kind == "worksheet":
            hidden = each.get("state", "visible") != "visible"
            sheets.append(_sheet(each.get("name", ""), path, hidden, parse(package.read(path)), strings, limits))
    if not sheets:
        raise FormRefused("kind")
    properties = root.find(f"{S}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(sheets, styles, _names(root), since_1904, shared, root)


def _names(root: Element) -> dict[str, tuple[str, At]]:
    found = {}
    for each in root.iter(f"{S}definedName"):
        name, target = each.get("name", ""), _NAME.fullmatch(each.text or "")
        if target and not name.startswith("_xlnm") and each.get("hidden") not in ("1", "true"):
            top, left, _bottom, _right = area_of(target[3])
            found[name] = ((target[1] or target[2]).replace("''", "'"), (top, left))
    return found


def _styles(root: Element) -> list[Style]:
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter(f"{S}numFmt")}
    borders = root.find(f"{S}borders")
    edged = [any(side.get("style") for side in border) for border in borders] if borders is not None else []
    styles = []
    formats = root.find(f"{S}cellXfs")
    for each in formats if formats is not None else ():
        number, border = each.get("numFmtId", "0"), int(each.get("borderId", 0))
        protection, alignment = each.find(f"{S}protection"), each.find(f"{S}alignment")
        styles.append(
            Style(
                codes.get(number) or built_in(int(number)),
                protection is None or protection.get("locked", "1") not in ("0", "false"),
                alignment is not None and alignment.get("wrapText") in ("1", "true"),
                border < len(edged) and edged[border],
            )
        )
    return styles


def _sheet(name: str, path: str, hidden: bool, root: Element, strings: list[str], limits: FormLimits) -> Sheet:
    cells: dict[At, Cell] = {}
    hidden_rows, row_number = set(), 0
    data = root.find(f"{S}sheetData")
    for row in data if data is not None else ():
        row_number = int(row.get("r") or row_number + 1)
        if row.get("hidden") in ("1", "true"):
            hidden_rows.add(row_number)
        column = 0
        for each in row.iter(f"{S}c"):
            at = place(each.get("r")) if each.get("r") else (row_number, column + 1)
            # What counts on are a row's and a cell's own numbers: a file may leave them out, but not contradict itself.
            if at[0] != row_number or at[1] <= column:
                raise FormRefused("damaged")
            column = at[1]
            cells[at] = _cell(each, strings)
        if len(cells) > limits.cells:
            raise FormRefused("cells", where=name, limit=limits.cells)
    merges = [area_of(each.get("ref", "")) for each in root.iter(f"{S}mergeCell")]
    protection = root.find(f"{S}sheetProtection")
    protected = protection is not None and protection.get("sheet") in ("1", "true")
    covers = dict(cover(merges, limits.cells))
    rules = [_validation(each) for each in root.iter(f"{S}dataValidation")]
    return Sheet(name, path, hidden, root, cells, merges, covers, hidden_rows, protected, rules)


def _cell(element: Element, strings: list[str]) -> Cell:
    try:
        cell = Cell(int(element.get("s", 0)))
        kind, value, formula = element.get("t", "n"), element.findtext(f"{S}v"), element.find(f"{S}f")
        if formula is not None:
            cell.formula = formula.text or ""
        if kind == "inlineStr":
            inline = element.find(f"{S}is")
            cell.text = text_in(inline) if inline is not None else ""
        elif value is None or value == "":
            pass
        elif kind == "s":
            cell.text = strings[int(value)]
        elif kind in ("n", "d"):
            cell.number, cell.text = (Decimal(value), "") if kind == "n" else (None, value)
        elif kind == "b":
            cell.text = "是" if value in ("1", "true") else "否"
        else:
            cell.text, cell.error = value, kind == "e"
    except (ValueError, IndexError, InvalidOperation) as error:
        raise FormRefused("damaged") from error
    return cell


def _validation(element: Element) -> Validation:
    areas = tuple(area_of(ref) for ref in element.get("sqref", "").split())
    kind, operator = element.get("type", ""), element.get("operator", "between")
    first, second = (element.findtext(f"{S}formula{n}") or "" for n in (1, 2))
    if kind == "list" and first.startswith('"') and first.endswith('"'):
        return Validation(areas, choices=tuple(part.strip() for part in first[1:-1].split(",")))
    if kind in ("whole", "decimal"):
        least = first if operator in ("between", "greaterThanOrEqual") else ""
        most = second if operator == "between" else first if operator == "lessThanOrEqual" else ""
        bounds = [bound if re.fullmatch(r"-?\d+(\.\d+)?", bound) else "" for bound in (least, most)]
        return Validation(areas, least=bounds[0], most=bounds[1])
    return Validation(areas)
