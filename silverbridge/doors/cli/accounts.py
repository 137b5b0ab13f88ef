"""Staff and partner programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from silverbridge.doors.cli.ground import django_ready, done, fail, out

if TYPE_CHECKING:
    from silverbridge.domain.places.models import Organisation

users = typer.Typer(help="Staff who sign in. 工作人员。", no_args_is_help=True)
partners = typer.Typer(help="Programs of partners that use the API. 用接口的伙伴程序。", no_args_is_help=True)


def find_organisation(code: str) -> Organisation:
    """The organisation with this code, or the end of the command."""
    from silverbridge.domain.places.models import Organisation

    found = Organisation.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True)[:20]) or "-"
        fail(f"没有代码为{code}的单位。", f"There is no organisation {code}. Known: {known}")
    return found


@users.callback()
def _users() -> None:
    """Staff who sign in. 工作人员。"""


@partners.callback()
def _partners() -> None:
    """Programs of partners that use the API. 用接口的伙伴程序。"""


@users.command("add")
def add_user(
    username: Annotated[str, typer.Argument(help="Name to sign in with 登录名")],
    name: Annotated[str, typer.Argument(help="Name as shown 姓名")],
    role: Annotated[str, typer.Option(help="teller, operator, editor, officer, supervisor, auditor 角色")],
    organisation: Annotated[str, typer.Option(help="Code of the organisation 单位代码")],
    scope: Annotated[str, typer.Option(help="own, administers, supervises 管到哪里")] = "own",
    password: Annotated[
        str, typer.Option(help="Asked for when left out 密码", prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
) -> None:
    """Add somebody, or change name, password and role. 添加或更改一个人。"""
    django_ready()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from silverbridge.domain.accounts.models import User
    from silverbridge.domain.accounts.services import grant, save_user
    from silverbridge.domain.places.queries import today

    unit = find_organisation(organisation)
    try:
        User.username_validator(username)
        validate_password(password, User(username=username, display_name=name))
    except ValidationError as error:
        fail("登录名或密码不行。", "The name or the password cannot be used. " + " ".join(error.messages))
    with transaction.atomic():
        user = save_user(username, name, password)
        grant(user, role, unit, today(), scope=scope)
    done(f"{username}可以登录了。", f"{username} can sign in as {role} of {unit.code}.")
    if role in ("supervisor", "auditor"):
        out.print("  第一次登录时要设第二重验证。 They set up a second factor when they first sign in.")


@partners.command("add")
def add_partner(
    code: Annotated[str, typer.Argument(help="Short code 代码")],
    name: Annotated[str, typer.Argument(help="Name as shown 名称")],
    organisation: Annotated[str, typer.Argument(help="Code of the organisation it asks for 单位代码")],
    item: Annotated[list[str] | None, typer.Option(help="Only these items; may be given again 只限这些事项")] = None,
) -> None:
    """Register a program; prints its credential, once. 登记伙伴，凭证只显示一次。"""
    django_ready()
    from silverbridge.domain.accounts.models import Partner
    from silverbridge.domain.accounts.services import make_partner
    from silverbridge.domain.catalogue.queries import current_items

    unit = find_organisation(organisation)
    known = set(current_items().values_list("code", flat=True))
    unknown = sorted(set(item or ()) - known)
    if unknown:
        fail(f"没有这些事项：{', '.join(unknown)}。", f"No such items: {', '.join(unknown)}.")
    if Partner.objects.filter(code=code).exists():
        fail(f"{code}已登记。", f"{code} is registered already; revoke it, or choose another code.")
    _partner, credential = make_partner(code, name, unit, item)
    done(f"{name}已登记。", f"{name} is registered. Its credential, shown only now:")
    typer.echo(credential)


@partners.command("revoke")
def revoke(code: Annotated[str, typer.Argument(help="Short code 代码")]) -> None:
    """Make a credential invalid at once. 立即作废凭证。"""
    django_ready()
    from silverbridge.domain.accounts.models import Partner
    from silverbridge.domain.accounts.services import revoke_partner

    partner = Partner.objects.filter(code=code).first()
    if partner is None:
        fail(f"没有{code}这个伙伴。", f"There is no partner {code}.")
    revoke_partner(partner)
    done(f"{code}的凭证已作废。", f"The credential of {code} no longer works.")
