"""The whole pipeline over a corpus of any size: speed, memory, start-up, scaling, beside what one would use today.

    python benchmarks/pipeline.py --megabytes 20                 # corpus from seeds/
    python benchmarks/pipeline.py --megabytes 60 --from FOLDER   # corpus from a folder of transcripts
    python benchmarks/pipeline.py --lengths                      # cost against document length, 1 kB to 10 MB
    python benchmarks/pipeline.py --sizes 5,20,60                # cost and memory against corpus size

Every figure is of whole processes: `tclean clean` as a user would call it, wall clock and processor time. Beside it run
the script of `script_of_today.py` where its packages are there (datasketch), and Data-Juicer where `dj-process` is on
the path; `--alone` leaves them out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CODE = "import sys; sys.argv[0] = 'tclean'; from tclean.cli import main; main()"
KINDS = ("segments", "documents")
JUICER = """\
dataset_path: {rows}
export_path: {out}/out.jsonl
np: {np}
use_cache: false
open_tracer: false
strict_preflight: false
process:
  - fix_unicode_mapper:
  - chinese_convert_mapper: {{mode: t2s}}
  - punctuation_normalization_mapper:
  - whitespace_normalization_mapper:
  - remove_repeat_sentences_mapper: {{lang: zh}}
  - document_minhash_deduplicator: {{tokenization: character}}
