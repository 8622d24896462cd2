"""Records of a cleaned document → the blocks that can be compared with other documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import orjson
from rensa import RMinHash

from tclean.core.edit import Edit
from tclean.core.offsets import OffsetMap
from tclean.text.labels import part_of
from tclean.text.shingles import Array, grams, stream

Record = dict[str, Any]

GRAM = 7  # letters of a shingle
PERMS = 32  # minima kept; each is a band of its own, long shingles make it selective
SEED = 20
SHORTEST = 40  # letters; shorter blocks are only compared inside copies of whole documents
SKETCH, SKETCH_GRAM = 512, 5  # smallest shingle hashes of a whole document, for `same_event`
ROWS = 4096
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
HEAD, TAIL = 3, 6  # blocks at either end of a document among which page furniture is looked for
LINE = 4, 60  # letters of such a line
LOOSE = 4
_ENDS = tuple("。！？!?…；;，,：:")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_RANKS = {"speech": 1, "summary": 2}


class Block(NamedTuple):
    """One paragraph of one segment."""

    segment: int
    start: int  # in the segment's text
    end: int
    span: tuple[int, int]  # in the source
    kind: int  # order of survival: 0 labelled speech, 1 speech, 2 summary, 3 anything else; 4 may be page furniture
    letters: str


class Entry(NamedTuple):
    """What is kept of one document."""

    doc_id: str
    sha256: str
    span: tuple[int, int]
    people: tuple[str, ...]  # the names of each, with bars between them
    blocks: list[Block]
    sketch: bytes
    site: str | None = None


def entry(document: Record, segments: Sequence[Record]) -> Entry:
    """What is kept of a document, from its record and those of its segments."""
    found = [block for s in segments if s["duplicate_of"] is None for block in _blocks(s)]
    blocks = [b for b, _ in found]
    for n in {*range(min(HEAD, len(found))), *range(max(len(found) - TAIL, 0), len(found))}:
        if found[n][1]:
            blocks[n] = blocks[n]._replace(kind=LOOSE)
    people = {"|".join(names) for p in document["participants"] if (names := _names(p))}
    start, end = document["source_span"]
    letters = "".join(b.letters for b in blocks)
    return Entry(
        document["doc_id"],
        document["sha256"],
        (start, end),
        tuple(sorted(people)),
        blocks,
        _sketch(letters),
        site(document["url"], document["path"]),
    )


def packed(e: Entry) -> bytes:
    """An entry as a line of JSON: it is made where the document is cleaned and compared where all of them are known."""
    row = [*e[:4], [list(b) for b in e.blocks], e.sketch.hex(), e.site]
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def unpacked(line: bytes) -> Entry:
    """The entry of a line.

    >>> e = Entry("a", "", (0, 9), ("张三",), [Block(0, 0, 2, (0, 9), 1, "你好")], b"\\1\\2")
    >>> unpacked(packed(e)) == e
    True
    """
    doc_id, digest, span, people, blocks, sketch, where = orjson.loads(line)
    found = [Block(s, start, end, (a, b), kind, letters) for s, start, end, (a, b), kind, letters in blocks]
    return Entry(doc_id, digest, tuple(span), tuple(people), found, bytes.fromhex(sketch), where)


def _names(person: Record) -> list[str]:
    """The names of somebody who takes part; none for a part that anybody can have (观众1, 主持人)."""
    if part_of(person["name"]) is not None:
        return []
    return [n for n in (person["name"], *person["aliases"]) if len(n) > 1]


def site(url: str | None, path: str) -> str | None:
    """The host a document came from: of its address, or the folder named like one.

    >>> site("https://www.example.org/a/1.html", "x.txt"), site(None, "crawl/example.org/1.txt"), site(None, "a/1.txt")
    ('www.example.org', 'example.org', None)
    """
    if url and (host := urlsplit(url).hostname):
        return host
    return next((part for part in PurePath(path).parts[-2::-1] if _HOST.fullmatch(part)), None)


def _blocks(segment: Record) -> list[tuple[Block, bool]]:
    """The paragraphs of a segment, and whether each is a loose line: short, unpunctuated, said by nobody named."""
    kind = _RANKS.get(segment["kind"], 3)
    if kind == 1 and segment["speaker"] and segment["speaker"]["method"] == "label":
        kind = 0
    base = segment["span"][0]
    found = stream(segment["text"])
    letters = found.text()
    rows = [m.span() for m in _PARAGRAPH.finditer(segment["text"])]
    cuts = np.searchsorted(found.at, [b for b, _ in rows] + [len(segment["text"])]).tolist()
    places = places_of(segment)
    out = []
    for (begin, stop), a, b in zip(rows, cuts, cuts[1:], strict=False):
        span = base + places.to_old(begin, right=True), base + places.to_old(stop)
        block = Block(segment["index"], begin, stop, span, kind, letters[a:b])
        loose = kind in (1, 3) and LINE[0] <= b - a <= LINE[1] and not segment["text"][begin:stop].endswith(_ENDS)
        out.append((block, loose))
    return out


def places_of(segment: Record) -> OffsetMap:
    """From the text of a segment to the source under it and back; both begin at 0.

    >>> row = {"span": [10, 14], "edits": [{"span": [11, 13], "before": "呃呃", "after": ""}]}
    >>> places_of(row).to_old(2), places_of(row).to_new(4)
    (4, 2)
    """
    base = segment["span"][0]
    return OffsetMap(
        [Edit(e["span"][0] - base, e["span"][1] - base, e["before"], e["after"], "") for e in segment["edits"]]
    )


def _sketch(letters: str) -> bytes:
    """The smallest distinct shingle hashes: two sketches tell how much two documents share."""
    hashes = grams(_codes(letters), SKETCH_GRAM)
    low = np.partition(hashes, 4 * SKETCH)[: 4 * SKETCH] if len(hashes) > 4 * SKETCH else hashes
    found = np.unique(low)
    if len(found) < SKETCH and len(low) < len(hashes):  # the smallest ones are the same few again and again
        found = np.unique(hashes)
    return found[:SKETCH].astype("<u8").tobytes()


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
