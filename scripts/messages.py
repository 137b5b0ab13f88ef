"""Interface texts: collect msgids, compile catalogues, prove them complete. Needs Babel, not GNU gettext.

Usage: python scripts/messages.py update | compile | check
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = "zh_Hans"
CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (*CONTEXT, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)\}|%[sdf]")
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Project-Id-Version|Report-).*\n',
    re.M,
)
HEAD = "# Chinese texts of one part of SilverBridge. Refresh with: python scripts/messages.py update"


def apps(root: Path = ROOT) -> list[Path]:
    """Folders that own a catalogue: each app under domain/ and doors/."""
    return sorted(
        p.parent for floor in ("domain", "doors") for p in (root / "silverbridge" / floor).glob("*/__init__.py")
    )


def catalogue_of(app: Path) -> Path:
    """Where the catalogue of an app lies."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def sources(app: Path) -> Iterator[tuple[Path, str]]:
    """Python files and templates of an app with the Python text to collect msgids from."""
    # The reader of templates is Django's; it wants no settings and no installed app.
    from django.utils.translation.template import templatize

    for path in sorted(app.rglob("*")):
        inside = path.relative_to(app).parts
        if path.suffix == ".py" and "migrations" not in inside:
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix in (".html", ".txt") and "templates" in inside:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # Blanked-out markup keeps its indentation, which is none of Python's business.
            yield path, "\n".join(line.lstrip() for line in text.split("\n"))


def collect(app: Path) -> Catalog:
    """All msgids of an app, with the files they stand in."""
    found = Catalog(locale=LOCALE, fuzzy=False, header_comment=HEAD)
    for path, text in sources(app):
        for _line, message, comments, context in extract(
            "python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",)
        ):
            where = [(path.relative_to(app).as_posix(), 0)]
            found.add(message, None, where, auto_comments=comments, context=context)
    return found


def load(path: Path) -> Catalog:
    """A catalogue file; an empty one when there is none."""
    if not path.exists():
        return Catalog(locale=LOCALE, fuzzy=False, header_comment=HEAD)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def messages(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [m for m in catalogue if m.id]


def update(root: Path = ROOT) -> list[Path]:
    """Write today's msgids into each catalogue, keep the translations they have. Returns changed files."""
    changed = []
    for app in apps(root):
        path, found = catalogue_of(app), collect(app)
        if not messages(found):
            continue
        old = load(path)
        for message in messages(found):
            before = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            if before is not None and before.id == message.id:
                message.string, message.flags = before.string, before.flags
        text = io.BytesIO()
        write_po(text, found, width=100, include_lineno=False, sort_by_file=True)
        new = NOISE.sub("", text.getvalue().decode("utf-8"))
        if not path.exists() or path.read_text(encoding="utf-8") != new:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(new, encoding="utf-8")
            changed.append(path)
    return changed


def compile_all(root: Path = ROOT) -> list[Path]:
    """Make the .mo beside each .po."""
    made = []
    for app in apps(root):
        path = catalogue_of(app)
        if path.exists():
            target = path.with_suffix(".mo")
            with target.open("wb") as file:
                write_mo(file, load(path))
            made.append(target)
    return made


def placeholders(text: str) -> set[str]:
    """The places a text leaves for values."""
    return {m.group(0) for m in PLACEHOLDER.finditer(text.replace("%%", ""))}


def faults_of(message: Message, given: Message | None) -> Iterator[str]:
    """What is wrong with the translation of one msgid."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = () if given is None else (given.string,) if isinstance(given.string, str) else tuple(given.string)
    if not strings or not all(strings):
        yield f"not translated: {ids[0]!r}"
        return
    if given.fuzzy:
        yield f"fuzzy: {ids[0]!r}"
    # Chinese has one form for one and for many, so it may use what the plural uses.
    wanted = placeholders(ids[-1])
    for string in strings:
        if placeholders(string) != wanted:
            yield f"placeholders differ: {ids[0]!r} -> {string!r}"


def check(root: Path = ROOT) -> list[str]:
    """Faults of all catalogues: missing, fuzzy, obsolete, other placeholders, one msgid said in two ways."""
    faults, said = [], {}
    for app in apps(root):
        name = app.relative_to(root).as_posix()
        found, given = collect(app), load(catalogue_of(app))
        wanted = {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in messages(found)}
        have = {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in messages(given)}
        for key, message in wanted.items():
            faults += [f"{name}: {fault}" for fault in faults_of(message, have.get(key))]
            string = have[key].string if key in have else ""
            if string and said.setdefault(key, (name, string))[1] != string:
                faults.append(f"{name}: {key[1]!r} is said otherwise in {said[key][0]}; give one of them a context")
        faults += [f"{name}: obsolete: {key[1]!r}" for key in have if key not in wanted]
        faults += [f"{name}: obsolete: {m.id!r}" for m in given.obsolete.values()]
    return faults


def main(argv: list[str]) -> int:
    """Run one of the three commands; 1 when ``check`` finds a fault, 2 on wrong use."""
    match argv:
        case ["update"]:
            print("\n".join(str(p.relative_to(ROOT)) for p in update()) or "nothing changed")
        case ["compile"]:
            print(f"{len(compile_all())} catalogues compiled")
        case ["check"]:
            faults = check()
            print("\n".join(faults) or "complete")
            return 1 if faults else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
