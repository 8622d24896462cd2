"""The language model of one page: words, the page's own characters, its script, marks, digits and letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from math import exp, log
from typing import Any

import numpy as np

from tclean.stages.repair.mirror.codec import is_private
from tclean.text.charclass import codes as code_points
from tclean.text.chars import HAN_RE
from tclean.text.lattice import UNKNOWN, Lattice
from tclean.text.lexicon import simplified, simplified_only, variants
from tclean.text.wordtrie import Get, char_costs

# cost of a mark, -ln P in hundredths; both widths
MARKS = {
    "，": 320,
    "。": 380,
    "、": 460,
    "“": 500,
    "”": 500,
    "：": 550,
    "？": 580,
    "！": 620,
    "；": 650,
    "《": 630,
    "》": 630,
}
MARKS |= {",": 320, ".": 600, ":": 550, "?": 580, "!": 620, ";": 650, "（": 700, "）": 600, "(": 700, ")": 600}
MARKS |= {"…": 600, "—": 650, "·": 750, "「": 700, "」": 600, " ": 500, "%": 700, "％": 900, "-": 750}
STOPS = frozenset("，。、：？！；,:?!;")
PARTICLES = frozenset("啊呢吧嘛呃嗯吗嗎")  # common in speech, rare in the written dictionary

_LETTER, _DIGIT, _OTHER, _ODD, _SPACE = -1, -2, -3, -4, -5
_FIRST_MARK = -10
ASKING = frozenset("吗呢")
FINAL = frozenset("吗呢吧啊了的")  # characters that like to stand before a mark
LEADING = frozenset("和与及或被把从对向以在于而且但因若如将让使给跟很更最太就才都也又还再只可为")  # and that never do
REPEATED = 3  # times
UNLIKELY_FORM = 200
UNLIKELY_SCRIPT = 400  # a Simplified character on a Traditional page


class Scorer:
    """Costs of characters in context for one page; all steps are remembered.

    >>> page = Scorer(Counter("人工智能"), traditional=True)
    >>> page.total("人工智慧") < page.total("人工智熊")
    True
    """

    def __init__(self, seen: Counter[str], traditional: bool, extra: dict[str, int] | None = None) -> None:
        self._lattice = Lattice(extra)
        self._adjust = _strange(seen) if traditional else {}
        bonuses = _bonuses(seen)
        self.liked = bonuses.keys()  # the page's own characters
        for char, gain in bonuses.items():
            self._adjust[char] = self._adjust.get(char, 0) - gain
        self._marks: dict[str, int] = {}
        self._stops: set[int] = set()  # states behind a mark that ends or divides a sentence
        self.memo: defaultdict[int, dict[str, tuple[int, int]]] = defaultdict(dict)

    START = 0

    def step(self, state: int, char: str) -> tuple[int, int]:
        """The state after `char` and its cost."""
        found = self.memo[state].get(char)
        if found is None:
            found = self.memo[state][char] = self._step(state, char)
        return found

    def open(self, state: int) -> list[tuple[Get, int]]:
        """The words that can still go on: look up `node | code point` for a character's Simplified form."""
        return self._lattice.open(state) if state > 0 else []

    def extra(self, char: str) -> int:
        """What a character costs more on this page than elsewhere; less where it is negative."""
        return self._adjust.get(char, 0)

    def total(self, text: str) -> int:
        """The cost of a whole text."""
        state, cost = self.START, 0
        for char in text:
            state, more = self.step(state, char)
            cost += more
        return cost

    def line_end(self, state: int) -> int:
        """The cost of ending the line here: cheap behind a mark."""
        return 70 if state <= _FIRST_MARK else 400

    def _step(self, state: int, char: str) -> tuple[int, int]:
        if "\u3400" <= char <= "\u9fff":
            after, cost = self._lattice.step(state if state > 0 else Lattice.START, char)
            if cost > 650 and char in PARTICLES:
                cost = 650
            return after or _OTHER, cost + self._adjust.get(char, 0)
        if char in MARKS:
            return self._mark(state, char)
        return _plain(state, char)

    def _mark(self, state: int, char: str) -> tuple[int, int]:
        own = self._marks.setdefault(char, _FIRST_MARK - len(self._marks))
        if char in STOPS:
            self._stops.add(own)
        if state == own:
            return own, 70  # ！！！ is nothing strange
        if state in self._stops and char in STOPS:
            return own, MARKS[char] + 700
        last = self._lattice.last(state) if state > 0 and char in STOPS else ""
        return own, MARKS[char] + _habit(last, char)


