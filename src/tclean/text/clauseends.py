"""How clauses begin and end in text that has only commas: what the words on both sides of a border say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

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
SHORT = 12
"""No sentence with so few characters ends unless the next one begins strongly."""
FILLERS = "啊呃嗯哈诶"
"""Sounds behind the last word of a clause."""
BEST_TAIL = 2.5
"""No ending of a clause weighs more."""
_TAIL = 4  # characters of an ending, at most
_REACH = 24  # no way to begin a clause is longer

# what is known of how a clause begins
OPENER, BOUND, BOUND_NOT, WAITS, SCENE, REASON, THEREFORE, ANSWERS, THIS = (1 << n for n in range(9))
_FLAGS = {
    "bound": BOUND, "bound_not": BOUND_NOT, "scene": SCENE, "reason": REASON, "therefore": THEREFORE,
    "answers": ANSWERS,
}  # fmt: skip

Opening = tuple[int, float, int, int]
"""How a clause begins: characters of hesitation, weight, flags, characters of a sentence that may end before it."""
Row = tuple[str, str, str]
"""What the pattern saw: hesitation, a sign that the clause is a condition, the longest word known."""


class Weigher(dict[Row, Opening]):
    """The word lists. As a mapping: what a clause that begins so is worth, worked out when first asked for."""

    def __init__(self) -> None:
        data = language_data("sentences")
        self.words = words = {name: words_of(value) for name, value in data.items() if isinstance(value, str)}
        self.heads, self.tails = weights_of(data["heads"]), weights_of(data["tails"])
        self.flags = dict.fromkeys(self.heads, 0) | dict.fromkeys("这那一", THIS)
        for name, flag in _FLAGS.items():
            for word in words[name]:
                self.flags[word] = self.flags.get(word, 0) | flag
        self.other_head = float(data["other_head"])
        self.lasts = frozenset(word[-1] for word in self.tails) | set(FILLERS)
        best: dict[str, float] = dict.fromkeys(FILLERS, BEST_TAIL)
        for word, weight in self.tails.items():
            best[word[-1]] = max(best.get(word[-1], 0.0), weight)
        self.best = best.get
        """The most that the ending of a clause may weigh, by its last character."""
        self.endings = [word for word in self.tails if len(word) <= _TAIL]
        several = {(word[-1], len(word)) for word in self.endings if len(word) > 1}
        self._sizes = {last: sorted((n for c, n in several if c == last), reverse=True) for last, _ in several}
        self._open, self._open_not = words["open"], words["open_not"]
        self._lean, self._lean_not = words["lean"], words["lean_not"]
        sounds = "".join(sorted(HESITATIONS))
        waits = f"(?:{trie(words['before_waiting'])})*(?!{trie(words['waiting_not'])}){trie(words['waiting'])}"
        self.waits = re.compile(waits).match
        opening = f"([{sounds}][{sounds}，]{{0,2}})?(?:(?={waits})(?=(.))|)(?:(?=({trie(self.flags)}))|)"
        self._opening = re.compile(f"(?={opening})")

    def __missing__(self, row: Row) -> Opening:
        """The weight of the longest word that has one, the flags of all; who hesitates first begins something new."""
        sound, waits, word = row
        flags = 0
        weight = ONLY_HESITATED - HESITATED if sound else self.other_head
        for size in range(1, len(word) + 1):
            flags |= self.flags.get(word[:size], 0)
            weight = self.heads.get(word[:size], weight)
        if sound:
            flags &= SCENE | REASON
            weight = max(weight + HESITATED, self.heads.get(sound[-1] + word, HOPELESS))
        flags |= (WAITS if waits else 0) | (OPENER if sound or weight >= 0 else 0)
        least = SHORTEST if weight >= STRONG else SHORT if weight > 0 else LONG
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
            get = self.tails.get
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


@cache
def weigher() -> Weigher:
    """The evidence of the built-in data.

    >>> weigher()["", "", "所以"][1] > 1, weigher().tail("对你来说", 4) < 0
    (True, True)
    """
    return Weigher()
