"""Repeated blocks, measured on generated text: copies with edits of stated strength, genuine repetition as negatives.

python benchmarks/dedup.py inside            quality and speed inside a document
python benchmarks/dedup.py across 1000 10000 100000 [--datasketch]   quality, speed and memory across documents
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
from dataclasses import dataclass, field
from itertools import accumulate
from time import process_time

from tclean.core.document import Document, Source
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.runners.dedup.cluster import copies
from tclean.runners.dedup.collect import GRAM, PERMS, SHORTEST, Record, entry
from tclean.runners.dedup.index import Index
from tclean.stages.dedup import build
from tclean.text.lexicon import words
from tclean.text.shingles import stream

STRENGTHS = (0.0, 0.05, 0.10, 0.15)
FORMULAS = (
    "谢谢{}老师的精彩分享,下面我们有请来自{}的{}老师,大家掌声欢迎。",
    "{}老师,您怎么看这个问题?",
    "感谢{}的回答,我们再请{}来谈一谈,时间关系,请尽量简短一些。",
)
REPLIES = ("对,是这样。", "谢谢。", "好的,没问题。", "对,我同意刚才的说法。", "这个问题很好。")


class Writer:
    """Sentences of words drawn by their frequency."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        items = [(w, n) for w, n in words().items() if n > 50]
        self.words = [w for w, _ in items]
        self.weights = list(accumulate(n**0.75 for _, n in items))

    def pick(self, n: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=n)

    def sentence(self) -> str:
        parts = ["".join(self.pick(self.random.randint(2, 7))) for _ in range(self.random.randint(1, 4))]
        return ",".join(parts) + "。"

    def paragraph(self, low: int = 60, high: int = 300) -> str:
        wanted, out = self.random.randint(low, high), ""
        while len(out) < wanted:
            out += self.sentence()
        return out

    def edited(self, text: str, strength: float) -> str:
        """A copy with `strength` of its characters replaced, deleted or followed by another one, in short runs."""
        out, at = [], 0
        while at < len(text):
            run = self.random.choice((1, 1, 2))
            if self.random.random() < strength / 1.33:
                kind = self.random.choice("rdi")
                if kind != "d":
                    out.append("".join(self.pick(1))[:run])
                at += 0 if kind == "i" else run
                if kind == "i":
                    out.append(text[at])
                    at += 1
            else:
                out.append(text[at])
                at += 1
        return "".join(out)


@dataclass
class Talk:
    """A generated document: its blocks, and which are copies (copy → original) or genuine repetition."""

    blocks: list[str] = field(default_factory=list)
    copies: dict[int, int] = field(default_factory=dict)
    genuine: set[int] = field(default_factory=set)


def talk(writer: Writer, strength: float, size: int = 60) -> Talk:
    """`size` paragraphs, a fifth of them said before, between replies, formulas, refrains and tables of figures."""
    out = Talk()
    names = writer.pick(6)
    refrain, form = writer.paragraph(12, 30), writer.paragraph(40, 60)[:-1]
    originals: list[int] = []
    for n in range(size):
        if n > size // 2 and n % 5 < 2 and originals:
            source = originals.pop(0)
            out.copies[len(out.blocks)] = source
            out.blocks.append(writer.edited(out.blocks[source], strength))
        else:
            if n % 2:
                originals.append(len(out.blocks))
            out.blocks.append(writer.paragraph())
        chosen = writer.random.random()
        extra = None
        if chosen < 0.3:
            extra = writer.random.choice(REPLIES)
        elif chosen < 0.5:
            extra = writer.random.choice(FORMULAS).format(*writer.random.choices(names, k=3))
        elif chosen < 0.6:
            extra = refrain
        elif chosen < 0.7:
            extra = f"{form}{writer.random.randint(10, 99)}万台,同比增长{writer.random.randint(10, 99)}%。"
        if extra:
            out.genuine.add(len(out.blocks))
            out.blocks.append(extra)
    return out


