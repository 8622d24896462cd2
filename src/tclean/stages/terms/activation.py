"""Which packs take part in a document: those whose terms it really uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tclean.ruleset.model import Pack, RuleSet
from tclean.text.chars import HAN_RUN

_TERMS = 4  # different terms of a pack that show its field
_MARKERS = 4  # different phrases of a machine translation
_MARKER_RATE = 25.0  # and how often they stand per 10,000 Chinese characters (healthy talks: up to 10)
_TELLTALES = 2  # different misrenderings of the pack itself


class Activation:
    """Decides by what a document holds: terms of a pack (`evidence`), signs of a machine translation (`translated`)."""

    def __init__(self, rules: RuleSet) -> None:
        self._packs = rules.packs
        self._translated = any(p.activate == "translated" for p in rules.packs)

    def active(self, text: str, right: Mapping[str, Collection[str]], wrong: Mapping[str, Collection[str]]) -> set[str]:
        """Names of the packs in force. `right`: terms of a pack that stand in the text; `wrong`: its variants there."""
        out = {p.name for p in self._packs if p.activate == "always"}
        out |= {p.name for p in self._packs if p.activate == "evidence" and len(right.get(p.name, ())) >= _TERMS}
        if self._translated and len(set().union(*(right.get(name, ()) for name in out))) >= _TERMS:
            out |= {p.name for p in self._packs if p.activate == "translated" and _translated(text, p, wrong)}
        return out


def _translated(text: str, pack: Pack, wrong: Mapping[str, Collection[str]]) -> bool:
    """Whether the text reads like a machine translation and holds misrenderings of this pack."""
    return len(wrong.get(pack.name, ())) >= _TELLTALES and reads_translated(text, pack.markers)


def reads_translated(text: str, markers: Iterable[str]) -> bool:
    """Whether phrases of machine translation (你知道的, 我的意思是) are as frequent as in no talk given in Chinese.

    >>> reads_translated("你知道的，我的意思是，好啦，当您看到模型。", ["你知道的", "我的意思是", "好啦", "当您"])
    True
    """
    counts = [n for m in markers if (n := text.count(m))]
    if len(counts) < _MARKERS:
        return False
    han = sum(map(len, HAN_RUN.findall(text)))
    return sum(counts) * 10_000 >= _MARKER_RATE * han