def _habit(last: str, mark: str) -> int:
    """How much dearer or cheaper a mark is behind this character."""
    if last in ASKING and mark in "？?":
        return -350
    if last in PARTICLES and mark == "、":
        return 250
    return 250 if last in LEADING else -100 if last in FINAL else 0


def _plain(state: int, char: str) -> tuple[int, int]:
    """Letters, digits, other signs: the first of a kind is dear, the following ones are cheap."""
    if char < "\x80":
        kind = _DIGIT if char.isdigit() else _LETTER if char.isalpha() else _OTHER
        if kind == _OTHER:
            return kind, 1300 if char == "@" and (state > 0 or state <= _FIRST_MARK) else 900
        return kind, 260 if state == kind else 750
    if is_private(char):
        return _ODD, 2200
    if char == "\u3000":
        return _SPACE, 260 if state in (_SPACE, Scorer.START) else 900
    if "\uff01" <= char <= "\uff5e":
        return (_DIGIT if char.isdigit() else _LETTER), 260 + 600 if state in (_DIGIT, _LETTER) else 750 + 600
    return _ODD, 900 if state == _ODD else 1400


def own_words(text: str) -> dict[str, int]:
    """Stretches of two and three characters that a page repeats, as words with their costs: its names and terms.

    >>> sorted(own_words("面壁智能發布。面壁智能說。面壁智能。" * 9))[:2]
    ['发布', '壁智']
    """
    points = _folded()[np.minimum(code_points(text), 0xFFFF)].astype(np.int64)
    solid = points > 0
    number = int(np.count_nonzero(solid))
    two, three = solid[:-1] & solid[1:], solid[:-2] & solid[1:-1] & solid[2:]
    pairs = points[:-1] << 16 | points[1:]
    triples = pairs[:-1] << 16 | points[2:]
    share = 0.3 * number / (number + 2000)
    out: dict[str, int] = {}
    for size, keys in ((2, pairs[two]), (3, triples[three])):
        found, counts = np.unique(keys, return_counts=True)
        many = counts >= REPEATED
        costs = np.round(-100 * np.log(share * counts[many] / max(1, number))).astype(int)
        out |= zip(_strings(found[many], size), costs.tolist(), strict=True)
    return out


def _strings(keys: Any, size: int) -> list[str]:
    """Numbers of two or three code points as strings."""
    units = [(keys >> 16 * n & 0xFFFF).astype("<u2") for n in range(size - 1, -1, -1)]
    text = np.stack(units, axis=-1).tobytes().decode("utf-16-le")
    return [text[at : at + size] for at in range(0, len(text), size)]


@cache
def _folded() -> Any:
    """Chinese characters as their Simplified forms, all else as 0."""
    out = np.zeros(0x10000, np.uint16)
    for first, end in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x3007, 0x3008)):
        out[first:end] = np.arange(first, end)
    for char, form in simplified().items():
        if char <= "\uffff" and form <= "\uffff":
            out[ord(char)] = ord(form)
    return out


def _strange(seen: Counter[str]) -> dict[str, int]:
    """Characters that hardly stand on this Traditional page: Simplified ones, variants it does not use (閤 for 合), and
    后 里 面 where it has 後 裡 麵.
    """
    out = dict(_unlikely())
    forms, never = simplified(), simplified_only()
    for char in variants() & seen.keys():
        if char not in never:
            del out[char]
    for char in seen.keys() & forms.keys():
        plain = forms[char]
        if plain not in out and seen[char] > 3 * seen[plain]:
            out[plain] = UNLIKELY_FORM
    return out


@cache
def _unlikely() -> dict[str, int]:
    return dict.fromkeys(variants(), UNLIKELY_FORM) | dict.fromkeys(simplified_only(), UNLIKELY_SCRIPT)


def _bonuses(seen: Counter[str]) -> dict[str, int]:
    """What a character is worth here beyond what the dictionary thinks, from the page's own counts."""
    number = seen.total()
    share = 0.3 * number / (number + 2000)
    costs, forms = char_costs(), simplified()
    out = {}
    for char, count in seen.items():
        if count > 2 and HAN_RE.match(char):
            known = costs.get(forms.get(char, char), UNKNOWN)
            gain = log(1 - share + share * count / number * exp(known / 100))
            out[char] = round(100 * min(2.5, max(0.0, gain)))
    return out