def inside(talks: int) -> None:
    """Quality by strength, boundaries, and speed on healthy and on repetitive text."""
    writer = Writer(7)
    (step,) = build(Settings(), RuleSet())
    print("edits   precision  recall     F1  boundaries within 2%  genuine kept   MB/s")
    for strength in STRENGTHS:
        hit = wrong = total = near = kept = genuine = 0
        size = seconds = 0.0
        for _ in range(talks):
            made = talk(writer, strength)
            text = "\n\n".join(made.blocks)
            starts = list(accumulate([0, *(len(b) + 2 for b in made.blocks)]))
            doc = Document.of(Source("t", text), "t")
            begin = process_time()
            marks = step(doc).marks
            seconds += process_time() - begin
            size += len(text.encode()) / 1e6
            found = {starts.index(m.start): m for m in marks if m.rule == "dedup:repeat"}
            pairs = {frozenset(p): p for p in made.copies.items()}
            total += len(pairs)
            for n, m in found.items():
                a, b = m.value["duplicate_of"]["span"]
                other = max(i for i, s in enumerate(starts) if s <= (a + b) // 2)
                if frozenset((n, other)) in pairs:
                    hit += 1
                    length = len(made.blocks[other])
                    near += abs(a - starts[other]) + abs(b - starts[other] - length) <= 0.02 * length + 1
                else:
                    wrong += 1
            genuine += len(made.genuine)
            kept += sum(n not in found for n in made.genuine)
        precision, recall = hit / max(1, hit + wrong), hit / total
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{strength:5.0%}  {precision:10.4f} {recall:7.4f} {f1:6.4f} {near / max(1, hit):21.4f} "
              f"{kept / genuine:13.4f} {size / seconds:6.1f}")  # fmt: skip
    healthy = "\n\n".join(writer.paragraph(100, 500) for _ in range(12_000))
    for label, text in (("a talk of 100 KB", healthy[:34_000]), ("a document of 9 MB", healthy)):
        doc = Document.of(Source("t", text), "t")
        step(doc)
        begin = process_time()
        step(doc)
        print(f"{label}, nothing repeated: {len(text.encode()) / 1e6 / (process_time() - begin):.1f} MB/s")


def corpus(writer: Writer, blocks: int, strength: float = 0.10) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Documents of ten paragraphs; three in ten paragraphs are edited copies of earlier ones."""
    texts: list[str] = []
    truth = set()
    for n in range(blocks):
        if n > 20 and n % 10 < 3:
            source = writer.random.randrange(n // 10 * 10)
            if source % 10 >= 3:
                truth.add((source, n))
                texts.append(writer.edited(texts[source], writer.random.uniform(0, strength * 1.5)))
                continue
        texts.append(writer.paragraph(80, 220))
    return [texts[i : i + 10] for i in range(0, blocks, 10)], truth


def across(sizes: list[int], datasketch: bool) -> None:
    """Quality, blocks a second and memory for corpora of growing size."""
    print("blocks     precision  recall  blocks/s  memory MB")
    for size in sizes:
        documents, truth = corpus(Writer(11), size)
        began = process_time()
        index = Index()
        for n, rows in enumerate(documents):
            index.add(entry(*records(n, rows)))
        order = {d[0]: i for i, d in enumerate(index.documents())}
        found = {(c.block - 1, c.of - 1) for c in copies(index, order)}
        seconds = process_time() - began
        report(f"{size:<9}", {frozenset(p) for p in found}, truth, size / seconds)
        index.close()
        if datasketch and size <= 100_000:
            began = process_time()
            pairs = with_datasketch([t for rows in documents for t in rows])
            report("datasketch", pairs, truth, size / (process_time() - began))


def records(n: int, rows: list[str]) -> tuple[Record, list[Record]]:
    """The records of a document of one turn."""
    text = "\n\n".join(rows)
    document = {
        "doc_id": f"{n:08}",
        "sha256": "0",
        "source_span": [0, len(text)],
        "participants": [],
        "url": None,
        "path": "",
    }
    segment = {"index": 0, "kind": "speech", "speaker": None, "text": text, "span": [0, len(text)]}
    return document, [{**segment, "duplicate_of": None}]


def report(label: str, found: set[frozenset[int]], truth: set[tuple[int, int]], speed: float) -> None:
    """A pair is right when both come from one original; recall counts the copies that right pairs join to it."""
    origin: dict[int, int] = {}
    for a, b in sorted(truth, key=lambda pair: pair[1]):
        origin[b] = origin.get(a, a)
    right = [pair for pair in found if len({origin.get(n, n) for n in pair}) == 1]
    parent: dict[int, int] = {}

    def root(n: int) -> int:
        while parent.setdefault(n, n) != n:
            n = parent[n]
        return n

    joined = 0
    for a, b in map(sorted, right):
        if root(a) != root(b):
            parent[root(b)] = root(a)
            joined += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:10} {len(right) / max(1, len(found)):9.4f} {joined / len(truth):7.4f} {speed:9.0f} {memory:10.0f}")


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
        print(f"shingles of {GRAM} letters, {PERMS} minima a block")
        across(options.sizes or [1000, 10_000], options.datasketch)


if __name__ == "__main__":
    sys.exit(main())
