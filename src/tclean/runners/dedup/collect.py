"""Records of a cleaned document → the blocks that can be compared with other documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from rensa import RMinHash

from tclean.text.shingles import Array, grams, stream

Record = dict[str, Any]

GRAM = 7  # letters of a shingle
PERMS = 32  # minima kept; each is a band of its own, long shingles make it selective
SEED = 20
SHORTEST = 40  # letters; shorter blocks are only compared inside copies of whole documents
SKETCH, SKETCH_GRAM = 512, 5  # smallest shingle hashes of a whole document, for `same_event`
ROWS = 4096
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_RANKS = {"speech": 1, "summary": 2}


class Block(NamedTuple):
    """One paragraph of one segment."""

    segment: int
    start: int  # in the segment's text
    end: int
    span: tuple[int, int]  # of the segment, in the source
    kind: int  # order of survival: 0 labelled speech, 1 speech, 2 summary, 3 anything else
    letters: str


class Entry(NamedTuple):
    """What is kept of one document."""

    doc_id: str
    sha256: str
    span: tuple[int, int]
    people: tuple[str, ...]
    blocks: list[Block]
    sketch: bytes


def entry(document: Record, segments: Sequence[Record]) -> Entry:
    """What is kept of a document, from its record and those of its segments."""
    blocks = [block for s in segments if s["duplicate_of"] is None for block in _blocks(s)]
    people = {n for p in document["participants"] for n in (p["name"], *p["aliases"]) if len(n) > 1}
    start, end = document["source_span"]
    letters = "".join(b.letters for b in blocks)
    return Entry(document["doc_id"], document["sha256"], (start, end), tuple(sorted(people)), blocks, _sketch(letters))


def _blocks(segment: Record) -> list[Block]:
    kind = _RANKS.get(segment["kind"], 3)
    if kind == 1 and segment["speaker"] and segment["speaker"]["method"] == "label":
        kind = 0
    start, end = segment["span"]
    found = stream(segment["text"])
    letters = found.text()
    rows = [m.span() for m in _PARAGRAPH.finditer(segment["text"])]
    cuts = np.searchsorted(found.at, [b for b, _ in rows] + [len(segment["text"])]).tolist()
    return [
        Block(segment["index"], *row, (start, end), kind, letters[a:b])
        for row, a, b in zip(rows, cuts, cuts[1:], strict=False)
    ]


def _sketch(letters: str) -> bytes:
    """The smallest distinct shingle hashes: two sketches tell how much two documents share."""
    hashes = grams(_codes(letters), SKETCH_GRAM)
    return np.unique(hashes)[:SKETCH].astype("<u8").tobytes()


def digests(letters: Sequence[str]) -> Array:
    """A MinHash row for each block, as 32-bit numbers.

    >>> a, b = digests(["锅炉改造的第一步是测温而不是换炉膛", "锅炉改造的第一步是测温而不是修炉膛"])
    >>> bool((a == b).mean() > 0.3)
    True
    """
    counts = np.array([max(len(row) - GRAM + 1, 0) for row in letters], np.int64)
    ends = np.cumsum([len(row) for row in letters])
    inside = np.ones(int(ends[-1]) if len(letters) else 0, bool)
    for back in range(1, GRAM):  # shingles that begin so near an end reach into the next block
        inside[ends - back] = False
    flat = grams(_codes("".join(letters)), GRAM)
    flat = flat[inside[: len(flat)]]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, PERMS, SEED)
    return np.array(matrix.to_rows(), np.uint32).reshape(len(letters), PERMS)


def _codes(letters: str) -> Array:
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32)
