"""From a folder of YAML files, and the one that overlays it, to definitions and errors."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .faults import read_faults
from .text import DuplicateKey, read_yaml

Definition = TypeVar("Definition", bound=BaseModel)


class DefinitionError(Exception):
    """One thing wrong in one file. `path` is the key path in the item ("" for all of it)."""

    def __init__(self, file: Path, item: str, path: str, problem: str, mend: str) -> None:
        super().__init__(file, item, path, problem, mend)
        self.file = file
        self.item = item
        self.path = path
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        place = ": ".join(part for part in (str(self.file), self.item, self.path) if part)
        return f"{place}: {self.problem} {self.mend}"


class DefinitionErrors(Exception):
    """Everything wrong in a folder of definitions, so that one run of a check shows all of it."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


def load_definitions(folder: Path, model: type[Definition], overlay: Path | None = None) -> list[Definition]:
    """Every definition in the folder's *.yaml files, ordered by code; those of `overlay` replace by `code`.

    A file holds one definition (a mapping) or several (a list). Raises DefinitionErrors with every fault.
    """
    found, errors = check_definitions(folder, model, overlay)
    if errors:
        raise DefinitionErrors(errors)
    return found


def check_definitions(
    folder: Path, model: type[Definition], overlay: Path | None = None
) -> tuple[list[Definition], list[DefinitionError]]:
    """The definitions that are right, ordered by code, and every fault of the others."""
    errors: list[DefinitionError] = []
    merged: dict[str, Definition] = {}
    for layer in (folder, overlay):
        if layer is not None:
            merged.update(_read_folder(layer, model, errors))
    return [merged[code] for code in sorted(merged)], errors


def _read_folder(folder: Path, model: type[Definition], errors: list[DefinitionError]) -> dict[str, Definition]:
    """Definitions of one layer by code. Within a layer a code stands once; only an overlay may replace."""
    if not folder.is_dir():
        errors.append(DefinitionError(folder, "", "", "There is no such folder.", "Make it, or correct the setting."))
        return {}
    found: dict[str, Definition] = {}
    first_file: dict[str, Path] = {}
    for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        for item, definition in _read_file(file, model, errors):
            code = definition.code  # type: ignore[attr-defined]
            if code in found:
                errors.append(
                    DefinitionError(
                        file,
                        item,
                        "code",
                        f"The code {code} is already used in {first_file[code].name}.",
                        "Choose another code, or remove one of the two.",
                    )
                )
                continue
            found[code] = definition
            first_file[code] = file
    return found


def _read_file(file: Path, model: type[Definition], errors: list[DefinitionError]) -> Iterator[tuple[str, Definition]]:
    """The items of one file that are right, each with the name messages use for it."""
    try:
        content = read_yaml(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        errors.append(DefinitionError(file, "", "", "The file is not UTF-8 text.", "Save it as UTF-8."))
        return
    except DuplicateKey as error:
        mend = "Keep one of the two lines."
        errors.append(DefinitionError(file, f"line {error.line}", error.key, "The key stands here twice.", mend))
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or "it cannot be read"
        mend = "Look at the spaces at the beginning of the line, and at quotes and colons."
        errors.append(DefinitionError(file, where, "", f"This is not YAML: {reason}.", mend))
        return
    for position, raw in enumerate(content if isinstance(content, list) else [content], start=1):
        item = _item_name(raw, position)
        try:
            yield item, model.model_validate(raw)
        except ValidationError as error:
            errors.extend(DefinitionError(file, item, *fault) for fault in read_faults(error, model))


def _item_name(raw: object, position: int) -> str:
    """How messages name an item: its code, or its place in the file while it has none."""
    code = raw.get("code") if isinstance(raw, dict) else None
    return code if isinstance(code, str) and code else f"item {position}"
