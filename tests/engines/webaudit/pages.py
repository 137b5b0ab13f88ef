"""The fixture pages: composed from one clean page and what each rule changes in it, served, audited once for all tests."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).with_name("fixtures")
TITLES = {"elder": "体检 长辈版", "general": "体检通知", "home": "安澜市民政局"}
HEADERS = {
    "elder": "<button data-set=big>大字</button> <button data-set=high>高对比</button> <a href='s.html'>返回标准版</a>",
    "general": "",
    "home": "<a href='e.html'>长辈版</a> <button data-set=big>大字</button> <button data-set=high>高对比</button>",
}
FOOTER = "<a href='tel:09901234567'>打电话找人工</a>"


def cases() -> dict[str, dict[str, Any]]:
    """Every pair by its name: the rule, and a word where a rule has several."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FIXTURES.glob("*.yaml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


def compose(case: dict[str, Any], which: str) -> str:
    """One page of a pair as HTML."""
    page = (FIXTURES / "base.html").read_text(encoding="utf-8")
    mode, told = case["mode"], case[which]
    parts = {
        "title": TITLES[mode],
        "header": case.get("header", HEADERS[mode]),
        "viewport": "width=device-width, initial-scale=1",
        "h1": "体检",
        "footer": FOOTER,
        "css": "",
        "head": "",
        "main": "",
        "script": "",
    } | told
    for name, value in parts.items():
        page = page.replace(f"@{name}@", value)
    return page


def write_pages(folder: Path) -> dict[str, dict[str, Any]]:
    """Writes all pages with their list; answers what PAGES.json would say."""
    told = {}
    for name, case in cases().items():
        for which in ("bad", "good"):
            (folder / f"{name}-{which}.html").write_text(compose(case, which), encoding="utf-8")
            told[f"{name}-{which}.html"] = {"mode": case["mode"], "viewports": case.get("viewports", ["phone"])}
    for seconds in (3, 4):
        _tone(folder / f"tone{seconds}.wav", seconds)
    (folder / "film.vtt").write_text("WEBVTT\n", encoding="utf-8")
    return told


def _tone(file: Path, seconds: int) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        frames = (struct.pack("<h", int(9000 * math.sin(i / 4))) for i in range(8000 * seconds))
        sound.writeframes(b"".join(frames))
