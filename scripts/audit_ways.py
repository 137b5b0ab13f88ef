"""The ways that links do not lead along: what stands only after somebody did something, and forms walked in the browser.

What must exist first is made by the real services (`made`); the rest is done as people do it, in a window of their own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from audit_pages import name_of
from playwright.sync_api import Browser, BrowserContext, Error, Page
from rich.console import Console

PASSWORD = "lantern-bridge-2026"
NOBODY = ""
WALKED_ITEMS = 2
PATIENCE = 120_000  # ms that a page may take on a busy machine
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAFT = """安澜市{what}管理办法（征求意见稿）
为了方便老年人，制定本办法。
一、开在哪里
（一）每个街道至少有一处，走路十五分钟能到。（责任单位：各街道办事处）
（二）走不动的老年人，由服务点送上门，不另收费。（责任单位：市民政局）
二、怎么付钱
（三）现金、社保卡、手机都可以付，不得拒收现金。（责任单位：市商务局）

安澜市民政局
2026年10月20日
"""
NEWER = """有效性：现行有效
安澜市人民政府办公室关于印发便利老年人办事服务工作方案（修订）的通知
安政办发〔2026〕30号
各区人民政府，市政府各部门、各有关单位：
《便利老年人办事服务工作方案（修订）》已经市政府同意，现印发给你们，请认真组织实施。

便利老年人办事服务工作方案（修订）
一、保留人工办理
1.电话、柜台和上门办理的渠道全年不关。每个街道至少留两处柜台。（牵头单位：安澜市民生服务中心；完成时限：2027年12月31日）
2.老年人可以请子女代为申请，办完要告诉老年人本人。（牵头单位：市民政局；完成时限：长期坚持）

