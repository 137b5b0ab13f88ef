"""Reading notices: milliseconds for 100 kB, and what twice the text costs."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.results import Measure

VERBS = ("推进", "完善", "开展", "改造", "保留", "公布")
THINGS = ("老年人打车服务", "医院挂号窗口", "公园入园通道", "银行网点设施", "社区助餐点", "便民热线")
UNITS = ("市民政局", "市交通运输局", "市卫生健康委", "市文化和旅游局")
NUMBERS = "一二三四五六七八九十"


def text_of(size: int) -> str:
    """An invented notice of about so many bytes in UTF-8."""
    parts = ["安澜市关于方便老年人办事的通知", "安政办发〔2026〕7号", "各区人民政府，市政府各部门："]
    length, number = 0, 0
    while length < size:
        head = NUMBERS[number // 8 % 10]
        if number % 8 == 0:
            parts.append(f"{head}、第{number // 8 + 1}方面工作")
        verb, thing, unit = VERBS[number % 6], THINGS[number // 6 % 6], UNITS[number % 4]
        other = UNITS[(number + 1) % 4]
        line = f"{number % 8 + 1}.{verb}{thing}。到2027年底，全市第{number}批场所全部办到，保留人工窗口和现金。"
        parts.append(f"{line}（{unit}牵头，{other}按职责分工负责，2027年12月底前完成）")
        length += len(parts[-1].encode())
        number += 1
    return "\n".join(parts)


def seconds_for(text: str) -> float:
    """The best of three, in processor time: what else runs on the machine does not count."""
    from silverbridge.engines.notices import parse

    best = float("inf")
    for _run in range(3):
        started = time.process_time()
        parse(text)
        best = min(best, time.process_time() - started)
    return best


def measure() -> Iterator[Measure]:
    """One line: the ratio is that of doubled text to single, 2 where cost is linear."""
    text = text_of(100_000)
    single, double = seconds_for(text), seconds_for(text_of(200_000))
    per = 100_000 / len(text.encode())
    yield Measure("notices.parse", 1000 * single * per, "ms per 100 kB", double / single, "half the text")
