"""A run on a Ray cluster: the same worker, the same store, the same bytes."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from typing import IO, Any

from tclean.core.errors import StageError, UsageError
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.runners.inputs import Job
from tclean.runners.local import RunOptions, Summary, run
from tclean.runners.work import Outcome, Worker, failed

AHEAD = 4  # jobs waiting at each actor, so that none runs dry
RETRIES = 2  # times a job is tried again when its node goes away


def run_ray(
    inputs: list[str],
    out: str | IO[bytes],
    settings: Settings,
    rules: RuleSet,
    options: RunOptions,
    address: str | None = None,
) -> Summary:
    """Like `local.run`, with an actor on every core of the cluster in place of the pool.

    Without an address a local Ray is started, and stopped at the end. The driver reads folders and writes the result;
    inputs are read by the actors, so paths must be seen from every node. Raises `UsageError` without ray.
    """
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs one more package: pip install 'tclean[ray]'") from error
    started = not ray.is_initialized()
    ray.init(address=address, ignore_reinit_error=True, log_to_driver=False, logging_level=logging.ERROR)
    try:
        return run(inputs, out, settings, rules, options, RayPool)
    finally:
        if started:
            ray.shutdown()


class RayPool:
    """The pool's interface over Ray actors: outcomes in order, a bounded number in flight.

    Each actor builds its pipeline once. When its node goes away, Ray starts it again elsewhere and repeats the job;
    a job that takes its actor down every time is set aside.
    """

    def __init__(self, worker: Worker, size: int) -> None:
        import ray

        self.stopping = False
        self._limits = worker.limits
        cluster: Any = ray  # its functions have no types
        count = max(1, int(cluster.cluster_resources().get("CPU", size)))
        make = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(Actor)
        shared = ray.put(worker)
        self._actors: list[Any] = [make.remote(shared) for _ in range(count)]

    def run(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in the order of the jobs."""
        flight: deque[tuple[Job, Any]] = deque()
        for n, job in enumerate(jobs):
            flight.append((job, self._actors[n % len(self._actors)].clean.remote(job)))
            if len(flight) >= AHEAD * len(self._actors):
                yield self._result(*flight.popleft())
            if self.stopping:
                break
        while flight:
            yield self._result(*flight.popleft())

    def _result(self, job: Job, ref: Any) -> Outcome:
        """The outcome of the oldest job in flight; the time limit counts the jobs waiting before it."""
        import ray

        try:
            outcome: Outcome = ray.get(ref, timeout=self._limits.seconds * AHEAD)
        except ray.exceptions.GetTimeoutError:
            reason = f"took longer than {self._limits.seconds:g} s; raise --time-limit"
            return failed(job, StageError(reason, path=job.path, stage="worker"))
        except ray.exceptions.RayError as error:
            reason = f"its worker was lost {RETRIES + 1} times ({type(error).__name__})"
            return failed(job, StageError(reason, path=job.path, stage="worker"))
        return outcome


class Actor:
    """A worker on a node of the cluster."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def clean(self, job: Job) -> Outcome:
        """One job."""
        return self._worker(job)
