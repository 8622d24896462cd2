"""The pool keeps order and survives workers that die or hang."""

from __future__ import annotations

import os
import time

from tclean.pipeline import Pipeline
from tclean.runners.inputs import Job
from tclean.runners.pool import Pool
from tclean.runners.work import Limits, Outcome, Worker


class Moody(Worker):
    def __call__(self, job: Job) -> Outcome:
        if job.doc_id == "die":
            os._exit(9)
        if job.doc_id == "hang":
            time.sleep(60)
        time.sleep(0.01 * (job.index % 3))
        return Outcome(job.index, job.path, segments=job.doc_id.encode())


def test_order_is_kept_and_a_lost_worker_costs_one_job() -> None:
    ids = ["a", "b", "die", "c", "hang", "d", "e", "die", "f"]
    todo = (Job(n, f"{name}.txt", name, b"x") for n, name in enumerate(ids))
    outcomes = list(Pool(Moody(Pipeline(), Limits(seconds=1.0)), 2).run(todo))
    assert [o.index for o in outcomes] == list(range(len(ids)))
    assert [o.segments.decode() for o in outcomes if o.segments] == ["a", "b", "c", "d", "e", "f"]
    assert [b"died" in o.quarantine for o in outcomes if o.quarantine] == [True, False, True]
    assert b"--time-limit" in outcomes[4].quarantine
