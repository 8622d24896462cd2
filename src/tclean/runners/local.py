"""A run on this machine: jobs through a pool of processes into an output folder, a file or a stream."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import IO, Any, Protocol

import orjson

from tclean import __version__
from tclean.core.installed import installed
from tclean.core.settings import Settings
from tclean.core.unwatched import settled
from tclean.formats.jsonl import whole_file, writable
from tclean.pipeline import Pipeline
from tclean.ruleset.model import RuleSet
from tclean.runners.inputs import InputOptions, Job, jobs, load, quarantined, shown
from tclean.runners.progress import Progress, progress
from tclean.runners.store import Layout, Store, fingerprint
from tclean.runners.work import Limits, Outcome, Worker, add, quarantine_line

SUPERSEDED = "superseded.jsonl"  # what an earlier run kept and this one has a better copy of


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is done; none of it changes the result, but `limits` can set inputs aside."""

    workers: int = 0  # 0: all cores
    resume: bool = False
    layout: Layout = field(default_factory=Layout)
    limits: Limits = field(default_factory=Limits)
    inputs: InputOptions = field(default_factory=InputOptions)
    progress: str = "auto"
    dedup: bool = True  # across the documents of the run (folder output only)
    dedup_index: str | None = None  # blocks of earlier runs
    only_quarantined: bool = False  # the inputs are quarantine files: try those inputs again


@dataclass(slots=True)
class Summary:
    """What a run did."""

    counts: dict[str, int] = field(default_factory=dict)
    by_rule: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    interrupted: bool = False

    def take(self, outcome: Outcome) -> None:
        """Add one outcome's numbers."""
        for name in ("counts", "by_rule", "flags", "seconds"):
            add(getattr(self, name), getattr(outcome, name))

    @property
    def by_stage(self) -> dict[str, int]:
        """Edits by stage."""
        out: dict[str, int] = {}
        for rule, n in sorted(self.by_rule.items()):
            add(out, {rule.partition(":")[0]: n})
        return out


