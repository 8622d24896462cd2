"""Whatever the text, repair and script conversion raise nothing, keep the laws and change nothing the second time."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from harness import run

WORDS = [
    *("我们", "謝謝", "锟斤拷", "さぱ", "乾", "著", "后", "は", "の", "「", "」", "“", "。", "，", "：", "；"),
    *("&amp;", "&#x200b;", "&lt;", ";", "`", "?", "%", "€", "e", "ﬁ", "Ａ", "．", "１", "😂", "🦷", "👨", "각"),
]
SIGNS = list("\r\n\x00\xa0\xad\u0301\u1112\u200b\u200d\u202e\ue317\uf900\ufe0f\ufffd")
DAMAGED = ["扂蠅", "鎴戜滑", "ÎÒÃÇ", "æˆ‘ä»¬", "ï»¿", "浠婂ぉ"]
OTHER = st.characters(exclude_categories=["Cs"])
TEXT = st.lists(st.sampled_from(WORDS + SIGNS) | OTHER, max_size=24).map("".join)
GARBLED = st.lists(st.sampled_from(WORDS + SIGNS + DAMAGED) | OTHER, max_size=24).map("".join)


@given(TEXT | GARBLED)
@settings(max_examples=200, deadline=None)
def test_repair_is_lawful_and_stable(text: str) -> None:
    once = run(text, ("repair",)).document.text
    assert not re.search("[\ud800-\udfff]", once)
    assert run(once, ("repair",)).document.text == once


@given(TEXT, st.sampled_from(["hans", "hant"]))
@settings(max_examples=100, deadline=None)
def test_script_is_lawful_and_stable(text: str, script: str) -> None:
    once = run(text, ("script",), script=script).document.text
    assert run(once, ("script",), script=script).document.text == once
