"""The Ray engine gives the bytes of a local run, on a cluster that loses a node in the middle too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tclean.config import settings
from tclean.pipeline import Pipeline
from tclean.ruleset.load import load_rules
from tclean.runners.inputs import Job
from tclean.runners.local import RunOptions, run
from tclean.runners.ray import RayPool, run_ray
from tclean.runners.work import Limits, Outcome, Worker

ray: Any = pytest.importorskip("ray", reason="ray is not installed: pip install 'tclean[ray]'")
pytestmark = pytest.mark.slow
TALK = "主持人：大家好，欢迎各位来到今天的第{n}场论坛。\n\n嘉宾：谢谢，我先说三点。第{n}点最重要，悟道3。0也要说。\n"
OPTIONS = RunOptions(workers=1, progress="none")
SMALL = {"num_cpus": 1, "object_store_memory": 80 << 20}


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head and two more nodes on this machine, one core each."""
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args=SMALL)
    made.extra = [made.add_node(**SMALL) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False, logging_level="error")
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Many talks, one of them empty."""
    (tmp_path / "in").mkdir()
    for n in range(120):
        (tmp_path / "in" / f"talk{n:03}.txt").write_text(TALK.format(n=n) * (n % 7 + 3), "utf-8")
    (tmp_path / "in" / "talk007.txt").write_bytes(b"")
    return tmp_path / "in"


def lines(folder: Path) -> list[bytes]:
    return [(folder / f"{kind}.jsonl").read_bytes() for kind in ("segments", "documents", "quarantine")]


def test_a_local_ray_gives_the_bytes_of_a_local_run(corpus: Path, tmp_path: Path) -> None:
    for name, engine in (("local", run), ("ray", run_ray)):
        done = engine([str(corpus)], str(tmp_path / name), settings(), load_rules(), OPTIONS)
        assert done.counts["quarantined"] == 1
    assert lines(tmp_path / "ray") == lines(tmp_path / "local")


def test_a_node_killed_in_the_middle_changes_nothing(
    cluster: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = RayPool.run
    killed = []

    def losing(self: RayPool, jobs: Iterator[Job]) -> Iterator[Outcome]:
        for outcome in whole(self, jobs):
            busy = {h.node for h in self.hands if h.job is not None}
            victims = [n for n in cluster.extra if n.node_id in busy]
            if victims and not killed:
                cluster.remove_node(victims[0], allow_graceful=False)
                killed.append(outcome.index)
            yield outcome

    monkeypatch.setattr(RayPool, "run", losing)
    run([str(corpus)], str(tmp_path / "local"), settings(), load_rules(), OPTIONS)
    run_ray([str(corpus)], str(tmp_path / "ray"), settings(), load_rules(), OPTIONS, cluster.address)
    assert killed
    assert killed[0] < 110
    assert lines(tmp_path / "ray") == lines(tmp_path / "local")


class Fatal(Worker):
    def __call__(self, job: Job) -> Outcome:
        if job.doc_id == "die":
            import os

            os._exit(9)
        return Outcome(job.index, job.path, segments=job.doc_id.encode())


def test_an_input_that_takes_its_worker_down_every_time_is_set_aside(cluster: Any) -> None:
    jobs = (Job(n, f"{name}.txt", name, b"x") for n, name in enumerate(["a", "die", "b", "c", "d"]))
    outcomes = list(RayPool(Fatal(Pipeline(), Limits()), 1).run(jobs))
    assert [o.segments.decode() for o in outcomes] == ["a", "", "b", "c", "d"]
    assert b"died on this input 3 times" in outcomes[1].quarantine
