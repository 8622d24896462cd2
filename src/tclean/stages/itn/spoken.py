"""Numerals in words → digits, where a number is certainly meant: `一千七百五十亿个 → 1750亿个`."""

from __future__ import annotations

import re

from tclean.core.document import Document
from tclean.core.edit import Edit, Findings, edit
from tclean.stages.itn.counts import Counts
from tclean.stages.itn.kinds import KINDS, Kind, N
from tclean.text.langdata import language_data, words_of
from tclean.text.literals import trie
from tclean.text.spans import Spans

_QUOTED = re.compile(r"《[^》\n]{1,40}》|“[^”\n]{1,12}”|「[^」\n]{1,12}」|『[^』\n]{1,12}』")
_WHOLE = "(?![零二三四五六七八九十百千万亿])"  # 二百五, but not in 二百五十毫升
_ARABIC = re.compile(r"\d+")
_HOUSE_STYLE = 12  # so many numbers in digits, in laid-out prose: an editor has decided how numbers look
_BLOCKS = ("heading", "note", "event")


class Spoken:
    """The pass: every kind of number looks for its own; where two want one place, the engine keeps the longer."""

    def __init__(self, style: str = "mixed") -> None:
        self._stay = re.compile(trie(words_of(language_data("numbers")["stay"])) + _WHOLE)
        counts = Counts(style == "digits")
        self._kinds: tuple[Kind, ...] = (*KINDS, counts.kind())
        shapes = (re.sub(r"\(\?P<\w+>", "(?:", kind.pattern.pattern) for kind in KINDS)
        self._any = re.compile(f"{'|'.join(f'(?:{shape})' for shape in shapes)}|{counts.shape}")
        self._candidate = re.compile(
            rf"[{N}幺](?:[{N}幺]+|(?=[点月分后比米秒度小{counts.openers}]|个小|.{{0,2}}[到至~～])|(?<=[A-Za-z -].))"
        )

    def __call__(self, doc: Document) -> Findings:
        """Edits of the numerals alone; the words around them are only looked at."""
        text = doc.text
        some = self._any.match
        places = [at for m in self._candidate.finditer(text) if some(text, at := m.start())]
        if not places or _edited(doc):
            return Findings()
        closed = Spans(_closed(doc) + [m.span() for m in self._stay.finditer(text)])
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


def _closed(doc: Document) -> list[tuple[int, int]]:
    """Blocks, and short quotations: titles and names (《科学四十人》)."""
    blocks = [(m.start, m.end) for m in doc.marked(*_BLOCKS)]
    return blocks + [m.span() for m in _QUOTED.finditer(doc.text)]


def _edited(doc: Document) -> bool:
    """Whether this is prose in which somebody already chose between digits and words."""
    layout = doc.meta.extra.get("layout", "prose")
    return layout == "prose" and len(doc.text) > 1500 and len(_ARABIC.findall(doc.text)) >= _HOUSE_STYLE
