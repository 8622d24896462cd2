"""Reading bytes: the encoding is found, what cannot be read is recorded, nothing raises but true binaries."""

from __future__ import annotations

import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tclean.core.errors import InputError
from tclean.formats.decode import decode
from tclean.formats.read import read

HANS = "主持人：大家好，欢迎收听今天的节目。\n嘉宾：谢谢，我们先从训练数据说起，GPT-4用了多少算力？\n"
HANT = "主持人：大家好，歡迎收聽今天的節目。\n來賓：謝謝，我們先從訓練資料說起，GPT-4用了多少算力？\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (HANS, "utf-8"), (HANT, "utf-8"), (HANS, "gb18030"), (HANT, "gb18030"), (HANT, "big5hkscs"),
        (HANS, "utf-16-le"), (HANT, "utf-16-be"), ("好的，谢谢。", "gb18030"), ("我們開會。", "big5hkscs"),
        ("plain words", "utf-16-le"), ("“Hello”, naïve café — he said", "cp1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.encoding) == (text, codec)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030"])
def test_a_byte_order_mark_is_believed_and_not_part_of_the_text(codec: str) -> None:
    found = decode("\ufeff".encode(codec) + HANS.encode(codec))
    assert (found.text, found.encoding, found.notes["bom"]) == (HANS, codec, True)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
def test_a_cut_off_last_character_is_recorded(codec: str) -> None:
    data = (HANT.strip() + "說").encode(codec)[:-1]
    found = decode(data)
    assert found.text == HANT.strip() + "\ufffd"
    assert found.notes["undecodable"][-1][1] == len(data)


def test_a_stray_byte_costs_only_itself() -> None:
    head, tail = HANS[:20].encode(), HANS[20:].encode()
    found = decode(head + b"\xff\xfe" + tail)
    assert found.text == HANS[:20] + "\ufffd" + HANS[20:]
    assert found.notes["undecodable"] == [[len(head), len(head) + 2]]


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5hkscs")])
def test_files_spliced_from_two_encodings_are_read_by_stretch(first: str, second: str) -> None:
    data = HANT.encode(first) * 3 + HANT.encode(second) * 2
    found = decode(data)
    assert found.text == HANT * 5
    assert found.encoding == f"{first}+{second}"
    assert found.notes["stretches"] == [
        [0, len(HANT.encode(first)) * 3, first],
        [len(HANT.encode(first)) * 3, len(data), second],
    ]


def test_a_few_lines_in_utf8_inside_a_gbk_file_are_found() -> None:
    data = HANS.encode("gb18030") * 30 + HANS.encode() + HANS.encode("gb18030") * 30
    assert decode(data).text == HANS * 61


def test_an_html_page_is_read_by_what_it_declares_when_that_is_possible() -> None:
    page = '<html><meta charset="gb2312"><p>一</p></html>'
    assert decode(page.encode("gb18030")).text == page
    assert decode(page.encode("utf-8")).text == page


@pytest.mark.parametrize("data", [b"%PDF-1.7 \x80", b"PK\x03\x04 \x80\x00", bytes(range(256)) * 8, b"\0\1\2\3" * 99])
def test_a_binary_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError, match="not a transcript"):
        decode(data, "x.bin")


def test_a_few_zero_bytes_do_not_make_a_text_binary() -> None:
    assert decode(HANS.encode() + b"\0").encoding == "utf-8"


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        text = decode(data).text
        assert text.encode("utf-8").decode("utf-8") == text


def test_lone_surrogates_in_a_string_are_replaced() -> None:
    text = read("一\ud800二\ud83d\ude00", "a.txt")[0].text
    assert text == "一\ufffd二😀"


JAPANESE = "今日は朝から雨が降っていた。駅まで歩いて、電車に乗った。「大丈夫ですか？」と彼女は聞いた。\n"
KOREAN = "안녕하세요. 오늘 회의를 시작하겠습니다. 먼저 지난주의 결과를 살펴보겠습니다.\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (JAPANESE, "iso2022_jp"), (KOREAN, "euc_kr"),
        ("감사합니다.", "euc_kr"), (HANS, "hz"),
    ],
)  # fmt: skip
def test_text_of_the_neighbours_is_no_chinese(text: str, codec: str) -> None:
    """Korean and Japanese bytes read as Chinese characters too; they are told by their own letters."""
    found = decode(text.encode(codec))
    assert (found.text, found.encoding) == (text, codec)


RUSSIAN = "Сегодня мы поговорим о том, как обучаются большие модели.\nСпасибо, начнём.".encode("cp1251")
COMPRESSED = zlib.compress(HANS.encode() * 9).replace(b"\0", b"\1")


@pytest.mark.parametrize(
    "data", [RUSSIAN, COMPRESSED, HANS.encode("cp424", "ignore")], ids=["russian", "zlib", "mainframe"]
)
def test_what_is_no_known_encoding_is_refused_and_not_shown_as_garbage(data: bytes) -> None:
    with pytest.raises(InputError, match=r"not a transcript|in no encoding tclean reads"):
        decode(data, "x.txt")


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "utf-8"])
def test_a_badly_transmitted_file_is_still_read(codec: str) -> None:
    """One byte in fifty is missing; what is left is Chinese."""
    data = HANT.encode(codec) * 20
    found = decode(bytes(b for n, b in enumerate(data) if n % 50))
    assert found.encoding == codec
    assert found.notes["undecodable"] if codec == "utf-8" else "歡迎" in found.text
