"""Characters that PDF readers give instead of the ordinary ones: radicals and compatibility forms that look the same."""

from __future__ import annotations

import re
import unicodedata

# Unicode decomposes the Kangxi radicals, but of the supplement only two: the rest as its table of equivalents has them.
_SUPPLEMENT = (
    "⺁厂⺄乙⺌小⺍小⺎兀⺓幺⺜日⺝月⺟母⺠民⺢水⺥爪⺧牛⺩王⺫目⺬示⺮竹⺯糸⺱网⺶羊⺷羊⺸羊⺹老⺺聿⺻聿⺼月⺽臼⻁虎⻂衣⻃西⻄西"
    "⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)


def _single(code: int) -> str | None:
    plain = unicodedata.normalize("NFKC", chr(code))
    return plain if len(plain) == 1 and plain != chr(code) else None


_TABLE = {
    code: plain
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00))
    for code in block
    if (plain := _single(code))
}
_TABLE |= dict(zip(map(ord, _SUPPLEMENT[::2]), _SUPPLEMENT[1::2], strict=True))


_LOOK_ALIKE = re.compile("[" + re.escape("".join(map(chr, sorted(_TABLE)))) + "]")


def ordinary(text: str) -> str:
    """The text with the ordinary character for each look-alike; as long as `text`."""
    return text.translate(_TABLE) if _LOOK_ALIKE.search(text) else text