"""


class Failed(Exception):
    """A command that did not do its work, with what it said."""


class Cost(NamedTuple):
    """What a command took: wall clock, processor seconds of all its processes, memory of the largest one in MB."""

    wall: float
    cpu: float
    memory: float


def timed(args: list[str], env: dict[str, str] | None = None) -> Cost:
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen(args, stderr=err, stdout=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        said = err.read()
    if process.returncode not in (0, 1) or b"Traceback" in said:
        raise Failed(said.decode("utf-8", "replace"))
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def tclean(source: Path, out: Path, workers: int, *more: str, env: dict[str, str] | None = None) -> Cost:
    call = ["clean", str(source), "-o", str(out), "--workers", str(workers), "--progress", "none", *more]
    return timed([sys.executable, "-c", CODE, *call], env)


def sources(folder: str | None) -> list[str]:
    where = Path(folder) if folder else ROOT / "seeds"
    return [p.read_text("utf-8") for p in sorted(where.iterdir()) if p.suffix in (".txt", ".md")]


def corpus(folder: Path, texts: list[str], size: int, seed: int = 1) -> int:
    """Documents with fixed random variation: paragraphs left out, digits and a few characters changed."""
    rng = random.Random(seed)
    folder.mkdir(parents=True)
    written = n = 0
    while written < size:
        data = vary(texts[n % len(texts)], rng).encode()
        (folder / f"doc{n:06}.txt").write_bytes(data)
        written += len(data)
        n += 1
    return written


def vary(text: str, rng: random.Random) -> str:
    lines = [line for line in text.split("\n") if not line.strip() or line.startswith("#") or rng.random() > 0.1]
    out = re.sub(r"\d", lambda m: str(rng.randrange(10)) if rng.random() < 0.3 else m.group(), "\n".join(lines))
    chars = list(out)
    for _ in range(len(chars) // 400):
        at = rng.randrange(len(chars) - 1)
        if "\u4e00" <= chars[at] <= "\u9fff" and "\u4e00" <= chars[at + 1] <= "\u9fff":
            chars[at], chars[at + 1] = chars[at + 1], chars[at]
    return "".join(chars)


def mixed(texts: list[str], rng: random.Random, size: int) -> str:
    """A text of `size` bytes: clauses of all texts in random order, so that nothing long stands in it twice."""
    clauses = [c for t in texts for c in re.findall(r"[^，。？！；：,.?!;:#\s]{3,40}", t)]
    out: list[str] = []
    written = 0
    while written < size:
        sentence = re.sub(r"\d", lambda _: str(rng.randrange(10)), "，".join(rng.choices(clauses, k=6)))
        out.append(sentence + "。\n\n")
        written += len(out[-1].encode())
    return "".join(out).encode()[:size].decode("utf-8", "ignore")


def whole(args: argparse.Namespace, tmp: Path) -> None:
    texts = sources(args.source)
    size = corpus(tmp / "in", texts, int(args.megabytes * 1e6)) / 1e6
    files = sorted((tmp / "in").iterdir())
    characters = sum(len(p.read_text("utf-8")) for p in files) / 1e6
    print(f"corpus: {size:.1f} MB, {characters:.1f} M characters, {len(files)} documents; {load()}")
    mine = {}
    for n in (1, 2):
        mine[n] = tclean(tmp / "in", tmp / f"out{n}", n)
        say("tclean", n, size, mine[n], mine[1])
        print(f"{'':29}{characters / mine[n].wall:.2f} M characters/s")
    same = all((tmp / f"out1/{k}.jsonl").read_bytes() == (tmp / f"out2/{k}.jsonl").read_bytes() for k in KINDS)
    print(f"same bytes with 1 and 2 processes: {same}")
    run = json.loads((tmp / "out1/run.json").read_bytes())["seconds"]
    total = sum(v for k, v in run.items() if k != "wall")
    parts = sorted(((v, k) for k, v in run.items() if k != "wall"), reverse=True)
    print("time by stage: " + ", ".join(f"{k} {100 * v / total:.0f} %" for v, k in parts))
    if not args.alone:
        rivals(tmp, files, size, mine)


def say(name: str, n: int, size: float, cost: Cost, one: Cost) -> None:
    processes = f"{n} process{'es' * (n > 1)}"
    print(
        f"{name + ', ' + processes:29}{size / cost.wall:.2f} MB/s ({cost.wall:.1f} s, {cost.cpu:.1f} s of processor), "
        f"{cost.memory:.0f} MB" + (f", {one.wall / cost.wall:.2f} x" if n > 1 else "")
    )


def rivals(tmp: Path, files: list[Path], size: float, mine: dict[int, Cost]) -> None:
    """What one would use today, on the same corpus in the same call."""
    for name, run in (("script of today", script), ("Data-Juicer", juicer)):
        try:
            costs = {n: run(tmp, files, n) for n in (1, 2)}
        except Failed as error:
            print(f"{name}: could not run: {(str(error).strip() or 'no word').splitlines()[-1]}")
            continue
        found = {n: c for n, c in costs.items() if c is not None}
        for n, cost in found.items():
            say(name, n, size, cost, found[1])
        ratios = (
            f"{c.wall / mine[n].wall:.2f} x as fast on {n} ({c.cpu / mine[n].cpu:.2f} x by processor time)"
            for n, c in found.items()
        )
        print(f"{'':29}tclean is {', '.join(ratios)}" if found else f"{name}: not installed")


def script(tmp: Path, files: list[Path], processes: int) -> Cost | None:
    if find_spec("datasketch") is None:
        return None
    calls = []
    for n in range(processes):
        part = tmp / f"part{processes}{n}"
        part.mkdir()
        for path in files[n::processes]:
            os.link(path, part / path.name)
        calls.append(f"'{sys.executable}' '{ROOT}/benchmarks/script_of_today.py' '{part}' '{part}.out' &")
    return timed(["sh", "-c", " ".join(calls) + " wait"])


def juicer(tmp: Path, files: list[Path], processes: int) -> Cost | None:
    program = shutil.which("dj-process")
    if program is None:
        return None
    rows, out, config = tmp / "rows.jsonl", tmp / f"juicer{processes}", tmp / f"juicer{processes}.yaml"
    rows.write_text("".join(json.dumps({"text": p.read_text("utf-8")}, ensure_ascii=False) + "\n" for p in files))
    config.write_text(JUICER.format(rows=rows, out=out, np=processes))
    return timed([program, "--config", str(config)])


def lengths(args: argparse.Namespace, tmp: Path) -> None:
    """Processor time for each megabyte in documents of one length, without the start."""
    texts = sources(args.source)
    rng = random.Random(2)
    (tmp / "one.txt").write_text("大家好。", "utf-8")
    begin = min(tclean(tmp / "one.txt", tmp / "outone", 1).cpu for _ in range(3))
    print(f"{load()}; start {begin:.2f} s, taken off")
    for size in (n for n in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if n <= args.longest):
        folder = tmp / f"in{size}"
        folder.mkdir()
        for n in range(max(1, args.each // size)):
            (folder / f"d{n:05}.txt").write_text(mixed(texts, rng, size), "utf-8")
        total = sum(p.stat().st_size for p in folder.iterdir())
        cost = tclean(folder, tmp / f"out{size}", 1)
        print(f"{size:>10,} bytes a document: {(cost.cpu - begin) * 1e6 / total:.2f} s/MB, {cost.memory:.0f} MB")


def sizes(args: argparse.Namespace, tmp: Path) -> None:
    """Processor time for each megabyte, and memory, in corpora of several sizes."""
    for n in args.sizes.split(","):
        size = corpus(tmp / f"in{n}", sources(args.source), int(float(n) * 1e6)) / 1e6
        cost = tclean(tmp / f"in{n}", tmp / f"out{n}", 1)
        print(f"{size:6.1f} MB: {cost.cpu / size:.2f} s/MB, {cost.memory:.0f} MB; {load()}")


def start(tmp: Path) -> None:
    one = tmp / "ten.txt"
    one.write_text("\n\n".join(sources(None))[:3500], "utf-8")
    first = tclean(one, tmp / "outten", 1, env={"TCLEAN_CACHE": str(tmp / "cache")})
    times = [tclean(one, tmp / "outten", 1) for _ in range(5)]
    print(
        f"one 10 kB file from a cold start: {min(t.wall for t in times):.2f} s ({min(t.cpu for t in times):.2f} s of "
        f"processor), the first time ever {first.wall:.2f} s; {load()}"
    )
    helps = [timed([sys.executable, "-c", CODE, "--help"]).wall for _ in range(5)]
    print(f"tclean --help: {min(helps):.2f} s")


def load() -> str:
    """How busy the machine was: a figure beside other work is no figure."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--from", dest="source", metavar="FOLDER")
    parser.add_argument("--lengths", action="store_true")
    parser.add_argument("--each", type=int, default=2_000_000, metavar="BYTES", help="of every length")
    parser.add_argument("--longest", type=int, default=10_000_000, metavar="BYTES", help="length measured")
    parser.add_argument("--sizes", metavar="MB,MB,...")
    parser.add_argument("--alone", action="store_true", help="without what one would use today")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tmp = Path(name)
        start(tmp)
        if args.lengths:
            lengths(args, tmp)
        elif args.sizes:
            sizes(args, tmp)
        else:
            whole(args, tmp)


if __name__ == "__main__":
    main()
