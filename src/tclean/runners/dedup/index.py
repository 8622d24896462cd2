"""Blocks of this run and of earlier ones on disk: one SQLite file, written in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import orjson

from tclean.core.errors import UsageError
from tclean.runners.dedup.collect import GRAM, LOOSE, PERMS, ROWS, SEED, SHORTEST, Block, Entry, digests
from tclean.text.shingles import Array

PAGES = 3
FORMAT = f"4 gram={GRAM} perms={PERMS} seed={SEED} shortest={SHORTEST}"
_TABLES = """
create table if not exists facts (key text primary key, value text);
create table if not exists documents (
  doc integer primary key, doc_id text, sha256 text, start integer, stop integer, people text, sketch blob,
  run integer, site text,
  unique (doc_id, sha256));
create table if not exists blocks (
  block integer primary key, doc integer, segment integer, begins integer, ends integer, start integer, stop integer,
  kind integer, length integer, letters text, digest blob, gone integer);
create index if not exists of_document on blocks (doc);
"""
Row = tuple[int, str, tuple[str, ...], int]  # of a document: number, id, people, run
_INSERT = "insert into blocks values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)"


class Index:
    """The store. Without a path it lives in a temporary file that goes with it.

    Nothing is in the file until `commit`: an interrupted run leaves it as it was. Raises `UsageError` when the file was
    made with other settings or is no index.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._waiting: list[tuple[int, Block]] = []
        try:
            self._db = sqlite3.connect(str(path or ""), isolation_level=None)
            self._open()
        except sqlite3.DatabaseError as error:
            raise UsageError(f"the dedup index cannot be used: {error}", path=str(path)) from error

    def _open(self) -> None:
        self._db.execute("begin immediate")
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        found = dict(self._db.execute("select key, value from facts"))
        if found.get("format", FORMAT) != FORMAT:
            raise UsageError(f"the dedup index was made with other settings ({found['format']}); start a new one")
        self.run = int(found.get("runs", 0)) + 1
        self._db.execute("insert or replace into facts values ('format', ?), ('runs', ?)", (FORMAT, str(self.run)))

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database."""
        return self._db

    def add(self, e: Entry) -> None:
        """Take a document in; one that is already there (same id and bytes) is replaced."""
        doc = self._document(e)
        self._waiting += [(doc, b) for b in e.blocks]
        if len(self._waiting) >= ROWS:
            self._write()

    def _document(self, e: Entry) -> int:
        old = self._db.execute("select doc from documents where doc_id = ? and sha256 = ?", e[:2]).fetchone()
        if old:
            self._write()
            self._db.execute("delete from blocks where doc = ?", old)
            self._db.execute("delete from documents where doc = ?", old)
        people = orjson.dumps(e.people).decode()
        row = (e.doc_id, e.sha256, *e.span, people, e.sketch, self.run, e.site)
        done = self._db.execute("insert into documents values (null, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return int(done.lastrowid or 0)

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        long = [n for n, (_, b) in enumerate(rows) if len(b.letters) >= SHORTEST and b.kind < 3]
        packed = dict(zip(long, map(bytes, digests([rows[n][1].letters for n in long])), strict=True)) if long else {}
        values = (
            (doc, b.segment, b.start, b.end, *b.span, b.kind, len(b.letters), b.letters, packed.get(n))
            for n, (doc, b) in enumerate(rows)
        )
        self._db.executemany(_INSERT, values)

    def documents(self) -> list[Row]:
        """All documents by id."""
        self._write()
        rows = self._db.execute("select doc, doc_id, people, run from documents order by doc_id, sha256")
        return [(d, i, tuple(orjson.loads(p)), r) for d, i, p, r in rows]

    def sketch(self, doc: int) -> Array:
        """The smallest shingle hashes of a document."""
        return np.frombuffer(
            self._db.execute("select sketch from documents where doc = ?", (doc,)).fetchone()[0], "<u8"
        )

    def digests(self) -> tuple[Array, Array]:
        """Facts (block, document, kind, length, begins) and MinHash rows of all blocks long enough to compare."""
        self._write()
        where = "from blocks where digest is not null order by block"
        (count,) = self._db.execute("select count(digest) from blocks").fetchone()
        query = f"select block, doc, kind, length, segment * 1000000 + begins {where}"
        flat = (value for row in self._db.execute(query) for value in row)
        facts = np.fromiter(flat, np.int64, 5 * count).reshape(count, 5)
        matrix = np.empty((count, PERMS), np.uint32)
        with closing(self._db.execute(f"select digest {where}")) as rows:
            for start in range(0, count, ROWS):
                part = b"".join(row[0] for row in rows.fetchmany(ROWS))
                matrix[start : start + ROWS] = np.frombuffer(part, np.uint32).reshape(-1, PERMS)
        return facts, matrix

    def letters(self, block: int) -> str:
        """The letters of a block."""
        row = self._db.execute("select letters from blocks where block = ?", (block,)).fetchone()
        return str(row[0])

    def block(self, block: int) -> tuple[int, int, int, int, int, int]:
        """Where a block stands: document, segment, begin and end in its text, its span in the source."""
        query = "select doc, segment, begins, ends, start, stop from blocks where block = ?"
        found: tuple[int, int, int, int, int, int] = self._db.execute(query, (block,)).fetchone()
        return found

    def of_document(self, doc: int) -> Iterator[tuple[int, int, str]]:
        """Blocks of a document in order: number, length, letters."""
        return iter(self._db.execute("select block, length, letters from blocks where doc = ? order by block", (doc,)))

    def goes(self, block: int) -> bool:
        """Note that a block is left out from this run on; whether it had stayed until now."""
        (before,) = self._db.execute("select gone from blocks where block = ?", (block,)).fetchone()
        self._db.execute("update blocks set gone = ? where block = ?", (self.run, block))
        return before is None

    def returned(self) -> list[int]:
        """Blocks that earlier runs left out and this one would not; they count as staying from now on."""
        rows = self._db.execute("select block from blocks where gone < ? order by block", (self.run,)).fetchall()
        self._db.execute("update blocks set gone = null where gone < ?", (self.run,))
        return [block for (block,) in rows]

    def furniture(self) -> list[int]:
        """Loose lines at the ends of documents that stand in at least `PAGES` documents of the same site."""
        self._write()
        query = """
          with loose as (select block, doc, site, letters from blocks join documents using (doc)
                         where kind = ? and site is not null)
          select block from loose join
            (select site, letters from loose group by site, letters having count(distinct doc) >= ?)
          using (site, letters) order by block"""
        return [block for (block,) in self._db.execute(query, (LOOSE, PAGES))]

    def commit(self) -> None:
        """Make the run part of the file."""
        self._write()
        self._db.execute("commit")

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        self._db.close()
