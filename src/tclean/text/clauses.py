"""Where clauses meet in speech written down without punctuation: evidence from `rules/data/clauses.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tclean.text.langdata import language_data, weights_of, words_of
from tclean.text.lexicon import words
from tclean.text.literals import trie
from tclean.text.wordcut import word_cut

SHORTEST = 4
"""No comma is set before a clause has this many characters."""
ENOUGH = 2.0
_COMMON = 50  # a word of this frequency is one
_ACROSS = ((1, 1, 1000), (2, 1, _COMMON), (1, 2, _COMMON), (2, 2, _COMMON))
_ASKED = 12  # characters before 呢 in which the question word stands
_ALONE = 2.0  # an ending of this weight needs no opening behind it
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
    question: re.Pattern[str]


@cache
def borders() -> Borders:
    """The evidence of the built-in data."""
    data = language_data("clauses")
    opens, closes = weights_of(data["opens"]), weights_of(data["closes"])
    return Borders(
        opens,
        closes,
        re.compile(f"(?!{trie(words_of(data['opens_not']))}){trie(opens)}"),
        re.compile(f"{trie(closes)}(?![的了呢吧啊吗嘛呀])"),
        words_of(data["joined"]),
        frozenset(words_of(data["leaning"])),
        re.compile(trie(words_of(language_data("sentences")["question_words"]))),
    )


def clause_borders(text: str, start: int, end: int) -> Iterator[tuple[int, float]]:
    """Positions in `text[start:end]`, which holds no punctuation, where a clause begins, with the evidence for it.

    >>> said = "今天天气很好所以我们出去走一走如果下雨的话那我们就不去了"
    >>> [said[at:at + 2] for at, _ in clause_borders(said, 0, len(said))]
    ['所以', '那我']
    """
    know = borders()
    closed = {m.end(): _closing(know, text, *m.span()) for m in know.closer.finditer(text, start, end)}
    found = {at: weight for at, weight in closed.items() if weight >= _ALONE}
    for m in know.opener.finditer(text, start, end):
        at = m.start()
        if at in closed or not _joined(know, text, start, at):
            found[at] = know.opens[m[0]] + closed.get(at, 0.0)
    begin = start
    for at in sorted(found):
        size = at - begin
        score = found[at] + sum(size > least for least in _LONG) * _GROWTH
        if size >= SHORTEST and score >= ENOUGH and end - at > 2 and not _inside(text, at):
            yield at, score
            begin = at


def _closing(know: Borders, text: str, start: int, end: int) -> float:
    """The weight of an ending; 呢 ends a question for sure (会怎么找呢)."""
    asked = text[end - 1] == "呢" and know.question.search(text, max(0, start - _ASKED), start)
    return _ALONE if asked else know.closes[text[start:end]]


def _inside(text: str, at: int) -> bool:
    """Whether a border would run through a word: 相当 + 于是, 来看 + 待."""
    table = words()
    return any(table.get(text[at - a : at + b]) >= least for a, b, least in _ACROSS) or word_cut(text, at, at)


def _joined(know: Borders, text: str, start: int, at: int) -> bool:
    """Whether the word before `at` takes what follows with it: 会, but not 体会."""
    if text.endswith(know.joined, start, at):
        return True
    return text[at - 1] in know.leaning and words().get(text[max(start, at - 2) : at]) < _COMMON
