"""The output folder of a run: shards committed one by one, put together at the end, so that a killed run can go on."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from tclean.core.errors import InputError, UsageError
from tclean.formats.jsonl import whole_file
from tclean.runners.work import Outcome, add

KINDS = ("segments", "documents", "quarantine")  # of the result
PARTS = (*KINDS, "blocks")  # of a shard
STATE = ".tclean-run"
Revise = Callable[[str, Iterator[bytes]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the result is laid out: inputs a shard, one file or one per shard, packed or not."""

    shard_inputs: int = 512
    sharded: bool = False
    compress: str | None = None  # gz | zst


class Store:
    """State of one run in `DIR/.tclean-run/`. A shard is there when its `.json` is; everything else is debris."""

    def __init__(self, out: Path, fingerprint: dict[str, Any], layout: Layout, *, resume: bool) -> None:
        self.out = out
        self.layout = layout
        self.state = out / STATE
        self.totals: dict[str, Any] = {"counts": {}, "by_rule": {}, "flags": {}, "seconds": {}}
        self.shards = 0
        self._open: dict[str, IO[bytes]] = {}
        self._inputs: list[list[str]] = []
        self._seen: list[list[str]] = []
        wanted = {**fingerprint, "shard_inputs": layout.shard_inputs}
        if resume and (self.state / "manifest.json").is_file():
            self._take_up(wanted)
        else:
            shutil.rmtree(self.state, ignore_errors=True)
            self.state.mkdir(parents=True)
            _write_json(self.state / "manifest.json", wanted)

    @property
    def done(self) -> int:
        """Number of inputs already committed."""
        return len(self._seen)

    def _take_up(self, wanted: dict[str, Any]) -> None:
        found = orjson.loads((self.state / "manifest.json").read_bytes())
        for key, value in wanted.items():
            if found.get(key) != value:
                raise UsageError(
                    f"cannot resume: {key} is not what the interrupted run used; start again without --resume",
                    path=str(self.out),
                )
        while (self.state / f"{self.shards:06}.json").is_file():
            facts = orjson.loads((self.state / f"{self.shards:06}.json").read_bytes())
            self._seen += facts.pop("inputs")
            for key, total in self.totals.items():
                add(total, facts[key])
            self.shards += 1

    def check(self, index: int, path: str, digest: str) -> None:
        """Refuse to go on when a committed input has changed since."""
        if self._seen[index] != [path, digest]:
            raise UsageError("cannot resume: the input has changed since; start again without --resume", path=path)

    def add(self, outcome: Outcome) -> None:
        """Take one outcome into the open shard; a full shard is committed."""
        for kind in PARTS:
            data: bytes = getattr(outcome, kind)
            if data:
                self._file(kind).write(data)
        self._inputs.append([outcome.path, outcome.sha256])
        if not hasattr(self, "_shard"):
            self._shard: dict[str, Any] = {"counts": {}, "by_rule": {}, "flags": {}, "seconds": {}}
        for key, total in self._shard.items():
            add(total, getattr(outcome, key))
        if len(self._inputs) == self.layout.shard_inputs:
            self.commit()

    def _file(self, kind: str) -> IO[bytes]:
        if kind not in self._open:
            self._open[kind] = open(self._part(self.shards, kind), "wb")  # noqa: SIM115 - closed by commit
        return self._open[kind]

    def _part(self, shard: int, kind: str) -> Path:
        return self.state / f"{shard:06}.{kind}"

    def commit(self) -> None:
        """Close the open shard; from here on a resumed run does not do it again."""
        if not self._inputs:
            return
        for kind in PARTS:
            if kind in self._open:
                file = self._open.pop(kind)
                file.flush()
                os.fsync(file.fileno())
                file.close()
            else:
                self._part(self.shards, kind).unlink(missing_ok=True)
        for key, total in self.totals.items():
            add(total, self._shard[key])
        _write_json(self.state / f"{self.shards:06}.json", {"inputs": self._inputs, **self._shard})
        self._seen += self._inputs
        self._inputs = []
        del self._shard
        self.shards += 1

    def lines(self, kind: str) -> Iterator[bytes]:
        """The committed lines of one kind."""
        return _lines([p for n in range(self.shards) if (p := self._part(n, kind)).is_file()])

    def finish(self, run: dict[str, Any], revise: Revise | None = None) -> None:
        """Put the shards together as the result. `revise` may change the lines of a kind; segments come first."""
        suffix = f".jsonl.{self.layout.compress}" if self.layout.compress else ".jsonl"
        for debris in self.out.glob(".*.part"):  # of a run that was killed while it put the shards together
            debris.unlink()
        for kind in KINDS:
            groups = [[n] for n in range(self.shards)] if self.layout.sharded else [list(range(self.shards))]
            for stale in self.out.glob(f"{kind}*.jsonl*"):
                stale.unlink()
            for n, group in enumerate(groups or [[]]):
                name = f"{kind}-{n:05}{suffix}" if self.layout.sharded else f"{kind}{suffix}"
                parts = [p for s in group if (p := self._part(s, kind)).is_file()]
                if parts or kind != "quarantine":
                    self._assemble(self.out / name, parts, kind, revise)
        with whole_file(self.out / "run.json") as file:
            file.write(orjson.dumps(run, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

    def clear(self) -> None:
        """Remove the state: the run is over."""
        shutil.rmtree(self.state)

    def _assemble(self, path: Path, parts: list[Path], kind: str, revise: Revise | None) -> None:
        with whole_file(path) as raw, packed(raw, self.layout.compress) as file:
            if revise is not None and kind != "quarantine":
                file.writelines(revise(kind, _lines(parts)))
                return
            for part in parts:
                with open(part, "rb") as source:
                    shutil.copyfileobj(source, file, 1 << 20)


def _lines(parts: list[Path]) -> Iterator[bytes]:
    for part in parts:
        with open(part, "rb") as file:
            yield from file


def packed(raw: IO[bytes], how: str | None) -> Any:
    """`raw`, or a packing stream around it whose bytes depend on the content only. Closing leaves `raw` open."""
    if how == "gz":
        return gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0)
    if how == "zst":
        try:
            import zstandard
        except ImportError as error:
            raise InputError("writing .zst needs one more package: pip install 'tclean[zstd]'") from error
        return zstandard.ZstdCompressor(level=6).stream_writer(raw, closefd=False)
    return _Keep(raw)


class _Keep:
    """A stream as a context manager that does not close it."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw

    def __enter__(self) -> IO[bytes]:
        return self.raw

    def __exit__(self, *_: object) -> None:
        self.raw.flush()


def _write_json(path: Path, value: dict[str, Any]) -> None:
    with whole_file(path) as file:
        file.write(orjson.dumps(value))


def fingerprint(**facts: str) -> dict[str, Any]:
    """What must be the same for a resumed run: versions, digests of rules, settings and the call."""
    return {k: v if len(v) < 80 else hashlib.sha256(v.encode()).hexdigest() for k, v in facts.items()}
