"""`tclean profile`: where the time goes."""

from __future__ import annotations

from collections import Counter
from time import perf_counter

import click

from tclean.commands.files import read_bytes
from tclean.core.document import Document
from tclean.core.segments import build
from tclean.core.unwatched import unwatched
from tclean.formats.jsonl import dump
from tclean.formats.read import read
from tclean.formats.records import document_record, segment_records
from tclean.pipeline import Pipeline

Times = dict[str, float]


def profile(path: str, name: str, rules: tuple[str, ...]) -> int:
    """Clean one file with a clock on every pass, then print the passes by time and the rules by hits."""
    from tclean.config import settings
    from tclean.ruleset.load import load_rules

    times: Times = {}
    start = perf_counter()
    pipeline = Pipeline(settings(name), load_rules(rules))
    times["start: rules and stages"] = perf_counter() - start
    data = read_bytes(path)
    pipeline(data, path)  # once to fill lazily built tables
    with unwatched():  # as where many are cleaned
        rules_hit, characters = _timed(pipeline, data, path, times)
    total = sum(s for step, s in times.items() if not step.startswith("start"))
    for step, seconds in sorted(times.items(), key=lambda x: -x[1]):
        share = "" if step.startswith("start") else f"{100 * seconds / total:5.1f} %"
        click.echo(f"{step:<44} {seconds * 1e3:9.1f} ms {share}")
    click.echo(f"{'all':<44} {total * 1e3:9.1f} ms   {characters / total / 1e6:.2f} M characters/s")
    for rule, hits in rules_hit.most_common(30):
        click.echo(f"{hits:7,}  {rule}")
    return 0


def _timed(pipeline: Pipeline, data: bytes, path: str, times: Times) -> tuple[Counter[str], int]:
    clock = _Clock(times)
    documents = read(data, path)
    clock.lap("read")
    hits: Counter[str] = Counter()
    for doc in documents:
        clock.lap("read")
        hits.update(_rules(pipeline, doc, clock))
    return hits, sum(d.stop - d.base for d in documents)


def _rules(pipeline: Pipeline, doc: Document, clock: _Clock) -> list[str]:
    """The rules of all changes of one document, cleaned with the clock running."""
    for n, (stage, step) in enumerate(pipeline.steps):
        doc.advance(step(doc), pipeline.settings.grade)
        label = getattr(step, "__qualname__", type(step).__qualname__).split(".")[0]
        clock.lap(f"{n:02} {stage}: {label}")
    segments, dropped = build(doc)
    clock.lap("segments")
    for record in segment_records(doc, segments):
        dump(record, "segments")
    dump(document_record(doc, segments, dropped), "documents")
    clock.lap("emit and validate")
    return [rule for s in segments for c in s.edits for rule in c.rules]


class _Clock:
    def __init__(self, times: Times) -> None:
        self.times = times
        self.at = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.times[name] = self.times.get(name, 0.0) + now - self.at
        self.at = now
