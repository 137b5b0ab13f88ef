"""Backing up, and bringing a backup back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from silverbridge.doors.cli.ground import FAULT, MISUSE, django_ready, done, fail, out


def backup(
    file: Annotated[Path, typer.Argument(help="The new file, .tar or .tar.gz 备份文件", dir_okay=False)],
) -> None:
    """Write database and files into one archive, while the instance runs. 备份数据库和文件，不用停机。"""
    if file.exists():
        fail(f"{file}已存在，没有动它。", f"{file} exists and was left alone; choose another name.", MISUSE)
    if not file.parent.is_dir():
        fail(f"没有{file.parent}这个文件夹。", f"There is no folder {file.parent}.", MISUSE)
    django_ready()
    from django.conf import settings

    from silverbridge.doors.cli.archives import write_archive
    from silverbridge.doors.cli.dumps import Unable, dump, rows_in, seen_migrations, vendor

    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder, out.status("备份中… Backing up…"):
        dumped = Path(folder, "database")
        try:
            dump(dumped)
        except Unable as error:
            fail(error.chinese, error.english, MISUSE)
        facts = {"vendor": vendor(), "migrations": seen_migrations(), "requests": rows_in("intake_servicerequest")}
        write_archive(file, dumped, settings.MEDIA_ROOT, facts)
    done(f"已备份到{file}。", f"Backed up to {file} ({file.stat().st_size:,} bytes).")
    out.print("  密钥不在里面，请另外保管SILVERBRIDGE_KEYS。 The keys are not in it: keep SILVERBRIDGE_KEYS elsewhere.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by backup 备份文件", exists=True, dir_okay=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there 覆盖现有数据")] = False,
) -> None:
    """Bring a backup back; stop the instance first. 恢复备份，先停下服务。"""
    django_ready()
    from django.conf import settings

    from silverbridge.doors.cli.archives import Damaged, read_archive, swap_files
    from silverbridge.doors.cli.dumps import Unable, forget_export, is_empty, load, unknown_migrations, vendor
    from silverbridge.doors.cli.preparing import migrate

    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        try:
            with out.status("核对备份… Checking the archive…"):
                manifest = read_archive(file, Path(folder))
        except Damaged as error:
            fail(f"{file}不能用，什么都没动。", f"{file} cannot be used, nothing was touched: {error}")
        if manifest["vendor"] != vendor():
            english = f"This backup is of {manifest['vendor']}, the instance runs on {vendor()}."
            fail("备份和现在的数据库不是一种。", english, FAULT)
        newer = unknown_migrations(manifest["migrations"])
        if newer:
            fail("备份来自更新的版本。", f"This backup is of a newer version ({newer[0]}); update first.", FAULT)
        if not force and not is_empty():
            fail(
                "数据库里已有数据，没有动它。", "The database holds data and was left alone; use --force to replace it."
            )
        try:
            with out.status("恢复中… Restoring…"):
                load(Path(folder, "database"))
                swap_files(Path(folder, "files"), settings.MEDIA_ROOT)
                migrate()
                forget_export()
        except Unable as error:
            fail(error.chinese, error.english, MISUSE)
    done("恢复好了。", f"Restored the state of {manifest['made_at']}.")
