"""What a place of a form is likely to mean: the sign-off block by its known words, figures by likeness of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .bindings import dice
from .slots import Slot, plain

# The block every return carries, in the words forms use for it.
BLOCK: dict[str, tuple[str, ...]] = {
    "preparer": ("填表人", "制表人", "填报人", "经办人", "填表人签字", "填报人姓名", "填表人签名"),
    "reviewer": ("复核人", "审核人", "复核", "审核", "复核人签字", "审核人签字"),
    "head": (
        "负责人",
        "单位负责人",
        "分管负责人",
        "主要负责人",
        "单位负责人签字",
        "负责人签字",
        "领导签字",
        "分管领导",
    ),
    "phone": ("联系电话", "电话", "联系方式", "填表人电话", "联系人电话", "办公电话"),
    "date": ("填报日期", "填表日期", "日期", "填报时间", "报送日期", "填表时间", "报送时间", "上报日期"),
    "unit": (
        "填报单位",
        "单位名称",
        "单位",
        "报送单位",
        "填表单位",
        "机构名称",
        "填报机构",
        "填报单位盖章",
        "单位盖章",
    ),
    "receiver": ("报送至", "接收单位", "主管部门", "报送对象", "收表单位"),
    "period": ("报告期", "填报期", "报告季度", "季度", "所属期", "填报期间", "统计期", "报表期", "报告期间"),
}
_LEAST = 0.3
# Columns that hold no figure of the period: remarks take none, those of an earlier period take another one's.
_REMARKS = ("说明", "备注", "原因", "差异说明", "情况说明", "变动原因", "其他说明")
_EARLIER = ("上季", "上季度", "上期", "上年同期", "去年同期", "上年", "上月", "上期数", "上季末")
_SIDE = re.compile(r"[（(][^（）()]*[）)]")
_IDLE = re.compile(r"(数量|总数|人数|个数|情况|累计|合计|本季末?|本期末?|期末|其中|数)")


@dataclass(frozen=True)
class Candidate:
    """Something a place may mean: its code, and the names people give it."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A candidate's code, or one of the block (preparer, unit, …), with how well the words fit, 0 to 1."""

    code: str
    score: float


def suggest(slot: Slot, candidates: Sequence[Candidate], most: int = 3) -> tuple[Suggestion, ...]:
    """What a place may mean, likeliest first; nothing where no words are alike. Only a person binds."""
    label = plain(_SIDE.sub("", slot.words.label if slot.words.literals else (slot.words.row or ("",))[-1]))
    for code, words in BLOCK.items():
        if label in words or plain(slot.name) in (code, *words):
            return (Suggestion(code, 1.0),)
    head = plain((slot.words.column or ("",))[-1])
    if head in _REMARKS:
        return ()
    texts = {
        plain(slot.words.label),
        plain("".join(slot.words.row)),
        plain("".join(slot.words.row[-1:])),
        plain(slot.name),
    }
    columns = plain("".join(slot.words.column))
    found = []
    for candidate in candidates:
        score = max((_like(text, name) for text in texts if text for name in candidate.names), default=0.0)
        lift = max((_like(columns, name) for name in candidate.names), default=0.0) if columns else 0.0
        total = min(1.0, max(score, 0.8 * score + 0.3 * lift)) * (0.7 if head in _EARLIER else 1)
        if total >= _LEAST:
            found.append(Suggestion(candidate.code, round(total, 3)))
    return tuple(sorted(found, key=lambda it: (-it.score, it.code))[:most])


def _like(text: str, name: str) -> float:
    wanted = plain(name)
    if not text or not wanted:
        return 0.0
    if text == wanted:
        return 1.0
    bare = [_IDLE.sub("", it) or it for it in (text, wanted)]
    best = max(dice(text, wanted), 0.97 * dice(*bare))
    # A short name that the label holds whole is meant, as far as the label says nothing else.
    short, long = sorted((text, wanted), key=len)
    if len(short) >= 3 and short in long:
        best = max(best, 0.6 + 0.35 * len(short) / len(long))
    return min(best, 0.99)
