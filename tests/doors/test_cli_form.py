"""``silverbridge form``: places and filling, in a bare process without settings."""

import io
import json

from openpyxl import load_workbook

from tests.doors.test_cli import shell
from tests.engines import form_samples as blanks


def test_places_are_listed_and_a_blank_is_filled_without_a_server(tmp_path):
    blank, values, out = tmp_path / "空白.xlsx", tmp_path / "v.json", tmp_path / "filled.xlsx"
    blank.write_bytes(blanks.rich())
    told = json.loads(shell("form", "slots", blank, "--json").stdout)
    assert (
        told["kind"] == "xlsx"
        and {"key": "一表!C4", "label": "网点 / 坡道 / 数量 / 本季"}.items() <= told["slots"][0].items()
    )
    values.write_text(
        json.dumps({"一表!C4": 3, "一表!E4": {"percent": 12.5}, "二表!B3": {"date": "2026-10-08"}}), "utf-8"
    )
    done = shell("form", "fill", blank, values, "--out", out)
    assert done.returncode == 0, done.stderr
    assert load_workbook(io.BytesIO(out.read_bytes()))["一表"]["E4"].value == 0.125
    values.write_text('{"一表!Z9": 1, "一表!F4": "也许"}', "utf-8")
    refused = shell("form", "fill", blank, values, "--out", tmp_path / "no.xlsx")
    assert refused.returncode == 1 and "一表!Z9" in refused.stderr and "也许" in refused.stderr
    assert not (tmp_path / "no.xlsx").exists() and "Traceback" not in refused.stderr
    values.write_text("[1]", "utf-8")
    assert shell("form", "fill", blank, values, "--out", out).returncode == 2
    blank.write_bytes(b"PK\x03\x04nothing")
    assert shell("form", "slots", blank).returncode == 1
