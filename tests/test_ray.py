"""The Ray engine gives the bytes of a local run, on several nodes and with one of them killed in the middle."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tclean.config import settings
from tclean.ruleset.load import load_rules
from tclean.runners.local import RunOptions, run

ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'tclean[ray]'")
pytestmark = pytest.mark.slow
TALK = "主持人：大家好，欢迎各位来到今天的第{n}场论坛。\n\n嘉宾：谢谢，我先说三点。第{n}点最重要，悟道3。0也要说。\n"


def corpus(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        (folder / f"talk{n:03}.txt").write_text(TALK.format(n=n) * (n % 5 + 1), "utf-8")
    return folder


def lines(folder: Path) -> list[bytes]:
    return [(folder / f"{kind}.jsonl").read_bytes() for kind in ("segments", "documents")]


def test_several_nodes_and_a_killed_one_give_the_local_bytes(tmp_path: Path) -> None:
    from ray.cluster_utils import Cluster

    from tclean.runners.ray import run_ray

    folder = corpus(tmp_path / "in", 60)
    options = RunOptions(workers=1, progress="none")
    run([str(folder)], str(tmp_path / "local"), settings(), load_rules(), options)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        doomed = cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
        for name in ("whole", "killed"):
            if name == "killed":
                threading.Thread(target=_kill_later, args=(cluster, doomed), daemon=True).start()
            run_ray([str(folder)], str(tmp_path / name), settings(), load_rules(), options)
            assert lines(tmp_path / name) == lines(tmp_path / "local")
    finally:
        ray.shutdown()
        cluster.shutdown()


def _kill_later(cluster: object, node: object) -> None:
    time.sleep(4)
    cluster.remove_node(node, allow_graceful=False)  # type: ignore[attr-defined]
    cluster.add_node(num_cpus=1)  # type: ignore[attr-defined]
