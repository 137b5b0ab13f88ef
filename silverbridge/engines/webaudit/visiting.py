"""One state of a page: opened, measured in one pass, probed, judged."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from . import scripts
from .judging import verdicts
from .measures import Page
from .model import Finding, Mode, Trouble
from .naming import mode_of
from .pack import RuleDefinition
from .picturing import crops, look
from .probes import acting, codes, waiting
from .probes.pressing import At
from .probes.way import Way
from .tabs import Tab

HALF, NARROW = (683, 384), (320, 256)
IN_SIGHT = """() => {
  try {
    const S = window.top.__sb, frame = window.frameElement;
    return !!S && !!frame && S.shown(frame) && !!document.body && document.body.childElementCount > 0;
  } catch { return false; }
}"""


@dataclass
class Visit:
    """What is asked for: an address, its name in reports, its window. `others`: its forms are about other people."""

    url: str
    name: str
    viewport: str
    size: tuple[int, int]
    mode: Mode | None = None
    sandbox: bool = False
    crops: bool = False
    state: str = "default"
    steps: tuple[dict[str, Any], ...] = ()
    others: bool = False


@dataclass
class Seen:
    """What came of a visit. `editions`: addresses of an elder edition; `switch`: what turns this very page into one."""

    page: Page | None = None
    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    switch: str = ""
    seconds: float = 0.0
    nodes: int = 0
    names: dict[int, Any] = field(default_factory=dict)


async def told(tab: BrowserPage, expression: str) -> Any:
    """What an expression answers. As text, which crosses over faster than values do; one question for many, since each
    passes through three programs."""
    return json.loads(await tab.evaluate(f"JSON.stringify({expression})"))


async def measure(tab: BrowserPage, mode: Mode | None = None) -> dict[str, Any]:
    """The snapshot: one pass over the document."""
    call = f"window.__sb.quiet(); JSON.stringify(window.__sb.collect({json.dumps(mode)}))"
    return json.loads(await tab.evaluate(f"{scripts.MEASURE} {call}"))


async def run_axe(tab: BrowserPage) -> dict[str, Any]:
    """axe-core in the page and in those of its frames that are shown and of its own origin."""
    call = f"{scripts.AXE} ({scripts.read('axe')})"
    found = json.loads(await tab.evaluate(f"{call}(false)"))
    for frame in tab.frames[1:]:
        try:
            near = await frame.evaluate(IN_SIGHT)
            if not near:
                continue
            inside = json.loads(await frame.evaluate(f"{call}(true)"))
        except Error:
            continue
        found["contrast"] |= inside["contrast"]
        for rule, nodes in inside["rules"].items():
            found["rules"].setdefault(rule, []).extend(nodes)
    found["contrast"] = {int(e): row for e, row in found["contrast"].items()}
    return found


async def resized(tab: Tab, size: tuple[int, int], expression: str) -> dict[str, Any]:
    """What an expression answers in a window of another size."""
    await tab.resize(*size)
    return await tab.page.evaluate(expression)


async def visit(
    window: Tab,
    asked: Visit,
    pack: dict[str, RuleDefinition],
    way: Way,
    before: Seen | None = None,
) -> Seen:
    """Measures the page that stands in the tab.

    1. One pass, axe. 2. Pictures where needed. 3. Focus and fields. 4. Other window sizes. 5. The clock runs.
    6. Names of what was found. 7. Controls, forms and search are tried, each from a fresh load. 8. Verdicts.
    `before`: another state of the page in the same window. When nothing differs, it is judged anew and not measured twice.
    """
    seen, tab, at = Seen(), window.page, At(asked.url, way)
    snapshot = await measure(tab, asked.mode)
    mode = asked.mode or mode_of(asked.url, snapshot["title"])
    if before is not None and before.page is not None and alike(before.page.snapshot, snapshot):
        return judged_again(before, asked, mode, pack)
    page = Page(mode, asked.viewport, snapshot, others=asked.others)
    seen.page, seen.nodes = page, snapshot["nodes"]
    await probe(window, asked, page)
    judged = list(verdicts(page, pack))
    indices = sorted({v.at for _, v in judged if isinstance(v.at, int)})
    names = dict(zip(indices, await told(tab, f"window.__sb.name({indices})"), strict=True))
    pictures = await crops(tab, snapshot, names) if asked.crops else {}
    page.probes["motion"]["movers"] = await waiting.calmer(tab, page.probes["motion"]["movers"])
    page.probes |= await acting.try_out(tab, at, acting.to_try(asked, page))
    page.probes["elder"] = {"exit": acting.way_out(page), "switch": page.probes.pop("switch", None)}
    await acting.try_closing(tab, at, page)
    final = list(verdicts(page, pack))
    missing = sorted({v.at for _, v in final if isinstance(v.at, int)} - set(names))
    if missing:
        raise RuntimeError(f"elements without a name: {missing}")
    seen.findings = [finding(asked, mode, code, v, names, pack, pictures) for code, v in final]
    seen.names = names
    if asked.mode is None and mode != "elder":
        seen.switch, seen.editions = acting.elder_editions(page, asked.url)
    return seen


async def probe(window: Tab, asked: Visit, page: Page) -> None:
    """What is measured beyond the snapshot on the page as it stands."""
    tab, snapshot = window.page, page.snapshot
    held = bool(snapshot["timers"]) and await waiting.hold_clock(tab)
    page.probes["axe"] = await run_axe(tab)
    page.probes["pixels"] = await look(window, snapshot, page.probes["axe"])
    await window.press_tab()
    first = "focus: (window.__sb.unveil(), window.__sb.focusing()), paste: window.__sb.pasting()"
    spaced = "spaced: window.__sb.spaced()"
    if snapshot["keyed"]:
        page.probes |= await told(tab, f"{{{first}}}")
        page.probes["trap"] = await waiting.trap(tab)
        page.probes |= await told(tab, f"{{{spaced}}}")
    else:
        page.probes |= await told(tab, f"{{{first}, {spaced}}}")
    if asked.viewport == "desktop":
        await tab.evaluate("window.__sb.rememberLayout()")
        page.probes["half"] = await resized(window, HALF, "window.__sb.compareLayout()")
    page.probes["narrow"] = await resized(window, NARROW, "window.__sb.wide()")
    await window.resize(*asked.size)
    if snapshot["captchas"]:
        page.probes["zooms"] = await codes.magnify(tab, snapshot)
    if snapshot["countdowns"]:
        page.probes["extensions"] = await codes.extend(tab, snapshot)
    page.probes |= await waiting.run_clock(tab, page)
    if held:
        await tab.clock.resume()


def alike(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """The same document, and the same to look at."""
    return all(before[key] == now[key] for key in ("hash", "looks", "url", "width"))


def judged_again(before: Seen, asked: Visit, mode: Mode, pack: dict[str, RuleDefinition]) -> Seen:
    """The measurements of another state, judged as this one."""
    page = Page(mode, asked.viewport, before.page.snapshot, before.page.probes, asked.others)
    found = [finding(asked, mode, code, v, before.names, pack, {}) for code, v in verdicts(page, pack)]
    return Seen(page, found, nodes=before.nodes, names=before.names)


def finding(
    asked: Visit,
    mode: Mode,
    code: str,
    v: Any,
    names: dict[int, Any],
    pack: dict[str, RuleDefinition],
    pictures: dict[int, str],
) -> Finding:
    """A verdict with its place."""
    told = names.get(v.at) if isinstance(v.at, int) else None
    selector = told["selector"] if told else (v.at or "body")
    return Finding(
        page=asked.name,
        viewport=asked.viewport,
        mode=mode,
        rule=code,
        outcome=v.outcome,
        selector=selector,
        measured=v.measured,
        required=v.required,
        severity=pack[code].severity_for(mode),
        state=asked.state,
        box=tuple(told["box"]) if told and told["box"] else None,
        html=told["html"] if told else "",
        picture=pictures.get(v.at, "") if isinstance(v.at, int) and v.outcome in ("fail", "review") else "",
    )
