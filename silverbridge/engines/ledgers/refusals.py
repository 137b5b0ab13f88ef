"""What a workbook may cost to read, and the reasons for which one is refused, in words for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BookLimits:
    """Bounds of reading: size of the file, of what it unpacks to, filled cells and rows of a sheet, and seconds."""

    size: int = 20 * 2**20
    unpacked: int = 150 * 2**20
    cells: int = 100_000
    rows: int = 5_000
    seconds: float = 30.0


class WorkbookRefused(ValueError):
    """A workbook that cannot be taken. ``code`` is for programs; ``chinese`` and ``english`` name the cause and the mend."""

    REASONS = {
        "too_large": (
            "文件过大（{size} MB，上限 {limit} MB）。请删去图片后另存。",
            "The file is too large ({size} MB, the limit is {limit} MB). Save it without pictures.",
        ),
        "unpacks": (
            "文件解压后过大（{size} MB，上限 {limit} MB），可能是压缩炸弹，已停止读取。请核实来源后另存。",
            "The file unpacks to {size} MB (the limit is {limit} MB), as zip bombs do. Check where it came from.",
        ),
        "cells": (
            "工作表“{sheet}”过大（上限 {limit} 行或 {cells} 个有内容的单元格）。请只保留台账部分后另存。",
            "The sheet “{sheet}” is too large (the limit is {limit} rows or {cells} filled cells). Keep the ledger alone.",
        ),
        "time": (
            "读取超过 {seconds:g} 秒的时限，已停止。请只保留台账部分后另存。",
            "Reading took longer than {seconds:g} seconds and was stopped. Keep the ledger alone and save it again.",
        ),
        "encrypted": (
            "工作簿已加密，需要密码才能打开。请解除密码后重试。",
            "The workbook is encrypted. Remove its password and try again.",
        ),
        "old": (
            "这是旧版 Excel 文件（.xls）。请打开后另存为 .xlsx。",
            "This is an old Excel file (.xls). Open it and save it as .xlsx.",
        ),
        "kind": (
            "这不是工作簿（.xlsx）。请选择台账的 .xlsx 文件。",
            "This is no workbook (.xlsx). Choose the .xlsx file of the ledger.",
        ),
        "damaged": (
            "文件已损坏，不是完整的工作簿。请重新下载或另存后重试。",
            "The file is damaged: it is no complete workbook. Download or save it again.",
        ),
        "empty": (
            "工作簿里没有内容。请检查是否选错了文件。",
            "There is nothing in this workbook. Check that it is the right file.",
        ),
        "missing": (
            "读取工作簿需要安装组件：pip install 'silverbridge[documents]'。",
            "Reading workbooks needs more: pip install 'silverbridge[documents]'.",
        ),
    }

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.chinese, self.english = (text.format(**values) for text in self.REASONS[code])
        super().__init__(self.english)
