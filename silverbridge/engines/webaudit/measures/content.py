"""R42 R43: plain words, a simple page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

SENTENCE, CONTROLS, DEPTH = 30, 12, 3
JARGON = re.compile(
    r"鉴权|令牌|token|OTP|SSO|会话(超时|失效|过期)|缓存|浏览器内核|二次校验|二次鉴权|接口|API|URL|cookie|Session|数字证书|U盾驱动|控件未安装|白名单|灰度|弱网|并发|赋能|闭环|抓手|"
    r"颗粒度|生态圈|链路|触达|用户画像|私域|yyds|绝绝子|种草|薅羊毛|内卷|躺平|给力|么么哒|亲们|宝子|OCR|NFC|H5|SDK|APPID|报错|异常码|错误码|error|(?<![\d.])(?:404|500)(?=\s*(?:错误|页面|异常|not))|"
    r"渠道码|核身|人脸活体|活体检测|风控|T\+\d|年化|净值型|敞口|头寸|贴现",
    re.I,
)
ENGLISH = re.compile(r"^[A-Za-z][A-Za-z .'&-]{1,30}$")
KNOWN = re.compile(r"^(APP|ATM|WPS|PDF|VIP|QQ|A|B|C|AA|OK\?|English|EN|ENG|English Version|Ctrl|Tab|X|x)$|^[A-Z]$")


def sentences(text: str) -> Iterator[str]:
    """What stands between the full stops."""
    for part in re.split(r"[。！？!?；;\n]", text):
        if part.strip():
            yield part.strip()


def length(sentence: str) -> int:
    """Characters that are read: signs and spaces are not."""
    return len(re.findall(r"[\u3400-\u9fff]|[A-Za-z]+|\d+", sentence))


@measure("R42")
def plain_words(page: Page) -> Iterator[Verdict]:
    """Long sentences and jargon in elder editions; buttons in English on Chinese pages."""
    bad = False
    chinese = len(re.findall(r"[\u3400-\u9fff]", page.snapshot["plain"])) > 20
    for c in page.rows("controls"):
        name = c["name"].strip()
        if (
            (
                chinese
                and c["target"]
                and not c["sentence"]
                and c["tag"] in ("button", "input", "a")
                and c["type"] not in ("text", "search", "tel", "password", "email", "checkbox", "radio")
            )
            and ENGLISH.match(name)
            and not KNOWN.match(name)
            and not c["icon"]
        ):
            bad = True
            yield Verdict("fail", c["e"], name, "a button in Chinese")
    if page.elder:
        for b in page.rows("blocks"):
            if b["tag"] not in ("p", "li", "dd", "td", "div", "blockquote", "label", "span") or b["region"] in (
                "footer",
                "nav",
            ):
                continue
            longest = max((length(s) for s in sentences(b["t"])), default=0)
            word = JARGON.search(b["t"])
            if longest > SENTENCE:
                bad = True
                yield Verdict("fail", b["e"], f"{longest} characters", f"≤ {SENTENCE} in a sentence")
            elif word:
                bad = True
                yield Verdict("fail", b["e"], word.group(0), "a plain word")
    if not bad:
        yield Verdict("pass")


@measure("R43")
def simple_layout(page: Page) -> Iterator[Verdict]:
    """Elder editions: few controls in the first screen, flat, shallow menus."""
    if not page.elder:
        yield na("asked of elder editions")
        return
    width, height = page.snapshot["width"], page.snapshot["height"]
    first = [
        c for c in page.rows("controls")
        if c["target"] and not c["hidden"] and not c["nested"] and c["box"][1] < height - 2 and c["box"][3] > 0 and c["box"][0] < width and c["box"][2] > 0  # noqa: E501
    ]  # fmt: skip
    bad = False
    if len(first) > CONTROLS:
        bad = True
        yield Verdict("fail", None, f"{len(first)} controls in the first screen", f"≤ {CONTROLS}")
    deepest = page.snapshot["deepMenu"]
    if deepest and deepest["most"] > DEPTH:
        bad = True
        yield Verdict("fail", deepest["e"], f"{deepest['most']} levels", f"≤ {DEPTH} levels")
    if page.snapshot["shadows"] or page.snapshot["textures"]:
        yield Verdict(
            "review", None, f"{page.snapshot['shadows']} shadows, {page.snapshot['textures']} textures", "a flat page"
        )
    if not bad:
        yield Verdict("pass", None, f"{len(first)} controls", f"≤ {CONTROLS}")
