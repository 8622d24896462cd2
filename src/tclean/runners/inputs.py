"""What the command line names → jobs, one by one: files, folders, globs, lists, JSON Lines, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import orjson

from tclean.core.errors import InputError, UsageError
from tclean.runners.packing import open_input

PACKED = (".gz", ".zst")
ROWS = (".jsonl", ".ndjson")
TRANSCRIPTS = ("", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".srt", ".vtt", ".json", ".docx", *ROWS)
LARGE = 4_000_000  # bytes from which the talks of one file are shared between workers
ABOUT = ("readme", "license", "changelog", "manifest")  # files that speak of a folder


@dataclass(frozen=True, slots=True)
class Job:
    """One input to clean. `data` holds its bytes where the parent had to read them (a JSON line, standard input)."""

    index: int
    path: str  # as the system knows it; `shown(path)` is what can be written down
    doc_id: str
    data: bytes | None = None
    problem: str | None = None  # known to be bad before a worker sees it
    part: tuple[int, int] = (0, 1)  # a large file is shared out: part 2 of 5 is (1, 5)


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How inputs are read."""

    text_field: str = "text"
    id_field: str | None = None
    skipped: Counter[str] = field(default_factory=Counter, repr=False)  # files of folders that are no transcripts


def jobs(inputs: Iterable[str], options: InputOptions | None = None) -> Iterator[Job]:
    """All jobs in a fixed order: arguments as given, folders by name. Nothing is held in memory but one folder's names.

    Raises `UsageError` when an argument names nothing.
    """
    names = list(inputs)
    options = options or InputOptions()
    taken: set[str] | None = set() if len(names) > 1 else None
    index = 0
    for path, doc_id in _files(names, options.skipped):
        if taken is not None:
            doc_id = doc_id if doc_id not in taken else path
            taken.add(doc_id)
        if _bare(path).suffix in ROWS:
            for data, row_id, problem in _rows(path, shown(doc_id), options):
                yield Job(index, path, row_id, data, problem)
                index += 1
        else:
            data = sys.stdin.buffer.read() if path == "-" else None
            parts = 1 + _size(path) // LARGE
            for part in range(parts):
                yield Job(index, path, shown(doc_id), data, part=(part, parts))
                index += 1


def shown(path: str) -> str:
    """A path as it can be written to a record: bytes that are no UTF-8 are spelt out.

    >>> shown("a\\udcff.txt")
    'a\\\\xff.txt'
    """
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _size(path: str) -> int:
    """0 for standard input and for what cannot be looked at; reading it will say why."""
    try:
        return 0 if path == "-" else os.path.getsize(path)
    except OSError:
        return 0


def quarantined(files: Iterable[str], options: InputOptions | None = None) -> Iterator[Job]:
    """The jobs a run set aside, again: from its `quarantine.jsonl` or the folder that holds it."""
    options = options or InputOptions()
    wanted: dict[str, set[str]] = {}
    for name in files:
        path = os.path.join(name, "quarantine.jsonl") if os.path.isdir(name) else name
        try:
            with open_input(path) as rows:
                for row in map(orjson.loads, rows):
                    wanted.setdefault(row["path"], set()).add(row["doc_id"])
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise UsageError("this is no quarantine.jsonl of a run", path=path) from error
    index = 0
    for path, ids in wanted.items():
        is_rows = _bare(path).suffix in ROWS
        found = _rows(path, _bare(path).stem, options) if is_rows else [(None, i, None) for i in sorted(ids)]
        for data, doc_id, problem in found:
            if doc_id in ids:
                yield Job(index, path, doc_id, data, problem)
                index += 1


def check_inputs(inputs: Iterable[str]) -> None:
    """Raise `UsageError` for arguments that name nothing, before anything is written."""
    for name in inputs:
        listed = name[1:] if name.startswith("@") else name
        if name != "-" and not os.path.exists(listed) and not glob.glob(name, recursive=True):
            raise UsageError("there is no such file or folder; check the name", path=listed)


def _files(names: list[str], skipped: Counter[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name == "-":
            yield "-", "stdin"
        elif name.startswith("@"):
            with open(name[1:], encoding="utf-8") as rows:
                yield from _files([row.strip() for row in rows if row.strip()], skipped)
        elif os.path.isdir(name):
            yield from _folder(name, "", skipped)
        elif os.path.exists(name):
            yield name, _bare(name).stem
        else:
            yield from _files(sorted(glob.glob(name, recursive=True)), skipped)


def _folder(top: str, inside: str, skipped: Counter[str]) -> Iterator[tuple[str, str]]:
    """Transcripts of a folder by name; ids are the path inside the folder without its suffix.

    Hidden files are left out; files of other kinds and files about the folder are counted in `skipped` by suffix or
    name. A file named on the command line is always taken. A folder that cannot be listed is an input that cannot be
    read; a link back to a folder above is not followed.
    """
    here = os.path.join(top, inside)
    try:
        with os.scandir(here) as found:
            entries = sorted((e for e in found if not e.name.startswith(".")), key=lambda e: e.name)
    except OSError:
        yield here, PurePath(inside).as_posix()
        return
    taken: set[str] = set()
    for entry in entries:
        place = os.path.join(inside, entry.name)
        if entry.is_dir():
            if entry.is_symlink() and Path(here).resolve().is_relative_to(Path(entry.path).resolve()):
                continue
            yield from _folder(top, place, skipped)
        elif not _is_transcript(entry.name):
            skipped[_bare(entry.name).suffix or entry.name] += 1
        elif entry.is_file() or entry.is_symlink():  # a link that leads nowhere is told of
            stem = _bare(place).with_suffix("").as_posix()
            doc_id = stem if stem not in taken else PurePath(place).as_posix()
            taken.add(stem)
            yield os.path.join(top, place), doc_id


def _is_transcript(name: str) -> bool:
    bare = _bare(name)
    return bare.suffix.lower() in TRANSCRIPTS and bare.stem.lower() not in ABOUT


def _bare(path: str) -> PurePath:
    """The name without the suffix of a packed file."""
    pure = PurePath(path)
    return pure.with_suffix("") if pure.suffix in PACKED else pure


def _rows(path: str, stem: str, options: InputOptions) -> Iterator[tuple[bytes | None, str, str | None]]:
    try:
        with open_input(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, stem, number, options)
    except (OSError, EOFError, InputError) as error:
        yield None, stem, f"cannot read the file: {error}"


def _row(line: bytes, stem: str, number: int, options: InputOptions) -> tuple[bytes | None, str, str | None]:
    fallback = f"{stem}#{number}"
    try:
        row: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return None, fallback, f"line {number} is not JSON: {error}"
    text = row.get(options.text_field) if isinstance(row, dict) else None
    if not isinstance(text, str):
        return None, fallback, f"line {number} has no text field '{options.text_field}'; name it with --text-field"
    doc_id = row.get(options.id_field) if options.id_field else None
    return text.encode("utf-8", "surrogatepass"), str(doc_id) if doc_id is not None else fallback, None


def load(job: Job, size_limit: int) -> bytes:
    """The bytes of a job. Raises `InputError` when they cannot be had or are more than `size_limit`."""
    path = shown(job.path)
    if job.problem:
        raise InputError(job.problem, path=path)
    too_large = InputError(
        f"the input is larger than {size_limit / 1e6:g} MB; split it or raise --size-limit", path=path
    )
    if _size(job.path) > size_limit:
        raise too_large
    try:
        data = job.data
        if data is None:
            with open_input(job.path) as file:
                data = file.read(size_limit + 1)
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read the file: {reason}", path=path) from error
    if len(data) > size_limit:
        raise too_large
    return data
