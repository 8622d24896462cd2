"""Repair of GBK mirror pages: exact restoration by kind of damage, false changes on healthy text, speed.

    PYTHONPATH=src:tests python benchmarks/repair.py [--text FILE] [--programs N] [--million M]

`--text` damages a file of your own (UTF-8, Simplified or Traditional) in place of the prose of tests/damage.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import opencc

from damage.mirror import damage, programs
from damage.prose import simplified, traditional
from damage.score import Score, repaired, score
from tclean.text.lexicon import readings

CLASSICAL = "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？溫故而知新，可以為師矣。"
ENGLISH = "The talk began late (as usual), and nobody minded? She asked: what is a café worth without naïve questions? "
JAPANESE = "今日は朝から雨が降っていた。駅まで歩いて（十五分）、電車に乗った。「大丈夫ですか？」と彼女は聞いた。"


def damaged(text: str, number: int, length: int = 2000) -> tuple[Score, dict[str, list[int]], float]:
    """Score over `number` programs drawn from the matrix; by setting [missed, all]; characters per second."""
    rng = random.Random(1)
    rows = list(programs(seeds=(1, 2)))
    rng.shuffle(rows)
    total, chars, seconds = Score(), 0, 0.0
    by: dict[str, list[int]] = {}
    repaired(damage(text[:300], rows[0][1]).text)  # tables loaded
    for name, program in rows[:number]:
        at = rng.randrange(max(1, len(text) - length))
        page = damage(text[at : at + length], program)
        begin = process_time()
        doc = repaired(page.text)
        seconds += process_time() - begin
        chars += len(page.text)
        result = score(page, doc)
        total.add(result)
        for part in {p for p in name.split("/")[:-1] if p != "-"}:
            row = by.setdefault(part, [0, 0])
            row[0] += result.missed.total()
            row[1] += result.missed.total() + result.right.total()
    return total, by, chars / max(seconds, 1e-9)


def healthy() -> Iterator[tuple[str, str]]:
    """Texts in which nothing may change."""
    plain, full = simplified(), traditional()
    yield "simplified", plain
    yield "traditional", full
    yield "mixed", plain[:900] + full[900:]
    yield "narrow marks", full.translate(str.maketrans("，？！：；", ",?!:;"))
    yield "classical", CLASSICAL
    yield "code", Path(__file__).read_text("utf-8")
    yield "english", ENGLISH
    yield "japanese", JAPANESE
    yield "author's glosses", _glossed(full, 60)
    yield "reader for children", _glossed(full, 1)


def _glossed(text: str, every: int) -> str:
    """Text in which an author gives a reading now and then."""
    parts = [f"{c}({readings()[c][0]})" if n % every == 0 and c in readings() else c for n, c in enumerate(text)]
    return "".join(parts)


def _shuffled(text: str, size: int, seed: int = 1) -> str:
    """About `size` characters of the text's sentences in another order each time."""
    rng = random.Random(seed)
    sentences = re.split(r"(?<=[。！？\n])", text)
    out: list[str] = []
    length = 0
    while length < size:
        rng.shuffle(sentences)
        out += sentences
        length += len(text)
    return "".join(out)[:size]


def _rate(run: Callable[[str], object], text: str) -> float:
    begin = process_time()
    run(text)
    return len(text) / max(process_time() - begin, 1e-9)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--text", type=Path)
    given.add_argument("--programs", type=int, default=48)
    given.add_argument("--million", type=float, default=0.2, help="millions of characters of each healthy text")
    args = given.parse_args()
    text = traditional()
    if args.text:
        made = opencc.OpenCC("s2t").convert(args.text.read_text("utf-8"))
        text = "".join(c for c in made if len(c.encode("gb18030", "replace")) <= 2 and c != "€")
    total, by, speed = damaged(text, args.programs)
    print(
        f"exactly restored {total.rate:.4f} of {total.right.total() + total.missed.total()} places; harm {total.harm}"
    )
    for kind in sorted(total.right | total.missed):
        good, bad = total.right[kind], total.missed[kind]
        print(f"  {kind:20} {good / (good + bad):.4f} of {good + bad}")
    for part, (bad, number) in sorted(by.items(), key=lambda row: row[1][0] / max(1, row[1][1])):
        print(f"  with {part:15} {1 - bad / max(1, number):.4f} of {number}")
    print(f"damaged text: {speed:,.0f} characters/s")
    wrong: Counter[str] = Counter()
    size = int(args.million * 1e6)
    for name, sample in healthy():
        page = _shuffled(sample, size)
        speed = _rate(repaired, page)
        for at in range(0, size, 5000):
            wrong[name] += len(repaired(page[at : at + 5000]).changes)
        print(f"healthy {name:20} {wrong[name]} false changes in {size:,}; {speed:,.0f} characters/s")
    sys.exit(bool(wrong.total()))


if __name__ == "__main__":
    main()
