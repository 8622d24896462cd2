"""A run on a Ray cluster: the same worker, the same store, the same bytes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from time import monotonic, sleep
from typing import IO, Any

from tclean.core.errors import UsageError
from tclean.core.settings import Settings
from tclean.ruleset.model import RuleSet
from tclean.runners.crew import Crew
from tclean.runners.inputs import Job
from tclean.runners.local import RunOptions, Summary, run
from tclean.runners.work import Outcome, Worker

CENSUS = 10.0  # seconds between two looks at the size of the cluster


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


class RayPool(Crew["Member"]):
    """An actor on every core of the cluster, which may grow and shrink meanwhile.

    Jobs are given to actors that have begun, one at a time, so that nothing waits at an actor that is gone.
    """

    tries = 3  # most actors are lost with their node, through no fault of the job

    def __init__(self, worker: Worker, size: int) -> None:
        import ray

        super().__init__(worker, size)
        self._ray: Any = ray  # its functions have no types
        self._make = self._ray.remote(num_cpus=1)(Actor)
        self._shared = self._ray.put(worker)
        self._counted = -CENSUS

    def muster(self) -> None:
        """An actor for every core there is now."""
        if monotonic() - self._counted >= CENSUS:
            self._counted = monotonic()
            self.size = max(1, int(self._ray.cluster_resources().get("CPU", 0)))
        super().muster()

    def hire(self) -> Member:
        """A fresh actor; it begins when a core is free."""
        return Member(self._ray, self._make.remote(self._shared))

    def finished(self, hands: Sequence[Member], seconds: float) -> list[tuple[Member, Outcome | None]]:
        """Those with an answer. A lost one makes the others of its node doubtful: they are asked whether they live."""
        asked = {h.answer: h for h in hands if h.answer is not None}
        if not asked:
            sleep(seconds)
            return []
        first, rest = self._ray.wait(list(asked), timeout=seconds)
        more = self._ray.wait(rest, num_returns=len(rest), timeout=0)[0] if first and rest else []
        done = []
        for ref in (*first, *more):
            hand = asked[ref]
            lost, outcome = hand.take()
            if lost:
                for other in hands:
                    if other.node == hand.node and other.ready and other.job is None:
                        other.ask()
            if lost or outcome is not None:
                done.append((hand, outcome))
        return done


class Member:
    """The driver's side of an actor: what it was asked last, and whether it is known to live."""

    def __init__(self, ray: Any, actor: Any) -> None:
        self._ray = ray
        self._actor = actor
        self.job: Job | None = None
        self.deadline = 0.0
        self.node: str | None = None
        self.ask()

    def ask(self) -> None:
        """Ask where it is; until it answers it gets no job."""
        self.ready = False
        self.answer: Any = self._actor.node.remote()

    def give(self, job: Job) -> None:
        """Let it begin a job."""
        self.answer = self._actor.clean.remote(job)

    def take(self) -> tuple[bool, Outcome | None]:
        """Its answer: whether it was lost, and the outcome if that was what it was asked for."""
        try:
            answer = self._ray.get(self.answer)
        except self._ray.exceptions.RayError:
            return True, None
        self.answer = None
        if self.job is not None:
            return False, answer
        self.node, self.ready = answer, True
        return False, None

    def stop(self) -> None:
        """End the actor."""
        self._ray.kill(self._actor)


class Actor:
    """A worker on a node of the cluster."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def node(self) -> str:
        """The node it is on."""
        import ray

        return str(ray.get_runtime_context().get_node_id())

    def clean(self, job: Job) -> Outcome:
        """One job."""
        return self._worker(job)
