"""Whether a variant may be fixed where it stands, and if not, what is against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tclean.core.edit import Edit
from tclean.ruleset.model import Guard, Term
from tclean.stages.terms.context import Context, cut_word
from tclean.text.folding import brief

WIDEST = 200  # no guard looks further


class Meaning(NamedTuple):
    """What a spelling is in one pack: right as it stands (`fix` is None) or a variant of a term."""

    pack: str
    fix: Term | None = None
    term: bool = True  # False for a shield, which tells nothing about the field
    context: Context | None = None
    unless: tuple[str, ...] = ()
    short: bool = False  # must not cut a word


class Variant(NamedTuple):
    """`text[start:end]`, which folds to `key`, a variant of one term or of several."""

    start: int
    end: int
    key: str
    meanings: tuple[Meaning, ...]


class Case(NamedTuple):
    """What the text alone says about a variant: what is against it directly beside it, the longer string it is part of,
    words that ought to stand near it and do not, and one that does and ought not to; each "" if there is nothing."""

    beside: str
    within: str
    lacking: str
    forbidding: str


class Judge:
    """Decides about the variants of one text; what the text says is looked up once for all rounds."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cases: dict[tuple[int, int, int], Case] = {}
        self._cuts: dict[tuple[int, int, int], str] = {}

    def against(self, at: Variant, meaning: Meaning, fixed: Sequence[Edit]) -> str:
        """What speaks against fixing it, with what is `fixed` near by; "" if nothing does."""
        if meaning.context is None and not meaning.unless:
            return self._cut(at, meaning)
        case = self._case(at, meaning)
        why = case.beside or case.within
        if not why and meaning.context is not None:
            why = meaning.context.against(at.start, at.end, case.lacking, case.forbidding, fixed)
        return why or self._cut(at, meaning)

    def firm(self, at: Variant, meaning: Meaning) -> bool:
        """Whether something in the text speaks against it, and not only too little for it."""
        case = self._case(at, meaning)
        return bool(case.forbidding or case.within)

    def _case(self, at: Variant, meaning: Meaning) -> Case:
        key = (at.start, at.end, id(meaning))
        found = self._cases.get(key)
        if found is None:
            found = self._cases[key] = self._look(at, meaning)
        return found

    def _look(self, at: Variant, meaning: Meaning) -> Case:
        context = meaning.context
        within = _within(self._text, at, meaning.unless) if meaning.unless else ""
        within = within and f"part of {within}"
        if context is None:
            return Case("", within, "", "")
        span = (self._text, at.start, at.end)
        return Case(context.beside(*span), within, *context.near(*span))

    def _cut(self, at: Variant, meaning: Meaning) -> str:
        """The ordinary word that a short variant would cut."""
        if not meaning.short:
            return ""
        key = (at.start, at.end, id(meaning))
        if key not in self._cuts:
            word = cut_word(self._text, _open_edges(at, meaning.fix), (at.start, at.end))
            self._cuts[key] = word and f"cuts the word {word}"
        return self._cuts[key]


def _open_edges(at: Variant, term: Term | None) -> list[int]:
    """The edges of a match about whose other side the rule says nothing."""
    guard = term.when if term is not None and term.when is not None else Guard()
    return [place for place, told in ((at.start, guard.before), (at.end, guard.after)) if not told]


def _within(text: str, at: Variant, longer: tuple[str, ...]) -> str:
    """The longer string of which the match is a part: skin law in `skin lawful`."""
    most = 2 * max(map(len, longer)) + 8
    before = brief(text[max(0, at.start - most) : at.start])
    around = before + at.key + brief(text[at.end : at.end + most])
    for word in longer:
        place = around.find(word)
        while place >= 0:
            if place <= len(before) and place + len(word) >= len(before) + len(at.key):
                return word
            place = around.find(word, place + 1)
    return ""
