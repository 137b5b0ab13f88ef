"""What offices write over the columns of a ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise

# What a column can mean, in the order a ledger is usually printed.
FIELDS = (
    "number",
    "category",
    "clause",
    "task",
    "measures",
    "lead",
    "responsible",
    "cooperating",
    "contact",
    "phone",
    "deadline",
    "progress",
    "problems",
    "next_steps",
    "materials",
    "state",
    "closed_on",
    "remarks",
)
# Several columns can be the progress (a column a month), but a task has one number, state, deadline and day of closing.
ONCE = frozenset({"number", "clause", "task", "deadline", "state", "closed_on"})

# The whole header is one of these words: sure. It ends or begins with one: less so. Longest first within a field.
_EXACT: Mapping[str, Sequence[str]] = {
    field: words.split()
    for field, words in {
        "number": "序号 编号 项目编号 任务编号 任务序号 号 no no.",
        "category": ("类别 领域 工作类别 任务类别 分类 板块 重点领域 工作领域 一级任务 主要任务类别 项目 责任分解 "),
        "clause": "条款 对应条款 文件条款 文件依据 任务来源 来源 依据 条目 政策条款",
        "task": (
            "工作任务 重点任务 任务 主要任务 任务内容 工作内容 任务名称 重点工作 重点工作任务 "
            "工作事项 督办事项 事项 事项名称 目标任务 年度任务 具体任务 任务事项 交办事项 "
            "工作项目 整改任务 主要内容 具体工作 工作要点 任务清单 二级任务 内容 任务措施 "
        ),
        "measures": (
            "具体举措 具体措施 工作措施 工作举措 推进措施 重点举措 举措 措施 主要举措 落实措施 "
            "整改措施 工作安排 实施路径 推进举措 细化措施 任务分解 "
        ),
        "lead": "牵头单位 牵头部门 主办单位 主责单位 牵头责任单位 责任牵头单位 牵头 主责部门 主办部门",
        "responsible": (
            "责任单位 责任部门 承办单位 落实单位 实施单位 责任主体 承办部门 分工单位 单位 "
            "责任处室 责任科室 具体责任单位 执行单位 "
        ),
        "cooperating": "配合单位 配合部门 协办单位 参与单位 协同单位 协助单位 配合责任单位 会办单位 参加单位",
        "contact": (
            "责任人 联系人 责任领导 分管领导 负责人 责任人及电话 责任人及联系电话 联系人及电话 "
            "联系人及联系方式 责任人员 具体责任人 经办人 联络员 责任人和电话 责任人/电话 牵头领导 "
            "包保领导 责任人及联系方式 "
        ),
        "phone": "联系电话 电话 联系方式 手机 手机号 手机号码 电话号码 办公电话",
        "deadline": (
            "完成时限 时限 完成时间 办结时限 时间要求 时限要求 计划完成时间 截止时间 截止日期 "
            "完成期限 办理时限 时间节点 要求完成时间 整改时限 计划完成时限 完成节点 时间安排 期限 "
            "时间 "
        ),
        "progress": (
            "进展情况 工作进展 落实情况 推进情况 进展 目前进展 工作进展情况 任务进展 办理情况 "
            "完成进展 当前进展 最新进展 阶段性进展 工作落实情况 整改情况 完成情况 工作成效 "
            "进度情况 任务完成情况 执行情况 月进展 "
        ),
        "problems": (
            "存在问题 存在的问题 困难问题 存在困难 存在的困难和问题 困难和问题 问题 问题及困难 "
            "存在问题及困难 主要问题 未完成原因 滞后原因 原因 存在问题及原因 "
        ),
        "next_steps": (
            "下一步打算 下步打算 下一步工作 下步工作 下步计划 下一步计划 下一步措施 下步措施 "
            "下一步工作打算 下一步工作计划 工作打算 下一步举措 下步工作打算 下步工作安排 "
        ),
        "materials": "佐证材料 支撑材料 证明材料 附件 佐证 印证材料 佐证资料 附件材料 台账资料 销号材料",
        "state": (
            "状态 完成状态 任务状态 办理状态 是否完成 是否销号 是否办结 进度 完成进度 销号情况 "
            "办结情况 整改状态 完成与否 完成率 亮灯 亮灯情况 预警 是否达到时序进度 销号状态 "
            "推进状态 "
        ),
        "closed_on": (
            "销号时间 办结时间 实际完成时间 完成日期 销号日期 办结日期 实际完成日期 结案时间 实际办结时间 核销时间 "
        ),
        "remarks": "备注 说明 备注说明 备考 领导批示 其他",
    }.items()
}
_INSIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_IGNORED = re.compile(r"[\s:：*＊·.。、]+")
_MONTHLY = re.compile(r"(?:(?:\d{4}年)?\d{1,2}月(?:份|底)?|第?[一二三四]季度|上半年|下半年|截至.*|本月|本周|本季度?)")


def plain(header: str) -> str:
    """A header without white space, stars and what stands in brackets; the brackets' words where nothing else is there."""
    said = unicodedata.normalize("NFKC", header).lower()
    bare = _IGNORED.sub("", _INSIDE.sub("", said))
    return bare or _IGNORED.sub("", re.sub(r"[（()）【】\[\]]", "", said))


def named(levels: Sequence[str]) -> dict[str, float]:
    """What a header can mean, each with how sure that is. ``levels`` go from the highest to the lowest printed."""
    found: dict[str, float] = {}
    words = [plain(level) for level in levels]
    for place, word in enumerate(reversed(words)):
        for field, sure in _of(word).items():
            # The lowest level says it; a higher one only where the lowest says nothing of its own.
            found[field] = max(found.get(field, 0.0), sure - 0.25 * place)
    for upper, lower in pairwise(words):
        for field, sure in _together(upper, lower).items():
            found[field] = max(found.get(field, 0.0), sure)
    return {field: sure for field, sure in found.items() if sure > 0.2}


def _together(upper: str, lower: str) -> dict[str, float]:
    """Words that mean something only under their heading: 联系人 over 姓名; 责任分工 over 牵头; 完成 over 计划 and 实际."""
    if lower in ("姓名", "职务", "姓名及职务"):
        return {"contact": 0.9 if re.search("责任|联系|负责|领导|经办", upper) else 0.5}
    if lower in ("计划", "要求", "计划时间") and re.search("时限|时间|完成", upper):
        return {"deadline": 0.9}
    if lower in ("实际", "实际时间") and re.search("时限|时间|完成", upper):
        return {"closed_on": 0.9}
    if lower in ("配合", "协办", "参与", "责任", "主办", "牵头") and re.search("单位|部门|分工", upper):
        kinds = {"配合": "cooperating", "协办": "cooperating", "参与": "cooperating", "责任": "responsible"}
        return {kinds.get(lower, "lead"): 0.95}
    if _MONTHLY.fullmatch(lower) and re.search("进展|进度|情况", upper):
        return {"progress": 0.85}
    return {}


def _of(word: str) -> dict[str, float]:
    if not word or len(word) > 24:
        return {}
    found: dict[str, float] = {}
    for field, names in _EXACT.items():
        for name in names:
            if word == name:
                sure = 0.5 if name in ("时间", "项目", "内容", "单位", "号", "其他", "问题", "原因") else 0.95
            elif len(name) >= 2 and (word.endswith(name) or word.startswith(name)):
                sure = 0.45 + 0.4 * len(name) / len(word)
            elif len(name) >= 3 and name in word:
                sure = 0.35 + 0.3 * len(name) / len(word)
            else:
                continue
            found[field] = max(found.get(field, 0.0), sure)
    return found