安澜市人民政府办公室
2026年9月1日
"""
UNITS = "编码,名称,类别,起始日期\nanlan-east,安澜市城东分中心,部门,2026-01-01\nanlan-west,安澜市城西分中心,马戏团,2026-01-01\n"
err = Console(stderr=True)


@dataclass
class Found:
    """The pages of one window: whose state it holds, and which addresses it may open."""

    who: str
    state: Path
    paths: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """What the services made: pages by who opens them, the draft that takes comments, the notice that tasks come from."""

    pages: dict[str, list[str]]
    open: int
    notice: int


def made() -> Made:
    """Two drafts before the public, a third that is not yet, a newer notice, an appeal, a form posted too late, a sealed return,
    a chase; by the services."""
    from django.utils import timezone

    from silverbridge.demo.city import ROOT
    from silverbridge.demo.clock import at, local
    from silverbridge.demo.quarter import base_quarter
    from silverbridge.demo.returns import open_and_fill, play_returns
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.accounts.models import User
    from silverbridge.domain.accounts.services import keep_unsent
    from silverbridge.domain.ledger import services
    from silverbridge.domain.ledger.models import Notice
    from silverbridge.domain.oversight.models import UnitScore
    from silverbridge.domain.oversight.services import file_appeal
    from silverbridge.domain.places.models import Organisation
    from silverbridge.domain.places.queries import today
    from silverbridge.domain.returns.models import Filing, FilingChase
    from silverbridge.domain.returns.services import seal

    def actor(username: str) -> Actor:
        return Actor.staff(User.objects.get(username=username))

    officer, supervisor, teller = actor("officer"), actor("supervisor"), actor("teller")
    city, last = Organisation.objects.get(code=ROOT), today() + timedelta(days=40)
    drafts = [
        services.import_notice(DRAFT.format(what=what), f"{n}.txt", officer, city)
        for n, what in enumerate(("老年助餐点", "老年浴室", "老年理发点"))
    ]
    taking, over = (services.open_consultation(row, "在家门口就能办", last, supervisor) for row in drafts[:2])
    said = [
        services.comment(row.pk, services.Saying(2, "要送到楼上。", f"audit-of-our-own-pages-{n}", "counter"), teller)
        for n, row in enumerate((taking, over))
    ]
    services.answer_comments(over, [(said[1].pk, said[1].revision)], "partly", "希望送到楼上", "送到门口。", officer)
    services.close_early(over, "意见已经齐了", supervisor, over.revision)
    services.publish_answers(over, supervisor, over.revision)
    old = Notice.objects.filter(organisation=city).earliest("pk")
    newer = services.import_notice(NEWER, "newer.txt", officer, city)
    change = services.choose_predecessor(newer, old, officer)
    score = UnitScore.objects.get(organisation__code="anlan-north")
    item = score.evaluation.scheme["items"][0]["code"]
    with at(local(score.evaluation.appeal_until, 10)):  # in time, whatever day the quarter shown is looked at
        appeal = file_appeal(score, item, "有三件办结日期记错了。", None, actor("officer-north"))
    posted = {
        "path": f"/office/oversight/scores/{score.pk}/appeal",
        "came": f"/office/oversight/scores/{score.pk}/appeal",
        "fields": [["item", [item]], ["reason", ["有三件办结日期记错了，清单在办公室。"]]],
        "files": [["paper", ["清单.pdf"]]],
    }
    late = keep_unsent(User.objects.get(username="officer-north"), posted)
    quarter, now = base_quarter(today()), timezone.now()
    settled = local(quarter.end + timedelta(days=15), 9)
    if now < settled:  # in the first days of a quarter, what they will see of its returns
        with at(settled):
            open_and_fill(quarter)
        play_returns(quarter, settled, since=now)
    filing = Filing.objects.filter(state=Filing.State.ACCEPTED, receiver__code="anlan-regulator-banks").latest("pk")
    pages = {
        NOBODY: [f"/consult/{over.pk}/answers/"],
        "supervisor": [
            f"/office/notices/{drafts[2].pk}/publish",
            f"/office/consultations/{taking.pk}/",
            f"/office/consultations/{taking.pk}/take",
            f"/office/consultations/{taking.pk}/taken/{said[0].reference}",
            f"/office/versions/{change.pk}/",
            f"/office/oversight/appeals/{appeal.pk}/",
        ],
        "officer-north": [f"/office/oversight/scores/{score.pk}/appeal", f"/staff/unsent/{late.key}/"],
    }
    entry = seal(filing, filing.revision, actor("regulator-banks-head"))
    chase = FilingChase.objects.filter(filing__receiver__code="anlan-regulator-banks").latest("pk")
    pages["regulator-banks-head"] = [f"/office/returns/seals/{entry.pk}/", f"/office/returns/chases/{chase.pk}/"]
    return Made(pages, taking.pk, old.pk)


def sign_in(context: BrowserContext, base: str, who: str, whole: bool = True) -> Page:
    """Somebody of the invented staff signs in, with the second factor where theirs asks for one; not ``whole`` stops before."""
    page = context.new_page()
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    if not whole:
        page.wait_for_selector("[name=code]")
        return page
    for _try in range(2):  # a code may run out on its way
        if page.locator("[name=code]").count():
            from silverbridge.demo import demo_code

            page.fill("[name=code]", demo_code())
            with page.expect_navigation():
                page.press("[name=code]", "Enter")
    page.wait_for_selector("header form[action*=logout]")
    return page


def standing(context: BrowserContext, base: str, paths: list[str]) -> list[str]:
    """Those of the addresses that answer with a page of their own; the others are said."""
    out = []
    for path in dict.fromkeys(paths):
        told = context.request.get(base + path, headers={"Accept": "text/html"}, timeout=PATIENCE)
        if told.ok and urlsplit(told.url).path == urlsplit(path).path:
            out.append(path)
        else:
            err.print(f"{path}: {told.status}, {urlsplit(told.url).path}", style="yellow", markup=False)
    return out


def answer(page: Page) -> None:
    """Fills in a page of the portal as somebody would who makes no mistake."""
    from silverbridge.engines.identity import make_id_number

    told = {
        "name": "李桂兰", "id_number": make_id_number("990101", date(1950, 3, 8), 2), "phone": "13800006027",
        "address": "青石街3号2单元301",
    }  # fmt: skip
    ahead = datetime.now(tz=UTC).date() + timedelta(days=21)
    told |= {"year": str(ahead.year), "month": str(ahead.month), "day": str(ahead.day)}
    for group in page.eval_on_selector_all("main input[type=radio]", "all => [...new Set(all.map(e => e.name))]"):
        page.locator(f"main input[type=radio][name='{group}']").first.check(force=True)
    for box in page.locator(
        "main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main textarea"
    ).all():
        name = (box.get_attribute("name") or "").rsplit("-", 1)[-1]
        number = box.get_attribute("inputmode") == "numeric"
        if not box.input_value():
            box.fill(told.get(name) or ("2" if number else "市一医院"))


def walk(page: Page, base: str, start: str, press: str, last: str) -> list[str]:
    """From a beginning page by page to the one that `last` names; the addresses in between, and that one."""
    page.goto(base + start)
    seen: list[str] = []
    with page.expect_navigation():
        page.locator(press).first.click()
    for _step in range(14):
        path = urlsplit(page.url).path
        if path in seen:
            raise RuntimeError(f"{path} does not take its answer")
        seen.append(path)
        if last in path:
            return seen
        if not re.search(r"/(check|done|said)/", path):
            answer(page)
        with page.expect_navigation():
            page.locator("main .btn-main").first.click()
    raise RuntimeError(f"{start} does not lead to {last}")


def asked(page: Page, base: str, item: str, last: str) -> list[str]:
    """The questions of a matter and its check page, or what stands after sending."""
    paths = walk(page, base, item, "main button[value=self]", last)
    if last == "/check/":
        return [*paths, "/saved/"]
    reference = paths[-1].split("/")[2]
    return [paths[-1], f"/follow/{reference}/", f"/follow/{reference}/withdraw/"]


def spoken(page: Page, base: str, number: int, last: str) -> list[str]:
    """What an elder says to a clause of a draft, up to the check page; or the number afterwards."""
    start = f"/consult/{number}/clauses/2/"
    paths = walk(page, base, start, "main form[action$='/say/'] button", last)
    return [f"/consult/{number}/", start, *paths] if last == "/check/" else paths[-1:]


def brought(page: Page, base: str, known: dict[str, str], notice: int) -> list[str]:
    """A list, a ledger and a filled form, each brought and not taken over yet."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for line in (
        ["序号", "工作任务", "牵头单位", "完成时限", "进展情况"],
        [1, "电话、柜台和上门办理的渠道全年不关", "安澜市民生服务中心", "2026年12月31日", "正在推进"],
        [2, "开展一对一的手机使用辅导", "市民政局", "长期坚持", "已开始"],
    ):
        book.active.append(line)
    book.save(out)
    form = page.context.request.get(base + re.sub("/take$", "/form", known["office:return-take"]), timeout=PATIENCE)
    ending = "docx" if "wordprocessing" in form.headers["content-type"] else "xlsx"
    paths = []
    for start, name, kind, data in (
        ("/office/import/organisations/", "units.csv", "text/csv", UNITS.encode()),
        (f"/office/notices/{notice}/kept", "ledger.xlsx", SHEET, out.getvalue()),
        (known["office:return-take"], f"form.{ending}", form.headers["content-type"], form.body()),
    ):
        page.goto(base + start)
        page.set_input_files("main input[type=file]", {"name": name, "mimeType": kind, "buffer": data})
        with page.expect_navigation():
            page.locator("main form button.btn-main").first.click()
        paths.append(urlsplit(page.url).path)
    page.goto(base + paths[1])
    with page.expect_navigation():
        page.locator("main form button.btn-main").first.click()
    return [*paths, urlsplit(page.url).path]


