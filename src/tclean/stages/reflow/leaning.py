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
def _patterns() -> re.Pattern[str]:
    """A comma behind a word that leans on the next one, where no clause begins; or between 的 and its noun."""
    data = language_data("sentences")
    lean = words_of(data["comma_leans"])
    heads = {word for group in data["heads"].values() for word in words_of(group["words"])}
    begins = trie([*heads, *words_of(data["comma_begins"])])
    such = alternatives(words_of(data["such"]))
    last = "".join(sorted({word[-1] for word in lean}))
    sizes = ({word for word in lean if len(word) == n} for n in sorted({len(word) for word in lean}))
    behind = "|".join(f"(?<={any_of_one_size}，)" for any_of_one_size in map(trie, sizes))
    return re.compile(f"，(?:(?<=[{last}]，)(?={_HAN})(?:{behind})(?!{begins})|(?<=的，)(?={such}))")


def stray_commas(doc: Document) -> Findings:
    """Commas inside phrases, in recognised speech."""
    text = doc.text
    if doc.meta.extra["layout"] == "prose":
        return Findings()
    places = (m.start() for m in _patterns().finditer(text))
    return Findings([edit(text, at, at + 1, "", RULE, Grade.UNSAFE, 0.75) for at in places if _leans(text, at)])


def _leans(text: str, at: int) -> bool:
    """Whether the word before the comma at `at` stands by itself: not 存在, not 这个 as a clause, which hesitates."""
    if text.endswith(_guards(), max(0, at - 4), at):
        return False
    clause = max(text.rfind(sign, max(0, at - 6), at) for sign in "，。？！\n") + 1
    return text[max(clause, at - 6) : at] not in _lone()


@cache
def _lone() -> frozenset[str]:
    return frozenset(words_of(language_data("sentences")["comma_leans"]))


@cache
def _guards() -> tuple[str, ...]:
    return words_of(language_data("sentences")["comma_stands"])
