"""XML parts read without following anything they name, and written back with their namespaces and order as they were."""

from __future__ import annotations

from typing import Any

from lxml import etree

from .refusals import FormRefused

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRICT = "http://purl.oclc.org/ooxml/"

Element = Any  # lxml publishes no type for its elements


def parse(data: bytes) -> Element:
    """The root of a part. Raises FormRefused for anything that is no plain XML; entities and DTDs are never read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormRefused("damaged") from error
    if root.getroottree().docinfo.doctype:
        raise FormRefused("damaged")
    if str(root.tag).startswith("{" + _STRICT):
        raise FormRefused("strict")
    return root


def written(root: Element) -> bytes:
    """A part's bytes again."""
    body = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body
