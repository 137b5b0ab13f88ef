"""R38 R39: what a field says it wants, and what happens to an empty form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model import Verdict
from .registry import Page, measure, na

TEXTUAL = (
    "text",
    "tel",
    "email",
    "password",
    "number",
    "url",
    "date",
    "datetime-local",
    "month",
    "time",
    "week",
    "textarea",
    "select-one",
    "select-multiple",
    "",
)
OTHERS = re.compile(
    r"来人|来访|子女|儿|家属|亲属|家人|紧急|配偶|监护|被|单位|企业|公司|机构|户主|收款|对方|代办|受托|陪同|医生|专家|商户|法人|店|园|校|项目|物品|药|账户|商品|菜|事项|网点|小区|站|邮箱|网址|IP",
    re.I,
)
PERSONAL = (
    (re.compile(r"姓名|名字|您的称呼|怎么称呼|^name$|fullname|real_?name|username.?real|xingming", re.I), "name"),
    (re.compile(r"手机|电话|联系方式|mobile|^tel$|^phone|phone$|shouji", re.I), "tel"),
    (re.compile(r"住址|地址|住在哪|address|^addr|dizhi", re.I), "street-address"),
)
NOT_PERSONAL = re.compile(r"验证码|密码|搜索|留言|备注|说明|内容|标题|意见|号码归属|电话费|话费|用户名|登录名|账号")
UNDO_LEAST = 10


def purpose(f: dict[str, Any]) -> str:
    """Which token of autocomplete a field about the person filling it in would need; empty for any other."""
    if f["tag"] == "select" or f["readonly"] or f["disabled"] or f["type"] in ("password", "date", "number", "file"):
        return ""
    said = f["label"] or f["beside"] or f["aria"] or f["placeholder"]
    if said and (OTHERS.search(said) or NOT_PERSONAL.search(said)):
        return ""
    for pattern, token in PERSONAL:
        if (said and pattern.search(said)) or (not said and (pattern.search(f["name"]) or pattern.search(f["id"]))):
            return token
    return ""


@measure("R38")
def field_label(page: Page) -> Iterator[Verdict]:
    """A label that is seen, help of the browser with the person's own data, paste not refused."""
    fields = [f for f in page.rows("fields") if not f["search"] and f["type"] in TEXTUAL]
    barred = set(page.probes.get("paste", []))
    invalid = {n["e"] for n in page.probes.get("axe", {}).get("rules", {}).get("autocomplete-valid", [])}
    bad = False
    for f in fields:
        wanted = "" if page.others else purpose(f)
        problem = ""
        if not f["label"] and not f["beside"]:
            problem = "placeholder only" if f["placeholder"] else "no visible label"
            required = "a label that is seen"
        elif f["e"] in invalid:
            problem, required = f"autocomplete={f['autocomplete']}", "a token browsers know"
        elif wanted and f["autocomplete"] in (None, "", "off"):
            problem, required = f"autocomplete {f['autocomplete'] or 'missing'}", f"autocomplete={wanted}"
        elif f["e"] in barred:
            problem, required = "paste is refused", "paste works"
        if problem:
            bad = True
            yield Verdict("fail", f["e"], problem, required)
    if not bad:
        yield Verdict("pass" if fields else "na")


@measure("R39")
def empty_form(page: Page) -> Iterator[Verdict]:
    """Sent empty, a form says in words beside the field what is missing, and keeps what was written; payments can be checked or undone."""  # noqa: E501
    probe = page.probes.get("forms")
    if probe is None:
        yield Verdict("review", None, "forms were not sent", "run in a sandbox, or judge by hand")
        return
    bad = seen = False
    for form in probe:
        seen = True
        problem, required = "", "an error in words beside the field, input kept"
        if form["paying"] and not form["review"]:
            problem, required = "paid without a review", f"a review, or {UNDO_LEAST} minutes to undo"
        elif form["result"] == "silent":
            problem = "no words about what is missing"
        elif form["result"] == "far":
            problem = "the message is not beside the field"
        elif form["result"] == "lost":
            problem = "input is lost"
        if problem:
            bad = True
            yield Verdict(
                "fail", form["button"] if form["paying"] and "paid" in problem else form["selector"], problem, required
            )
    if not bad:
        yield Verdict("pass", None) if seen else na("no form")
