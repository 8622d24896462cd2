"""A run on a Ray cluster: the same worker, the same store, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tclean.core.errors import UsageError
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.runners.inputs import Job
from tclean.runners.local import RunOptions, Summary, run
from tclean.runners.work import Outcome, Worker


def run_ray(
    inputs: list[str], out: str, settings: Settings, rules: RuleSet, options: RunOptions, address: str | None
) -> Summary:
    """Like `local.run`, with Ray's workers in place of the pool. Raises `UsageError` when ray is not installed."""
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs one more package: pip install 'tclean[ray]'") from error
    ray.init(address=address, ignore_reinit_error=True, log_to_driver=False, logging_level="ERROR")
    try:
        return run(inputs, out, settings, rules, options, RayPool)
    finally:
        ray.shutdown()


class RayPool:
    """The pool's interface over Ray tasks: ordered outcomes, a bounded number in flight, lost tasks tried again."""

    def __init__(self, worker: Worker, size: int) -> None:
        import ray

        self.stopping = False
        self._ahead = 4 * max(size, int(ray.cluster_resources().get("CPU", 1)))
        self._worker = ray.put(worker)
        self._task: Any = ray.remote(max_retries=3)(_work)

    def run(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Outcomes in the order of the jobs."""
        import ray

        flight: list[Any] = []
        for job in jobs:
            flight.append(self._task.remote(self._worker, job))
            if len(flight) >= self._ahead:
                yield ray.get(flight.pop(0))
            if self.stopping:
                break
        for ref in flight:
            yield ray.get(ref)


def _work(worker: Worker, job: Job) -> Outcome:
    return worker(job)
