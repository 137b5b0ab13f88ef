"""Ledgers in the manner offices keep them, made by code: invented places, people and numbers. Each yields a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

COUNTER = "电话、柜台和上门办理的渠道全年不关，每个区至少留一处可以坐下来慢慢办的柜台"
RELATIVES = "老年人可以请子女代为申请，办完要告诉老年人本人"
REASONS = "办不了的当场说明原因，并指出当天还能去的另一处"
RED, YELLOW, GREEN = (PatternFill("solid", fgColor=colour) for colour in ("FF0000", "FFFF00", "92D050"))
EDGE = Border(*[Side(style="thin")] * 4)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(title: str = "Sheet1") -> tuple[Workbook, Worksheet]:
    """A workbook with one sheet."""
    book = Workbook()
    book.active.title = title
    return book, book.active


def rows(into: Worksheet, top: int, lines: list[list[object]]) -> None:
    """Writes lines from a row on, with edges, as offices draw them."""
    for r, line in enumerate(lines, start=top):
        for c, value in enumerate(line, start=1):
            cell = into.cell(r, c, value)
            cell.border, cell.alignment = EDGE, Alignment(wrap_text=True, vertical="center")


def plain() -> bytes:
    """A header in the first row, the fourteen columns of a supervision office, real dates."""
    book, s = sheet()
    head = "序号 工作任务 具体举措 牵头单位 责任单位 责任人及电话 完成时限 "
    rows(s, 1, [(head + "进展情况 存在问题 下一步打算 佐证材料 状态 销号时间 备注").split()])
    rows(s, 2, [
        [1, COUNTER, "设窗口", "市民生服务中心", "市卫生健康委、市残联", "周宁 13800990001", date(2026, 12, 31),
         "窗口已设12个", "北区缺一处", "下月补齐", "照片3张", "正在推进", None, ""],
        [2, RELATIVES, "修订表单", "市民政局", "", "何文 13800990002", "长期坚持",
         "表单已改", "无", "", "新表单", "已完成", date(2026, 9, 30), "市级督办"],
    ])  # fmt: skip
    return saved(book)


def titled() -> bytes:
    """Title and reporting lines merged above a header of two levels; a footer and a second copy of the header below."""
    book, s = sheet("督办台账")
    s["A1"] = "2026年便利老年人办事工作任务台账"
    s.merge_cells("A1:J1")
    s["A1"].font = Font(size=20, bold=True)
    s["A2"] = "填报单位：安澜市民生服务中心（盖章）"
    s.merge_cells("A2:E2")
    s["F2"] = "填报时间：2026年10月8日"
    s.merge_cells("F2:J2")
    rows(s, 3, [
        ["序号", "工作任务", "责任分工", None, None, "联系人", None, "完成时限", "工作进展情况", "备注"],
        [None, None, "牵头单位", "责任单位", "配合单位", "姓名", "电话", None, None, None],
        ["一、保留人工办理", *[None] * 9],
        [1, COUNTER, "市民生服务中心", "各区政府", "市残联", "周宁", 13800990001, "2026年12月底前", "已设窗口12个", None],
        [2, RELATIVES, "市民政局", None, None, "何文", 13800990002, "长期", "表单已改", None],
        ["序号", "工作任务", "责任分工", None, None, "联系人", None, "完成时限", "工作进展情况", "备注"],
        ["二、讲清结果", *[None] * 9],
        [3, REASONS, "市政务服务局", None, None, "陈静", 13800990003, "2026.6", "正在培训", None],
        ["填表人：何文", None, None, "审核人：陈静", None, None, "联系电话：0990-1234567", None, None, None],
    ])  # fmt: skip
    for area in ("A3:A4", "B3:B4", "C3:E3", "F3:G3", "H3:H4", "I3:I4", "J3:J4", "A5:J5", "A9:J9", "C8:E8", "F8:G8"):
        s.merge_cells(area)
    s["H6"].fill, s["H8"].fill = YELLOW, RED
    return saved(book)


def merged() -> bytes:
    """A task over several merged rows, a measure a row, each with its own unit and day; the notice has the task as one."""
    book, s = sheet()
    rows(s, 1, [
        ["便民任务清单", *[None] * 6],
        ["序号", "重点任务", "工作措施", "牵头部门", "完成时间", "目前进展", "完成状态"],
        [1, COUNTER, "1.每个区留一处柜台", "市民生服务中心", "2026年6月底", "已留4处", "是"],
        [None, None, "2.电话全年有人接", "市卫生健康委", "2026/9/30", "正在排班", "推进中"],
        [None, None, "3.上门办理不停", "市残联", "20261231", "每周上门", "√"],
        [2, RELATIVES, "改表单", "市民政局", "长期坚持", "已改", "√"],
        [3, REASONS, "统一用语", "市政务服务局", "年底前", "", "未启动"],
    ])  # fmt: skip
    for area in ("A1:G1", "A3:A5", "B3:B5", "A6:A6"):
        if area != "A6:A6":
            s.merge_cells(area)
    return saved(book)


def apart() -> bytes:
    """The merged cell is a heading; each measure below it is a task of the notice."""
    book, s = sheet()
    rows(s, 1, [
        ["类别", "工作任务", "具体措施", "责任单位", "时限要求", "落实情况"],
        ["窗口", "保留人工办理", COUNTER, "市民生服务中心\n市卫生健康委", "2026-12", "在办"],
        [None, None, RELATIVES, "市民政局", "持续推进", "已办"],
        ["告知", "讲清结果", REASONS, "市政务服务局", "每季度末", "在办"],
    ])  # fmt: skip
    s.merge_cells("A2:A3")
    s.merge_cells("B2:B3")
    return saved(book)


def several_sheets() -> bytes:
    """A cover, instructions and a hidden old copy beside the ledger; hidden rows in it."""
    book, cover = sheet("封面")
    cover["B3"] = "安澜市便利老年人工作台账"
    guide = book.create_sheet("填表说明")
    guide["A1"] = "1.序号按文件顺序填写。2.完成时限填写到日。3.工作任务照抄文件原文，牵头单位填写全称。"
    old = book.create_sheet("去年")
    rows(old, 1, [["序号", "工作任务", "牵头单位", "完成时限"], [1, "旧任务，去年已结束", "市民政局", "2025-12-31"]])
    old.sheet_state = "hidden"
    s = book.create_sheet("台账")
    rows(s, 2, [
        ["编号", "督办事项", "主办单位", "协办单位", "办结时限", "办理情况", "办理状态", "办结时间"],
        ["1", COUNTER, "市民生服务中心", "市卫生健康委；市残联", 46387, "推进", "在办", None],
        ["2", RELATIVES, "市民政局", "/", "长期", "办结", "已办结", "2026年9月30日"],
        ["3", REASONS, "市政务服务局", "无", "二〇二六年六月", "逾期", "逾期未完成", None],
    ])  # fmt: skip
    s.row_dimensions[4].hidden = True
    return saved(book)


def monthly() -> bytes:
    """A column of progress a month, under one heading; percentages; a number column without a header."""
    book, s = sheet()
    rows(s, 1, [
        [None, "目标任务", "责任单位", "进展情况", None, None, "完成进度", "备注"],
        [None, None, None, "1月", "2月", "3月", None, None],
        [1, COUNTER, "市民生服务中心", "选点", "装修", "开门", 0.8, None],
        [2, RELATIVES, "市民政局", "起草", None, "印发", 1, None],
        [3, REASONS, "市政务服务局", None, None, None, 0, None],
        ["合计", "3项", None, None, None, None, None, None],
    ])  # fmt: skip
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2", "H1:H2"):
        s.merge_cells(area)
    for row in (3, 4, 5):
        s.cell(row, 7).number_format = "0%"
    return saved(book)


def formulas(external: bool = True) -> bytes:
    """Numbers, days and states as formulas with the values last computed; one points into another workbook."""
    book, s = sheet()
    rows(s, 1, [
        ["序号", "任务内容", "牵头单位", "完成期限", "状态"],
        ["=ROW()-1", COUNTER, "市民生服务中心", "=DATE(2026,12,31)", '=IF(1,"正在推进","已完成")'],
        ["=A2+1", RELATIVES, "='[1]名单'!B2" if external else "市民政局", "长期", "已完成"],
        ["=A3+1", REASONS, "市政务服务局", "2026年6月30日", "=NOW_UNKNOWN()"],
    ])  # fmt: skip
    values = {"A2": "1", "D2": "46387", "E2": "正在推进", "A3": "2", "C3": "市民政局", "A4": "3"}
    return with_values(saved(book), values)


def with_values(data: bytes, values: dict[str, str]) -> bytes:
    """The workbook with saved values for these formulas; other formulas have none, as when nobody ever computed them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = part.decode()
                for where, value in values.items():
                    at = text.index(f'r="{where}"')
                    end = text.index("</c>", at)
                    cell = text[at:end].replace("<v />", "").replace("<v></v>", "").replace("<v/>", "")
                    if not value.isdigit():
                        cell = cell.replace(">", ' t="str">', 1) if ' t="' not in cell else cell
                    text = text[:at] + cell + f"<v>{value}</v>" + text[end:]
                part = text.encode()
            new.writestr(name, part)
    return out.getvalue()


