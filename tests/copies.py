"""Generated talks with copies of stated edit strength and with genuine repetition, and corpora of such paragraphs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from math import log1p
from typing import Any, NamedTuple

import numpy as np

from tclean.core.document import Document, Source
from tclean.core.edit import Mark
from tclean.core.segments import build as segments_of
from tclean.core.settings import Settings
from tclean.formats.records import document_record, segment_records
from tclean.ruleset.model import RuleSet
from tclean.runners.dedup.cluster import copies
from tclean.runners.dedup.collect import entry
from tclean.runners.dedup.index import Index
from tclean.stages.dedup import build
from tclean.text.lexicon import words

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
        weights = np.cumsum([n**0.75 for _, n in items])
        self.weights = weights / weights[-1]
        self.drawn: list[int] = []
        self.draw = np.random.default_rng(seed)

    def pick(self, n: int) -> list[str]:
        if len(self.drawn) < n:
            self.drawn += np.searchsorted(self.weights, self.draw.random(1 << 16)).tolist()
        return [self.words[self.drawn.pop()] for _ in range(n)]

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
        out, at, rate = [], 0, strength / 1.33
        while rate and (next_ := at + int(self.random.expovariate(-log1p(-rate)))) < len(text):
            out.append(text[at:next_])
            run, kind = self.random.choice((1, 1, 2)), self.random.choice("rdi")
            if kind == "i":
                out.append(text[next_])
            if kind != "d":
                out.append(self.pick(1)[0][:run])
            at = next_ + (1 if kind == "i" else run)
        return "".join([*out, text[at:]])


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
    refrain, form = writer.paragraph(12, 30)[:36], writer.paragraph(40, 60)[:-1]
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


@dataclass
class Score:
    """What was found in generated talks."""

    right: int = 0
    wrong: int = 0
    made: int = 0
    near: int = 0  # right ones whose counterpart has its borders within 2 %
    genuine: int = 0
    kept: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.made)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def document(made: Talk) -> Document:
    text = "\n\n".join(made.blocks)
    return Document.of(Source("t", text), "t")


STEP = build(Settings(), RuleSet())[0]


def judge(made: Talk, marks: list[Mark], score: Score) -> None:
    """Compare marks with what was made; which of two copies goes is the stage's to decide."""
    starts = list(accumulate([0, *(len(b) + 2 for b in made.blocks)]))
    found = {starts.index(m.start): m for m in marks if m.rule == "dedup:repeat"}
    pairs = {frozenset(pair) for pair in made.copies.items()}
    score.made += len(pairs)
    for n, mark in found.items():
        a, b = mark.value["duplicate_of"]["span"]
        other = max(i for i, s in enumerate(starts) if s <= (a + b) // 2)
        if frozenset((n, other)) not in pairs:
            score.wrong += 1
            continue
        score.right += 1
        length = len(made.blocks[other])
        score.near += abs(a - starts[other]) + abs(b - starts[other] - length) <= 0.02 * length + 1
    score.genuine += len(made.genuine)
    score.kept += sum(n not in found for n in made.genuine)


def paragraphs(writer: Writer, blocks: int, strength: float = 0.10) -> Iterator[tuple[str, int | None]]:
    """Paragraphs, ten to a document; three in ten are edited copies of earlier ones, whose number comes with them."""
    originals: list[str] = []
    for n in range(blocks):
        if n > 20 and n % 10 < 3:
            source = writer.random.randrange(n // 10 * 7)  # of the seven originals in each document
            yield (
                writer.edited(originals[source], writer.random.uniform(0, strength * 1.5)),
                source // 7 * 10 + source % 7 + 3,
            )
            continue
        text = writer.paragraph(80, 220)
        if n % 10 > 2:
            originals.append(text)
        yield text, None


def corpus(writer: Writer, blocks: int, strength: float = 0.10) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Documents of such paragraphs, and the pairs (original, copy)."""
    rows = list(paragraphs(writer, blocks, strength))
    texts = [text for text, _ in rows]
    truth = {(source, n) for n, (_, source) in enumerate(rows) if source is not None}
    return [texts[i : i + 10] for i in range(0, blocks, 10)], truth


@cache
def _templates() -> tuple[dict[str, Any], dict[str, Any]]:
    doc = Document.of(Source("t", "好"), "t")
    segments, dropped = segments_of(doc)
    return document_record(doc, segments, dropped), segment_records(doc, segments)[0]


def records(n: int, rows: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The records of a document in which each paragraph is a segment of its own."""
    document, segment = _templates()
    starts = list(accumulate([0, *(len(row) + 2 for row in rows)]))
    name = {"doc_id": f"{n:08}"}
    segments = [
        {**segment, **name, "index": i, "text": row, "span": [at, at + len(row)]}
        for i, (at, row) in enumerate(zip(starts, rows, strict=False))
    ]
    facts = {"sha256": f"{n:064x}", "source_span": [0, starts[-1] - 2], "source_length": starts[-1] - 2}
    return {**document, **name, **facts}, segments


class Across(NamedTuple):
    precision: float
    recall: float


def find_across(documents: list[list[str]]) -> set[frozenset[int]]:
    """Pairs of paragraphs (counted through all documents) that are found to be copies."""
    index = Index()
    for n, rows in enumerate(documents):
        index.add(entry(*records(n, rows)))
    order = {d[0]: i for i, d in enumerate(index.documents())}
    found = {frozenset((c.block - 1, c.of - 1)) for c in copies(index, order)}
    index.close()
    return found


def score_across(found: set[frozenset[int]], truth: set[tuple[int, int]]) -> Across:
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
    return Across(len(right) / max(1, len(found)), joined / len(truth))
