"""A pool of worker processes: ordered results, bounded memory, a dead or stuck worker costs its own job only."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from tclean.core.errors import StageError
from tclean.runners.inputs import Job
from tclean.runners.work import Outcome, Worker, failed

AHEAD = 8  # jobs a worker's share of the queue may run ahead of the oldest unfinished one


class _Process:
    """One worker process, its pipe and the job it has in hand."""

    def __init__(self, worker: Worker) -> None:
        self.pipe, theirs = mp.Pipe()
        self.process = mp.Process(target=_serve, args=(worker, theirs, self.pipe), daemon=True)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.deadline = 0.0

    def give(self, job: Job, seconds: float) -> None:
        self.job = job
        self.deadline = monotonic() + seconds
        self.pipe.send(job)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(worker: Worker, pipe: Connection, other_end: Connection) -> None:
    """The life of a worker process. Interrupts are the parent's business; without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other_end.close()
    try:
        while (job := pipe.recv()) is not None:
            pipe.send(worker(job))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)


class Pool:
    """Runs jobs on `size` processes and yields outcomes in job order."""

    def __init__(self, worker: Worker, size: int) -> None:
        self.worker = worker
        self.size = size
        self.stopping = False  # set it to finish what is in hand and take no more

    def run(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in the order of the jobs. At most `size * AHEAD` finished outcomes wait for an older one."""
        processes = [_Process(self.worker) for _ in range(self.size)]
        done: dict[int, Outcome] = {}
        waiting: deque[int] = deque()  # indexes given and not yet yielded, oldest first
        more = True
        try:
            while more or waiting:
                more = more and not self.stopping
                for p in processes:
                    if more and p.job is None and len(waiting) < self.size * AHEAD:
                        job = next(jobs, None)
                        more = job is not None
                        if job is not None:
                            p.give(job, self.worker.limits.seconds)
                            waiting.append(job.index)
                self._collect(processes, done)
                while waiting and waiting[0] in done:
                    yield done.pop(waiting.popleft())
        finally:
            for p in processes:
                p.stop()

    def _collect(self, processes: list[_Process], done: dict[int, Outcome]) -> None:
        """Wait for the next results; replace processes that died or ran over their time."""
        busy = {p.pipe: n for n, p in enumerate(processes) if p.job is not None}
        if not busy:
            return
        first = min(p.deadline for p in processes if p.job is not None)
        ready: list[Any] = wait(list(busy), timeout=max(0.0, min(first - monotonic(), 0.5)))
        for pipe in ready:
            p = processes[busy[pipe]]
            outcome = _receive(p)
            if outcome is None:
                outcome = _lost(p, "the worker process died on this input (out of memory or a crash)")
                processes[busy[pipe]] = _Process(self.worker)
            p.job = None
            done[outcome.index] = outcome
        now = monotonic()
        for n, p in enumerate(processes):
            if p.job is not None and p.deadline < now:
                outcome = _lost(p, f"took longer than {self.worker.limits.seconds:g} s; raise --time-limit")
                p.job = None
                processes[n] = _Process(self.worker)
                done[outcome.index] = outcome


def _receive(p: _Process) -> Outcome | None:
    try:
        outcome: Outcome = p.pipe.recv()
        return outcome
    except (EOFError, ConnectionResetError):
        return None


def _lost(p: _Process, reason: str) -> Outcome:
    p.stop()
    assert p.job is not None
    return failed(p.job, StageError(reason, path=p.job.path, stage="worker"))
