"""`tclean report` and `tclean export`: what a run did, and its result in other formats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import click
import orjson

from tclean.core.errors import InputError, UsageError
from tclean.formats.jsonl import whole_file, writable
from tclean.formats.write import writer
from tclean.report.provenance import diff, page, statistics
from tclean.ruleset.load import load_rules
from tclean.runners.packing import open_input

Record = dict[str, Any]
_DOC = itemgetter("doc_id")


def report(out: str, show: str | None, html: str | None, dead: bool) -> int:
    """Print statistics of a run's folder; a document with its changes; an HTML page; rules that never fired."""
    if html is not None:
        writable(html)
        with whole_file(Path(html)) as file:
            file.writelines(x.encode() for x in page(rows(out, "documents"), rows(out, "segments"), Path(out).name))
    if show is not None:
        found = [r for r in rows(out, "segments") if r["doc_id"] == show]
        if not found:
            raise UsageError(f"there is no document '{show}' in this run", path=out)
        for r in found:
            click.echo(f"{(r['speaker'] or {}).get('name') or r['kind']}: {diff(r)}\n")
        return 0
    stats = statistics(rows(out, "documents"))
    click.echo("  ".join(f"{n:,} {name}" for name, n in stats["totals"].items()))
    for name in ("dropped", "flags"):
        for key, n in stats[name].most_common():
            click.echo(f"{n:8,}  {name}: {key}")
    for rule, n in stats["by_rule"].most_common(None if dead else 40):
        click.echo(f"{n:8,}  {rule}")
    if dead:
        fired = set(stats["by_rule"])
        for e in (e for p in load_rules().packs for e in p.entries):
            if f"terms:{e.id}" not in fired and f"boilerplate:{e.id}" not in fired and not _spelling(e):
                click.echo(f"   never  {e.id}")
    return 0


def _spelling(entry: Any) -> bool:
    """A plain right spelling has no variants that could fire."""
    return getattr(entry, "variants", None) == ()


def export(out: str, kind: str, target: str) -> int:
    """Write every document of a run's folder in another format into a folder (parquet: into one file)."""
    writable(target, folder=kind != "parquet")
    if kind == "parquet":
        from tclean.formats.write.parquet import parquet

        parquet(rows(out, "segments"), target)
        return 0
    chosen = writer(kind)
    groups = groupby(rows(out, "segments"), _DOC)
    waiting = next(groups, None)  # both files are in document order; a document may have no segment
    for record in rows(out, "documents"):
        mine: list[Record] = []
        if waiting is not None and waiting[0] == record["doc_id"]:
            mine = list(waiting[1])
            waiting = next(groups, None)
        text = chosen.write(record, mine)
        with whole_file(Path(target) / f"{record['doc_id']}{chosen.suffix}") as file:
            file.write(text.encode())
    return 0


def rows(out: str, kind: str) -> Iterator[Record]:
    """Records of one kind from a run's folder, packed or sharded or not."""
    names = sorted(Path(out).glob(f"{kind}*.jsonl*"))
    if not names:
        raise InputError(f"there is no {kind}.jsonl; is this the folder of a finished run?", path=out)
    for name in names:
        with open_input(str(name)) as file:
            yield from map(orjson.loads, file)
