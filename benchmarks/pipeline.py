"""The whole pipeline over a corpus of any size: speed, memory, start-up, scaling, beside today's script.

    python benchmarks/pipeline.py --megabytes 20                 # corpus from seeds/
    python benchmarks/pipeline.py --megabytes 60 --from FOLDER   # corpus from a folder of transcripts
    python benchmarks/pipeline.py --lengths                      # cost against document length, 1 kB to 10 MB

Every figure is of whole processes: `tclean clean` as a user would call it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = "import sys; sys.argv[0] = 'tclean'; from tclean.cli import main; main()"


def corpus(folder: Path, sources: list[str], size: int, seed: int = 1) -> int:
    """Documents with fixed random variation: paragraphs left out, digits and a few characters changed."""
    rng = random.Random(seed)
    folder.mkdir(parents=True)
    written = n = 0
    while written < size:
        data = vary(sources[n % len(sources)], rng).encode()
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


def timed(args: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MB, largest process so far) of one command."""
    begin = time.perf_counter()
    process = subprocess.Popen(args, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    _, err = process.communicate()
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 1) or b"Traceback" in err:
        raise SystemExit(err.decode())
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def tclean(source: Path, out: Path, workers: int, *more: str) -> tuple[float, float]:
    return timed([sys.executable, "-c", CODE, "clean", str(source), "-o", str(out), "--workers", str(workers), *more])


def sources(folder: str | None) -> list[str]:
    where = Path(folder) if folder else ROOT / "seeds"
    return [p.read_text("utf-8") for p in sorted(where.iterdir()) if p.suffix in (".txt", ".md")]


def whole(args: argparse.Namespace, tmp: Path) -> None:
    size = corpus(tmp / "in", sources(args.source), int(args.megabytes * 1e6)) / 1e6
    characters = sum(len(p.read_text("utf-8")) for p in (tmp / "in").iterdir()) / 1e6
    print(f"corpus: {size:.1f} MB, {characters:.1f} M characters, {len(os.listdir(tmp / 'in'))} documents")
    base = 0.0
    for workers in (1, 2):
        wall, memory = tclean(tmp / "in", tmp / f"out{workers}", workers)
        base = base or wall
        print(
            f"tclean, {workers} process{'es' * (workers > 1)}: {wall:.1f} s, {size / wall:.2f} MB/s, "
            f"{characters / wall:.2f} M characters/s, {memory:.0f} MB, {base / wall:.2f} x"
        )
    same = (tmp / "out1/segments.jsonl").read_bytes() == (tmp / "out2/segments.jsonl").read_bytes()
    print(f"same bytes with 1 and 2 processes: {same}")
    if args.rival:
        wall, memory = timed(
            [sys.executable, str(ROOT / "benchmarks/script_of_today.py"), str(tmp / "in"), str(tmp / "r")]
        )
        print(f"script of today (ftfy, opencc, re, datasketch, jsonschema): {size / wall:.2f} MB/s, {memory:.0f} MB")
        print(f"ratio: {wall / base:.2f}")


def lengths(args: argparse.Namespace, tmp: Path) -> None:
    body = "\n\n".join(sources(args.source))
    rng = random.Random(2)
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        folder = tmp / f"in{size}"
        folder.mkdir()
        copies, count = max(1, size // len(body.encode()) + 1), max(1, 3_000_000 // size)
        text = "\n\n".join(vary(body, rng) for _ in range(copies)).encode()[:size].decode("utf-8", "ignore")
        for n in range(count):
            (folder / f"d{n:05}.txt").write_text(vary(text, rng), "utf-8")
        total = sum(p.stat().st_size for p in folder.iterdir())
        wall, memory = tclean(folder, tmp / f"out{size}", 1)
        print(f"{size:>10,} bytes a document: {wall * 1e6 / total:.3f} s/MB, {memory:.0f} MB")


def start(tmp: Path) -> None:
    one = tmp / "one.txt"
    one.write_text("\n\n".join(sources(None))[:3500], "utf-8")
    times = [tclean(one, tmp / "outone", 1)[0] for _ in range(5)]
    print(f"one 10 kB file from a cold start: {min(times):.2f} s")
    helps = [timed([sys.executable, "-c", CODE, "--help"])[0] for _ in range(5)]
    print(f"tclean --help: {min(helps):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--from", dest="source", metavar="FOLDER")
    parser.add_argument("--lengths", action="store_true")
    parser.add_argument("--rival", action="store_true", help="run the script a user would write today beside it")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tmp = Path(name)
        start(tmp)
        if args.lengths:
            lengths(args, tmp)
        else:
            whole(args, tmp)


if __name__ == "__main__":
    main()
