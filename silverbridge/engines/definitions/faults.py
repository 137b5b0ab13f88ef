"""From a pydantic error to words for whoever edits the file: where, what is wrong, and the mend."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError


class Fault(NamedTuple):
    """What is wrong at a key path inside one item."""

    path: str
    problem: str
    mend: str


class Unfit(ValueError):
    """Raised by a model's own validators: a problem with its mend, and the key where that is a nested one."""

    def __init__(self, problem: str, mend: str, path: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend
        self.path = path


_KINDS = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping",
    "model": "a mapping",
    "date": "a date like 2026-11-24",
}


def read_faults(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Each fault of one item, in the order pydantic met them."""
    for detail in error.errors():
        path = ".".join(str(part) for part in detail["loc"])
        yield _fault(path, detail, model)


def _fault(path: str, detail: Any, model: type[BaseModel]) -> Fault:
    kind = detail["type"]
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, Unfit):
        return Fault(".".join(part for part in (path, cause.path) if part), cause.problem, cause.mend)
    if kind == "missing":
        return Fault(path, "This key is missing.", "Add it.")
    if kind == "extra_forbidden":
        return Fault(path, "No such key is known here.", _known_keys(detail["loc"], model))
    if kind in ("literal_error", "enum"):
        expected = detail["ctx"]["expected"]
        return Fault(path, f"{detail['input']!r} is not one of the choices.", f"Use one of: {expected}.")
    stem = kind.split("_", 1)[0]
    if kind.endswith(("_type", "_parsing")) and stem in _KINDS:
        shown = "nothing" if detail["input"] is None else repr(detail["input"])
        return Fault(path, f"Here stands {shown}.", f"Write {_KINDS[stem]}.")
    return Fault(path, f"{detail['msg']}.", f"Change the value {detail['input']!r}.")


def _known_keys(loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """The mend for an unknown key: the nearest known one, or all of them."""
    holder = _model_at(loc[:-1], model)
    if holder is None:
        return "Remove it."
    known = sorted(field.alias or name for name, field in holder.model_fields.items())
    near = get_close_matches(str(loc[-1]), known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Remove it; known here are: {', '.join(known)}."


def _model_at(loc: tuple[int | str, ...], model: type[BaseModel]) -> type[BaseModel] | None:
    """The model a path leads to, or None where it passes through something that is no model."""
    current: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        fields = {f.alias or name: f for name, f in current.model_fields.items()} if current else {}
        current = _model_in(fields[part].annotation) if part in fields else None
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The one model inside an annotation such as `tuple[Condition, ...]` or `Selection | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = [found for arg in getattr(annotation, "__args__", ()) if (found := _model_in(arg)) is not None]
    return inside[0] if len(inside) == 1 else None
