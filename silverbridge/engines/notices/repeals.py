"""What a notice says it puts out of force: 《…》（…号）同时废止."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .shadow import shadow_of

_SENTENCE = re.compile(r"[^。;\n]+")
_ENDS = re.compile("废止|失效|停止执行|不再执行")
_TITLE = re.compile("《([^《》\n]{2,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,40})*)》")
_NUMBER = re.compile(r"[一-龥]{1,14}[\[(]\d{4}[\])]\d{1,5}号")
# "until it is repealed" and rules about repealing put nothing out of force now
_NOT_NOW = re.compile(
    r"(?:清理|修订|制定|建议|评估|审查)[^。;\n]{0,12}废止|废止[^。;\n]{0,6}(?:程序|建议|意见|工作)|未[^。;\n]{0,4}废止"
)


@dataclass(frozen=True)
class Repealed:
    """A document named in a sentence that puts it out of force; `start` to `end` is the sentence."""

    title: str | None
    number: str | None
    start: int
    end: int


def repealed_by(text: str) -> tuple[Repealed, ...]:
    """The documents a text says are out of force from now on, in its order; several in one sentence are several.

    A number in brackets right after a title belongs to it. Offsets count characters of the text. A list of titles
    above a sentence that says only "the above" is not followed.
    """
    shadow = shadow_of(text)
    found = []
    for sentence in _SENTENCE.finditer(shadow):
        if not _ENDS.search(sentence[0]) or _NOT_NOW.search(sentence[0]):
            continue
        start, end = sentence.span()
        names = list(_TITLE.finditer(shadow, start, end))
        numbers = list(_NUMBER.finditer(shadow, start, end))
        for name in names:
            close = next((n for n in numbers if 0 <= n.start() - name.end() <= 2), None)
            numbers = [n for n in numbers if n is not close and not (name.start() <= n.start() < name.end())]
            title = text[name.start(1) : name.end(1)].strip()
            found.append(Repealed(title, text[close.start() : close.end()] if close else None, start, end))
        found += [Repealed(None, text[n.start() : n.end()], start, end) for n in numbers]
    return tuple(found)
