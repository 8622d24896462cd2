"""Where sentences end in text that has only commas: evidence weighed from `rules/data/sentences.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

from tclean.text.langdata import language_data, words_of
from tclean.text.literals import any_of, trie

SHORTEST = 8
"""No sentence ends by evidence of words alone before it has this many characters."""
_SHORT = 12  # … and none with so few unless the next one begins strongly
HOPELESS = -9.0
_BEST_TAIL = 2.5  # no ending of a clause weighs more
_PRIOR = -0.95  # about one clause in four ends a sentence
# longer sentences are likelier to end
_BASE = tuple(_PRIOR + 1.1 * log(max(n, 1) / 30) + 0.015 * min(60, max(0, n - 90)) for n in range(256))
_FILLERS = "啊呃嗯哈诶"
HESITATIONS = frozenset("呃嗯啊哎诶唉")
_HESITATED = 0.3
_ONLY_HESITATED = -0.6
_NOMINAL = 1.2
_AS_SOON = re.compile("一(?![个些种样下次点直定般起位家条句件])")
_STRONG = 1.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """The word lists, compiled."""

    heads: Mapping[str, float]
    tails: Mapping[str, float]
    longest: re.Pattern[str]
    tail_chars: frozenset[str]
    other_head: float
    open: tuple[str, ...]
    open_not: tuple[str, ...]
    lean: tuple[str, ...]
    lean_not: tuple[str, ...]
    bound: tuple[str, ...]
    bound_not: tuple[str, ...]
    waiting: re.Pattern[str]
    waiting_inside: re.Pattern[str]
    waiting_chars: frozenset[str]
    predicate: frozenset[str]
    reason: tuple[str, ...]
    therefore: tuple[str, ...]
    scene: tuple[str, ...]
    scene_chars: frozenset[str]
    answers: tuple[str, ...]
    answer_chars: frozenset[str]
    questions: tuple[str, ...]
    question_words: re.Pattern[str]
    question_closers: tuple[str, ...]
    question_not: re.Pattern[str]
    asking_chars: frozenset[str]

    def opens(self, text: str, at: int) -> bool:
        """Whether the last word before `at` needs the next one: 在, 把; not 存在."""
        start = max(0, at - 3)
        return text.endswith(self.open, start, at) and not text.endswith(self.open_not, start, at)

    def leans(self, text: str, at: int) -> bool:
        """Whether the last word before `at`, hesitation left out, leans on the next one: 一直, 这个; not 功能."""
        while at and text[at - 1] in HESITATIONS:
            at -= 1
        start = max(0, at - 4)
        return text.endswith(self.lean, start, at) and not text.endswith(self.lean_not, start, at)

    def goes_on(self, text: str, at: int) -> bool:
        """Whether what begins at `at` cannot begin a clause: 了三万多个, 的一部分; not 了解."""
        return text.startswith(self.bound, at) and not text.startswith(self.bound_not, at)

    def waits(self, text: str, begin: int, end: int) -> bool:
        """Whether the clause `text[begin:end]` is a condition."""
        if text[begin] in self.waiting_chars and self.waiting.match(text, begin, end):
            return True
        return self.waiting_inside.search(text, begin, end) is not None

    def head(self, text: str, at: int) -> float:
        """The weight of the clause that begins at `at`; who hesitates first begins something new more often."""
        word = self.longest.match(text, at)
        if word is None:
            return self.other_head
        sound, said = word.groups()
        if said is None:
            return self.other_head if sound is None else _ONLY_HESITATED
        return self.heads[said] + (0.0 if sound is None else _HESITATED)

    def tail(self, text: str, at: int) -> float:
        """The weight of the clause that ends at `at`."""
        if text[at - 1 : at] in self.tail_chars:
            for start in (at - 4, at - 3, at - 2, at - 1):
                weight = self.tails.get(text[start:at])
                if weight is not None:
                    return min(weight, self.tail(text, at - 1)) if text[start:at] == "呢" else weight
        return 0.0


@cache
def evidence() -> Evidence:
    """The evidence of the built-in data."""
    data = language_data("sentences")
    words = {name: words_of(value) for name, value in data.items() if isinstance(value, str)}
    heads, tails = _weights(data["heads"]), _weights(data["tails"])
    sound = "".join(sorted(HESITATIONS))
    return Evidence(
        heads,
        tails,
        re.compile(f"(?=[{sound}{''.join({w[0] for w in heads})}])([{sound}][{sound}，]{{0,2}})?({trie(heads)})?"),
        frozenset(w[-1] for w in tails) | set(_FILLERS),
        float(data["other_head"]),
        words["open"],
        words["open_not"],
        words["lean"],
        words["lean_not"],
        words["bound"],
        words["bound_not"],
        re.compile(f"(?:{trie(words['before_waiting'])})*(?!{trie(words['waiting_not'])}){trie(words['waiting'])}"),
        re.compile(trie(words["waiting_inside"])),
        _first(words["waiting"], words["before_waiting"]),
        frozenset(words["predicate"]),
        words["reason"],
        words["therefore"],
        words["scene"],
        _first(words["scene"]),
        words["answers"],
        _first(words["answers"], words["therefore"]),
        words["question_tails"],
        any_of(words["question_words"]),
        words["question_closers"],
        any_of(words["question_not"]),
        frozenset(w[-1] for w in (*words["question_tails"], *words["question_closers"])) | {"呢"},
    )


def _weights(groups: Mapping[str, Any]) -> dict[str, float]:
    return {word: float(group["weight"]) for group in groups.values() for word in words_of(group["words"])}


def _first(*lists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[0] for words in lists for word in words)


def ends(text: str, start: int, at: int, after: int, head: float | None = None) -> float:
    """Evidence (log-odds) that the sentence begun at `start` ends at `at`, the next clause beginning at `after`.

    >>> talk = "我们去年花了很大的力气发布了第一代的模型，所以今年继续往前走"
    >>> ends(talk, 0, 20, 21) > 0 > ends("如果你去看一看后面的那一张图，那么你会明白的", 0, 14, 15)
    True
    """
    size = at - start
    if size < SHORTEST:
        return HOPELESS
    know = evidence()
    if head is None:
        head = know.head(text, after)
    if size < _SHORT and head < _STRONG:
        return HOPELESS
    score = (_BASE[size] if size < 256 else _BASE[255]) + head
    last = text[at - 1]
    if last not in know.tail_chars:
        return score if score <= 0 else score - _unfinished(know, text, start, at, after, head, 0.0)
    if score <= -_BEST_TAIL:
        return HOPELESS
    if last in _FILLERS:
        at = start + len(text[start:at].rstrip(_FILLERS))  # …的时候啊，那: 的时候 is what counts
        if at == start:
            return HOPELESS
    tail = know.tail(text, at)
    score += tail
    return score if score <= 0 else score - _unfinished(know, text, start, at, after, head, tail)


def _unfinished(know: Evidence, text: str, start: int, at: int, after: int, head: float, tail: float) -> float:
    """What speaks against an end: a very short last clause, a condition that waits for its answer, half a phrase."""
    begin = text.rfind("，", start, at) + 1 or start
    begin += text[begin] in HESITATIONS
    size = at - begin
    against = 2.0 if size < 5 else 0.0
    if know.waits(text, begin, at):
        return against + 3.0
    if size < 14 and text[begin] in know.scene_chars and text.startswith(know.scene, begin):
        against += 1.5
    clause = text[begin:at]
    named = "的" in clause or "这个" in clause
    if named and tail < 1 and head < _STRONG and know.predicate.isdisjoint(clause.replace("觉得", "")):
        against += _NOMINAL  # 因为领域上的适配问题，其实成本很高
    if text[after : after + 2] in clause:
        against += 1.5  # 对于AGI，对于通用人工智能: two of a kind
    following = text[after]
    if "一" in clause[-6:] and "就" in text[after : after + 6] and _AS_SOON.search(clause[-6:]):
        against += 1.5  # 央行一收紧，大家就往外跑
    if text[at - 1] == "的" and following in "这那一":
        against += 2.5 if text.find("是", begin, at) < 0 else 1.0  # 大家可以评测的，这个指标
    if following in know.answer_chars:
        if text.startswith(know.reason, begin) and text.startswith(know.therefore, after):
            against += 3.0  # 因为时间的关系，所以没有办法全部讨论
        if begin > start and text.startswith(know.answers, after):
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
