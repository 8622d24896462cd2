"""Repeated blocks, measured on generated text: copies with edits of stated strength, genuine repetition as negatives.

python benchmarks/dedup.py inside                          quality and speed inside a document
python benchmarks/dedup.py across 1000 10000 [--datasketch]   quality, speed and memory across documents
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from copies import STEP, Score, Writer, corpus, document, find_across, judge, score_across, talk
from tclean.core.document import Document, Source
from tclean.runners.dedup.collect import GRAM, PERMS, SHORTEST
from tclean.text.shingles import stream

STRENGTHS = (0.0, 0.05, 0.10, 0.15)


def inside(talks: int) -> None:
    """Quality by strength, boundaries, and speed on repetitive and on healthy text."""
    writer = Writer(7)
    print("edits  precision  recall      F1  within 2%  genuine kept  MB/s")
    for strength in STRENGTHS:
        score, size, seconds = Score(), 0.0, 0.0
        for _ in range(talks):
            made = talk(writer, strength)
            doc = document(made)
            began = process_time()
            marks = list(STEP(doc).marks)
            seconds += process_time() - began
            size += len(doc.text.encode()) / 1e6
            judge(made, marks, score)
        near, kept = score.near / max(1, score.right), score.kept / score.genuine
        quality = f"{score.precision:10.4f} {score.recall:7.4f} {score.f1:7.4f} {near:10.4f} {kept:13.4f}"
        print(f"{strength:5.0%} {quality} {size / seconds:5.1f}")
    healthy = "\n\n".join(writer.paragraph(100, 500) for _ in range(12_000))
    for label, text in (("a talk of 100 KB", healthy[:34_000]), ("a document of 9 MB", healthy)):
        doc = Document.of(Source("t", text), "t")
        STEP(doc)
        began = process_time()
        STEP(doc)
        print(f"{label}, nothing repeated: {len(text.encode()) / 1e6 / (process_time() - began):.1f} MB/s")


def across(sizes: list[int], datasketch: bool) -> None:
    """Quality, blocks a second and memory for corpora of growing size."""
    print(f"shingles of {GRAM} letters, {PERMS} minima a block")
    print("blocks     precision  recall  blocks/s  memory MB")
    for size in sizes:
        documents, truth = corpus(Writer(11), size)
        began = process_time()
        found = find_across(documents)
        report(str(size), score_across(found, truth), size / (process_time() - began))
        if datasketch and size <= 100_000:
            began = process_time()
            found = with_datasketch([t for rows in documents for t in rows])
            report("datasketch", score_across(found, truth), size / (process_time() - began))


def report(label: str, score: tuple[float, float], speed: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:10} {score[0]:9.4f} {score[1]:7.4f} {speed:9.0f} {memory:10.0f}")


def with_datasketch(texts: list[str]) -> set[frozenset[int]]:
    """The same shingles through datasketch's MinHash and LSH, without a check of the candidates."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(num_perm=128, params=(42, 3))
    out = set()
    for n, text in enumerate(texts):
        letters = stream(text).text()
        if len(letters) < SHORTEST:
            continue
        sketch = MinHash(num_perm=128)
        sketch.update_batch([letters[i : i + 4].encode() for i in range(len(letters) - 3)])
        for other in lsh.query(sketch):
            out.add(frozenset((int(other), n)))
        lsh.insert(str(n), sketch)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("inside", "across"))
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--talks", type=int, default=30)
    parser.add_argument("--datasketch", action="store_true")
    options = parser.parse_args()
    if options.what == "inside":
        inside(options.talks)
    else:
        across(options.sizes or [1000, 10_000], options.datasketch)


if __name__ == "__main__":
    sys.exit(main())
