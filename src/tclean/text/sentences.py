"""How clauses begin and what asks a question: word lists and weights from `rules/data/sentences.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tclean.text.langdata import language_data, weights_of, words_of
from tclean.text.literals import any_of, trie

HESITATIONS = frozenset("呃嗯啊哎诶唉")
HESITATED = 0.3
"""Who hesitates first begins something new more often."""
ONLY_HESITATED = -0.6
_LATE = 10  # characters before the end of a turn in which its question word stands
_WHETHER = ("是否", "会不会", "能不能", "可不可以")
_FAR = (
    40  # characters before 呢 in which one of these asks, also in a clause before (我们是否可以用它，来解决这个问题呢)
)
_NEAR = 16  # characters before 呢 in which the word that asks stands


@dataclass(frozen=True, slots=True)
class Evidence:
    """The word lists, compiled."""

    heads: Mapping[str, float]
    longest: re.Pattern[str]
    other_head: float
    bound: tuple[str, ...]
    bound_not: tuple[str, ...]
    questions: tuple[str, ...]
    question_words: re.Pattern[str]
    question_closers: tuple[str, ...]
    question_not: re.Pattern[str]
    asking_chars: frozenset[str]
    asked: re.Pattern[str]
    offered: re.Pattern[str]
    asked_not: re.Pattern[str]

    def goes_on(self, text: str, at: int) -> bool:
        """Whether what begins at `at` cannot begin a clause: 了三万多个, 的一部分; not 了解."""
        return text.startswith(self.bound, at) and not text.startswith(self.bound_not, at)

    def head(self, text: str, at: int) -> float:
        """The weight of the clause that begins at `at`."""
        word = self.longest.match(text, at)
        if word is None:
            return self.other_head
        sound, said = word.groups()
        if said is None:
            return self.other_head if sound is None else ONLY_HESITATED
        return self.heads[said] + (0.0 if sound is None else HESITATED)


@cache
def evidence() -> Evidence:
    """The evidence of the built-in data."""
    data = language_data("sentences")
    words = {name: words_of(value) for name, value in data.items() if isinstance(value, str)}
    heads = weights_of(data["heads"])
    sound = "".join(sorted(HESITATIONS))
    return Evidence(
        heads,
        re.compile(f"(?=[{sound}{''.join({w[0] for w in heads})}])([{sound}][{sound}，]{{0,2}})?({trie(heads)})?"),
        float(data["other_head"]),
        words["bound"],
        words["bound_not"],
        words["question_tails"],
        any_of(words["question_words"]),
        words["question_closers"],
        any_of(words["question_not"]),
        frozenset(w[-1] for w in (*words["question_tails"], *words["question_closers"])) | {"呢"},
        any_of(words["asked"]),
        any_of(words["offered"]),
        any_of(words["asked_not"]),
    )


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
    asking = clause.endswith(know.question_closers)
    if not asking and clause[-1:] == "呢":
        asking = know.question_words.search(clause, max(0, len(clause) - _NEAR)) is not None
        asking = asking or any(text.find(word, max(start, at - _FAR), at) >= 0 for word in _WHETHER)
    return asking and not know.question_not.search(clause)


def asks_others(text: str, start: int, at: int) -> bool:
    """Whether the sentence `text[start:at]` is a question, when somebody else speaks next.

    >>> asks_others("这种过度依赖，你们怎么防", 0, 12), asks_others("这个词，现在谁都在用", 0, 10)
    (True, False)
    >>> asks_others("非常感谢，那您有没有什么补充的", 0, 15)
    True
    """
    if asks(text, start, at):
        return True
    know = evidence()
    begin = text.rfind("，", start, at) + 1 or start
    before = text.rfind("，", start, max(start, begin - 1)) + 1 or start
    if know.asked.search(text, max(begin, at - _LATE), at) is None and know.offered.search(text, begin, at) is None:
        return False
    clause = text[begin:at].replace("有没有", "有无")  # 有没有什么补充 asks, 没有什么 does not
    return know.asked_not.search(clause) is None and know.question_not.search(text, before, at) is None
