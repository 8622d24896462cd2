"""Speakers from a trusted transcript of the same event: every stretch both texts share votes for who said it there.

The edited text is reworded, shortened and reordered, so that it is no truth about wording; the votes are evidence for
the decoder of `inferred`, which places the turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.document import Document
from tclean.core.edit import Findings
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.text.anchors import Run, align, main_line, solid

Turn = tuple[str, str]
Vote = tuple[int, int, str]
_SEED = 6
_FEW = 2  # runs a paragraph needs to have a place


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """One pass where a reference is given, none otherwise."""
    return [votes] if settings.reference else []


def votes(doc: Document, /) -> Findings:
    """`extra["votes"]`: (start, end, name) in the present text; `extra["reference_share"]`: how much aligned."""
    told: Sequence[Turn] = doc.meta.extra.get("reference", ())
    if not told or doc.meta.extra.get("labelled"):
        return Findings()
    mine, places = solid(doc.text)
    kept = in_order(mine, told)
    runs = align(mine, "".join(words for _, words in kept))
    found = _votes(runs, kept, places)
    share = sum(run.length for run in runs) / max(1, len(mine))
    return Findings(meta={"extra": {"votes": found, "reference_share": round(share, 3)}})


def in_order(mine: str, told: Sequence[Turn]) -> list[Turn]:
    """The reference's paragraphs as solid text, without those told a second time out of order (key points).

    >>> text = "甲乙丙丁戊己庚辛壬癸" + "子丑寅卯辰巳午未申酉"
    >>> told = [("b", "子丑寅卯辰巳午未申"), ("a", "甲乙丙丁戊己庚辛壬癸"), ("b", "子丑寅卯辰巳午未申酉")]
    >>> [name for name, _ in in_order(text, told)]
    ['a', 'b']
    """
    where: dict[str, int] = {}
    for i in range(len(mine) - _SEED + 1):
        gram = mine[i : i + _SEED]
        where[gram] = -1 if gram in where else i
    words = [(name, solid(text)[0]) for name, text in told]
    placed: list[tuple[int, float]] = []
    at: list[int] = []
    for n, (_, text) in enumerate(words):
        hits = [where.get(text[i : i + _SEED], -1) for i in range(len(text) - _SEED + 1)]
        hits = sorted(h for h in hits if h >= 0)
        if len(hits) >= _FEW:
            placed.append((hits[len(hits) // 2], float(len(hits))))
            at.append(n)
    line = main_line(placed)
    keep = [False] * len(words)
    for k, (n, after) in enumerate(zip(at, [*at[1:], len(words)], strict=True)):
        keep[n] = k in line
        between = k in line and (k + 1 in line or after == len(words))
        keep[n + 1 : after] = [between] * (after - n - 1)  # short ones go with their neighbours
    return [w for n, w in enumerate(words) if keep[n]]


def _votes(runs: Sequence[Run], kept: Sequence[Turn], places: Sequence[int]) -> list[Vote]:
    owners: list[int] = []
    for n, (_, words) in enumerate(kept):
        owners += [n] * len(words)
    out: list[Vote] = []
    for run in runs:
        at = 0
        while at < run.length:  # a run may reach over the border of two turns
            owner = owners[run.start_b + at]
            stop = at + 1
            while stop < run.length and owners[run.start_b + stop] == owner:
                stop += 1
            start, end = places[run.start_a + at], places[run.start_a + stop - 1] + 1
            out.append((start, end, kept[owner][0]))
            at = stop
    return out
