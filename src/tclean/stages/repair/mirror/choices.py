"""Characters worth trying where a byte is lost: the commonest, the page's own, and those with which a word goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from tclean.stages.repair.mirror.codec import LEADS, chars
from tclean.stages.repair.mirror.scorer import Scorer
from tclean.stages.repair.mirror.tables import common_after, common_before, private_pairs
from tclean.text.lattice import UNKNOWN
from tclean.text.lexicon import simplified
from tclean.text.wordtrie import char_costs

COMMON = 14  # of a list that are always tried


class Choice(NamedTuple):
    """A character, the byte that would have to be lost, the character's two bytes."""

    cost: int  # of the character alone; marks come first
    byte: int
    char: str
    code: int
    point: int  # the code point of its Simplified form


_List = tuple[list[Choice], list[Choice]]  # always tried; tried where a word goes on


class Choices:
    """The choices of one page by the byte that is left."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._lists: dict[tuple[Callable[..., list[Choice]], tuple[int, ...]], _List] = {}

    def __call__(self, state: int, among: Callable[..., list[Choice]], *of: int) -> list[Choice]:
        """Those of a list (`after`, `before` …) that the model's state leaves likely."""
        usual, rare = self._lists.get((among, of)) or self._split(among, of)
        if not rare or state <= 0:
            return usual
        more = [c for get, node in self._scorer.open(state) for c in rare if get(node | c.point) is not None]
        return usual + more if more else usual

    def _split(self, among: Callable[..., list[Choice]], of: tuple[int, ...]) -> _List:
        found, liked = among(*of), self._scorer.liked
        rest = found[COMMON:]
        made = found[:COMMON] + [c for c in rest if c.char in liked], [c for c in rest if c.char not in liked]
        self._lists[among, of] = made
        return made


@cache
def after(lead: int) -> list[Choice]:
    """What a lead byte can begin."""
    return _ranked((b, c, lead << 8 | b) for b, c in common_after(lead).items())


@cache
def before(second: int) -> list[Choice]:
    """What a second byte can end: a character, or a mark."""
    found = ((lead, chars().get(lead << 8 | second, ""), lead << 8 | second) for lead in LEADS)
    return _ranked(row for row in found if row[1] and (row[0] == 0xA1 or "\u4e00" <= row[1] <= "\u9fff"))


@cache
def after_private(lead: int) -> list[Choice]:
    """What a lead byte can begin with the first byte of a user-defined pair."""
    return [choice for choice in after(lead) if choice.byte in private_pairs()]


@cache
def between(first: int, second: int) -> list[Choice]:
    """What the second byte of a user-defined pair that begins with `first` can make of `second`."""
    follows = common_before(second)
    return _ranked((y, follows[y], y << 8 | second) for y in private_pairs()[first] & follows.keys())


def _ranked(rows: Iterable[tuple[int, str, int]]) -> list[Choice]:
    costs, forms = char_costs(), simplified()

    def alone(char: str) -> int:
        return costs.get(forms.get(char, char), UNKNOWN) if "\u3400" <= char <= "\u9fff" else 0

    return sorted(Choice(alone(c), byte, c, code, ord(forms.get(c, c))) for byte, c, code in rows)
