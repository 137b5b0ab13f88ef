"""What a bulletin says: figures of a period gathered from evaluation, returns, visits and cases, and put in official words.

Bulletins are Chinese whatever language the page has, as their layout is that of GB/T 9704.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from silverbridge.domain.oversight.models import Bulletin, Evaluation, Named, Practice
from silverbridge.domain.oversight.queries.reach import looked_at, whole
from silverbridge.domain.oversight.queries.returned import owed_by
from silverbridge.domain.oversight.queries.visits import serious_in, visits_in
from silverbridge.domain.places.models import Organisation
from silverbridge.engines import papers
from silverbridge.engines.calendars import Quarter

NO_DATA = "没有数据"
AHEAD = 3
HEADS = ("单位", "得分", "可计分", "名次", "报表应报", "已报", "按时", "暗访合格")
WIDTHS = (36, 17, 17, 15, 18, 15, 15, 23)


@dataclass(frozen=True)
class Content:
    """What a draft begins with."""

    title: str
    text: str
    figures: dict[str, Any]
    named: tuple[tuple[int, str], ...]


def gather(
    organisation: Organisation, period: tuple[date, date], evaluation: Evaluation | None, practices: Iterable[Practice]
) -> Content:
    """Figures, text and named units of a bulletin about a period. What was not measured is said to be so."""
    units = Organisation.objects.filter(pk__in=looked_at(organisation) - {organisation.pk}).order_by("code")
    scores = {row.organisation_id: row for row in evaluation.scores.all()} if evaluation else {}
    rows, ids, named = [], [], []
    for unit in units:
        line = _line(unit, period, scores.get(unit.pk))
        if line is None:
            continue
        rows.append(line)
        ids.append(unit.pk)
    ranks = sorted(row["rank"] for row in rows if row["rank"])
    for pk, line in zip(ids, rows, strict=True):
        named += [(pk, reason) for reason in _reasons(line, ranks)]
    cited = [{"unit": p.organisation.name, "title": p.title, "effect": p.effect} for p in practices]
    named += [(p.organisation_id, Named.Reason.PRACTICE) for p in practices]
    figures = {"rows": rows, "practices": cited, "scored": len(scores)}
    title = f"关于{span(period)}为老年人服务工作情况的通报"
    return Content(title, "\n".join(_text(period, figures)), figures, tuple(dict.fromkeys(named)))


def _line(unit: Organisation, period: tuple[date, date], scored: Any) -> dict[str, Any] | None:
    held = whole(unit)
    owed, visits = owed_by(held, period), visits_in(held, period)
    if scored is None and not owed.filings and not visits:
        return None
    return {
        "unit": unit.name,
        "points": scored.points if scored and scored.out_of else None,
        "out_of": scored.out_of if scored else None,
        "whole": scored.whole if scored else None,
        "rank": scored.rank if scored else None,
        "owed": len(owed.filings),
        "came": len(owed.came),
        "in_time": len(owed.in_time),
        "late": [f"{f.form}" for f in owed.late],
        "missing": [f"{f.form}" for f in owed.missing],
        "visited": len(visits),
        "checked": sum(v.checked for v in visits),
        "in_order": sum(v.in_order for v in visits),
        "serious": len(serious_in(held, period)) if visits else 0,
    }


def _is_behind(line: dict[str, Any], ranks: list[int]) -> bool:
    """Whether a unit is last of enough units that being last says something."""
    return bool(line["rank"]) and line["rank"] > AHEAD and line["rank"] == ranks[-1]


def _reasons(line: dict[str, Any], ranks: list[int]) -> list[str]:
    found = []
    if line["rank"] and line["rank"] <= AHEAD < len(ranks):
        found.append(Named.Reason.AHEAD)
    if _is_behind(line, ranks):
        found.append(Named.Reason.BEHIND)
    if line["late"] or line["missing"]:
        found.append(Named.Reason.LATE)
    if line["checked"] > line["in_order"]:
        found.append(Named.Reason.FINDINGS)
    return found


def span(period: tuple[date, date]) -> str:
    """A period in words: a quarter, or two days."""
    quarter = Quarter.of(period[0])
    if (quarter.start, quarter.end) == period:
        return quarter.label_zh
    first, last = period
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def _text(period: tuple[date, date], figures: dict[str, Any]) -> list[str]:
    rows = figures["rows"]
    lines = [f"现将{span(period)}各单位为老年人服务工作情况通报如下。", "# 评价情况", *_scores(rows)]
    lines += ["# 报表报送情况", *_returns(rows), "# 暗访抽查情况", *_visits(rows)]
    if figures["practices"]:
        lines += ["# 可以借鉴的做法"]
        lines += [f"{one['unit']}：{one['title']}。{one['effect'].rstrip('。')}。" for one in figures["practices"]]
    lines += [
        "# 下一步要求",
        "各单位对照本通报查找原因，本月内改到位，并把整改结果按时反馈。未报、迟报的，请补报并说明原因；暗访发现的严重问题，立行立改。",
    ]
    return lines


def _scores(rows: list[dict[str, Any]]) -> list[str]:
    ranked = sorted((row for row in rows if row["rank"]), key=lambda row: (row["rank"], row["unit"]))
    if not any(row["out_of"] is not None for row in rows):
        return [f"本期评价{NO_DATA}。"]
    out = [f"本期评价{sum(row['out_of'] is not None for row in rows)}个单位，{len(ranked)}个列入名次。"]
    if ranked:
        told = [f"{row['unit']}（{row['points']:g}/{row['out_of']:g}分）" for row in ranked if row["rank"] <= AHEAD]
        out[0] += f"得分率居前的是{'、'.join(told)}。"
        places = [row["rank"] for row in ranked]
        behind = [row["unit"] for row in ranked if _is_behind(row, places)]
        out[0] += f"得分率靠后的是{'、'.join(behind)}。" if behind else ""
    short = [row["unit"] for row in rows if row["out_of"] is not None and not row["rank"]]
    if short:
        out.append(f"{'、'.join(short)}可计分的项目不足，不列名次。没有数据的项目不计分，也不按零分算。")
    return out


def _returns(rows: list[dict[str, Any]]) -> list[str]:
    owed = sum(row["owed"] for row in rows)
    if not owed:
        return [f"本期报表{NO_DATA}。"]
    came, in_time = sum(row["came"] for row in rows), sum(row["in_time"] for row in rows)
    out = [f"本期应报{owed}份，已报{came}份，其中按时{in_time}份。"]
    late = [f"{row['unit']}（{'、'.join(row['late'])}）" for row in rows if row["late"]]
    missing = [f"{row['unit']}（{'、'.join(row['missing'])}）" for row in rows if row["missing"]]
    out += [f"迟报：{'；'.join(late)}。"] if late else []
    out += [f"未报：{'；'.join(missing)}。"] if missing else []
    return out


def _visits(rows: list[dict[str, Any]]) -> list[str]:
    visited = [row for row in rows if row["visited"]]
    if not visited:
        return [f"本期暗访{NO_DATA}。"]
    places, checked = sum(row["visited"] for row in visited), sum(row["checked"] for row in visited)
    good = sum(row["in_order"] for row in visited)
    out = [f"本期暗访{places}处，查{checked}项，合格{good}项（{percent(good, checked)}）。"]
    grave = [f"{row['unit']}{row['serious']}项" for row in visited if row["serious"]]
    out += [f"发现严重问题：{'、'.join(grave)}。"] if grave else ["没有发现严重问题。"]
    return out


def percent(part: float, whole_of: float) -> str:
    """A share as printed; words where there is none."""
    return f"{part / whole_of * 100:.1f}%".replace(".0%", "%") if whole_of else NO_DATA


def table_of(figures: dict[str, Any]) -> papers.Table:
    """The table of a bulletin, unit by unit; what was not measured says so."""
    rows = []
    for row in figures["rows"]:
        has_returns, scored = row["owed"] > 0, row["points"] is not None
        rows.append(
            (
                row["unit"],
                f"{row['points']:g}" if scored else NO_DATA,
                f"{row['out_of']:g}/{row['whole']:g}" if row["whole"] else NO_DATA,
                str(row["rank"] or "不列"),
                str(row["owed"]) if has_returns else NO_DATA,
                str(row["came"]) if has_returns else NO_DATA,
                str(row["in_time"]) if has_returns else NO_DATA,
                percent(row["in_order"], row["checked"]),
            )
        )
    return papers.Table(HEADS, tuple(rows), WIDTHS)


def paper_of(row: Bulletin, number: str, day: date, addressees: tuple[str, ...]) -> bytes:
    """The bulletin as a Word file in the layout of GB/T 9704."""
    body: list[papers.Heading | papers.Paragraph | papers.Table] = []
    for line in row.text.splitlines():
        if line.startswith("#"):
            body.append(papers.Heading(1, line.lstrip("# ").strip()))
        elif line.strip():
            body.append(papers.Paragraph(line.strip()))
    if row.figures["rows"]:
        body += [papers.Heading(1, "各单位情况表"), table_of(row.figures)]
    name = row.organisation.name
    return papers.write_official(
        papers.Paper(
            row.title,
            tuple(body),
            issuer=name,
            number=number,
            addressees=addressees,
            signer=name,
            day=day,
            printed_by=name,
        )
    )
