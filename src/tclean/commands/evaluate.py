"""`tclean eval`: one configuration, or two side by side, against labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from tclean.commands.clean import settings_of
from tclean.commands.files import read_bytes
from tclean.core.errors import UsageError
from tclean.core.segments import Segment
from tclean.formats.decode import decode
from tclean.formats.jsonl import load
from tclean.formats.read import read
from tclean.pipeline import Cleaned, Pipeline
from tclean.report.measure import character_error_rate, score_terms, score_turns
from tclean.ruleset.load import load_rules

Figures = Mapping[str, float]
Items = dict[tuple[int, str], tuple[str, str, str]]  # place and text → verdict, what came out, what was wanted


def evaluate(what: str, source: str, labels: str, o: Mapping[str, Any]) -> int:
    """Print figures of the configuration, beside those of the baseline when one is named; 0 always."""
    first = _measure(what, source, labels, dict(o))
    second = _measure(what, source, labels, _baseline(o)) if _has_baseline(o) else None
    click.echo(_table(first[0], second[0] if second else None))
    if second:
        _compare(second[1], first[1])
    elif o["items"]:
        for (place, text), (verdict, got, wanted) in sorted(first[1].items()):
            click.echo(f"{verdict:<8} {place:>8}  {text} → {got}   ({wanted})")
    return 0


def _has_baseline(o: Mapping[str, Any]) -> bool:
    return bool(o["baseline_profile"] or o["baseline_rules"])


def _baseline(o: Mapping[str, Any]) -> dict[str, Any]:
    return {**o, "profile": o["baseline_profile"] or o["profile"], "rules": o["baseline_rules"]}


def _measure(what: str, source: str, labels: str, o: dict[str, Any]) -> tuple[Figures, Items]:
    pipeline = Pipeline(settings_of({**o, "keep_dropped": False, "script": o.get("script")}), load_rules(o["rules"]))
    data = read_bytes(source)
    if what == "text":
        text = pipeline(data, source).text
        raw, reference = decode(data, source).text, decode(read_bytes(labels), labels).text
        before, after = character_error_rate(raw, reference), character_error_rate(text, reference)
        return {"cer_before": before, "cer_after": after}, {}
    rows = [row for _, row in load(labels)]
    cleaned = [pipeline.document(d) for d in read(data, source) if any(d.base <= r["start"] < d.stop for r in rows)]
    if not cleaned:
        raise UsageError("no label lies inside the source; are these labels of this file?", path=labels)
    segments: list[Segment] = [s for c in cleaned for s in c.segments]
    if what == "turns":
        return score_turns(segments, rows, mapped=o["anonymous"]).figures(), {}
    return _terms(cleaned, segments, rows)


def _terms(cleaned: list[Cleaned], segments: list[Segment], rows: list[Any]) -> tuple[Figures, Items]:
    score = score_terms(cleaned[0].document.source.text, segments, rows)
    return score.figures(), {(place, text): (v, got, want) for v, place, text, got, want in score.items}


def _table(figures: Figures, baseline: Figures | None) -> str:
    rows = []
    for name, value in figures.items():
        line = f"{name:<22} {value:8.3f}"
        if baseline is not None:
            line += f"   baseline {baseline[name]:8.3f}   {value - baseline[name]:+.3f}"
        rows.append(line)
    return "\n".join(rows)


def _compare(before: Items, after: Items) -> None:
    """List what got better and what got worse."""
    good = ("fixed", "kept")
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        was = old is None or old[0] in good  # no entry: an edit that was not made
        now = new is None or new[0] in good
        if was != now:
            place, text = key
            shown = f"{old[1] if old else text} → {new[1] if new else text}"
            click.echo(f"{'better' if now else 'worse':<7} {place:>8}  {text}: {shown}")
