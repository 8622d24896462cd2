"""Guards of rules: what must, and what must not, stand around a match."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from tclean.core.edit import Edit, Span
from tclean.ruleset.model import Guard
from tclean.stages.terms.index import latin
from tclean.text.lexicon import words

_LOOSE = " ，,呃嗯啊哦"  # what a speaker puts between two halves of a compound: 聚生呃，智能
_REACH = 24
_LONGEST_WORD = 5
_COMMON = 20  # a word of two characters must be seen so often to count (达生 is one nobody uses)
_RUN = re.compile(r"[!-~]{4,}")
_CODE = re.compile(r"`[^`\n]+`")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|org|net|io|py|js|json|md|txt|html)\b(?:/\S*)?",
    re.ASCII,
)


class Context:
    """A rule's `when`, compiled."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._before = tuple(w.lower() for w in guard.before)
        self._after = tuple(w.lower() for w in guard.after)

    def holds(self, text: str, start: int, end: int, fixed: Iterable[Edit] = ()) -> bool:
        """Whether the surroundings of `text[start:end]`, with what is `fixed` there, are as the guard asks.

        >>> Context(Guard(near=("AI",), after=("智能",))).holds("AI里的聚生呃，智能", 4, 6)
        True
        """
        guard = self._guard
        wide = guard.window
        around = self._around(text, start, end)
        for e in fixed:
            if start - wide <= e.start and e.end <= end + wide and (e.end <= start or end <= e.start):
                around += f"\n{e.after.lower()}"
        if (near := _words(guard.near)) and not near.search(around):
            return False
        if (not_near := _words(guard.not_near)) and not_near.search(around):
            return False
        before = text[max(0, start - _REACH) : start].lower().rstrip(_LOOSE)
        after = text[end : end + _REACH].lower().lstrip(_LOOSE)
        if self._before and not before.endswith(self._before):
            return False
        if self._after and not after.startswith(self._after):
            return False
        return not guard.alone or alone(text, start, end)

    def forbids(self, text: str, start: int, end: int) -> bool:
        """Whether something stands near that speaks against the rule.

        >>> Context(Guard(not_near=("唐",))).forbids("唐代开元年间", 2, 4)
        True
        """
        against = _words(self._guard.not_near)
        return against is not None and against.search(self._around(text, start, end)) is not None

    def _around(self, text: str, start: int, end: int) -> str:
        wide = self._guard.window
        return f"{text[max(0, start - wide) : start]}\n{text[end : end + wide]}".lower()


@cache
def _words(given: tuple[str, ...]) -> re.Pattern[str] | None:
    if not given:
        return None
    parts = (f"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in map(str.lower, given))
    return re.compile("|".join(parts))


def alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin word stands directly beside the stretch, spaces aside.

    >>> alone("大家to see就是", 2, 8), alone("want to see it", 5, 11)
    (True, False)
    """
    before, after = text[max(0, start - 4) : start].rstrip(" -"), text[end : end + 4].lstrip(" -")
    return not (before and latin(before[-1])) and not (after and latin(after[0]))


def cuts_word(text: str, edges: Iterable[int], span: Span) -> bool:
    """Whether an ordinary word lies across one of the edges of a short match: 凝聚|生命.

    >>> cuts_word("凝聚生命的力量", (1, 3), (1, 3)), cuts_word("做聚生的人", (1, 3), (1, 3))
    (True, False)
    """
    known = words()
    for at in edges:
        for i in range(max(0, at - _LONGEST_WORD + 1), at):
            for j in range(at + 1, min(len(text), i + _LONGEST_WORD) + 1):
                if (i, j) != span and known.get(text[i:j], 0) >= (_COMMON if j - i == 2 else 1):
                    return True
    return False


def opaque(text: str) -> list[Span]:
    """Addresses, file names and code, where nothing is a term.

    >>> opaque("见https://openai.com/gpt4 和a@b.cn")
    [(1, 24), (26, 32)]
    """
    spans = [m.span() for m in _CODE.finditer(text)] if "`" in text else []
    for run in _RUN.finditer(text):
        if any(sign in run[0] for sign in ".@/"):
            spans += [(run.start() + m.start(), run.start() + m.end()) for m in _ADDRESS.finditer(run[0])]
    return sorted(spans)


def inside(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies in one of the sorted spans.

    >>> inside([(1, 24), (26, 32)], 30), inside([(1, 24)], 24)
    (True, False)
    """
    i = bisect_right(spans, (place, 1 << 60)) - 1
    return i >= 0 and place < spans[i][1]
