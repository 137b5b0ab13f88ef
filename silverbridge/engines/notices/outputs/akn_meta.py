"""The metadata of a notice in Akoma Ntoso: what it is, who issued it, which units it names, which tasks it sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from ..models import ParsedNotice, Task

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:silverbridge:notice:1"
_SOURCE = "#silverbridge"
_CONTROL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def _plain(text: str) -> str:
    """One line, of characters that XML can hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


class Register:
    """The eId of every organisation a notice names, in the order of the text."""

    def __init__(self, notice: ParsedNotice) -> None:
        self.ids: dict[str, str] = {}
        for name in (*notice.issuers, *notice.addressees):
            self.of(name)
        for task in notice.tasks:
            for unit in (*task.leads, *task.others):
                self.of(unit)

    def of(self, name: str) -> str:
        """The eId of this organisation; a new one for a name not met before."""
        return self.ids.setdefault(_plain(name), f"org_{len(self.ids) + 1}")


def metadata(notice: ParsedNotice, made: date, register: Register, of_path: Mapping[str, str]) -> Any:
    """The `meta` element. `of_path` gives the eId of a clause."""
    meta = _element("meta")
    identification = _under(meta, "identification", source=_SOURCE)
    number = _plain(notice.document_number or "")
    dated = notice.date.isoformat() if notice.date else ""
    uri = "/akn/cn/doc/notice" + "".join(
        f"/{quote(part, safe='')}" for part in (dated, number or _plain(notice.title or "")) if part
    )
    first_issuer = _plain(notice.issuers[0]) if notice.issuers else ""
    author = f"#{register.of(first_issuer)}" if first_issuer else _SOURCE
    day = (notice.date, "issue") if notice.date else (made, "record")
    work = _level(identification, "FRBRWork", uri, "/!main", day, author)
    _under(work, "FRBRcountry", value="cn")
    _under(work, "FRBRsubtype", value="notice")
    if number:
        _under(work, "FRBRnumber", value=number)
    if notice.title:
        _under(work, "FRBRname", value=_plain(notice.title))
    version = f"{uri}/zho@{dated}"
    expression = _level(identification, "FRBRExpression", version, "/!main", day, author)
    _under(expression, "FRBRlanguage", language="zho")
    _level(identification, "FRBRManifestation", f"{version}.akn", "/!main", (made, "made"), _SOURCE)
    references = _under(meta, "references", source=_SOURCE)
    for name, eid in register.ids.items():
        href = f"/akn/ontology/organization/cn/{quote(name, safe='')}"
        _under(references, "TLCOrganization", eId=eid, href=href, showAs=name)
    _under(
        references, "TLCProcess", eId="silverbridge", href="/akn/ontology/process/silverbridge", showAs="SilverBridge"
    )
    holder = _under(meta, "proprietary", source=_SOURCE)
    _ours(holder, notice, register, of_path)
    return meta


def _level(parent: Any, tag: str, uri: str, part: str, day: tuple[date, str], author: str) -> Any:
    level = _under(parent, tag)
    _under(level, "FRBRthis", value=uri + part)
    _under(level, "FRBRuri", value=uri)
    _under(level, "FRBRdate", date=day[0].isoformat(), name=day[1])
    _under(level, "FRBRauthor", href=author)
    return level


def _ours(holder: Any, notice: ParsedNotice, register: Register, of_path: Mapping[str, str]) -> None:
    """What Akoma Ntoso has no words for: validity, tasks and duties."""
    from lxml import etree

    root = etree.SubElement(holder, f"{{{OURS}}}notice", nsmap={"sb": OURS}, status=notice.status)
    for task in notice.tasks:
        _task(root, task, register, of_path)
    for duty in notice.duties:
        said = {
            k: _plain(v)
            for k, v in duty.model_dump().items()
            if isinstance(v, str) and k in ("who", "what", "when", "to")
        }
        etree.SubElement(root, f"{{{OURS}}}duty", said)


def _task(root: Any, task: Task, register: Register, of_path: Mapping[str, str]) -> None:
    from lxml import etree

    element = etree.SubElement(root, f"{{{OURS}}}task")
    values = {
        "clause": task.clause,
        "href": f"#{of_path[task.clause]}" if task.clause in of_path else "",
        "part": str(task.part) if task.part is not None else "",
        "deadline": task.deadline or "",
        "deadlineText": task.deadline_text or "",
        "recurrence": task.recurrence or "",
        "confidence": f"{task.confidence:g}",
    }
    for name, value in values.items():
        if value:
            element.set(name, _plain(value))
    for role, names in (("lead", task.leads), ("responsible", task.responsible), ("cooperating", task.cooperating)):
        for name in names:
            etree.SubElement(element, f"{{{OURS}}}unit", role=role, href=f"#{register.of(name)}")


def _element(tag: str) -> Any:
    from lxml import etree

    return etree.Element(f"{{{NAMESPACE}}}{tag}")


def _under(parent: Any, tag: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
