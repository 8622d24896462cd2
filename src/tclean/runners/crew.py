"""Jobs handed to workers, outcomes in job order, bounded memory; a dead or stuck worker costs its own job only."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Generic, Protocol, TypeVar

from tclean.core.errors import StageError
from tclean.runners.inputs import Job, shown
from tclean.runners.work import Outcome, Worker, failed

AHEAD = 8  # jobs a worker's share of the queue may run ahead of the oldest unfinished one


class Hand(Protocol):
    """One worker, wherever it runs. `job` is what it has in hand; `deadline` is when that must be done."""

    job: Job | None
    deadline: float
    ready: bool  # it has begun its work and can be given a job

    def give(self, job: Job) -> None:
        """Let it begin a job."""
        ...

    def stop(self) -> None:
        """End it, whatever it is doing."""
        ...


H = TypeVar("H", bound=Hand)


class Crew(ABC, Generic[H]):
    """Runs jobs on many hands and yields outcomes in job order; what a hand is, the subclass says.

    At most `AHEAD` finished outcomes a hand wait for an older one. A job whose hand is lost is done again by another
    one, `tries` times in all; then it is set aside.
    """

    tries = 1

    def __init__(self, worker: Worker, size: int) -> None:
        self.worker = worker
        self.size = size
        self.stopping = False  # set it to finish what is in hand and take no more
        self.hands: list[H] = []
        self._again: deque[Job] = deque()
        self._losses: Counter[int] = Counter()

    @abstractmethod
    def hire(self) -> H:
        """A fresh worker."""

    @abstractmethod
    def finished(self, hands: Sequence[H], seconds: float) -> list[tuple[H, Outcome | None]]:
        """Wait for the first of these to be done, `seconds` at most; None as outcome is a worker that was lost."""

    def muster(self) -> None:
        """Bring the crew to its size."""
        self.hands += [self.hire() for _ in range(self.size - len(self.hands))]

    def run(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in the order of the jobs."""
        done: dict[int, Outcome] = {}
        waiting: deque[int] = deque()  # indexes given and not yet yielded, oldest first
        more = True
        try:
            while more or waiting:
                self.muster()
                more = more and not self.stopping
                for hand in self.hands:
                    if not hand.ready or hand.job is not None:
                        continue
                    job = self._again.popleft() if self._again else None
                    if job is None and more and len(waiting) < self.size * AHEAD:
                        job = next(jobs, None)
                        more = job is not None
                        if job is not None:
                            waiting.append(job.index)
                    if job is not None:
                        self._give(hand, job)
                done.update((o.index, o) for o in self._collect())
                while waiting and waiting[0] in done:
                    yield done.pop(waiting.popleft())
        finally:
            for hand in self.hands:
                hand.stop()

    def _give(self, hand: H, job: Job) -> None:
        hand.job = job
        hand.deadline = monotonic() + self.worker.limits.seconds
        hand.give(job)

    def _collect(self) -> Iterator[Outcome]:
        """Wait for the next results; part with workers that died or ran over their time."""
        busy = [h for h in self.hands if h.job is not None]
        if not busy and all(h.ready for h in self.hands):
            return
        first = min((h.deadline for h in busy), default=monotonic() + 0.5)
        for hand, outcome in self.finished(self.hands, max(0.0, min(first - monotonic(), 0.5))):
            if outcome is None:
                yield from self._lost(hand)
            else:
                hand.job = None
                yield outcome
        for hand in busy:
            if hand.job is not None and hand.deadline < monotonic():
                reason = f"took longer than {self.worker.limits.seconds:g} s; raise --time-limit"
                yield _set_aside(hand.job, reason)
                self._part(hand)

    def _lost(self, hand: H) -> Iterator[Outcome]:
        self._part(hand)
        if hand.job is None:
            return
        self._losses[hand.job.index] += 1
        if self._losses[hand.job.index] < self.tries:
            self._again.append(hand.job)
            return
        times = f" {self.tries} times" if self.tries > 1 else ""
        yield _set_aside(hand.job, f"the worker process died on this input{times} (out of memory or a crash)")

    def _part(self, hand: H) -> None:
        """Let a hand go; another one is hired in its place when the crew musters."""
        hand.stop()
        self.hands.remove(hand)


def _set_aside(job: Job, reason: str) -> Outcome:
    return failed(job, StageError(reason, path=shown(job.path), stage="worker"))