def opened(page: Page, base: str, path: str) -> str:
    """Opens a page about one's own second factor, the password shown once more where it is asked for; answers its address."""
    page.goto(base + path)
    if "/reauthenticate/" in page.url:
        page.fill("main [name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    return urlsplit(page.url).path


def second_factor(page: Page, base: str) -> list[str]:
    """Codes for an emergency, as they are made, and seen once; and a second factor given up."""
    start = opened(page, base, "/account/second-factor/codes/generate/")
    with page.expect_navigation():
        page.locator("main .btn-main").first.click()
    return [start, urlsplit(page.url).path, "/account/second-factor/totp/deactivate/"]


class Ways:
    """The ways one after another, each in a window of its own whose state is kept in ``folder``."""

    def __init__(self, browser: Browser, base: str, folder: Path) -> None:
        self.browser, self.base, self.folder, self.groups = browser, base, folder, list[Found]()

    @contextmanager
    def window(self, who: str, name: str, state: Path | None = None) -> Iterator[tuple[Page, list[str]]]:
        """A window; what is put into the list becomes its group. A way that cannot be walked is said, and the walk goes on."""
        context = self.browser.new_context(locale="zh-CN", storage_state=state)
        context.set_default_timeout(PATIENCE)
        paths: list[str] = []
        try:
            yield context.new_page(), paths
        except (Error, RuntimeError, LookupError) as error:
            err.print(f"{name}: not walked: {str(error).splitlines()[0]}", style="yellow", markup=False)
        else:
            kept = self.folder / f"way-{name}.json"
            context.storage_state(path=kept)
            self.groups.append(Found(who, kept, standing(context, self.base, paths)))
        finally:
            context.close()

    def elders(self, items: list[str], consultation: int | None) -> None:
        """Matters asked for and comments made, each up to its check page and to its end."""
        for number, item in enumerate(items):
            for last in ("/check/", "/done/"):
                with self.window(NOBODY, f"item{number}{last.strip('/')}") as (page, paths):
                    paths.extend(asked(page, self.base, item, last))
        for last in ("/check/", "/said/") if consultation else ():
            with self.window(NOBODY, f"say{last.strip('/')}") as (page, paths):
                paths.extend(spoken(page, self.base, consultation, last))

    def staff(self, supervisor: Found, notice: int | None) -> None:
        """What a supervisor brought, and a message on paper."""
        known = {name_of(path): path for path in supervisor.paths}
        with self.window(supervisor.who, "brought", supervisor.state) as (page, paths):
            paths.extend(brought(page, self.base, known, notice or 1))
        with self.window(supervisor.who, "paper", supervisor.state) as (_page, paths):
            paths.append(known["desk:message"] + "paper")

    def soon(self) -> list[Found]:
        """Pages that are shown only some minutes after a password: to be walked last and audited first."""
        before = len(self.groups)
        with self.window("teller", "activate") as (page, paths):
            opened(
                sign_in(page.context, self.base, "teller"),
                self.base,
                (start := "/account/second-factor/totp/activate/"),
            )
            paths.extend([start, "/account/logout/", "/account/inactive/"])
        with self.window("supervisor-bank", "codes") as (page, paths):
            paths.extend(second_factor(sign_in(page.context, self.base, "supervisor-bank"), self.base))
        with self.window("supervisor", "authenticate") as (page, paths):
            sign_in(page.context, self.base, "supervisor", whole=False)
            paths.append("/account/second-factor/authenticate/")
        found, self.groups = self.groups[before:], self.groups[:before]
        return found
