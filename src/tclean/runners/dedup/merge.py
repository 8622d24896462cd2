"""Results of several runs put together as if they had been one: what later runs supersede goes from earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from tclean.runners.dedup.apply import FURNITURE, RULE, Gone, Record, document, patch, rewrite
from tclean.runners.dedup.collect import places_of

_DOC = itemgetter("doc_id")
Result = tuple[Record, list[Record]]  # a document and its segments


def superseded(doc_id: str, span: Sequence[int], target: Record | None, drop: bool) -> Record:
    """A line of `superseded.jsonl`: a stretch of an earlier run's document that goes, by which rule, and for what.

    >>> superseded("a", (3, 9), None, True)
    {'doc_id': 'a', 'span': [3, 9], 'rule': 'boilerplate:site/repeated', 'drop': True}
    """
    row: dict[str, Any] = {
        "doc_id": doc_id,
        "span": list(span),
        "rule": FURNITURE if target is None else RULE,
        "drop": drop,
    }
    return row if target is None else {**row, "duplicate_of": target}


class Merge:
    """The documents of several runs, the earliest first. A document that comes again replaces the earlier one."""

    def __init__(self, documents: Iterable[Iterable[Record]], later: Iterable[Iterable[Record]]) -> None:
        """`documents`: those of each run; `later`: what each run supersedes of those before it."""
        self._last: dict[str, int] = {}
        self._same: dict[str, set[str]] = defaultdict(set)
        for run, records in enumerate(documents):
            for record in records:
                self._last[record["doc_id"]] = run
                for other in record["same_event"]:
                    self._same[other].add(record["doc_id"])
        self._gone: dict[str, dict[tuple[int, int], Record]] = defaultdict(dict)
        for run, rows in enumerate(later):
            for row in rows:
                if self._last.get(row["doc_id"], run) < run:
                    self._note(row)

    def _note(self, row: Record) -> None:
        if row["rule"] is None:  # it would stay after all
            self._gone[row["doc_id"]].pop(tuple(row["span"]), None)
        else:
            self._gone[row["doc_id"]][tuple(row["span"])] = row

    def run(self, number: int, documents: Iterable[Record], segments: Iterable[Record]) -> Iterator[Result]:
        """What stays of one run's documents."""
        groups = groupby(segments, _DOC)
        waiting = next(groups, None)
        for record in documents:
            mine: list[Record] = []
            if waiting is not None and waiting[0] == record["doc_id"]:
                mine = list(waiting[1])
                waiting = next(groups, None)
            if self._last[record["doc_id"]] == number:
                yield self._merged(record, mine)

    def _merged(self, record: Record, segments: list[Record]) -> Result:
        rows = self._gone.get(record["doc_id"], {}).values()
        gone = [stretch for row in rows for segment in segments if (stretch := _within(row, segment))]
        if gone:
            drop = any(row["drop"] for row in rows)
            segments, dropped = rewrite(segments, gone, drop, False)
            record = document(record, patch(segments, dropped))
        same = sorted({*record["same_event"], *self._same.get(record["doc_id"], ())})
        return {**record, "same_event": same}, segments


def _within(row: Record, segment: Record) -> Gone | None:
    """A superseded stretch of source text as a stretch of a segment's text."""
    base, end = segment["span"]
    if not base <= row["span"][0] < row["span"][1] <= end:
        return None
    ((first, last),) = places_of(segment).carry([(row["span"][0] - base, row["span"][1] - base)])
    return Gone(segment["index"], first, last, row.get("duplicate_of")) if first < last else None
