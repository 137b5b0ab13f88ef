"""Bytes to text: encodings, line ends, what is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.engines.notices import UnreadableText, decode, read_file

TEXT = "澜川市人民政府关于开展助老服务的通知\n一、总体要求\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_chinese_texts(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_line_ends_are_made_alike():
    assert decode("甲\r\n乙\r丙\n".encode()) == "甲\n乙\n丙\n"


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02PK\x03\x04", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", bytes(range(1, 32)) * 9],
)
def test_rubbish_is_refused_in_plain_words(data):
    with pytest.raises(UnreadableText, match="the file"):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_the_one_error(data):
    try:
        assert "\r" not in decode(data)
    except UnreadableText:
        return


def test_a_file_is_read(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    assert read_file(path) == TEXT
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "absent.txt")
