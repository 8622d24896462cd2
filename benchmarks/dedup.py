"""Repeated blocks, measured on generated text: copies with edits of stated strength, genuine repetition as negatives.

python benchmarks/dedup.py inside                          quality and speed inside a document
python benchmarks/dedup.py across 1000 10000 [--datasketch]   quality, speed and memory across documents
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from copies import STEP, Score, Writer, document, judge, paragraphs, records, score_across, talk
from tclean.core.document import Document, Source
from tclean.runners.dedup import Deduper
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
            marks = list(STEP(doc).marks)
            seconds += best(doc)
            size += len(doc.text.encode()) / 1e6
            judge(made, marks, score)
        near, kept = score.near / max(1, score.right), score.kept / score.genuine
        quality = f"{score.precision:10.4f} {score.recall:7.4f} {score.f1:7.4f} {near:10.4f} {kept:13.4f}"
        print(f"{strength:5.0%} {quality} {size / seconds:5.1f}")
    healthy = [writer.paragraph(100, 500) for _ in range(12_000)]
    copied = [row for n, row in enumerate(healthy[:9600]) for row in (row, writer.edited(row, 0.05))[: 2 - (n % 4 > 0)]]
    for label, rows in (
        ("a talk of 100 KB, nothing repeated", healthy[:110]),
        ("a document of 9 MB, nothing repeated", healthy),
        ("a document of 9 MB, a fifth of it copies", copied),
    ):
        text = "\n\n".join(rows)
        speed = len(text.encode()) / 1e6 / best(Document.of(Source("t", text), "t"))
        print(f"{label}: {speed:.1f} MB/s")


def best(doc: Document) -> float:
    """CPU seconds for a document, the best of three."""
    times = []
    for _ in range(3):
        began = process_time()
        STEP(doc)
        times.append(process_time() - began)
    return min(times)


def across(sizes: list[int], datasketch: bool) -> None:
    """Quality, speed and memory for corpora of growing size, each on disk and compared by a process of its own."""
    print(f"shingles of {GRAM} letters, {PERMS} minima a block; CPU seconds, peak memory of the process")
    print("blocks      precision  recall  seconds  blocks/s  memory MB  index MB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            truth = written(Path(folder), size)
            fork = [sys.executable, __file__, "compare", folder]
            facts = subprocess.run(fork, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
            seconds, memory, index = map(float, facts)
            found = set(pairs(Path(folder) / "revised.jsonl"))
            report(str(size), score_across(found, truth), size, seconds, memory, index)
            if datasketch and size <= 100_000:
                began = process_time()
                found = with_datasketch([row["text"] for row in lines(Path(folder) / "segments.jsonl")])
                memory = peak()
                report("datasketch", score_across(found, truth), size, process_time() - began, memory, 0)


def written(folder: Path, size: int) -> set[tuple[int, int]]:
    """A corpus as `tclean clean` would leave it before its documents are compared, and which blocks are copies."""
    truth, rows = set(), []
    with (folder / "documents.jsonl").open("wb") as documents, (folder / "segments.jsonl").open("wb") as segments:
        for n, (text, source) in enumerate(paragraphs(Writer(11), size)):
            rows.append(text)
            if source is not None:
                truth.add((source, n))
            if n % 10 == 9:
                document, mine = records(n // 10, rows)
                documents.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
                segments.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in mine)
                rows = []
    return truth


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file."""
    with path.open("rb") as file:
        yield from map(orjson.loads, file)


def compare(folder: Path) -> None:
    """What the runner does when all documents are cleaned; prints seconds, memory and the size of the index."""
    began = process_time()
    deduper = Deduper(folder / "index")
    with (folder / "documents.jsonl").open("rb") as documents, (folder / "segments.jsonl").open("rb") as segments:
        deduper.collect(documents, segments)
    deduper.decide()
    for kind in ("segments", "documents"):
        with (folder / f"{kind}.jsonl").open("rb") as before, (folder / "revised.jsonl").open("wb") as after:
            after.writelines(deduper.revise(kind, before))
    deduper.commit()
    deduper.close()
    memory = peak()
    print(process_time() - began, memory, (folder / "index").stat().st_size / 1e6)


def peak() -> float:
    """The most memory this program has held, in MB; `ru_maxrss` would count the process it was forked from."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024


def pairs(revised: Path) -> Iterator[frozenset[int]]:
    """The pairs of blocks that a run found, by their numbers in the corpus."""
    starts: dict[str, dict[int, int]] = {}
    for row in lines(revised.with_name("segments.jsonl")):
        starts.setdefault(row["doc_id"], {})[row["span"][0]] = int(row["doc_id"]) * 10 + row["index"]
    for record in lines(revised):
        for gone in record["dropped"]:
            of = gone["duplicate_of"]
            yield frozenset((starts[record["doc_id"]][gone["span"][0]], starts[of["doc_id"]][of["span"][0]]))


def report(label: str, score: tuple[float, float], size: int, seconds: float, memory: float, index: float) -> None:
    """One row of the table."""
    quality = f"{score[0]:9.4f} {score[1]:7.4f}"
    print(f"{label:10} {quality} {seconds:8.1f} {size / seconds:9.0f} {memory:10.0f} {index:9.0f}", flush=True)


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
    parser.add_argument("what", choices=("inside", "across", "compare"))
    parser.add_argument("sizes", nargs="*", help="numbers of blocks; for `compare` a folder")
    parser.add_argument("--talks", type=int, default=30)
    parser.add_argument("--datasketch", action="store_true")
    options = parser.parse_args()
    if options.what == "inside":
        inside(options.talks)
    elif options.what == "compare":
        compare(Path(options.sizes[0]))
    else:
        across(list(map(int, options.sizes)) or [1000, 10_000], options.datasketch)


if __name__ == "__main__":
    sys.exit(main())
