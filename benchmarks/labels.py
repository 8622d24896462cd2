"""Labelled turns: how fast, and how many of generated dialogues in every label format come out right.

    python benchmarks/labels.py                       # 400 generated documents
    python benchmarks/labels.py --documents 2000 --seed 7 --show 5

A generated document (tests/dialogues/labelled.py) has two to six speakers with random names, one label format, lines
without a label, headings with a colon, quotations and short turns; every turn must get its speaker.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tclean.config import settings
from tclean.core.document import Document, Source
from tclean.ruleset.load import load_rules
from tclean.stages import layout
from tclean.stages.speakers import labels as label_turns

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from dialogues.labelled import documents, found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=3, help="how many wrong documents to show")
    given = options.parse_args()
    asked, rules = settings(), load_rules()
    passes = [*layout.build(asked, rules), *label_turns.build(asked, rules)]
    right = wrong = extra = size = shown = 0
    seconds = 0.0
    for made in documents(given.seed, given.documents):
        doc = Document.of(Source("generated.txt", made.text), "generated")
        begin = time.process_time()
        for step in passes:
            doc.advance(step(doc))
        seconds += time.process_time() - begin
        size += len(made.text)
        got = found(doc)
        good = sum(a == b for a, b in zip(made.turns, got, strict=False))
        right += good
        wrong += len(made.turns) - good
        extra += max(0, len(got) - len(made.turns))
        if good < len(made.turns) and shown < given.show:
            shown += 1
            print(made.style, [x for x in zip(made.turns, got, strict=False) if x[0] != x[1]][:2], made.text[:80])
    print(f"{given.documents} documents, {size} characters, {right + wrong} turns")
    print(f"right {right / (right + wrong):.4f}   wrong {wrong}   too many {extra}")
    print(f"small documents: {size / seconds / 1e6:.2f} million characters/s")
    long = "".join(d.text + "\n" for d in documents(given.seed + 1, 1) for _ in range(400))
    doc = Document.of(Source("long.txt", long), "long")
    begin = time.process_time()
    for step in passes:
        doc.advance(step(doc))
    print(f"one of {len(long)} characters: {len(long) / (time.process_time() - begin) / 1e6:.2f} million characters/s")


if __name__ == "__main__":
    main()
