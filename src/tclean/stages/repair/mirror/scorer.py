"""The language model of one page: words, the page's own characters, its script, marks, digits and letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from math import exp, log

from tclean.stages.repair.mirror.codec import is_private
from tclean.text.chars import HAN_RE, HAN_RUN
from tclean.text.lattice import Lattice
from tclean.text.lexicon import lattice_costs, simplified, simplified_only, variants

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
        self._adjust = Counter(_strange(seen) if traditional else {})
        self._adjust.subtract(_bonuses(seen))
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
    plain = text.translate(_fold_map())
    runs = HAN_RUN.findall(plain)
    number = sum(map(len, runs))
    share = 0.3 * number / (number + 2000)
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(map("".join, pairwise(run)))
        counts.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
    return {word: round(-100 * log(share * n / number)) for word, n in counts.items() if n >= REPEATED}


@cache
def _fold_map() -> dict[int, str]:
    return {ord(c): form for c, form in simplified().items()}


def _strange(seen: Counter[str]) -> dict[str, int]:
    """Characters that hardly stand on this Traditional page: Simplified ones, variants it does not use (閤 for 合), and
    后 里 面 where it has 後 裡 麵.
    """
    out = dict.fromkeys(simplified_only(), UNLIKELY_SCRIPT)
    out |= {char: UNLIKELY_FORM for char in variants() if not seen[char]}
    for traditional, plain in simplified().items():
        if plain not in out and seen[traditional] > 3 * seen[plain]:
            out[plain] = UNLIKELY_FORM
    return out


def _bonuses(seen: Counter[str]) -> dict[str, int]:
    """What a character is worth here beyond what the dictionary thinks, from the page's own counts."""
    number = seen.total()
    share = 0.3 * number / (number + 2000)
    costs, forms = lattice_costs(), simplified()
    out = {}
    for char, count in seen.items():
        if count > 2 and HAN_RE.match(char):
            known = costs.get(forms.get(char, char), 4000) >> 1
            gain = log(1 - share + share * count / number * exp(known / 100))
            out[char] = round(100 * min(2.5, max(0.0, gain)))
    return out
