"""Commas a recogniser set where somebody drew breath: `基于这个，大模型来训练 → 基于这个大模型来训练`."""

from __future__ import annotations

import re
from functools import cache

from tclean.core.document import Document
from tclean.core.edit import Findings, Grade, edit
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import alternatives, trie

RULE = "reflow:stray-comma"
_HAN = "[\u4e00-\u9fff]"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word that leans on the next one, a comma, and no beginning of a clause; 的 and what it belongs to."""
    data = language_data("sentences")
    lean = trie(words_of(data["comma_leans"]))
    heads = {word for group in data["heads"].values() for word in words_of(group["words"])}
    begins = trie([*heads, *words_of(data["comma_begins"])])
    such = alternatives(words_of(data["such"]))
    return re.compile(f"{lean}(，)(?={_HAN})(?!{begins})"), re.compile(f"的(，)(?={such})")


def stray_commas(doc: Document) -> Findings:
    """Commas inside phrases, in recognised speech."""
    text = doc.text
    if doc.meta.extra["layout"] == "prose":
        return Findings()
    lean, such = _patterns()
    places = {m.start(1) for m in lean.finditer(text) if _stands(text, m.start())}
    places |= {m.start(1) for m in such.finditer(text)}
    return Findings([edit(text, at, at + 1, "", RULE, Grade.UNSAFE, 0.75) for at in sorted(places)])


def _stands(text: str, at: int) -> bool:
    """Whether the word at `at` stands by itself: not 存在，, not as a clause of its own (这个，), which hesitates."""
    before = text[at - 1 : at]
    return before.isalnum() and not text.startswith(_guards(), max(0, at - 1))


@cache
def _guards() -> tuple[str, ...]:
    return words_of(language_data("sentences")["comma_stands"])
