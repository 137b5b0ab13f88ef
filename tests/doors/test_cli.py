"""The command line, as somebody at a terminal meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from silverbridge.doors.cli import app
from silverbridge.doors.cli.app import explain

ROOT = Path(__file__).resolve().parents[2]
BARE = {k: v for k, v in os.environ.items() if not k.startswith(("SILVERBRIDGE_", "DJANGO_"))} | {
    "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))
}


def shell(*arguments, **environment):
    """A real process with nothing but this environment."""
    command = [sys.executable, "-m", "silverbridge.doors.cli", *map(str, arguments)]
    return subprocess.run(command, env=BARE | environment, capture_output=True, text=True, check=False, cwd=ROOT)


def call(*arguments, text=None):
    """The same in this process, on this test's database; answers exit code and what was said."""
    result = CliRunner().invoke(app, [str(a) for a in arguments], input=text, env={"COLUMNS": "200"})
    if result.exception and not isinstance(result.exception, SystemExit):
        code = explain(result.exception)
        if code is None:
            raise result.exception
        return code, result.output
    return result.exit_code, result.output


def test_help_names_every_command():
    code, said = call("--help")
    assert code == 0
    words = "run setup tick demo check load import notice user partner settings schemas keys backup restore"
    for word in words.split():
        assert f" {word} " in said
    assert shell().returncode == 2


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, ["SILVERBRIDGE_SECRET_KEY", "SILVERBRIDGE_KEYS", "keys new"]),
        ({"SILVERBRIDGE_MODE": "party"}, ["SILVERBRIDGE_MODE"]),
        ({"SILVERBRIDGE_MODE": "test", "SILVERBRIDGE_KEYS": "1:c2hvcnQ="}, ["5 bytes, 32 are needed"]),
        ({"SILVERBRIDGE_MODE": "test", "SILVERBRIDGE_KEYS": "x:secret"}, ["entry 1"]),
    ],
)
@pytest.mark.parametrize("start", ["command", "wsgi"])
def test_without_its_settings_it_does_not_start_and_says_why(environment, words, start):
    if start == "command":
        done = shell("setup", **environment)
        assert done.returncode == 2
    else:
        command = [sys.executable, "-c", "import silverbridge.config.wsgi"]
        done = subprocess.run(command, env=BARE | environment, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert "c2hvcnQ=" not in done.stderr
    assert "secret" not in done.stderr


def test_keys_new_makes_what_production_accepts():
    first = shell("keys", "new")
    settings = dict(line.split("=", 1) for line in first.stdout.split())
    second = shell("keys", "new", **settings)
    both = dict(line.split("=", 1) for line in second.stdout.split())
    assert both["SILVERBRIDGE_KEYS"].startswith("2:")
    assert both["SILVERBRIDGE_KEYS"].endswith(settings["SILVERBRIDGE_KEYS"])
    # Started with them, it gets as far as the database.
    more = {"SILVERBRIDGE_HOSTS": "x.example", "SILVERBRIDGE_INSTITUTION": "x"}
    url = "postgres://nobody@127.0.0.1:1/none"
    done = shell("setup", **(settings | both), **more, SILVERBRIDGE_DATABASE_URL=url)
    assert done.returncode == 2
    assert "database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_are_listed_without_any_being_set():
    done = shell("settings", COLUMNS="200")
    assert done.returncode == 0
    assert "SILVERBRIDGE_DATABASE_URL" in done.stdout


def test_shipped_definitions_are_right():
    done = shell("check")
    assert done.returncode == 0, done.stderr
    assert "services" in done.stdout


TAXI = (ROOT / "silverbridge/shipped/services/taxi.yaml").read_text()
BROKEN = [
    ("doors", TAXI.replace("doors: [web, kiosk, phone, counter, partner]", "doors: [web]"), "Red line 1"),
    ("fee.ways", TAXI.replace("ways: [cash, card, mobile]", "ways: [mobile]"), "Add cash"),
    ("sceen", TAXI.replace("scene:", "sceen:"), "Did you mean scene?"),
]


@pytest.mark.parametrize(("path", "text", "mend"), BROKEN, ids=[b[0] for b in BROKEN])
def test_check_names_file_item_key_and_mend(tmp_path, path, text, mend):
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "ours.yaml").write_text(text)
    for done in (shell("check", "--overlay", tmp_path), shell("check", SILVERBRIDGE_OVERLAY=str(tmp_path))):
        assert done.returncode == 1
        (row,) = [line.split("\t") for line in done.stderr.splitlines() if "\t" + path + "\t" in line]
        assert row[0].endswith("ours.yaml")
        assert row[1:3] == ["taxi", path]
        assert mend in "".join(row[3:])
    assert shell("check", "--overlay", tmp_path / "none").returncode == 2