class Engine(Protocol):
    """Runs jobs somewhere and yields their outcomes in order; `stopping` asks it to take no more."""

    stopping: bool

    def __init__(self, worker: Worker, size: int) -> None: ...

    def run(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in job order."""
        ...


def run(
    inputs: list[str],
    out: str | IO[bytes],
    settings: Settings,
    rules: RuleSet,
    options: RunOptions,
    engine: type[Engine] | None = None,
) -> Summary:
    """Clean `inputs` into a folder, a `.jsonl` file (segments alone) or an open stream.

    Raises `UsageError` before anything is written when a run cannot be resumed. Bad inputs are set aside, never raised.
    """
    if isinstance(out, str):
        writable(out, folder=_is_folder(out))
    compared = options.dedup and _is_folder(out)
    worker = Worker(Pipeline(settings, rules), options.limits, blocks=compared)
    settled()
    one = _Run(inputs, worker, options, engine)
    began = monotonic()
    try:
        if isinstance(out, str) and _is_folder(out):
            one.to_folder(Path(out))
        elif isinstance(out, str):
            with whole_file(Path(out)) as file:
                one.to_stream(file)
        else:
            one.to_stream(out)
    finally:
        one.show.close()
    one.summary.wall = monotonic() - began
    return one.summary


def _is_folder(out: str | IO[bytes]) -> bool:
    return isinstance(out, str) and not out.endswith(".jsonl")


class _Run:
    """One run: where its jobs come from, who does them, what has been counted so far."""

    def __init__(self, inputs: list[str], worker: Worker, options: RunOptions, engine: type[Engine] | None) -> None:
        self.inputs = inputs
        self.worker = worker
        self.options = options
        self.engine = engine
        self.show: Progress = progress(options.progress, None)
        self.summary = Summary()
        self.began = monotonic()

    def jobs(self) -> Iterator[Job]:
        """All jobs of the run, in their fixed order."""
        source = quarantined if self.options.only_quarantined else jobs
        return source(self.inputs, self.options.inputs)

    def to_stream(self, out: IO[bytes]) -> None:
        """Segments alone, as they come."""
        for outcome in self.outcomes(self.jobs()):
            out.write(outcome.segments)

    def to_folder(self, out: Path) -> None:
        """Shard by shard into the folder; put together when the last one is done."""
        if self.options.dedup and self.options.dedup_index:
            from tclean.runners.dedup import Deduper

            Deduper(self.options.dedup_index).close()  # a file that is no index is refused before anything is written
        store = Store(out, self.fingerprint(), self.options.layout, resume=self.options.resume)
        todo = self.jobs()
        for job in islice(todo, store.done):
            store.check(job.index, shown(job.path), _input_digest(job, self.options.limits.size))
        for name, total in store.totals.items():
            add(getattr(self.summary, name), total)
        for outcome in self.outcomes(todo):
            store.add(outcome)
        store.commit()
        if not self.summary.interrupted:
            self.finish(store)

    def finish(self, store: Store) -> None:
        """Compare the documents with each other, put the result together, then let the state go."""
        alone = self.summary.counts.get("documents", 0) < 2 and not self.options.dedup_index
        if alone or not self.options.dedup:
            store.finish(self.record())
            store.clear()
            return
        from tclean.runners.dedup import Deduper

        settings = self.worker.pipeline.settings
        drop = bool(settings.option("dedup", "drop", True))
        deduper = Deduper(self.options.dedup_index, drop=drop, keep_dropped=settings.keep_dropped)
        deduper.take(store.lines("blocks"))
        deduper.decide()
        self.summary.counts["copies"] = deduper.found
        store.finish(self.record(), deduper.revise)
        (store.out / SUPERSEDED).unlink(missing_ok=True)
        if deduper.superseded:
            with whole_file(store.out / SUPERSEDED) as file:
                file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in deduper.superseded)
        deduper.commit()
        deduper.close()
        store.clear()

    def fingerprint(self) -> dict[str, Any]:
        """What a resumed run must share with the interrupted one."""
        pipeline = self.worker.pipeline
        options = self.options
        call = " ".join(self.inputs) + repr((options.inputs, options.limits, options.dedup, options.dedup_index))
        return fingerprint(
            version=__version__, rules=pipeline.rules.digest, settings=_digest(pipeline.settings), inputs=call
        )

    def outcomes(self, todo: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in job order, counted and shown; a single job is done in this process."""
        first = list(islice(todo, 2))
        if len(first) < 2:
            yield from map(self.counted, map(self.worker, first))
            return
        pool = self._engine()(self.worker, self.options.workers or len(os.sched_getaffinity(0)))
        with _interruptible(pool):
            yield from map(self.counted, pool.run(chain(first, todo)))
        self.summary.interrupted = pool.stopping

    def _engine(self) -> type[Engine]:
        if self.engine is None:
            from tclean.runners.pool import Pool

            return Pool
        return self.engine

    def counted(self, outcome: Outcome) -> Outcome:
        """Add an outcome's numbers and show progress."""
        self.summary.take(outcome)
        self.show.update(self.summary.counts, quarantine_line(outcome) if outcome.quarantine else None)
        return outcome

    def record(self) -> dict[str, Any]:
        """`run.json`."""
        pipeline, counts = self.worker.pipeline, self.summary.counts
        seconds = {"wall": monotonic() - self.began, **self.summary.seconds}
        return {
            "tclean": __version__,
            "versions": installed().versions,
            "rules_sha256": pipeline.rules.digest,
            "settings_sha256": _digest(pipeline.settings),
            "profile": pipeline.settings.profile,
            **{k: counts.get(k, 0) for k in ("inputs", "documents", "segments", "quarantined", "characters", "bytes")},
            "stats": {
                **{k: counts.get(k, 0) for k in ("turns", "edits", "dropped", "copies", "flagged", "suggestions")},
                "by_stage": self.summary.by_stage,
                "by_rule": dict(sorted(self.summary.by_rule.items())),
                "flags": dict(sorted(self.summary.flags.items())),
            },
            "seconds": {name: round(value, 3) for name, value in seconds.items()},
            "workers": self.options.workers or len(os.sched_getaffinity(0)),
        }


@contextmanager
def _interruptible(pool: Engine) -> Iterator[None]:
    """Ctrl-C finishes what is in hand; a second one stops at once."""

    def stop(*_: object) -> None:
        if pool.stopping:
            raise KeyboardInterrupt
        pool.stopping = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _digest(settings: Settings) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()


def _input_digest(job: Job, limit: int) -> str:
    return hashlib.sha256(load(job, limit)).hexdigest()