def wordy() -> bytes:
    """Headers with line breaks, brackets and stars; day written with dots; a phone as a number; units divided in every way."""
    book, s = sheet()
    rows(s, 1, [
        ["附件2", *[None] * 8],
        ["便利老年人办事\n重点工作任务推进情况表", *[None] * 8],
        ["序\n号", "主要任务\n（照抄文件）", "推进举措", "牵头\n单位",
         "责任单位（排第一位的为牵头）", "责任人\n及联系方式", "完成时限*\n（年.月.日）", "进展\n情况", "存在的困难和问题"],
        ["1", "（一）" + COUNTER + "。", "设点", "市民生服务中心",
         "市卫生健康委，市残联\n各区政府（含开发区、高新区）等部门", "周宁\n13800990001", "2026.12.31",
         "已设", "缺人"],
        ["2", "（二）" + RELATIVES + "。", "", "市民政局", "/", "何文 0990-1234567", "长期坚持", "已改", "—"],
        ["3", "（三）" + REASONS + "。", "", "市政务服务局", "无", "陈静", "2026年三季度", "暂无", ""],
    ])  # fmt: skip
    s.merge_cells("A1:I1")
    s.merge_cells("A2:I2")
    return saved(book)


def shuffled() -> bytes:
    """Columns in another order, tasks shortened and out of order, one that the notice does not have, blank rows between."""
    book, s = sheet()
    rows(s, 1, [
        ["完成情况", "责任部门", "任务名称", "时间节点"],
        ["已改表单", "市民政局", "请子女代为申请，办完告诉本人", "长期"],
        [None, None, None, None],
        ["已设12处", "市民生服务中心", "电话、柜台和上门渠道全年不关",
         datetime(2026, 12, 31)],  # noqa: DTZ001 - a workbook knows no zone
        ["已发放", "市文旅局", "给景区发放老年人购票指引", "2026年5月"],
    ])  # fmt: skip
    return saved(book)