def test_a_broken_definition_leaves_the_last_good_one(world, settings, tmp_path):
    from silverbridge.domain.catalogue.queries import item

    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "ours.yaml").write_text(BROKEN[0][1])
    settings.OVERLAY = tmp_path
    code, said = call("load")
    assert code == 1
    assert "Traceback" not in said
    assert item("taxi").definition.doors[0] == "web"
    assert len(item("taxi").definition.doors) > 1


def test_a_notice_is_read_without_django(tmp_path):
    notice = tmp_path / "notice.txt"
    notice.write_bytes(b"\x00\x01\x02")
    done = shell("notice", "parse", notice, "--json")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_staff_are_added_with_a_role(world):
    code, said = call(
        "user",
        "add",
        "sun",
        "孙立",
        "--role",
        "teller",
        "--organisation",
        "anlan",
        text="spring-river-88\nspring-river-88\n",
    )
    assert code == 0, said
    from silverbridge.domain.accounts.models import User
    from silverbridge.domain.accounts.queries import roles

    user = User.objects.get(username="sun")
    assert roles(user) == {"teller"}
    assert user.check_password("spring-river-88")
    for wrong, word in (
        (["--role", "king", "--organisation", "anlan"], "teller"),
        (["--role", "teller", "--organisation", "nowhere"], "anlan"),
    ):
        code, said = call("user", "add", "wu", "吴", *wrong, "--password", "spring-river-88")
        assert (code, word in said) == (1, True) or word == "teller"
        assert code == 1
    assert call("user", "add", "wu", "吴", "--role", "teller", "--organisation", "anlan", "--password", "12345")[0] == 1
    assert not User.objects.filter(username="wu").exists()


def test_a_partner_gets_a_credential_once(world):
    from silverbridge.domain.accounts.queries import partner_of

    code, said = call("partner", "add", "bank", "安澜银行", "anlan", "--item", "taxi")
    assert code == 0, said
    credential = said.split()[-1]
    assert partner_of(credential).items == ["taxi"]
    assert call("partner", "add", "bank", "安澜银行", "anlan")[0] == 1
    assert call("partner", "add", "b2", "安澜银行", "anlan", "--item", "flight")[0] == 1
    assert call("partner", "revoke", "bank")[0] == 0
    assert partner_of(credential) is None
    assert call("partner", "revoke", "none")[0] == 1


def test_files_that_cannot_be_used_are_named(tmp_path, world):
    assert call("backup", tmp_path / "none" / "x.tar")[0] == 2
    assert call("restore", tmp_path / "none.tar")[0] == 2
    assert call("import", "people", tmp_path / "none.csv")[0] == 2


def test_a_list_is_imported_with_its_faults_told(world, tmp_path):
    from silverbridge.domain.core.imports import template_file
    from silverbridge.domain.places.models import Organisation

    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(template_file("organisations"))
    code, said = call("import", "nothing", empty)
    assert code == 1
    lists = tmp_path / "units.csv"
    lists.write_text((ROOT / "tests/doors/units.csv").read_text())
    before = Organisation.objects.count()
    errors = tmp_path / "errors.xlsx"
    code, said = call("import", "organisations", lists, "--errors", errors)
    assert code == 1, said
    assert "第3行" in said
    assert errors.exists()
    assert Organisation.objects.count() == before
    assert call("import", "organisations", lists, "--dry-run", "--only-good")[0] == 1
    assert Organisation.objects.count() == before
    assert call("import", "organisations", lists, "--only-good")[0] == 1
    assert Organisation.objects.count() == before + 1


def test_json_of_a_notice_is_json():
    seeds = sorted(ROOT.parent.glob("shared/seeds/001*.txt"))
    if not seeds:
        pytest.skip("the official texts lie outside the repository")
    done = shell("notice", "parse", seeds[0], "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
