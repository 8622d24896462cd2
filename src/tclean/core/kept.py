"""What is costly to compile, kept between runs: any change of its facts, of tclean or of Python is another entry.

A change of a file shows in its size or its time, as it does to Python itself when it compiles modules.

The folder is `TCLEAN_CACHE`, else `tclean` in the user's cache folder; `TCLEAN_CACHE=off` keeps nothing. Only files the
user owns and nobody else may write are read back, since a pickle can run code. Arrays are not read but mapped into
memory: processes share them, and nobody may change them.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, TypeVar

from tclean.core.unwatched import unwatched

_KEEP = 6  # entries of one name: those used last
_ALIGNED = 64  # where arrays begin
_DAMAGED = (
    OSError,
    OverflowError,
    pickle.PickleError,
    EOFError,
    AttributeError,
    ImportError,
    LookupError,
    TypeError,
    ValueError,
)
T = TypeVar("T")


def kept(name: str, facts: Iterable[str] | None, build: Callable[[], T]) -> T:
    """What `build` makes, from an earlier run if it is there.

    `facts` are all it depends on besides tclean itself; None if they are not known: then it is built.
    """
    if facts is None:
        return build()
    facts = list(facts)
    found: T | None = get(name, facts)
    if found is None:
        found = build()
        put(name, facts, found)
    return found


def get(name: str, facts: Iterable[str]) -> Any | None:
    """What was kept under this name with these facts, if anything."""
    path = _file(name, facts)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            if not _ours(os.fstat(file.fileno())):
                return None
            os.utime(path)  # what is used is not thrown away
            with unwatched():
                return _read(file)
    except _DAMAGED:
        return None


def put(name: str, facts: Iterable[str], value: object) -> None:
    """Keep a value; a folder that cannot be written to is no problem."""
    path = _file(name, facts)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.touch(0o600)
        with part.open("wb") as file, unwatched():
            _write(value, file)
        part.replace(path)
        for stale in sorted(path.parent.glob(f"{name}-*.pickle"), key=lambda p: p.stat().st_mtime)[:-_KEEP]:
            stale.unlink(missing_ok=True)
    except OSError:
        return


def _write(value: object, file: IO[bytes]) -> None:
    """The place of the pickle, all arrays, where they lie, and the pickle without them."""
    arrays: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    places = []
    file.write(bytes(_ALIGNED))
    for array in arrays:
        size = file.write(array.raw())
        places.append((file.tell() - size, size))
        file.write(bytes(-size % _ALIGNED))
    at = file.tell()
    pickle.dump(places, file)
    file.write(rest)
    file.seek(0)
    file.write(at.to_bytes(8, "little"))


def _read(file: IO[bytes]) -> Any:
    file.seek(int.from_bytes(file.read(8), "little"))
    places = pickle.load(file)
    mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if places else memoryview(b"")
    return pickle.load(file, buffers=[mapped[at : at + size] for at, size in places])


def _ours(stat: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or (stat.st_uid == os.getuid() and not stat.st_mode & 0o022)


def _file(name: str, facts: Iterable[str]) -> Path | None:
    named = os.environ.get("TCLEAN_CACHE")
    if named == "off":
        return None
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256("\n".join((_program(), sys.version, *facts)).encode()).hexdigest()[:32]
    return (Path(named) if named else base / "tclean") / f"{name}-{key}.pickle"


@cache
def _program() -> str:
    """A digest of tclean's own code and language data, and of the libraries whose objects are kept."""
    digest = hashlib.sha256()
    for path in _sources():
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    package = Path(__file__).parents[1]
    rules = package / "rules"
    yield from sorted(package.rglob("*.py"))
    yield from sorted((package / "data").glob("*.*"))
    yield from sorted(((rules if rules.is_dir() else package.parents[1] / "rules") / "data").glob("*.yaml"))
    libraries = (find_spec(name) for name in ("numpy", "regex"))
    yield from (Path(spec.origin) for spec in libraries if spec and spec.origin)
