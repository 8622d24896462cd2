"""Where sentences end in text that has only commas: the evidence at all clause borders of a text.

How clauses begin is read in one pass of one pattern; what stands inside them is counted for the whole text at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import log
from typing import Any, NamedTuple

import numpy as np

from tclean.text.langdata import language_data, weights_of, words_of
from tclean.text.literals import trie
from tclean.text.sentences import HESITATED, HESITATIONS, ONLY_HESITATED

SHORTEST = 8
"""No sentence ends by evidence of words alone before it has this many characters."""
HOPELESS = -9.0
STRONG = 1.5
"""Openers from this weight on begin a sentence even behind a short one."""
LONG = 30
"""Characters of a sentence behind which weak openers count."""
NEVER = 1 << 40
_ROUNDING = 1e-9
_SHORT = 12  # no sentence with so few characters ends unless the next one begins strongly
_PRIOR = -0.95  # about one clause in four ends a sentence
# longer sentences are likelier to end
_BASE = tuple(_PRIOR + 1.1 * log(max(n, 1) / 30) + 0.015 * min(60, max(0, n - 90)) for n in range(256))
_BASES = np.array(_BASE)
_SIZES = np.array([*range(len(_BASE)), NEVER])
_PART = 25  # characters of each part of a sentence that is divided because it is very long
_EAGER = 0.1  # how far below even the evidence for that may lie
_BEST_TAIL = 2.5  # no ending of a clause weighs more
_TAIL = 4  # characters of an ending, at most
_NOMINAL = 1.2
_REACH = 24  # no way to begin a clause is longer
_FILLERS = "啊呃嗯哈诶"
_AS_SOON = re.compile("一(?![个些种样下次点直定般起位家条句件])")

Array = Any  # numpy arrays

# what is known of how a clause begins
OPENER, BOUND, BOUND_NOT, WAITS, SCENE, REASON, THEREFORE, ANSWERS, THIS = (1 << n for n in range(9))
_FLAGS = {
    "bound": BOUND, "bound_not": BOUND_NOT, "scene": SCENE, "reason": REASON, "therefore": THEREFORE,
    "answers": ANSWERS,
}  # fmt: skip
# counted from the beginning of the text, four counts in one number
_FIELD = (1 << 15) - 1
_NAMED, _VERB, _IS, _WAITING = 1, 1 << 15, 1 << 30, 1 << 45

Opening = tuple[int, float, int, int]
"""How a clause begins: characters of hesitation, weight, flags, characters of a sentence that may end before it."""
Row = tuple[str, str, str]
"""What the pattern saw: hesitation, the longest word known, a sign that the clause is a condition."""


class Weigher(dict[Row, Opening]):
    """The word lists. As a mapping: what a clause that begins so is worth, worked out when first asked for."""

    def __init__(self) -> None:
        data = language_data("sentences")
        words = {name: words_of(value) for name, value in data.items() if isinstance(value, str)}
        self._heads, self._tails = weights_of(data["heads"]), weights_of(data["tails"])
        self._flags = dict.fromkeys(self._heads, 0) | dict.fromkeys("这那一", THIS)
        for name, flag in _FLAGS.items():
            for word in words[name]:
                self._flags[word] = self._flags.get(word, 0) | flag
        self.other_head = float(data["other_head"])
        self.lasts = frozenset(word[-1] for word in self._tails) | set(_FILLERS)
        best: dict[str, float] = dict.fromkeys(_FILLERS, _BEST_TAIL)
        for word, weight in self._tails.items():
            best[word[-1]] = max(best.get(word[-1], 0.0), weight)
        endings = {(word[-1], len(word)) for word in self._tails if 1 < len(word) <= _TAIL}
        self._sizes = {last: sorted((n for c, n in endings if c == last), reverse=True) for last, _ in endings}
        self.best = best.get
        """The most that the ending of a clause may weigh, by its last character."""
        hopes = np.zeros(0x10000)
        for char, weight in best.items():
            hopes[ord(char)] = weight
        self._hopes, self._hopeful = _coded(hopes)
        self._open, self._open_not = words["open"], words["open_not"]
        self._lean, self._lean_not = words["lean"], words["lean_not"]
        sounds = "".join(sorted(HESITATIONS))
        waits = f"(?:{trie(words['before_waiting'])})*(?!{trie(words['waiting_not'])}){trie(words['waiting'])}"
        first = "".join({w[0] for w in (*self._flags, *words["waiting"], *words["before_waiting"])}) + sounds
        opening = f"([{sounds}][{sounds}，]{{0,2}})?(?:(?={waits})(?=(.))|)(?:(?=({trie(self._flags)}))|)"
        opening = f"(?:(?=[{first}]){opening}|)"  # most clauses begin otherwise
        self._opening = re.compile(f"(?={opening})")
        self.openings = re.compile(rf"[，。？！?!\n]\s*(?={opening})")
        self._inside = re.compile(trie(words["waiting_inside"]))
        counts = np.zeros(0x10000, np.int64)
        for word in words["predicate"]:
            counts[ord(word)] += _VERB
        counts[[ord("的"), ord("是")]] += (_NAMED, _IS)
        self._counts, self._kinds = _coded(counts)

    def __missing__(self, row: Row) -> Opening:
        """The weight of the longest word that has one, the flags of all; who hesitates first begins something new."""
        sound, waits, word = row
        flags = 0
        weight = ONLY_HESITATED - HESITATED if sound else self.other_head
        for size in range(1, len(word) + 1):
            flags |= self._flags.get(word[:size], 0)
            weight = self._heads.get(word[:size], weight)
        if sound:
            flags &= SCENE | REASON
            weight = max(weight + HESITATED, self._heads.get(sound[-1] + word, HOPELESS))
        flags |= (WAITS if waits else 0) | (OPENER if sound or weight >= 0 else 0)
        least = SHORTEST if weight >= STRONG else _SHORT if weight > 0 else LONG
        found = self[row] = len(sound), weight, flags, least if flags & OPENER else NEVER
        return found

    def openings_at(self, text: str, places: Iterable[int]) -> list[Row]:
        """What the pattern sees at some places."""
        look, size = self._opening.match, len(text)
        return [look(text, at, min(at + _REACH, size)).groups("") for at in places]  # type: ignore[union-attr, misc]

    def tail(self, text: str, at: int) -> float:
        """The weight of the clause that ends at `at`."""
        last = text[at - 1 : at]
        if last in self.lasts:
            get = self._tails.get
            for size in self._sizes.get(last, ()):
                weight = get(text[at - size : at])
                if weight is not None:
                    return weight
            weight = get(last, 0.0)
            return weight if last != "呢" else min(weight, self.tail(text, at - 1))
        return 0.0

    def open(self, text: str, at: int) -> bool:
        """Whether the last word before `at` needs the next one: 在, 把; not 存在."""
        start = max(0, at - 3)
        return text.endswith(self._open, start, at) and not text.endswith(self._open_not, start, at)

    def leans(self, text: str, at: int) -> bool:
        """Whether the last word before `at`, hesitation left out, leans on the next one: 一直, 这个; not 功能."""
        while at and text[at - 1] in HESITATIONS:
            at -= 1
        start = max(0, at - 4)
        return text.endswith(self._lean, start, at) and not text.endswith(self._lean_not, start, at)

    def hopes(self, chars: Array) -> Array:
        """The most that the endings of clauses with these last characters may weigh."""
        return self._hopes[self._hopeful[chars]]

    def counts(self, text: str, chars: Array) -> Array:
        """How often what tells an unfinished clause has stood before each place."""
        found = self._counts[self._kinds[chars]]
        this = np.flatnonzero(chars[:-1] == ord("这"))
        found[this[chars[this + 1] == ord("个")]] += _NAMED
        felt = np.flatnonzero(chars[1:] == ord("得"))
        found[felt[chars[felt] == ord("觉")] + 1] -= _VERB
        found[[m.start() for m in self._inside.finditer(text)]] += _WAITING
        out = np.zeros(len(found) + 1, np.int64)
        np.cumsum(found, out=out[1:])
        return out


def _coded(values: Array) -> tuple[Array, Array]:
    """A table of few different values as those values, and which of them each is: in bytes, which stay in the cache."""
    some, which = np.unique(values, return_inverse=True)
    return some, which.astype(np.uint8)


def _need(lasts: Array, openings: list[Opening]) -> Array:
    """How long a sentence must be to end between a last character and an opening, whatever else speaks for it."""
    _, heads, _, least = zip(*openings, strict=True)
    hope = weigher().hopes(lasts) + heads
    return np.maximum(_SIZES[_BASES.searchsorted(-hope - _ROUNDING)], least)


@cache
def weigher() -> Weigher:
    """The evidence of the built-in data.

    >>> weigher()["", "", "所以"][1] > 1, weigher().tail("对你来说", 4) < 0
    (True, True)
    """
    return Weigher()


class Clauses(NamedTuple):
    """The borders of a text in order. Border `i` lies between a clause that ends and one that begins."""

    text: str
    ends: list[int]  # where the one ends
    starts: list[int]  # where the other begins
    comma: list[int]  # the last border with a comma up to this one, or -1
    openings: list[Opening]  # how the other begins
    need: list[int]  # characters of a sentence below which no comma here is its end
    since: list[int]  # counts up to its beginning
    upto: list[int]  # counts up to the end of the one

    @classmethod
    def of(cls, text: str, chars: Array, ends: Array, starts: Array, openings: list[Opening]) -> Clauses:
        """`chars` are the text's characters as numbers; the borders are `text[end:start]`."""
        comma = np.where(chars[np.minimum(ends, len(chars) - 1)] == ord("，"), np.arange(len(ends)), -1)
        comma[ends == starts] = -1
        counts = weigher().counts(text, chars)
        last = np.maximum.accumulate(comma).tolist()
        need = _need(chars[np.maximum(ends - 1, 0)], openings).tolist()
        since, upto = counts[starts].tolist(), counts[ends].tolist()
        return cls(text, ends.tolist(), starts.tolist(), last, openings, need, since, upto)

    def ends_here(self, first: int, i: int) -> float:
        """Evidence (log-odds) that the sentence begun at border `first` ends at border `i`."""
        end, head = self.ends[i], self.openings[i][1]
        size = end - self.starts[first]
        if size < SHORTEST or (size < _SHORT and head < STRONG):
            return HOPELESS
        score = _BASE[size if size < 256 else 255] + head
        if score + weigher().best(self.text[end - 1], 0.0) <= 0:
            return score
        return self._weighed(first, i, score)

    def parts(self, first: int, i: int) -> int | None:
        """The border inside a very long sentence (from border `first` to border `i`) at which it may well be two."""
        start, end = self.starts[first], self.ends[i]
        best_tail = weigher().best
        inner = [
            j
            for j in range(first + 1, i)
            if self.comma[j] == j
            and self.ends[j] - start >= _PART <= end - self.starts[j]
            and self.openings[j][1] + _EAGER + best_tail(self.text[self.ends[j] - 1], 0.0) > 0
        ]
        worth = {j: self._weighed(first, j, self.openings[j][1] + _EAGER) for j in inner}
        best = max(worth, key=worth.__getitem__, default=None)
        return best if best is not None and worth[best] > 0 else None

    def _weighed(self, first: int, i: int, score: float) -> float:
        """`score` with what the words on both sides of border `i` say."""
        start, end = self.starts[first], self.ends[i]
        know, tail, last = weigher(), 0.0, self.text[end - 1]
        if last in know.lasts:
            if score <= -_BEST_TAIL:
                return HOPELESS
            if last in _FILLERS:
                end = start + len(self.text[start:end].rstrip(_FILLERS))  # …的时候啊，那: 的时候 is what counts
                if end == start:
                    return HOPELESS
            tail = know.tail(self.text, end)
            score += tail
        return score if score <= 0 else score - self._unfinished(first, i, end, tail)

    def _unfinished(self, first: int, i: int, end: int, tail: float) -> float:
        """What speaks against an end: a very short last clause, a condition without its answer, half a phrase."""
        text, _, starts, comma, openings, _, since, upto = self
        after = starts[i]
        clause = comma[i - 1]
        if clause < first:
            clause = first
        sound, _, opens, _ = openings[clause]
        _, head, following, _ = openings[i]
        begin = starts[clause] + sound
        count = upto[i] - since[clause]
        against = 2.0 if end - begin < 5 else 0.0
        if opens & WAITS or count >= _WAITING:
            return against + 3.0
        if opens & SCENE and end - begin < 14:
            against += 1.5
        if head < STRONG and tail < 1 and count & _FIELD and not (count >> 15) & _FIELD:
            against += _NOMINAL  # 因为领域上的适配问题，其实成本很高
        if text.find(text[after : after + 2], begin, end) >= 0:
            against += 1.5  # 对于AGI，对于通用人工智能: two of a kind
        if text.find("就", after, after + 6) >= 0 and _AS_SOON.search(text, max(begin, end - 6), end):
            against += 1.5  # 央行一收紧，大家就往外跑
        if following & THIS and text[end - 1] == "的":
            against += 1.0 if (count >> 30) & _FIELD else 2.5  # 大家可以评测的，这个指标
        if opens & REASON and following & THEREFORE:
            against += 3.0  # 因为时间的关系，所以没有办法全部讨论
        if following & ANSWERS and clause > first:
            earlier = max(comma[clause - 1], first)
            if openings[earlier][2] & WAITS or since[clause] - since[earlier] >= _WAITING:
                against += 2.0
        return against
