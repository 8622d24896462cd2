"""Measures terms by rule and canonical forms: python benchmarks/rules.py TEXT...

Prints processor time for loading and compiling the packs, and characters a second over the texts repeated to a million.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tclean.core.document import Document, Source
from tclean.core.settings import Settings
from tclean.ruleset.load import load_rules
from tclean.stages.terms import by_rule, canonical, replacing


def main(paths: list[str]) -> None:
    os.environ["TCLEAN_CACHE"] = "off"
    began = time.process_time()
    rules = load_rules()
    loaded = time.process_time()
    parts = [
        (m.__name__.rsplit(".", 1)[1], s) for m in (replacing, by_rule, canonical) for s in m.build(Settings(), rules)
    ]
    print(f"{len(rules.terms)} terms: load {loaded - began:.2f} s, compile {time.process_time() - loaded:.2f} s")
    text = "".join(Path(p).read_text("utf-8", errors="replace") for p in paths)
    doc = Document.of(Source("-", text * max(1, 1_000_000 // len(text))), "-")
    for name, step in parts:
        best = min(_seconds(step, doc) for _ in range(3))
        print(f"{name:10} {len(doc.text) / best / 1e6:6.2f} million characters a second")


def _seconds(step: object, doc: Document) -> float:
    began = time.process_time()
    step(doc)  # type: ignore[operator]
    return time.process_time() - began


if __name__ == "__main__":
    main(sys.argv[1:])
