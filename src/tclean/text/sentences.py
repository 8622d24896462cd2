"""Where sentences end in text that has only commas: evidence weighed from `rules/data/sentences.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

from tclean.text.langdata import language_data, words_of
from tclean.text.literals import any_of

SHORTEST = 12
"""No sentence ends by evidence of words alone before it has this many characters."""
_BEST_TAIL = 2.5  # no ending of a clause weighs more
_PRIOR = -1.0  # about one clause in four ends a sentence
# longer sentences are likelier to end
_BASE = [_PRIOR + 1.1 * log(max(n, 1) / 30) + 0.015 * max(0, n - 90) for n in range(256)]
_FILLERS = "啊呃嗯哈诶"
_HESITATIONS = frozenset("呃嗯啊哎诶唉")
_HESITATIONS_AND_COMMA = frozenset("呃嗯啊哎诶唉，")
_HESITATED = 0.3


@dataclass(frozen=True, slots=True)
class Evidence:
    """The word lists, compiled."""

    heads: Mapping[str, float]
    tails: Mapping[str, float]
    head_chars: frozenset[str]
    head_pairs: Mapping[str, tuple[int, ...]]  # the sizes of the words that begin with two characters, longest first
    tail_chars: frozenset[str]
    other_head: float
    open: tuple[str, ...]
    open_not: tuple[str, ...]
    waiting: tuple[str, ...]
    waiting_inside: re.Pattern[str]
    scene: tuple[str, ...]
    answers: tuple[str, ...]
    questions: tuple[str, ...]
    question_words: re.Pattern[str]
    question_closers: tuple[str, ...]
    question_not: re.Pattern[str]
    waiting_chars: frozenset[str]
    answer_chars: frozenset[str]
    asking_chars: frozenset[str]

    def opens(self, text: str, at: int) -> bool:
        """Whether the last word before `at` needs the next one: 在, 把; not 存在."""
        start = max(0, at - 3)
        return text.endswith(self.open, start, at) and not text.endswith(self.open_not, start, at)

    def waits(self, text: str, begin: int, end: int) -> bool:
        """Whether the clause `text[begin:end]` is a condition."""
        if text[begin : begin + 1] in self.waiting_chars and text.startswith(self.waiting, begin):
            return True
        return self.waiting_inside.search(text, begin, end) is not None

    def head(self, text: str, at: int) -> float:
        """The weight of the clause that begins at `at`; who hesitates first begins something new more often."""
        if text[at : at + 1] in _HESITATIONS:
            word = at + 1
            while word < at + 3 and text[word : word + 1] in _HESITATIONS_AND_COMMA:
                word += 1
            return _HESITATED + self.head(text, word) if text[word : word + 1] not in _HESITATIONS else 0.0
        longer = self.head_pairs.get(text[at : at + 2])
        if longer is not None:
            for size in longer:
                weight = self.heads.get(text[at : at + size])
                if weight is not None:
                    return weight
        return self.heads.get(text[at : at + 1], self.other_head)

    def tail(self, text: str, at: int) -> float:
        """The weight of the clause that ends at `at`."""
        if text[at - 1 : at] in self.tail_chars:
            for start in (at - 4, at - 3, at - 2, at - 1):
                weight = self.tails.get(text[start:at])
                if weight is not None:
                    return weight
        return 0.0


@cache
def evidence() -> Evidence:
    """The evidence of the built-in data."""
    data = language_data("sentences")
    heads, tails = _weights(data["heads"]), _weights(data["tails"])
    return Evidence(
        heads,
        tails,
        frozenset(w[0] for w in heads),
        {w[:2]: tuple(sorted({len(x) for x in heads if x[:2] == w[:2]}, reverse=True)) for w in heads if len(w) > 1},
        frozenset(w[-1] for w in tails) | set(_FILLERS),
        float(data["other_head"]),
        words_of(data["open"]),
        words_of(data["open_not"]),
        words_of(data["waiting"]),
        any_of(words_of(data["waiting_inside"])),
        words_of(data["scene"]),
        words_of(data["answers"]),
        words_of(data["question_tails"]),
        any_of(words_of(data["question_words"])),
        words_of(data["question_closers"]),
        any_of(words_of(data["question_not"])),
        frozenset(w[0] for w in words_of(data["waiting"])),
        frozenset(w[0] for w in words_of(data["answers"])),
        frozenset(w[-1] for key in ("question_tails", "question_closers") for w in words_of(data[key])) | {"呢"},
    )


def _weights(groups: Mapping[str, Any]) -> dict[str, float]:
    return {word: float(group["weight"]) for group in groups.values() for word in words_of(group["words"])}


def hopeless(text: str, at: int, size: int, head: float) -> bool:
    """Whether a sentence of `size` characters cannot end at `at`: told from the last character alone, for speed.

    >>> hopeless("我们来看图", 5, 5, 3.0), hopeless("这一张图已经看过了，下一张图还没有看", 9, 30, 1.7)
    (True, False)
    """
    if size < SHORTEST:
        return True
    score = _BASE[size if size < 256 else 255] + head
    return score <= -_BEST_TAIL or (score <= 0 and text[at - 1] not in evidence().tail_chars)


def ends(text: str, start: int, at: int, after: int, head: float | None = None) -> float:
    """Evidence (log-odds) that the sentence begun at `start` ends at `at`, the next clause beginning at `after`.

    >>> talk = "我们去年花了很大的力气发布了第一代的模型，所以今年继续往前走"
    >>> ends(talk, 0, 20, 21) > 0 > ends("如果你去看一看后面的那一张图，那么你会明白的", 0, 14, 15)
    True
    """
    know = evidence()
    size = at - start
    if head is None:
        head = know.head(text, after)
    if hopeless(text, at, size, head):
        return -9.0
    if text[at - 1] in _FILLERS:
        at = start + len(text[start:at].rstrip(_FILLERS))  # …的时候啊，那: 的时候 is what counts
        if at == start:
            return -9.0
    score = _BASE[size if size < 256 else 255] + head + know.tail(text, at)
    return score if score <= 0 else score - _unfinished(text, start, at, after)


def _unfinished(text: str, start: int, at: int, after: int) -> float:
    """What speaks against an end: a very short last clause, a condition that waits for its answer, half a phrase."""
    know = evidence()
    begin = text.rfind("，", start, at) + 1 or start
    against = 2.0 if at - begin < 5 else 0.0
    if know.waits(text, begin, at):
        return against + 3.0
    if at - begin < 14 and text.startswith(know.scene, begin):
        against += 1.5
    if text.find(text[after : after + 2], begin, at) >= 0:
        against += 1.0  # 对于AGI，对于通用人工智能: two of a kind
    if text[at - 1] == "的" and text[after] in "这那一" and text.find("是", begin, at) < 0:
        against += 2.5  # 大家可以评测的，这个指标
    if begin > start and text[after] in know.answer_chars and text.startswith(know.answers, after):
        earlier = text.rfind("，", start, begin - 1) + 1 or start
        if know.waits(text, earlier, begin):
            against += 1.5
    return against


def asks(text: str, start: int, at: int) -> bool:
    """Whether the sentence `text[start:at]`, known to end there, is certainly a question.

    >>> asks("你觉得有道理吗", 0, 7), asks("哪些是共性的痛点呢", 0, 9), asks("我不知道它是什么", 0, 8)
    (True, True, False)
    """
    know = evidence()
    if text[at - 1 : at] not in know.asking_chars:
        return False
    begin = text.rfind("，", start, at) + 1 or start
    if text.endswith(know.questions, begin, at):
        return True
    clause = text[begin:at]
    asking = clause.endswith(know.question_closers) or (clause[-1:] == "呢" and know.question_words.search(clause))
    return bool(asking) and not know.question_not.search(clause)
