"""A quarter of returns: an office above, one that adds up, three institutions; one was sent back once, one is late and chased.

Everything goes through the real services, at the moments it would have happened; what would come later is left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from silverbridge.demo import blanks
from silverbridge.demo.city import MARK, MARK_EN
from silverbridge.demo.clock import at, local
from silverbridge.demo.return_form import (
    BINDINGS,
    CLAUSE,
    DUTY,
    FIELDS,
    REPORT_BINDINGS,
    REPORT_FIELDS,
    REPORT_TITLE,
    TITLE,
)
from silverbridge.demo.staff import TOTP_SECRET
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, User
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.services import save_organisation
from silverbridge.domain.returns import services
from silverbridge.domain.returns.models import Filing, FilingChase, ReturnForm
from silverbridge.domain.returns.services import Draft, FigureDraft, Signing
from silverbridge.engines.calendars import Quarter

ABOVE, OFFICE = "anlan-regulator-cpo", "anlan-regulator-banks"
# code, name, English name, kind, and who prepares, reviews and heads there
UNITS = (
    (ABOVE, "安澜金融监管局消费者权益保护处", "Consumer Protection Office", "department", ("褚宁", "卫然", "蒋川")),
    (OFFICE, "安澜金融监管局机构监管处", "Institutions Office", "department", ("韩笑", "杨帆", "朱岩")),
    ("anlan-bank", "安澜银行", "Bank of Anlan", "bank", ("秦晓", "尤佳", "许平")),
    ("anlan-rural-bank", "安澜农村商业银行", "Rural Bank of Anlan", "bank", ("吕青", "施云", "张弛")),
    ("anlan-insurer", "安澜人寿保险公司", "Anlan Life", "company", ("孔明月", "曹阳", "严松")),
)
PHONE = "13800009010"
STAMPED = Upload("盖章件.pdf", b"%PDF-1.4\n% invented for a demonstration\n%%EOF\n")


@dataclass(frozen=True)
class Told:
    """What an institution writes in: its figures, and its passage."""

    figures: dict[str, FigureDraft]
    problems: str


BANK = Told(
    {
        "outlets": FigureDraft("5"),
        "care-windows": FigureDraft("4"),
        "step-free": FigureDraft("4"),
        "visits": FigureDraft("1260"),
        "home-visits": FigureDraft("9", why="coverage", reason="含网点自行登记、未录入系统的上门服务。"),
        "complaints": FigureDraft("3"),
    },
    "柳湖网点门口有一级台阶，坡道下月完工。",
)
RURAL = Told(
    {
        "outlets": FigureDraft("14"),
        "care-windows": FigureDraft("11"),
        "visits": FigureDraft("8430"),
        "complaints": FigureDraft("5"),
    },
    "三处乡镇网点还没有爱心窗口。",
)


def make_returns(quarter: Quarter, since: date) -> None:
    """Offices, institutions and people, who files with whom, and the two forms with their days. To be called once."""
    made = {code: _unit(code, name, english, kind, since) for code, name, english, kind, _people in UNITS}
    people = {code: _people(made[code], names, since) for code, _n, _e, _k, names in UNITS}
    above, office = people[ABOVE][2], people[OFFICE][2]
    services.set_route(made[OFFICE], made[ABOVE], "upward", since, above)
    for code in list(made)[2:]:
        services.set_route(made[code], made[OFFICE], "line", since, office)
    for title, fields, bindings, blank in (
        (TITLE, FIELDS, BINDINGS, Upload("附表1.xlsx", blanks.table())),
        (REPORT_TITLE, REPORT_FIELDS, REPORT_BINDINGS, Upload("季度报告.docx", blanks.report())),
    ):
        form = services.make_form(made[ABOVE], title, "quarter", quarter.start, above, None, CLAUSE, DUTY)
        services.confirm_version(services.add_version(form, fields, above, blank, bindings), above)
        services.set_calendar(form, "unit", 10, above)
        if title == TITLE:
            services.set_calendar(form, "office", 30, above, opens_before=30)


def play_returns(quarter: Quarter, until: datetime, since: datetime | None = None) -> None:
    """What happens with the table after the quarter, until a moment; the returns are open, and filled in where measured.

    ``since`` leaves out what happened before it.
    """
    end = quarter.end
    rows = {row.unit.code: row for row in _rows()}
    if len(rows) < len(UNITS) - 1:
        return
    office = _people_of(OFFICE)
    bank, rural = rows["anlan-bank"], rows["anlan-rural-bank"]
    for moment, step in (
        (local(end + timedelta(days=8), 15), lambda: _file(bank, BANK)),
        (local(end + timedelta(days=9), 9), lambda: _accept(bank)),
        (local(end + timedelta(days=9), 10), lambda: _file(rural, RURAL)),
        (local(end + timedelta(days=9), 15), lambda: _send_back(rural, "缺少无台阶网点数，请补报。")),
        (local(end + timedelta(days=12), 9), lambda: _file(rural, _with(RURAL, "step-free", "12"))),
        (local(end + timedelta(days=12), 10), lambda: _accept(rural)),
        (local(end + timedelta(days=12), 11), lambda: _chase(rows["anlan-insurer"], office[2])),
        (local(end + timedelta(days=14), 9), lambda: _add_up(rows[OFFICE], office[0])),
    ):
        if moment < until and (since is None or moment >= since):
            with at(moment):
                step()


def open_and_fill(quarter: Quarter) -> None:
    """The clockwork on the quarter's first day after it, as far as that day has come. Not to be called in a transaction."""
    opens: datetime = local(quarter.end + timedelta(days=1), 8)
    if opens < timezone.now():
        with at(opens):
            services.open_periods()
            services.prefill_due()


