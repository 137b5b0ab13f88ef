"""The report for people: one file, pictures inside, no network, in Chinese and English."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ..model import Audit, Finding
from ..pack import RuleDefinition, load_pack
from ..scoring import score

STYLE = Path(__file__).with_name("report.css")
SEVERITY = {"veto": "否决 veto", "serious": "严重 serious", "moderate": "一般 moderate", "advisory": "建议 advisory"}
OUTCOME = {"fail": "✕ 不合格 fail", "review": "? 请人看 review", "pass": "✓ 合格 pass", "na": "– 不适用 n/a"}
ORDER = ("veto", "serious", "moderate", "advisory")


def render(audit: Audit, known: set[str]) -> str:
    """The report as one HTML document."""
    pack = load_pack()
    parts = [
        "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'>",  # noqa: E501
        f"<title>网页适老化检查 Age-friendly audit</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body>",
        "<header><h1>网页适老化检查 <span lang=en>Age-friendly audit</span></h1>",
        f"<p>规则包 <span lang=en>rule pack</span> {escape(audit.pack)}</p></header><main>",
        _summary(audit, known),
        _troubles(audit),
        _pages(audit, pack, known),
        _manual(audit, pack),
        "</main><footer><p>这些标准是推荐性的，或是评标志的条件；本报告不说谁违法。权重和分级是我们定的。</p>"
        "<p lang=en>The standards are recommendations, or conditions of a badge; this report calls nobody unlawful. Weights and severities are ours.</p></footer></body></html>",  # noqa: E501
    ]
    return "\n".join(parts)


def _summary(audit: Audit, known: set[str]) -> str:
    told = score(audit)
    new = [f for f in audit.fails if f.key() not in known]
    counts = "".join(
        f"<tr><th scope=row>{SEVERITY[s]}</th><td>{sum(f.severity == s for f in new)}</td></tr>" for s in ORDER
    )
    points = "–" if told["technical"] is None else f"{told['technical']:g}"
    verdict = "有否决项 veto items: " + "、".join(told["vetoes"]) if told["vetoes"] else "没有否决项 no veto item"
    return (
        f"<section><h2>结果 <span lang=en>Result</span></h2><p class=points>{escape(verdict)}。技术分 <span lang=en>technical score</span> <b>{points}</b> / 100</p>"  # noqa: E501
        f"<table><caption>不合格 <span lang=en>failures</span></caption>{counts}<tr><th scope=row>请人看 review</th><td>{sum(f.outcome == 'review' for f in audit.findings)}</td></tr></table></section>"  # noqa: E501
    )


def _troubles(audit: Audit) -> str:
    if not audit.troubles:
        return ""
    rows = "".join(
        f"<li><b>{escape(t.page)}</b> {escape(t.viewport)}：{escape(t.chinese)}。 <span lang=en>{escape(t.english)}.</span></li>"
        for t in audit.troubles
    )
    return f"<section class=trouble><h2>没有查成的 <span lang=en>Not audited</span></h2><ul>{rows}</ul></section>"


def _pages(audit: Audit, pack: dict[str, RuleDefinition], known: set[str]) -> str:
    out = []
    by_page: dict[str, list[Finding]] = {}
    for f in audit.findings:
        by_page.setdefault(f.page, []).append(f)
    for page, findings in by_page.items():
        shown = [f for f in findings if f.outcome in ("fail", "review")]
        shown.sort(key=lambda f: (f.outcome != "fail", ORDER.index(f.severity), f.rule))
        fails = sum(f.outcome == "fail" for f in shown)
        kept = sorted({f.rule for f in findings if f.outcome == "pass"} - {f.rule for f in shown})
        out.append(
            f"<details open><summary>{escape(page)} · {escape(findings[0].mode)} · ✕ {fails} · ? {len(shown) - fails}</summary>"
        )
        out += [_finding(f, pack[f.rule], f.key() in known) for f in shown]
        out.append(f"<p class=kept>✓ 合格 <span lang=en>kept</span>: {', '.join(kept)}</p></details>")
    return "<section><h2>网页 <span lang=en>Pages</span></h2>" + "\n".join(out) + "</section>"


def _finding(f: Finding, rule: RuleDefinition, known: bool) -> str:
    cites = ", ".join(rule.clauses) + ("（类推适用 applied by analogy）" if rule.analogy else "")
    picture = (
        f"<img alt='问题所在的画面 the place, pictured' src='data:image/jpeg;base64,{f.picture}'>" if f.picture else ""
    )
    box = f" · {f.box[0]:g}, {f.box[1]:g}, {f.box[2]:g} × {f.box[3]:g} px" if f.box else ""
    mark = " · 已知 known" if known else ""
    return (
        f"<article class={f.outcome}><h3>{f.rule} {escape(rule.title.zh)} <span lang=en>{escape(rule.title.en)}</span></h3>"
        f"<p class=chips><b>{OUTCOME[f.outcome]}</b> · {SEVERITY[f.severity]} · {escape(f.viewport)} · {escape(f.state)}{mark}</p>{picture}"  # noqa: E501
        f"<dl><dt>哪里 where</dt><dd><code>{escape(f.selector)}</code>{box}</dd><dt>测得 measured</dt><dd>{escape(f.measured) or '–'}</dd>"  # noqa: E501
        f"<dt>要求 required</dt><dd>{escape(f.required) or '–'}</dd><dt>条款 clause</dt><dd>{escape(cites)}</dd>"
        f"<dt>怎么改 mend</dt><dd>{escape(rule.mend.zh)} <span lang=en>{escape(rule.mend.en)}</span></dd></dl></article>"
    )


def _manual(audit: Audit, pack: dict[str, RuleDefinition]) -> str:
    asked = sorted({f.rule for f in audit.findings if f.outcome == "review" and pack[f.rule].manual})
    if not asked:
        return ""
    rows = "".join(
        f"<li>{code}：{escape(pack[code].manual.zh)} <span lang=en>{escape(pack[code].manual.en)}</span></li>"
        for code in asked
    )
    return f"<section><h2>请人看的 <span lang=en>Questions for a human</span></h2><ul>{rows}</ul></section>"
