"""The command `notice parse`: JSON alone on standard output, or a table; refusals in both languages."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from silverbridge.doors.cli.notice import app
from tests.engines.test_notices_tasks import HEAD

NOTICE = (
    HEAD
    + "一、重点任务\n1.开设窗口[一]。（市民政局牵头，各区配合，2023年10月底前完成）\n"
    + "二、报告\n各区于每月5日前将进展报送市民政局。\n"
)


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def test_json_is_all_there_is_on_standard_output(notice):
    run = CliRunner().invoke(app, ["parse", str(notice), "--json"])
    found = json.loads(run.stdout)
    assert run.exit_code == 0 and run.stderr == ""
    assert {"title", "document_number", "issuers", "date", "tasks", "duties"} <= set(found)
    assert {"clause", "text", "start", "end", "leads", "others", "deadline"} <= set(found["tasks"][0])
    assert found["document_number"] == "澜政办发〔2023〕12号" and found["date"] == "2023-03-06"
    (duty,) = found["duties"]
    assert [duty[key] for key in ("who", "what", "when", "to")] == ["各区", "进展", "每月5日前", "市民政局"]


def test_people_get_a_table(notice):
    run = CliRunner(env={"COLUMNS": "160"}).invoke(app, ["parse", str(notice)])
    assert run.exit_code == 0
    assert "开设窗口[一]" in run.stdout and "2023-10-31" in run.stdout and "市民政局" in run.stdout


@pytest.mark.parametrize(
    ("content", "chinese", "english"),
    [
        (None, "文件不存在", "no such file"),
        (b"\x00\x01\x02", "无法读取", "unreadable"),
        ("今天天气很好。".encode(), "不是政策文件", "not a notice"),
    ],
)
def test_refusals_say_what_is_wrong_where_and_what_to_do(tmp_path, content, chinese, english):
    path = tmp_path / "x.txt"
    if content is not None:
        path.write_bytes(content)
    run = CliRunner().invoke(app, ["parse", str(path), "--json"])
    assert run.exit_code == 2 and run.stdout == ""
    assert chinese in run.stderr and english in run.stderr and str(path) in run.stderr


def test_a_folder_is_refused(tmp_path):
    run = CliRunner().invoke(app, ["parse", str(tmp_path)])
    assert run.exit_code == 2 and "cannot be opened" in run.stderr


def test_reading_a_notice_needs_no_django(notice):
    code = (
        "import sys; from silverbridge.doors.cli.notice import app\n"
        f"try: app(['parse', {str(notice)!r}, '--json'])\n"
        "except SystemExit as stop: assert not stop.code\n"
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_xml_and_a_calendar_are_all_there_is_on_standard_output(notice):
    run = CliRunner().invoke(app, ["parse", str(notice), "--akn"])
    assert run.exit_code == 0 and run.stderr == ""
    assert run.stdout.startswith("<?xml") and "akomaNtoso" in run.stdout
    run = CliRunner().invoke(app, ["parse", str(notice), "--ics"])
    assert run.exit_code == 0 and run.stderr == ""
    assert run.stdout.startswith("BEGIN:VCALENDAR") and run.stdout.count("BEGIN:VEVENT") == 2


def test_one_form_at_a_time(notice):
    run = CliRunner().invoke(app, ["parse", str(notice), "--akn", "--ics"])
    assert run.exit_code == 2 and run.stdout == ""
    assert "一种格式" in run.stderr and "Choose one form" in run.stderr


def test_the_schema_is_json():
    assert json.loads(CliRunner().invoke(app, ["schema"]).stdout)["title"] == "ParsedNotice"
