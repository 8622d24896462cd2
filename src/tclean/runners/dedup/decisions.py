"""What was decided about the documents of a run, on disk until the records are written again."""

from __future__ import annotations

import sqlite3

import orjson

from tclean.runners.dedup.apply import Gone, Patch


class Decisions:
    """Stretches that go, by document, and how its record changes with them; they are no part of the index.

    >>> d = Decisions(sqlite3.connect(""))
    >>> d.note("a", Gone(0, 3, 5, None)); d.of("a"), d.of("b"), d.count
    ([Gone(segment=0, start=3, end=5, target=None)], [], 1)
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("create temp table gone (doc_id text, segment integer, begins integer, ends integer, target blob)")
        db.execute("create index temp.gone_of on gone (doc_id)")
        db.execute("create temp table patches (doc_id text primary key, patch blob)")

    def note(self, doc_id: str, gone: Gone) -> None:
        """A stretch of a document goes."""
        self._db.execute("insert into gone values (?, ?, ?, ?, ?)", (doc_id, *gone[:3], orjson.dumps(gone.target)))

    def of(self, doc_id: str) -> list[Gone]:
        """What goes of a document."""
        rows = self._db.execute("select segment, begins, ends, target from gone where doc_id = ?", (doc_id,))
        return [Gone(segment, begins, ends, orjson.loads(target)) for segment, begins, ends, target in rows]

    @property
    def count(self) -> int:
        """How many stretches go."""
        found: int = self._db.execute("select count(*) from gone").fetchone()[0]
        return found

    def keep(self, doc_id: str, patch: Patch) -> None:
        """How the record of a document changes."""
        self._db.execute("insert or replace into patches values (?, ?)", (doc_id, orjson.dumps(patch._asdict())))

    def patch(self, doc_id: str) -> Patch | None:
        """How the record of a document changes, if it does."""
        row = self._db.execute("select patch from patches where doc_id = ?", (doc_id,)).fetchone()
        return Patch(**orjson.loads(row[0])) if row else None
