"""A crew of processes on this machine."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from tclean.core.unwatched import settled
from tclean.runners.crew import Crew
from tclean.runners.inputs import Job
from tclean.runners.work import Outcome, Worker

SAMPLE = "主持人：大家好，今天讲居神智能，skin law还会有效吗？\n\n嘉宾：谢谢主持人，我先说三点。第一点是悟道3。0。\n"


class Process:
    """One worker process, its pipe and the job it has in hand."""

    ready = True

    def __init__(self, worker: Worker) -> None:
        self.pipe, theirs = mp.Pipe()
        self.process = mp.Process(target=_serve, args=(worker, theirs, self.pipe), daemon=True)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.deadline = 0.0

    def give(self, job: Job) -> None:
        """Send the job; a process that died meanwhile is found out when its outcome is asked for."""
        try:
            self.pipe.send(job)
        except (BrokenPipeError, ConnectionResetError):
            self.process.join()

    def stop(self) -> None:
        """Kill it."""
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


class Pool(Crew[Process]):
    """Processes that begin with the parent's pipeline."""

    def __init__(self, worker: Worker, size: int) -> None:
        super().__init__(worker, size)
        if mp.get_start_method() == "fork":  # what is loaded before, all of them share
            worker.pipeline(SAMPLE)
            settled()

    def hire(self) -> Process:
        """A fresh process."""
        return Process(self.worker)

    def finished(self, hands: Sequence[Process], seconds: float) -> list[tuple[Process, Outcome | None]]:
        """Those whose pipe has something to say, if only that it is broken."""
        by_pipe = {p.pipe: p for p in hands if p.job is not None}
        ready: list[Any] = wait(list(by_pipe), timeout=seconds)
        return [(by_pipe[pipe], _received(pipe)) for pipe in ready]


def _received(pipe: Connection) -> Outcome | None:
    try:
        outcome: Outcome = pipe.recv()
        return outcome
    except (EOFError, ConnectionResetError):
        return None
