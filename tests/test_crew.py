"""A crew loses no job and keeps the order, whatever becomes of its hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tclean.pipeline import Pipeline
from tclean.runners.crew import AHEAD, Crew
from tclean.runners.inputs import Job
from tclean.runners.work import Limits, Outcome, Worker


class Paper:
    """A hand that does a job when it is asked for it; slow hands are asked last."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.job: Job | None = None
        self.deadline = 0.0
        self.ready = number > 0  # the first one never begins

    def give(self, job: Job) -> None:
        pass

    def stop(self) -> None:
        self.ready = False


class PaperCrew(Crew[Paper]):
    """Hands that are lost as `fates` says: by job, how many of them go down with it."""

    tries = 3

    def __init__(self, fates: dict[str, int]) -> None:
        super().__init__(Worker(Pipeline(), Limits()), 3)
        self.fates, self.hired, self.most = fates, 0, 0

    def hire(self) -> Paper:
        self.hired += 1
        return Paper(self.hired - 1)

    def finished(self, hands: Sequence[Paper], seconds: float) -> list[tuple[Paper, Outcome | None]]:
        busy = [h for h in hands if h.job is not None]
        hand = max(busy, key=lambda h: (h.number % 2, h.number))
        job = hand.job
        assert job is not None
        self.most = max(self.most, job.index)
        self.fates[job.doc_id] = self.fates.get(job.doc_id, 0) - 1
        if self.fates[job.doc_id] >= 0:
            return [(hand, None)]
        return [(hand, Outcome(job.index, job.path, segments=job.doc_id.encode()))]


def jobs(count: int) -> Iterator[Job]:
    return (Job(n, f"{n}.txt", str(n)) for n in range(count))


@pytest.mark.parametrize("fates", [{}, {"0": 2, "5": 1}, {"3": 2, "4": 2, "5": 2}])
def test_jobs_of_lost_hands_are_done_by_others_in_order(fates: dict[str, int]) -> None:
    outcomes = list(PaperCrew(dict(fates)).run(jobs(60)))
    assert [o.segments.decode() for o in outcomes] == [str(n) for n in range(60)]


def test_a_job_that_loses_every_hand_is_set_aside_and_nothing_else() -> None:
    outcomes = list(PaperCrew({"2": 3}).run(jobs(9)))
    assert [o.index for o in outcomes if o.quarantine] == [2]
    assert b"3 times" in outcomes[2].quarantine


def test_no_more_than_a_share_of_outcomes_waits_for_an_old_one() -> None:
    crew = PaperCrew({})
    first = next(crew.run(jobs(1000)))
    assert first.index == 0
    assert crew.most <= 3 * AHEAD


def test_a_crew_that_is_to_stop_finishes_what_it_has_in_hand() -> None:
    crew = PaperCrew({"1": 1})
    outcomes = []
    for outcome in crew.run(jobs(1000)):
        outcomes.append(outcome)
        crew.stopping = True
    assert [o.index for o in outcomes] == list(range(len(outcomes)))
    assert len(outcomes) <= 3 * AHEAD
    assert not any(h.ready for h in crew.hands)
