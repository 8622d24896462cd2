"""Script conversion, measured: changes to healthy Simplified text, wrong characters after a round trip, speed.

python benchmarks/script.py [FILE...]     FILEs of Simplified text; without them words by frequency
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path
from time import process_time

import opencc

from tclean.config import settings
from tclean.core.document import Document, Source
from tclean.formats.decode import decode
from tclean.ruleset.model import RuleSet
from tclean.stages.script import build
from tclean.stages.script.plain import plain
from tclean.text.charclass import shares
from tclean.text.lexicon import words
from tclean.text.script import tables

ROUND_TRIPS = ("s2t", "s2tw", "s2hk")


def text_of(paths: list[str], size: int = 1_000_000) -> str:
    """Simplified text: the files', or sentences of words drawn by their frequency."""
    if paths:
        text = "\n".join(decode(Path(p).read_bytes(), p).text for p in paths)
        known = settings(script="hans")
        return convert(text, known)[0]  # a stray 謝 in a file is no fault of the round trip
    rng = random.Random(1)
    items = [(w, n) for w, n in words().items() if n > 20 and shares(w)[0] == 0]
    weights = list(accumulate(n for _, n in items))
    out, total = [], 0
    while total < size:
        line = "".join(w for w, _ in rng.choices(items, cum_weights=weights, k=rng.randint(5, 40))) + "。"
        out.append(line)
        total += len(line) + 1
    return "\n".join(out)


def convert(text: str, chosen: object) -> tuple[str, int, int, float]:
    """Text, edits, flags and seconds of the stage."""
    steps = build(chosen, RuleSet())  # type: ignore[arg-type]
    doc = Document.of(Source("x", text), "x")
    begin = process_time()
    for step in steps:
        doc.advance(step(doc))
    return doc.text, len(doc.changes), len(doc.marked("flag")), process_time() - begin


def main() -> None:
    text = text_of(sys.argv[1:])
    size = len(text.encode())
    convert(text[:1000], settings(script="hans"))
    for variant in ("auto", "t", "tw", "hk"):
        chosen = settings(script="hans")
        chosen.options["script"] = {"variant": variant, "vocabulary": "mainland"}  # type: ignore[index]
        _, edits, _, seconds = convert(text, chosen)
        print(f"healthy, {variant:<5} {len(text):>9,} characters  {edits} changed  {size / 1e6 / seconds:7.1f} MB/s")
    for name in ROUND_TRIPS:
        there = opencc.OpenCC(name, include_tofu_risk_dictionaries=False).convert(text)
        convert(there[:1000], settings(script="hans"))  # OpenCC loads its tables
        back, edits, flags, seconds = convert(there, settings(script="hans"))
        pairs = [(a, b, c) for a, b, c in zip(text, there, back, strict=True) if a != c]
        lost = sum(a not in forms(b) for a, b, _ in pairs)
        wrong = Counter(f"{b}→{c}" for a, b, c in pairs if a in forms(b))
        rate, all_ = (n / len(text) * 1e4 for n in (wrong.total(), len(pairs)))
        print(
            f"{name:<5} and back {edits:>9,} edits  {flags:>5} flags  {rate:5.2f} wrong in 10,000 ({all_:.2f} with the"
            f" {lost} the way there has lost: 象 became 像)  {size / 1e6 / seconds:6.1f} MB/s  {wrong.most_common(5)}"
        )


@cache
def forms(char: str) -> frozenset[str]:
    """The Simplified characters a Traditional one can stand for."""
    known = tables().choices.get(char, ((), ()))[0]
    return frozenset({*known, opencc.OpenCC("t2s").convert(char), plain(char, taiwan=True), char})


if __name__ == "__main__":
    main()
