"""The tables that `silverbridge notice parse` prints for people."""

import pytest
from typer.testing import CliRunner

from silverbridge.doors.cli.notice import app

NOTICE = """岚桥市民政局关于印发《岚桥市助老办法》的通知
岚民发〔2023〕5号
各县（市、区）民政局：
根据《岚桥市养老条例》，现将办法印发给你们。
岚桥市民政局
2023年3月6日
岚桥市助老办法
一、工作目标
到2025年底，助餐覆盖率达到80%。
二、重点任务
1.每个街道建成服务中心不少于1处。（市民政局、财政局牵头，各街道、市残联等相关部门配合，每年12月底前完成）
三、其他
各县（市、区）民政局于每季度结束后10日内将附表1报送市民政局，电子版发至邮箱。
本办法自2023年5月1日起施行，有效期5年。《岚桥市助老暂行办法》（岚民发〔2018〕12号）同时废止。
"""


@pytest.fixture
def printed(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    file = tmp_path / "notice.txt"
    file.write_text(NOTICE, encoding="utf-8")
    done = CliRunner().invoke(app, ["parse", str(file)])
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize(
    "words",
    [
        "施行 2023-05-01  有效至 2028-04-30",
        "依据 《岚桥市养老条例》",
        "同时废止 《岚桥市助老暂行办法》（岚民发〔2018〕12号）",
        "市民政局、财政局（市财政局）",
        "各街道（逐个分解）、市残联、相关部门（未指名）",
        "每年12月底前",
        "服务中心 ≥1处",
        "目标 1 项",
        "助餐覆盖率 ≥80%",
        "2025-12-31",
        "报送要求 1 项",
        "电子邮件",
        "附表1",
    ],
)
def test_people_see_what_was_read(printed, words):
    assert words in printed
