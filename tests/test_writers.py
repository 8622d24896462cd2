"""Writers: records become files for people, and what they write can be read back."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from tclean.core.errors import UsageError
from tclean.formats.read import read
from tclean.formats.write import WRITERS, writer
from tclean.formats.write.parquet import parquet

DOCUMENT = {"doc_id": "a", "title": "一次访谈", "date": "2024-05-01", "event": None, "url": None}


def segment(text: str, name: str | None = None, kind: str = "speech", **more: Any) -> dict[str, Any]:
    speaker = (
        None if name is None else {"name": name, "label": name, "role": None, "confidence": 1.0, "method": "label"}
    )
    row = {"doc_id": "a", "index": 0, "kind": kind, "speaker": speaker, "text": text, "span": [0, len(text)]}
    return {**row, "time": None, "edits": [], "duplicate_of": None, "flags": [], **more}


SEGMENTS = [
    segment("一次访谈", kind="heading"),
    segment("（音乐）", kind="event"),
    segment("大家好。\n\n# 不是标题", "张鹏", time={"start": 0.0, "end": 4.0}),
    segment("再问一句？", "张鹏", time={"start": 4.0, "end": 5.0}),
    segment("谢谢，1 < 2 & 3。", "李想", time={"start": 5.0, "end": 65.25}),
    segment("编者注", kind="note"),
]


def test_markdown_names_each_speaker_once_and_escapes_signs() -> None:
    assert writer("markdown").write(DOCUMENT, SEGMENTS) == (
        "# 一次访谈\n\n2024-05-01\n\n*（音乐）*\n\n**张鹏**：大家好。\n\n\\# 不是标题\n\n再问一句？\n\n"
        "**李想**：谢谢，1 < 2 & 3。\n\n> 编者注\n"
    )


def test_plain_text_labels_turns() -> None:
    assert writer("text").write(DOCUMENT, SEGMENTS[2:5]) == (
        "张鹏：大家好。\n\n# 不是标题\n\n再问一句？\n\n李想：谢谢，1 < 2 & 3。\n"
    )


@pytest.mark.parametrize(("name", "path"), [("srt", "a.srt"), ("vtt", "a.vtt")])
def test_subtitles_can_be_read_back(name: str, path: str) -> None:
    (doc,) = read(writer(name).write(DOCUMENT, SEGMENTS), path)
    assert doc.text.replace("&lt;", "<").replace("&amp;", "&") == (
        "张鹏：大家好。# 不是标题\n再问一句？\n李想：谢谢，1 < 2 & 3。\n".replace("。#", "。 #")
    )
    assert doc.source.cues[-1].ends == 65.25


def test_long_turns_become_several_cues_that_share_the_time() -> None:
    text = "这是第一句话。" * 20
    (doc,) = read(writer("srt").write(DOCUMENT, [segment(text, time={"start": 10.0, "end": 30.0})]), "a.srt")
    cues = doc.source.cues
    assert len(cues) == 4
    assert (cues[0].begins, cues[-1].ends) == (10.0, 30.0)
    assert all(a.ends == b.begins for a, b in pairwise(cues))
    assert doc.text.replace("\n", "") == text


def test_subtitles_without_times_are_refused() -> None:
    with pytest.raises(UsageError, match="no times"):
        writer("srt").write(DOCUMENT, [segment("好")])


def test_chat_messages_join_turns_of_one_speaker() -> None:
    row = json.loads(writer("chat").write(DOCUMENT, SEGMENTS))
    assert [(m["role"], m["name"]) for m in row["messages"]] == [("user", "张鹏"), ("assistant", "李想")]
    assert row["messages"][0]["content"].endswith("再问一句？")


def test_who_asks_is_known_by_role() -> None:
    guest, host = segment("你好。", "李想"), segment("问题？", "张鹏")
    host["speaker"]["role"] = "host"
    row = json.loads(writer("chat").write(DOCUMENT, [guest, host]))
    assert [m["role"] for m in row["messages"]] == ["assistant", "user"]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_writer_takes_a_document_without_facts(name: str) -> None:
    rows = [segment("好。", time={"start": 0.0, "end": 1.0})]
    assert "好。" in writer(name).write({"title": None}, rows)


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="markdown"):
        writer("pdf")


def test_parquet_holds_every_segment(tmp_path: Any) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    path = str(tmp_path / "a.parquet")
    assert parquet(SEGMENTS, path) == len(SEGMENTS)
    assert pq.read_table(path).column("text").to_pylist() == [s["text"] for s in SEGMENTS]
