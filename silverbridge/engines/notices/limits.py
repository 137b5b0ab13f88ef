"""What a file may cost to read, and the reasons for which one is refused, in words for people."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Bounds of reading: size of the file, of what it unpacks to, its pages, and the time it may take."""

    size: int = 50 * 2**20
    unpacked: int = 200 * 2**20
    pages: int = 500
    seconds: float = 30.0


class DocumentRefused(ValueError):
    """A file that cannot be read. `chinese` and `english` name the cause and what to do."""

    chinese = "文件无法读取。"
    english = "the file cannot be read"

    def __init__(self, **values: object) -> None:
        self.chinese = type(self).chinese.format(**values)
        self.english = type(self).english.format(**values)
        super().__init__(self.english)


class TooLarge(DocumentRefused):
    """The file is larger than the limit."""

    chinese = "文件过大（{size} MB，上限 {limit} MB）。请去掉图片后另存，或只提交正文。"
    english = "the file is too large ({size} MB, the limit is {limit} MB); save it without pictures, or the text alone"


class UnpacksTooLarge(DocumentRefused):
    """A packed file (DOCX) that would fill the memory: by accident or on purpose."""

    chinese = "文件解压后过大（{size} MB，上限 {limit} MB），可能是压缩炸弹，已停止读取。请核实来源后另存为普通文档。"
    english = "the file unpacks to {size} MB (the limit is {limit} MB), as zip bombs do; check where it came from"


class TooManyPages(DocumentRefused):
    """A PDF with more pages than the limit."""

    chinese = "文件页数过多（{pages} 页，上限 {limit} 页）。请只提交正文部分。"
    english = "the file has too many pages ({pages}, the limit is {limit}); hand in the notice alone"


class OutOfTime(DocumentRefused):
    """Reading took longer than it may."""

    chinese = "读取超过 {seconds:g} 秒的时限，已停止。请拆分文件，或另存为纯文本后重试。"
    english = "reading took longer than {seconds:g} seconds and was stopped; split the file or save it as plain text"


class Encrypted(DocumentRefused):
    """A PDF or Word file behind a password."""

    chinese = "文件已加密，需要密码才能打开。请解除密码后重试。"
    english = "the file is encrypted; remove its password and try again"


class NoTextLayer(DocumentRefused):
    """A scan or a picture: pages without text."""

    chinese = "这是扫描件或图片，里面没有文字。请先做文字识别（OCR）并校对，或索取可复制文字的版本。"
    english = (
        "the file is a scan or a picture and holds no text; recognise its text first, or ask for a version with text"
    )


class Damaged(DocumentRefused):
    """A file that begins like its kind but cannot be taken apart."""

    chinese = "文件已损坏，不是完整的 {kind} 文件。请重新下载或另存后重试。"
    english = "the file is damaged: it is no complete {kind} file; download or save it again"


class UnknownKind(DocumentRefused):
    """A kind of file that is not read: old Word, workbooks, archives."""

    chinese = "不支持这种文件（{kind}）。请另存为 DOCX、文字版 PDF、HTML 或纯文本。"
    english = "this kind of file ({kind}) is not read; save it as DOCX, PDF with text, HTML or plain text"


class ReaderMissing(DocumentRefused):
    """The library that reads this kind of file is not installed."""

    chinese = "读取 {kind} 文件需要安装组件：pip install 'silverbridge[documents]'。"
    english = "reading {kind} files needs more: pip install 'silverbridge[documents]'"


@dataclass
class Budget:
    """The time left. `spend` is called between steps of work."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    def spend(self) -> None:
        """Raises OutOfTime when the time is used up."""
        if time.monotonic() - self.started > self.seconds:
            raise OutOfTime(seconds=self.seconds)
