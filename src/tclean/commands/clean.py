"""`tclean clean`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from tclean.commands.files import read_bytes
from tclean.config import settings as make_settings
from tclean.core.errors import UsageError
from tclean.core.settings import Settings
from tclean.formats.decode import decode
from tclean.formats.jsonl import whole_file, writable
from tclean.report.suggest import Gatherer
from tclean.ruleset.load import load_rules
from tclean.runners.inputs import InputOptions, check_inputs
from tclean.runners.local import RunOptions, Summary, run
from tclean.runners.packing import open_input
from tclean.runners.store import Layout
from tclean.runners.work import Limits


def clean(inputs: tuple[str, ...], out: str, **o: Any) -> int:
    """Run; the exit status is 0, 1 when inputs were set aside, 130 when interrupted."""
    check_inputs(inputs)
    if o["suggestions"] and out == "-":
        raise UsageError("--suggestions needs a folder or a file as OUT")
    if o["suggestions"]:
        writable(o["suggestions"])
    settings = settings_of(o)
    rules = load_rules(o["rules"])
    options = run_options(o)
    if o["engine"] == "ray":
        from tclean.runners.ray import run_ray

        summary = run_ray(list(inputs), out, settings, rules, options, o["ray_address"])
    else:
        target = sys.stdout.buffer if out == "-" else out
        summary = run(list(inputs), target, settings, rules, options)
    if o["suggestions"]:
        _write_suggestions(out, o["suggestions"])
    if o["progress"] in ("auto", "plain"):
        click.echo(table(summary), err=True)
        if options.inputs.skipped:
            kinds = ", ".join(f"{n} {kind}" for kind, n in options.inputs.skipped.most_common(5))
            click.echo(f"left alone     files that are no transcripts: {kinds}", err=True)
        if not summary.counts.get("inputs"):
            click.echo("tclean: there was nothing to clean", err=True)
    if summary.interrupted:
        click.echo("tclean: interrupted; what is whole was kept. Go on with the same call and --resume.", err=True)
        return 130
    return 1 if summary.counts.get("quarantined") else 0


def _write_suggestions(out: str, target: str) -> None:
    """Gather the suggestions from the finished segments."""
    gatherer = Gatherer()
    names = [out] if out.endswith(".jsonl") else sorted(map(str, Path(out).glob("segments*.jsonl*")))
    for name in names:
        with open_input(name) as file:
            for line in file:
                if b'"suggestions"' in line:
                    gatherer.add(orjson.loads(line))
    with whole_file(Path(target)) as file:
        file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in gatherer.sorted())


def settings_of(o: dict[str, Any]) -> Settings:
    """The settings a call asks for."""
    return make_settings(
        o["profile"],
        glossary=[line for path in o["glossary"] for line in _text(path, "glossary").splitlines()],
        participants=o["participants"],
        title=o["title"],
        script=o["script"],
        reference=_text(o["reference"], "reference") if o["reference"] else None,
        keep_dropped=o["keep_dropped"],
    )


def run_options(o: dict[str, Any]) -> RunOptions:
    """How a call wants its run done."""
    if o["workers"] < 0 or o["shard_size"] < 0:
        raise UsageError("--workers and --shard-size cannot be negative")
    layout = Layout(o["shard_size"] or 512, bool(o["shard_size"]), o["compress"])
    limits = Limits(o["time_limit"], int(o["size_limit"] * 1e6))
    inputs = InputOptions(o["text_field"], o["id_field"])
    dedup = {k: o[k] for k in ("dedup", "dedup_index", "only_quarantined")}
    return RunOptions(o["workers"], o["resume"], layout, limits, inputs, o["progress"], **dedup)


def _text(path: str, what: str) -> str:
    return decode(read_bytes(path, f"{what} file"), path).text


def table(summary: Summary) -> str:
    """The numbers of a run as a small table."""
    c = summary.counts
    speed = c.get("bytes", 0) / 1e6 / summary.wall if summary.wall else 0.0
    rows = [
        ("documents", f"{c.get('documents', 0):,}"),
        ("segments", f"{c.get('segments', 0):,}  ({c.get('turns', 0):,} turns)"),
        ("edits", f"{c.get('edits', 0):,}"),
        *((f"  {stage}", f"{n:,}") for stage, n in summary.by_stage.items()),
        ("dropped", f"{c.get('dropped', 0):,} stretches, {c.get('copies', 0):,} blocks repeat another document"),
        ("flagged", f"{c.get('flagged', 0):,} segments" + "".join(f"  {k} {v}" for k, v in summary.flags.items())),
        ("set aside", f"{c.get('quarantined', 0):,} inputs"),
        ("time", f"{summary.wall:.1f} s  ({speed:.2f} MB/s)"),
    ]
    return "\n".join(f"{name:<14} {value}" for name, value in rows)
