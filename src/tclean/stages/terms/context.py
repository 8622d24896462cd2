"""Guards of rules: what must, and what must not, stand around a match."""

from __future__ import annotations

import re
from collections.abc import Iterable
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

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the surroundings of `text[start:end]` are as the guard asks.

        >>> Context(Guard(near=("AI",), after=("智能",))).holds("AI里的聚生呃，智能", 4, 6)
        True
        """
        return not self.beside(text, start, end) and not self.against(start, end, *self.near(text, start, end))

    def near(self, text: str, start: int, end: int) -> tuple[str, str]:
        """What ought to stand near and does not; what stands near and ought not to.

        >>> Context(Guard(near=("植物",), not_near=("唐",))).near("唐代开元年间", 2, 4)
        ('植物', '唐')
        """
        guard = self._guard
        wide = guard.window
        around = f"{text[max(0, start - wide) : start]}\n{text[end : end + wide]}".lower()
        wanted, banned = _words(guard.near), _words(guard.not_near)
        lacking = ", ".join(guard.near) if wanted and not wanted.search(around) else ""
        found = banned.search(around) if banned else None
        return lacking, found[0] if found else ""

    def against(self, start: int, end: int, lacking: str, forbidding: str, fixed: Iterable[Edit] = ()) -> str:
        """What is against the rule among the words around, with what was `fixed` there; "" if nothing is."""
        guard = self._guard
        wide = guard.window
        near = start - wide, end + wide
        some = (e for e in fixed if near[0] <= e.start and e.end <= near[1] and (e.end <= start or end <= e.start))
        for e in some if lacking or (guard.not_near and not forbidding) else ():
            words = e.after.lower()
            if lacking and (wanted := _words(guard.near)) and wanted.search(words):
                lacking = ""
            if not forbidding and (banned := _words(guard.not_near)) and (found := banned.search(words)):
                forbidding = found[0]
        if lacking:
            return f"none of {lacking} within {wide} characters"
        return f"{forbidding} within {wide} characters" if forbidding else ""

    def beside(self, text: str, start: int, end: int) -> str:
        """What is against the rule directly beside it; "" if nothing is."""
        before = text[max(0, start - _REACH) : start].lower().rstrip(_LOOSE)
        after = text[end : end + _REACH].lower().lstrip(_LOOSE)
        if self._before and not before.endswith(self._before):
            return f"not behind {', '.join(self._guard.before)}"
        if self._after and not after.startswith(self._after):
            return f"not before {', '.join(self._guard.after)}"
        return "a Latin word beside it" if self._guard.alone and not alone(text, start, end) else ""


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


def cut_word(text: str, edges: Iterable[int], span: Span) -> str:
    """The ordinary word that lies across one of the edges of a short match: 凝聚|生命.

    >>> cut_word("凝聚生命的力量", (1, 3), (1, 3)), cut_word("做聚生的人", (1, 3), (1, 3))
    ('凝聚', '')
    """
    known = words()
    for at in edges:
        for i in range(max(0, at - _LONGEST_WORD + 1), at):
            for j in range(at + 1, min(len(text), i + _LONGEST_WORD) + 1):
                if (i, j) != span and known.get(text[i:j], 0) >= (_COMMON if j - i == 2 else 1):
                    return text[i:j]
    return ""


def opaque(text: str, place: int) -> bool:
    """Whether a place lies in an address, a file name or code, where nothing is a term.

    >>> text = "见https://openai.com/gpt4 和a@b.cn和`a = b`"
    >>> [opaque(text, text.index(part)) for part in ("openai", "gpt4", "和", "b.cn", "a = b")]
    [True, True, False, True, True]
    """
    start = place
    while start and "!" <= text[start - 1] <= "~":
        start -= 1
    found = _RUN.match(text, start)
    run = found[0] if found else ""
    addresses = _ADDRESS.finditer(run) if any(sign in run for sign in ".@/") else ()
    if any(m.start() <= place - start < m.end() for m in addresses):
        return True
    first, last = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[first : last if last >= 0 else None]  # the whole text would be looked through for every place
    return "`" in line and any(m.start() <= place - first < m.end() for m in _CODE.finditer(line))
