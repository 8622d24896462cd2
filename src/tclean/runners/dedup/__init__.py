"""Repeated blocks across the documents of a run and of earlier runs.

In two steps, so that neither the order of the inputs nor the number of workers changes the result: every cleaned
document is shown to `add`; `decide` compares all of them; then `segments` and `document` rewrite the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path

import orjson

from tclean.formats.jsonl import dump
from tclean.runners.dedup.apply import Gone, Record, document, patch, rewrite
from tclean.runners.dedup.cluster import Copy, copies
from tclean.runners.dedup.collect import entry, unpacked
from tclean.runners.dedup.decisions import Decisions
from tclean.runners.dedup.events import related
from tclean.runners.dedup.index import Index
from tclean.runners.dedup.merge import superseded

WHOLE = 0.8  # of a document's letters repeat one other document: then its short blocks go with them
_DOC = itemgetter("doc_id")
_ID = re.compile(rb'\{"doc_id":("(?:[^"\\]|\\.)*")')


def _written_id(line: bytes) -> bytes:
    """The id of a record as it is written: records begin with it, so the line need not be read."""
    found = _ID.match(line)
    return found[1] if found else orjson.dumps(orjson.loads(line)["doc_id"])


class Deduper:
    """One run of cross-document dedup. `index` is a file that carries the blocks on to later runs.

    >>> d = Deduper()
    >>> d.collect([], []); d.decide(); list(d.revise("segments", []))
    []
    """

    def __init__(self, index: str | Path | None = None, *, drop: bool = True, keep_dropped: bool = False) -> None:
        self._index = Index(index)
        self._drop, self._keep = drop, keep_dropped
        self._decisions = Decisions(self._index.connection)
        self._related: dict[str, list[str]] = {}
        self.superseded: list[Record] = []  # blocks of earlier runs of which this run has a better copy

    def add(self, record: Record, segments: list[Record]) -> None:
        """Take in one cleaned document."""
        self._index.add(entry(record, segments))

    def collect(self, documents: Iterable[bytes], segments: Iterable[bytes]) -> None:
        """Take in the lines of `documents.jsonl` and `segments.jsonl`, one document at a time."""
        groups = groupby(map(orjson.loads, segments), _DOC)
        waiting = next(groups, None)
        for record in map(orjson.loads, documents):
            mine: list[Record] = []
            if waiting is not None and waiting[0] == record["doc_id"]:
                mine = list(waiting[1])
                waiting = next(groups, None)
            self.add(record, mine)

    def take(self, lines: Iterable[bytes]) -> None:
        """Take in documents whose entries were made by the workers; see `collect.packed`."""
        for line in lines:
            self._index.add(unpacked(line))

    def decide(self) -> None:
        """Compare all blocks of this run and the index."""
        documents = self._index.documents()
        self._ids = {d[0]: d[1] for d in documents}
        self._new = {d[0] for d in documents if d[3] == self._index.run}
        pairs = related(self._index, documents)
        for a, b in pairs:
            self._related.setdefault(self._ids[a], []).append(self._ids[b])
            self._related.setdefault(self._ids[b], []).append(self._ids[a])
        found = copies(self._index, {d[0]: n for n, d in enumerate(documents)}, pairs)
        for doc, group in groupby(found, attrgetter("doc")):
            mine = list(group)
            for copy in [*mine, *self._rest_of_copies(doc, mine)]:
                self._note(copy)
        for block in self._index.furniture():
            self._goes(block, None)
        for block in self._index.returned():
            doc, *_, start, stop = self._index.block(block)
            self.superseded.append({"doc_id": self._ids[doc], "span": [start, stop], "rule": None})
        self.superseded.sort(key=lambda r: (r["doc_id"], r["span"]))

    def _note(self, copy: Copy) -> None:
        of, *_, start, stop = self._index.block(copy.of)
        self._goes(copy.block, {"doc_id": self._ids[of], "span": [start, stop], "score": copy.score})

    def _goes(self, block: int, target: Record | None) -> None:
        """A block is left out: of this run's result, or, where an earlier run kept it, as far as that one's goes."""
        stayed = self._index.goes(block)
        doc, segment, begins, ends, *span = self._index.block(block)
        if doc in self._new:
            self._decisions.note(self._ids[doc], Gone(segment, begins, ends, target))
        elif stayed:
            self.superseded.append(superseded(self._ids[doc], span, target, self._drop))

    def _rest_of_copies(self, doc: int, found: list[Copy]) -> Iterator[Copy]:
        """Short blocks of documents that are copies as a whole: those that stand in the kept document too."""
        by_kept: dict[int, set[int]] = {}
        for copy in found:
            by_kept.setdefault(copy.of_doc, set()).add(copy.block)
        own = list(self._index.of_document(doc))
        for of, blocks in sorted(by_kept.items()):
            if sum(n for b, n, _ in own if b in blocks) >= WHOLE * sum(n for _, n, _ in own):
                there = {letters: b for b, _, letters in self._index.of_document(of)}
                yield from (Copy(doc, b, there[x], of, 1.0) for b, _, x in own if b not in blocks and x in there)

    def revise(self, kind: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of the result with the decisions in them; `segments` must come before `documents`.

        Segments of a document about which nothing was decided pass as they are.
        """
        if kind != "segments":
            yield from (dump(self.document(orjson.loads(line)), "documents") for line in lines)
            return
        for written, group in groupby(lines, _written_id):
            doc_id = orjson.loads(written)
            if self._decisions.of(doc_id):
                yield from (dump(row, "segments") for row in self.segments(doc_id, list(map(orjson.loads, group))))
            else:
                yield from group

    def segments(self, doc_id: str, rows: list[Record]) -> list[Record]:
        """The segments of a document without its repetitions."""
        gone = self._decisions.of(doc_id)
        if not gone:
            return rows
        kept, dropped = rewrite(rows, gone, self._drop, self._keep)
        self._decisions.keep(doc_id, patch(kept, dropped))
        return kept

    def document(self, record: Record) -> Record:
        """A document's record with what was dropped and the documents of the same event."""
        if changed := self._decisions.patch(record["doc_id"]):
            record = document(record, changed)
        same = sorted({*record["same_event"], *self._related.get(record["doc_id"], [])})
        return {**record, "same_event": same}

    @property
    def found(self) -> int:
        """How many blocks of this run repeat a block of another document."""
        return self._decisions.count

    def commit(self) -> None:
        """Write the index; to be called when the result is in place."""
        self._index.commit()

    def close(self) -> None:
        """Let go of the index; what was not committed is forgotten."""
        self._index.close()
