"""R17 R18 R19: advertising, inducement, what happens without a press."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .overlays import is_popup
from .registry import Page, measure, na

LURES = re.compile(
    r"(立即|马上|免费|一键|点击|扫码)?(下载|安装)(.{0,6}(app|客户端|应用))?$|立即下载|马上下载|下载.{0,4}(app|客户端)|(打开|去|用|在|使用).{0,8}(app|客户端).{0,4}(内)?(打开|查看|阅读|继续|办理)?$|"
    r"领.{0,6}红包|抢红包|免费领|领取.{0,6}(礼|奖|红包|福利|券|现金)|领(福利|好礼|券|现金|奖)|一键(开通|领取|投保|借款|申请贷款)|"
    r"(立即|马上|一键)(付款|投保|借款|开通|购买|抢购|领取|充值|参与|抽奖|贷款|理财|续费|升级)|我要(借款|贷款)|抽大奖|点我抽奖|开通会员|秒到账|查看额度|测.{0,3}额度",
    re.I,
)
TASK_WORDS = ("缴费", "付款", "支付", "投保", "开通", "下载", "领取", "充值", "借款", "购买", "续费", "参与", "安装")
PAID = re.compile(
    r"保险|意外险|会员|续费|续订|订阅|增值|加购|保障(计划|金)?|礼包|延保|理财|代扣|\d+\s*元\s*[/／每]|每月|元/月|包月|VIP|加\s*\d+(\.\d+)?\s*元|[+＋]\s*[¥￥]?\s*\d|"
    r"另(付|加|收)|服务费|(¥|￥)\s*\d+|\d+(\.\d+)?\s*元.{0,8}(服务|套餐|提醒|保|礼|卡)|(开通|购买|升级|套餐|提醒|保|服务|套餐).{0,10}\d+(\.\d+)?\s*元|捐",
    re.I,
)
FREE = re.compile(r"免费|不收费|0\s*元")
SCHEME = re.compile(
    r"^(?!https?:|about:|data:|blob:|javascript:|mailto:|tel:|sms:|file:|chrome)[a-z][a-z0-9+.-]*:", re.I
)


@measure("R17")
def adverts(page: Page) -> Iterator[Verdict]:
    """Advertising in an elder edition, by its label, its address or its class."""
    if not page.elder:
        yield na("asked of elder editions")
        return
    late = page.probes.get("popups", {"judged": [], "late_ads": []})
    found = [(a["e"], a["why"]) for a in [*page.rows("ads"), *late["late_ads"]]]
    found += [(layer["selector"], "a pop-up that advertises") for layer in late["judged"] if layer["advert"]]
    for at, why in found:
        yield Verdict("fail", at, why, "no advertising")
    if not found:
        yield Verdict("pass")


@measure("R18")
def inducement(page: Page) -> Iterator[Verdict]:
    """Buttons that lure into downloads or payments. A human decides, unless there is no way round them."""
    topic = f"{page.snapshot['title']} {page.snapshot['h1']}"
    forced = {
        c
        for layer in page.probes.get("popups", {}).get("judged", [])
        if is_popup(layer) and not layer["closes"]
        for c in layer.get("inside", [])
    }
    found = False
    for c in page.rows("controls"):
        name = c["name"].strip()
        if not c["target"] or len(name) > 24 or not LURES.search(name):
            continue
        if any(word in name and word in topic for word in TASK_WORDS):
            continue
        found = True
        yield Verdict("fail" if c["e"] in forced else "review", c["e"], name, "no induced download or payment")
    if not found:
        yield Verdict("pass")


@measure("R19")
def unasked(page: Page) -> Iterator[Verdict]:
    """Downloads and jumps into apps without a press; paid extras ticked beforehand."""
    bad = False
    for c in page.rows("controls"):
        if c["checked"] and (c["type"] == "checkbox" or c["role"] in ("checkbox", "switch")):
            words = c["name"]
            if PAID.search(words) and not FREE.search(words):
                bad = True
                yield Verdict("fail", c["e"], f"ticked: {words[:60]}", "not ticked beforehand")
    jumps = [*page.rows("jumps"), *page.probes.get("waiting", {}).get("jumps", [])]
    fetched = {j["url"] for j in jumps if j.get("download")}
    for url in sorted(fetched):
        bad = True
        yield Verdict("fail", None, f"download: {url[:80]}", "only after a press")
    jumped = {j["url"] for j in jumps if SCHEME.match(j["url"])} | set(page.probes.get("schemes", []))
    for url in sorted(jumped):
        bad = True
        yield Verdict("fail", None, f"jump: {url[:80]}", "only after a press")
    if not bad:
        yield Verdict("pass")
