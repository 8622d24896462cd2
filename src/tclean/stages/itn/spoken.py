"""Numerals in words → digits, where a number is certainly meant: `一千七百五十亿个 → 1750亿个`."""

from __future__ import annotations

import re
from string import ascii_letters

import numpy as np

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.stages.itn.counts import Counts
from tclean.stages.itn.kinds import KINDS, Kind, N
from tclean.text.codes import Detector, codes, matches, table
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import trie
from tclean.text.spans import Spans

_QUOTED = re.compile(r"《[^》\n]{1,40}》|“[^”\n]{1,12}”|「[^」\n]{1,12}」|『[^』\n]{1,12}』")
_WHOLE = "(?![零二三四五六七八九十百千万亿])"  # 二百五, but not in 二百五十毫升
_ARABIC = re.compile(r"\d+")
_HOUSE_STYLE = 12  # so many numbers in digits, in laid-out prose: an editor has decided how numbers look
_NUMERALS = N + "幺"
_SIGNS = "点月分后比米秒度小"
_UPTO = "到至~～"
_LATIN = ascii_letters + " -"
_BLOCKS = ("heading", "note", "event")


class Spoken:
    """The pass: every kind of number looks for its own; where two want one place, the engine keeps the longer."""

    def __init__(self, style: str = "mixed") -> None:
        stay = words_of(language_data("numbers")["stay"])
        self._stay, self._may_stay = re.compile(trie(stay) + _WHOLE), Detector(stay)
        counts = Counts(style == "digits")
        self._kinds: tuple[Kind, ...] = (*KINDS, counts.kind())
        shapes = (re.sub(r"\(\?P<\w+>", "(?:", kind.pattern.pattern) for kind in KINDS)
        self._any = re.compile(f"{'|'.join(f'(?:{shape})' for shape in shapes)}|{counts.shape}")
        self._behind = _SIGNS + _NUMERALS + "".join(word for word in counts.words if len(word) == 1)
        self._words_behind = Detector(["个小", *(word for word in counts.words if len(word) > 1)])

    def __call__(self, doc: Document) -> Findings:
        """Edits of the numerals alone; the words around them are only looked at."""
        text = doc.text
        some = self._any.match
        places = [at for at in self._candidates(text) if some(text, at)]
        if not places or _edited(doc):
            return Findings()
        stay = matches(self._stay, text, self._may_stay.places(text))
        closed = Spans(_closed(doc) + [m.span() for m in stay])
        found: dict[tuple[int, int], Edit] = {}
        for place in places:
            if place in closed:
                continue
            for kind in self._kinds:
                m = kind.pattern.match(text, place)
                for start, end, after in kind.digits(m) if m else ():
                    if text[start:end] != after and (start, end) not in found:
                        found[start, end] = edit(text, start, end, after, kind.rule, confidence=kind.confidence)
        return Findings(list(found.values()))

    def _candidates(self, text: str) -> list[int]:
        """Where runs of numerals begin; single ones only beside what may make a number of them."""
        chars = codes(text)
        last = len(chars) - 1
        numeral, upto, line = table(_NUMERALS).take(chars), table(_UPTO), ord("\n")
        at = np.flatnonzero(numeral)
        at = at[~numeral[at - 1]]
        one, two, three = (chars[np.minimum(at + n, last)] for n in (1, 2, 3))
        near = (one != line) & (upto[two] | ((two != line) & upto[three]))
        good = table(self._behind)[one] | upto[one] | near | table(_LATIN)[chars[at - 1]]
        behind = self._words_behind.at(chars, at[~good] + 1) - 1
        return sorted([*at[good].tolist(), *behind.tolist()])


def _closed(doc: Document) -> list[tuple[int, int]]:
    """Blocks, and short quotations: titles and names (《科学四十人》)."""
    blocks = [(m.start, m.end) for m in doc.marked(*_BLOCKS)]
    return blocks + [m.span() for m in _QUOTED.finditer(doc.text)]


def _edited(doc: Document) -> bool:
    """Whether this is prose in which somebody already chose between digits and words."""
    layout = doc.meta.extra.get("layout", "prose")
    return layout == "prose" and len(doc.text) > 1500 and len(_ARABIC.findall(doc.text)) >= _HOUSE_STYLE