def continuing() -> bytes:
    """No merges at all: rows without a number and a task go on from the row above, as typed by hand."""
    book, s = sheet()
    rows(s, 1, [
        ["序号", "工作任务", "具体举措", "责任单位", "完成时限", "进展情况"],
        [1, COUNTER, "留柜台", "市民生服务中心", "2026年6月底", "已留"],
        [None, None, "接电话", "市卫生健康委", "2026年12月底", "排班"],
        [2, RELATIVES, "改表单", "市民政局", "长期", "已改"],
    ])  # fmt: skip
    return saved(book)


def shared() -> bytes:
    """One unit, day and remark merged over several tasks; a heading merged over the columns of units; a broken formula."""
    book, s = sheet()
    rows(s, 1, [
        ["序号", "工作任务", "责任单位及时限", None, "工作进展", "备注"],
        [None, None, "主办", "完成时限", None, None],
        [1, COUNTER, "市民生服务中心", "2026年12月底", "在办", "市级督办"],
        [2, RELATIVES, None, None, "#REF!", None],
        [3, REASONS, "市政务服务局", "长期", "在办", None],
    ])  # fmt: skip
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2", "C3:C4", "D3:D4", "F3:F5"):
        s.merge_cells(area)
    return saved(book)


LAYOUTS: dict[str, Callable[[], bytes]] = {
    f.__name__: f
    for f in (plain, titled, merged, apart, several_sheets, monthly, formulas, wordy, shuffled, continuing, shared)
}
