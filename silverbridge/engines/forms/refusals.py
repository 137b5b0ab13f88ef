"""What a form may cost to read, and the reasons for which a file, or a value, is refused, in words for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormLimits:
    """Bounds of reading: bytes of the file and of what it unpacks to, its parts, and cells and places to fill in it."""

    size: int = 20 * 2**20
    unpacked: int = 100 * 2**20
    parts: int = 2_000
    cells: int = 60_000
    slots: int = 3_000


class FormRefused(ValueError):
    """A file that cannot serve as a form. ``code`` is for programs; ``chinese`` and ``english`` name cause and mend."""

    REASONS = {
        "too_large": (
            "文件过大（{size} MB，上限 {limit} MB）。请压缩其中的图片后另存。",
            "The file is too large ({size} MB, the limit is {limit} MB). Save it with smaller pictures.",
        ),
        "unpacks": (
            "文件解压后过大（上限 {limit} MB 或 {parts} 个部件），可能是压缩炸弹，已停止读取。请核实来源。",
            "The file unpacks to more than {limit} MB or {parts} parts, as zip bombs do. Check where it came from.",
        ),
        "cells": (
            "“{where}”内容过多（上限 {limit}）。请只保留要填报的部分后另存。",
            "“{where}” holds too much (the limit is {limit}). Keep only what is to be filled in.",
        ),
        "encrypted": (
            "文件已加密，需要密码才能打开。请解除打开密码后重试。",
            "The file is encrypted. Remove the password for opening and try again.",
        ),
        "old": (
            "这是旧版文件（.xls、.doc 或 .wps）。请打开后另存为 .xlsx 或 .docx。",
            "This is an old file (.xls, .doc or .wps). Open it and save it as .xlsx or .docx.",
        ),
        "strict": (
            "文件以“严格 Open XML”格式保存。请另存为普通的 .xlsx 或 .docx。",
            "The file is saved as Strict Open XML. Save it as an ordinary .xlsx or .docx.",
        ),
        "kind": (
            "这不是表格（.xlsx）或文档（.docx）。请选择下发的空白表文件。",
            "This is neither a workbook (.xlsx) nor a document (.docx). Choose the file of the blank form.",
        ),
        "damaged": (
            "文件已损坏，不是完整的表格或文档。请重新下载或另存后重试。",
            "The file is damaged. Download or save it again.",
        ),
        "macros": (
            "文件含有宏或控件程序。请另存为不含宏的 .xlsx 或 .docx。",
            "The file holds macros or active controls. Save it as .xlsx or .docx without macros.",
        ),
        "links": (
            "文件引用了其他文件（{where}）。请断开外部链接后另存。",
            "The file draws on other files ({where}). Break the links and save it again.",
        ),
        "signed": (
            "文件带有数字签名，填写会使签名失效。请使用未签名的空白表。",
            "The file carries a digital signature that filling would break. Use the unsigned blank.",
        ),
        "no_slots": (
            "文件里没有找到可填写的位置。请检查是否选错了文件，或在要填写处加书签。",
            "No place to fill was found in this file. Check that it is the right one, or set bookmarks where to fill.",
        ),
    }

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.chinese, self.english = (text.format(**values) for text in self.REASONS[code])
        super().__init__(self.english)


@dataclass(frozen=True)
class Fault:
    """One value that cannot be written, or was not read: where, a code for programs, and cause and mend for people."""

    key: str
    code: str
    chinese: str
    english: str


FAULTS = {
    "unknown": (
        "空白表里没有“{key}”这个位置。请重新对应。",
        "The blank has no place {key}. Bind it anew.",
    ),
    "moved": (
        "“{key}”的位置变了：{why_zh}。请先确认新位置，再填写。",
        "{key} no longer stands where it stood: {why_en}. Confirm its new place before filling.",
    ),
    "control": (
        "“{key}”的内容含有不能写入文件的控制字符。请删去。",
        "The text for {key} holds control characters that no file can keep. Remove them.",
    ),
    "long": (
        "“{key}”的内容过长（{length} 字，上限 {limit} 字）。请缩短。",
        "The text for {key} is too long ({length} characters, the limit is {limit}). Shorten it.",
    ),
    "digits": (
        "“{key}”的数字 {value} 超过 15 位，表格软件会丢失末位。请改用文本或更大的单位。",
        "The number {value} for {key} has more than 15 digits, which spreadsheets lose. Use text or a larger unit.",
    ),
    "choice": (
        "“{key}”只能填：{choices}；现在是“{value}”。",
        "{key} takes one of: {choices}; given was “{value}”.",
    ),
    "range": (
        "“{key}”超出表内规定的范围（{least} 至 {most}）；现在是 {value}。",
        "{key} is outside the range that the form sets ({least} to {most}); given was {value}.",
    ),
    "type": (
        "“{key}”应填{wanted_zh}；现在是“{value}”。",
        "{key} wants {wanted_en}; it holds “{value}”.",
    ),
    "label": (
        "“{key}”的内容含有表内的固定文字“{label}”，写入后无法读回。请改写。",
        "The text for {key} holds the form's own words “{label}” and could not be read back. Reword it.",
    ),
    "error": (
        "“{key}”里是错误值 {value}。请改正。",
        "{key} holds the error {value}. Mend it.",
    ),
    "no_value": (
        "“{key}”里是从未计算过的公式。请用表格软件打开后保存，或直接填数。",
        "{key} holds a formula that was never computed. Open and save the file in a spreadsheet, or type the number.",
    ),
}


def fault(key: str, code: str, **values: object) -> Fault:
    """A fault with its words."""
    chinese, english = (text.format(key=key, **values) for text in FAULTS[code])
    return Fault(key, code, chinese, english)


class FillRefused(ValueError):
    """Values that cannot be written into a form; nothing was. ``faults`` names each of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(fault.english for fault in faults))
