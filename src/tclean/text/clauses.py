"""Where clauses meet in speech written down without punctuation: evidence from `rules/data/clauses.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tclean.text.langdata import language_data, words_of
from tclean.text.lexicon import words
from tclean.text.literals import trie
from tclean.text.wordcut import word_cut

SHORTEST = 4
"""No comma is set before a clause has this many characters."""
ENOUGH = 1.6
_COMMON = 50  # a word of this frequency is one
_ALONE = 1.9  # an ending of this weight needs no opening behind it
_GROWTH = 0.2
_LONG = (20, 30, 42)  # the longer a clause, the likelier a comma was missed


@dataclass(frozen=True, slots=True)
class Borders:
    """The word lists, compiled."""

    opens: Mapping[str, float]
    closes: Mapping[str, float]
    opener: re.Pattern[str]
    closer: re.Pattern[str]
    joined: tuple[str, ...]
    leaning: frozenset[str]


@cache
def borders() -> Borders:
    """The evidence of the built-in data."""
    data = language_data("clauses")
    opens, closes = _weights(data["opens"]), _weights(data["closes"])
    return Borders(
        opens,
        closes,
        re.compile(f"(?!{trie(words_of(data['opens_not']))}){trie(opens)}"),
        re.compile(f"{trie(closes)}(?![的了呢吧啊吗嘛呀])"),
        words_of(data["joined"]),
        frozenset(words_of(data["leaning"])),
    )


def _weights(groups: Mapping[str, Any]) -> dict[str, float]:
    return {word: float(group["weight"]) for group in groups.values() for word in words_of(group["words"])}


def clause_borders(text: str, start: int, end: int) -> Iterator[tuple[int, float]]:
    """Positions in `text[start:end]`, which holds no punctuation, where a clause begins, with the evidence for it.

    >>> said = "今天天气很好所以我们出去走一走如果下雨的话那我们就不去了"
    >>> [said[at:at + 2] for at, _ in clause_borders(said, 0, len(said))]
    ['所以', '那我']
    """
    know = borders()
    closed = {m.end(): know.closes[m[0]] for m in know.closer.finditer(text, start, end)}
    found = {at: weight for at, weight in closed.items() if weight >= _ALONE}
    for m in know.opener.finditer(text, start, end):
        at = m.start()
        if at in closed or not _joined(know, text, start, at):
            found[at] = know.opens[m[0]] + closed.get(at, 0.0)
    begin = start
    for at in sorted(found):
        size = at - begin
        score = found[at] + sum(size > least for least in _LONG) * _GROWTH
        if size >= SHORTEST and score >= ENOUGH and end - at > 2 and not word_cut(text, at, at):
            yield at, score
            begin = at


def _joined(know: Borders, text: str, start: int, at: int) -> bool:
    """Whether the word before `at` takes what follows with it: 会, but not 体会."""
    if text.endswith(know.joined, start, at):
        return True
    return text[at - 1] in know.leaning and words().get(text[max(start, at - 2) : at]) < _COMMON