def _unit(code: str, name: str, english: str, kind: str, since: date) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    return found or save_organisation(code, name + MARK, kind, since, english + MARK_EN)


def _people(unit: Organisation, names: tuple[str, ...], since: date) -> list[Actor]:
    hashed, found = User.objects.get(username="officer").password, []
    for part, shown in zip(("preparer", "reviewer", "head"), names, strict=True):
        user = save_user(f"{unit.code.removeprefix('anlan-')}-{part}", shown, None)
        User.objects.filter(pk=user.pk).update(password=hashed)  # one slow hash for all, as in ``staff``
        grant(user, Role.SUPERVISOR if part == "head" else Role.OFFICER, unit, since)
        if part == "head":
            TOTP.activate(user, TOTP_SECRET)
        found.append(Actor.staff(user))
    return found


def _people_of(code: str) -> list[Actor]:
    start = code.removeprefix("anlan-")
    return [Actor.staff(User.objects.get(username=f"{start}-{part}")) for part in ("preparer", "reviewer", "head")]


def _rows(**where: object) -> list[Filing]:
    table = ReturnForm.objects.get(title=TITLE)
    return list(table.filings.filter(**where).select_related("unit", "receiver", "form", "version"))


def _now(row: Filing) -> Filing:
    return _rows(pk=row.pk)[0]


def _with(told: Told, key: str, value: str) -> Told:
    return Told(told.figures | {key: FigureDraft(value)}, told.problems)


def _file(row: Filing, told: Told) -> None:
    """Filled in, signed by three, stamped and filed. A difference from what was measured is explained as kept elsewhere."""
    row, people = _now(row), _people_of(row.unit.code)
    names = [actor.user.display_name for actor in people]
    measured = {f.field.key: f.measured for f in row.figures.select_related("field") if f.measured is not None}
    figures = {}
    for key, one in told.figures.items():
        differs = key in measured and str(measured[key].normalize()) != one.value
        explained = FigureDraft(one.value, why="coverage", reason="以本机构自有系统的统计为准。")
        figures[key] = explained if differs and not one.reason else one
    services.save_draft(row, row.revision, Draft(figures, {"problems": told.problems}), people[0])
    services.prepare(row, row.revision, Signing(names[0], PHONE), people[0])
    services.review(row, row.revision, Signing(names[1]), people[1])
    services.sign_off(row, row.revision, Signing(names[2]), people[2])
    services.attach_scan(row, row.revision, STAMPED, people[0])
    services.file_return(row, row.revision, people[0])


def _accept(row: Filing) -> None:
    row = _now(row)
    services.accept(row, row.revision, _people_of(OFFICE)[0])


def _send_back(row: Filing, reason: str) -> None:
    row = _now(row)
    services.send_back(row, row.revision, reason, _people_of(OFFICE)[0])


def _chase(row: Filing, head: Actor) -> None:
    services.propose_filing_chases()
    chase = FilingChase.objects.filter(filing=row).select_related("filing", "giver").first()
    if chase is not None:
        services.send_chase(chase, head)


def _add_up(row: Filing, clerk: Actor) -> None:
    row = _now(row)
    services.add_up_parts(row, row.revision, clerk)
