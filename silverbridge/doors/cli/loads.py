"""Taking in what an institution already has: notices and lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from silverbridge.doors.cli.accounts import find_organisation
from silverbridge.doors.cli.ground import FAULT, django_ready, done, err, fail, out

File = Annotated[Path, typer.Argument(help="The file 文件", exists=True, dir_okay=False, readable=True)]


def notices() -> typer.Typer:
    """The commands about notices: reading one needs no server, importing one does."""
    from silverbridge.doors.cli.notice import app

    app.command("import")(import_notice)
    app.command("corrections")(export_corrections)
    return app


def import_notice(
    file: File,
    organisation: Annotated[
        str, typer.Option(help="Code of the organisation it binds; by default the institution 单位代码")
    ] = "",
) -> None:
    """Take a notice into the ledger. 把文件导入台账。"""
    django_ready()
    from django.conf import settings

    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.ledger.services import import_notice as take

    unit = find_organisation(organisation or settings.INSTITUTION)
    notice = take(file.read_bytes(), file.name, Actor.system("cli"), unit)
    done(f"已导入：{notice}。", f"Imported for {unit.code}. Confirm what was read in the office.")


def export_corrections(
    to: Annotated[Path, typer.Option("--out", help="The folder to write to 存到哪个文件夹", file_okay=False)],
    notice: Annotated[
        str, typer.Option(help="Key of one notice; by default every notice with corrections 文件标识")
    ] = "",
) -> None:
    """Write corrected and confirmed notices as test cases of the reader. 把更正过的文件导出为测试样例。"""
    django_ready()
    from silverbridge.domain.core.errors import DomainError
    from silverbridge.domain.ledger.fixtures import corrected_notices, fixture, fixture_name
    from silverbridge.domain.ledger.models import Notice
    from silverbridge.doors.cli.app import in_both

    rows = list(Notice.objects.filter(object_key=notice)) if notice else corrected_notices()
    if notice and not rows:
        fail(f"没有标识为{notice}的文件。", f"There is no notice with the key {notice}.")
    to.mkdir(parents=True, exist_ok=True)
    left = 0
    for row in rows:
        try:
            text = fixture(row)
        except DomainError as fault:
            left += 1
            err.print(f"{row}（{row.object_key}）：{' '.join(in_both(fault))}", markup=False, highlight=False)
            continue
        (to / fixture_name(row)).write_text(text, encoding="utf-8", newline="\n")
    done(f"已导出{len(rows) - left}份到{to}。", f"Written: {len(rows) - left} to {to}; left out: {left}.")
    if left:
        raise typer.Exit(FAULT)


def import_rows(
    kind: Annotated[str, typer.Argument(help="organisations, places, staff, people 哪种名单")],
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen 只试不写")] = False,
    only_good: Annotated[bool, typer.Option("--only-good", help="Write the rows without fault 只写没错的行")] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Where to put the rows at fault 错行存到哪里", dir_okay=False)
    ] = None,
) -> None:
    """Take over a list from XLSX or CSV. 导入名单。"""
    django_ready()
    from django.utils import translation

    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.core.imports import run_import

    with translation.override("zh-hans"):
        report = run_import(kind, file.name, file.read_bytes(), Actor.system("cli"), dry_run, only_good)
    for fault in report.wrong[:50]:
        where = " ".join(filter(None, (f"第{fault.row}行 line {fault.row}", fault.field)))
        err.print(f"{where}: {fault.message}", markup=False, highlight=False)
    if len(report.wrong) > 50:
        err.print(f"… {len(report.wrong) - 50} 处 more")
    if errors is not None and report.error_file:
        errors.write_bytes(report.error_file)
        out.print(f"  错行在{errors}。 The rows at fault are in {errors}.", markup=False)
    counts = f"{report.total} rows, {report.new} new, {report.updated} updated, {report.wrong_rows} wrong"
    if report.written:
        done("已写入。", f"Written: {counts}.")
    else:
        out.print(f"没有写入。 Nothing was written: {counts}.", highlight=False)
    if report.wrong:
        raise typer.Exit(FAULT)
