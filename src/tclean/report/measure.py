"""Measures of a cleaned text against labels: terms, turns, plain text. Pure functions over finished documents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tclean.core.offsets import Change
from tclean.core.segments import Segment, replay

_NOISE = re.compile(r"[\s\-–—_·.,，。、:：!！?？;；'\"“”‘’()（）]+")
TOLERANCE = 6  # characters either side within which two boundaries are the same


def plain(text: str) -> str:
    """Text for comparison: no case, blanks, hyphens or punctuation.

    >>> plain("Product-Market Fit") == plain("product market fit")
    True
    """
    return _NOISE.sub("", text).lower()


@dataclass(slots=True)
class TermScore:
    """Counts over labelled terms; `items` lists every label and every other term edit with its verdict."""

    errors: int = 0
    fixed: int = 0
    wrong_fixes: int = 0
    look_alikes: int = 0
    kept: int = 0
    other_edits: int = 0
    characters: int = 0
    items: list[tuple[str, int, str, str, str]] = field(default_factory=list)  # verdict, place, before, after, wanted

    def figures(self) -> dict[str, float]:
        """Recall, share of look-alikes kept, other edits per 10,000 characters, share of wrong fixes among edits."""
        edits = self.fixed + self.wrong_fixes + self.other_edits
        return {
            "recall": self.fixed / max(1, self.errors),
            "look_alikes_kept": self.kept / max(1, self.look_alikes),
            "other_edits_per_10k": 1e4 * self.other_edits / max(1, self.characters),
            "wrong_fix_share": self.wrong_fixes / max(1, edits),
        }


def score_terms(source: str, segments: Sequence[Segment], labels: Iterable[Mapping[str, Any]]) -> TermScore:
    """Score labels `{start, end, wrong, right, alt?}`; a label whose `right` equals `wrong` must stay as it is.

    An edit counts as a term edit when one of its rules is of the stage `terms` and more than case, blanks or
    punctuation changes. The scored range is that of the labels' segments.
    """
    rows = sorted(labels, key=lambda r: (r["start"], r["end"]))
    edits = sorted(c for s in segments for c in s.edits)
    score = TermScore()
    if not rows:
        return score
    low, high = rows[0]["start"], rows[-1]["end"]
    score.characters = high - low
    starts = [c.start for c in edits]
    used: set[int] = set()
    for row in rows:
        near = _overlapping(edits, starts, row["start"], row["end"])
        used.update(near)
        _judge(source, row, [edits[i] for i in near], score)
    for i, c in enumerate(edits):
        if i not in used and low <= c.start < high and _is_term_edit(source, c):
            score.other_edits += 1
            score.items.append(("other", c.start, source[c.start : c.end], c.after, " ".join(c.rules)))
    return score


def _overlapping(edits: list[Change], starts: list[int], start: int, end: int) -> list[int]:
    i = bisect_left(starts, start)
    while i and edits[i - 1].end > start:
        i -= 1
    out = []
    while i < len(edits) and edits[i].start < end:
        if edits[i].end > start:
            out.append(i)
        i += 1
    return out


def _judge(source: str, row: Mapping[str, Any], near: list[Change], score: TermScore) -> None:
    start = min([row["start"], *(c.start for c in near)])
    end = max([row["end"], *(c.end for c in near)])
    got = plain(replay(source, (start, end), near))
    wanted = [plain(w) for w in (row["right"], *row.get("alt", ()))]
    if row["right"] == row["wrong"]:
        ok = any(w in got for w in wanted)
        score.look_alikes += 1
        score.kept += ok
        verdict = "kept" if ok else "harmed"
    else:
        before, after = plain(source[start : row["start"]]), plain(source[row["end"] : end])
        ok = any(
            got == before + w + after or (w in got and plain(row["wrong"]) not in got.replace(w, "")) for w in wanted
        )
        changed = any(_is_term_edit(source, c) for c in near)
        score.errors += 1
        score.fixed += ok
        score.wrong_fixes += changed and not ok
        verdict = "fixed" if ok else "wrong" if changed else "missed"
    shown = replay(source, (start, end), near)
    score.items.append((verdict, row["start"], row["wrong"], shown, row["right"]))


def _is_term_edit(source: str, c: Change) -> bool:
    return any(r.startswith("terms:") for r in c.rules) and plain(source[c.start : c.end]) != plain(c.after)


@dataclass(slots=True)
class TurnScore:
    """Characters with the right speaker, boundaries found and wanted."""

    characters: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0
    hits: int = 0
    sure: int = 0  # characters in turns said with confidence of 0.9 or more
    sure_right: int = 0

    def figures(self) -> dict[str, float]:
        """Speaker accuracy; boundary precision, recall, F1; share right among turns of confidence ≥ 0.9."""
        precision, recall = self.hits / max(1, self.found), self.hits / max(1, self.wanted)
        return {
            "accuracy": self.right / max(1, self.characters),
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / max(1e-9, precision + recall),
            "sure_share": self.sure / max(1, self.characters),
            "sure_right": self.sure_right / max(1, self.sure),
        }


def score_turns(segments: Sequence[Segment], labels: Iterable[Mapping[str, Any]], *, mapped: bool = False) -> TurnScore:
    """Score labels `{start, end, speaker, sure?}` character by character; boundaries within `TOLERANCE` are the same.

    With `mapped`, speakers are first mapped one to one by overlap (for texts in which nobody is named).
    """
    rows = sorted(labels, key=lambda r: r["start"])
    spans = [(s.span, _name(s), (s.speaker or {}).get("confidence", 0.0)) for s in segments if s.kind == "speech"]
    names = _mapping(spans, rows) if mapped else {}
    score = TurnScore()
    for row in rows:
        if row.get("sure") is False:
            continue
        score.characters += row["end"] - row["start"]
        for (start, end), name, confidence in spans:
            n = min(end, row["end"]) - max(start, row["start"])
            if n > 0:
                ok = n * (names.get(name, name) == row["speaker"])
                score.right += ok
                score.sure += n * (confidence >= 0.9)
                score.sure_right += ok * (confidence >= 0.9)
    low, high = rows[0]["start"], rows[-1]["end"]
    wanted = [b["start"] for a, b in pairwise(rows) if a["speaker"] != b["speaker"] and _sure(a, b)]
    ignored = [b["start"] for a, b in pairwise(rows) if not _sure(a, b)]
    found = [b[0][0] for a, b in pairwise(spans) if a[1] != b[1] and low < b[0][0] < high]
    found = [f for f in found if all(abs(f - i) > TOLERANCE for i in ignored)]
    score.wanted, score.found = len(wanted), len(found)
    score.hits = _matches(wanted, found)
    return score


def _sure(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a.get("sure") is not False and b.get("sure") is not False


def _name(s: Segment) -> str | None:
    return (s.speaker or {}).get("name")


def _mapping(spans: Sequence[Any], rows: Sequence[Mapping[str, Any]]) -> dict[Any, str]:
    """Greedy one-to-one mapping of said to labelled speakers by shared characters."""
    shared: dict[tuple[Any, str], int] = {}
    for (start, end), name, _ in spans:
        for row in rows:
            n = min(end, row["end"]) - max(start, row["start"])
            if n > 0 and name is not None:
                shared[name, row["speaker"]] = shared.get((name, row["speaker"]), 0) + n
    out: dict[Any, str] = {}
    for name, speaker in sorted(shared, key=lambda k: -shared[k]):
        if name not in out and speaker not in out.values():
            out[name] = speaker
    return out


def _matches(wanted: list[int], found: list[int]) -> int:
    hits, j = 0, 0
    for w in wanted:
        while j < len(found) and found[j] < w - TOLERANCE:
            j += 1
        if j < len(found) and found[j] <= w + TOLERANCE:
            hits += 1
            j += 1
    return hits


def character_error_rate(text: str, reference: str) -> float:
    """Edits needed to turn `text` into `reference`, per character of the reference, on `plain` texts.

    >>> character_error_rate("大模形。", "大模型")
    0.3333333333333333
    """
    from rapidfuzz.distance import Levenshtein

    got, want = plain(text), plain(reference)
    return Levenshtein.distance(got, want) / max(1, len(want))
