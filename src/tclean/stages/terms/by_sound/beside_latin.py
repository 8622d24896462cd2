"""What Chinese characters beside Latin letters say: of web胡克, of AI客服部."""

from __future__ import annotations

from collections.abc import Iterator

from tclean.stages.terms.by_sound.candidates import Candidate
from tclean.stages.terms.by_sound.latin_evidence import ALONE, NEVER, Evidence
from tclean.stages.terms.by_sound.targets import compact, no_han
from tclean.stages.terms.by_sound.view import FREQUENT, RARE, View
from tclean.stages.terms.by_sound.weights import Weights


def beside_latin(view: View, found: Candidate, heard: str, w: Weights) -> Iterator[Evidence]:
    """The evidence of Chinese characters beside Latin letters."""
    target, latin = found.target, compact(no_han(heard))
    most = w["ceiling"] - sum(value for name, value in found.evidence or () if name == ALONE)
    if compact(heard) in view.known:  # PD分离 is not EPD分离
        yield NEVER
    yield "Han characters unlikely as they stand", min(most, -view.han_logp(found.start, found.end))
    yield from destroyed(view, found, w)
    if latin in view.known and not _foreign(view, found, heard):
        yield "right as it stands", w["right_alone"]
    elif len(latin) > 2 and (target.bare.startswith(latin) or (len(latin) > 3 and target.bare.endswith(latin))):
        yield "half of it is right", w["half_right"]  # web胡克, 懒graph
    if _torn(view, found, heard):
        yield "leaves a piece behind", w["piece_left"]


def destroyed(view: View, found: Candidate, w: Weights) -> Iterator[Evidence]:
    """Frequent words inside the span which the term does not contain."""
    name, size = found.target.canonical, found.end - found.start
    for length in range(2, min(size, 7)):
        for at in range(found.start, found.end - length + 1):
            logp = view.word(at, at + length)
            if logp > RARE and (word := view.text[at : at + length]) not in name:
                yield f"destroys {word}", w["destroyed"] * min(1.0, (logp - RARE) / (FREQUENT - RARE))


def _foreign(view: View, found: Candidate, heard: str) -> bool:
    """Whether several Chinese characters of a mixed span are no Chinese."""
    places = [found.start + n for n, c in enumerate(heard) if not c.isascii()]
    return len(places) > 1 and bool(view.islands.odd[places].all())


def _torn(view: View, found: Candidate, heard: str) -> bool:
    """Whether what is no Chinese goes on behind a Han character: KV开 of KV开西."""
    odd = view.islands.odd
    before = not heard[0].isascii() and found.start > 0 and bool(odd[found.start - 1])
    return before or (not heard[-1].isascii() and found.end < len(odd) and bool(odd[found.end]))
