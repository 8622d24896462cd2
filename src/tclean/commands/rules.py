"""`tclean rules check | test | list | accept`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import click

from tclean.config import settings as make_settings
from tclean.core.document import Document, Source
from tclean.core.settings import Pass, Settings
from tclean.formats.jsonl import load, whole_file, writable
from tclean.report.suggest import rules_from
from tclean.ruleset.lint import lint
from tclean.ruleset.load import built_in_files, load_rules, merge
from tclean.ruleset.model import Entry, Example, Pack, Term
from tclean.ruleset.parse import load_pack
from tclean.stages import build_stages


def check(files: tuple[str, ...]) -> int:
    """Load and lint the files (the built-in packs without any); 2 when something is wrong."""
    rules = load_rules(files)
    loaded = [load_pack(p.path) for p in rules.packs]  # as written, before later entries replace earlier ones
    own = tuple(f"{path}:" for path in files or [p.path for p in loaded])
    found = [line for line in lint(loaded) if line.startswith(own)]
    for line in found:
        click.echo(line, err=True)
    count = len(files) or len(built_in_files())
    click.echo(f"{count} files, {len(rules.terms):,} terms in force: {len(found) or 'nothing'} wrong", err=True)
    return 2 if found else 0


def test(files: tuple[str, ...]) -> int:
    """Run the tests in the files; each file is tried alone, so that a failure is its own."""
    total = 0
    failures = []
    for path in files or tuple(map(str, built_in_files())):
        for rule_id, example, got in tried(load_pack(path)):
            total += 1
            if got != example.out:
                failures.append(rule_id)
                click.echo(f"{path}: {rule_id}\n{_diff(example, got)}")
    click.echo(f"{total:,} tests, {len(failures):,} failed", err=True)
    return 1 if failures else 0


def tried(pack: Pack) -> Iterator[tuple[str, Example, str]]:
    """Every test of a pack with what came out: the pack alone, in force, with only the stage that its rules are of."""
    pack = replace(pack, activate="always")
    settings = replace(make_settings("clean"), options={"terms": {"canonical": False}})  # spelling is not the rule's
    rules = merge([pack])
    kinds: tuple[tuple[str, tuple[Entry, ...]], ...] = (
        ("terms", (*pack.terms, *pack.replacements)),
        ("boilerplate", pack.boilerplate),
    )
    for stage, entries in kinds:
        if any(e.tests for e in entries):
            steps = [step for _, step in build_stages(settings, rules, [stage])]
            for rule_id, example in _examples(entries):
                yield rule_id, example, _run(example.text, steps, settings)


def _examples(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Example]]:
    return ((e.id, example) for e in entries for example in e.tests)


def _run(text: str, steps: list[Pass], settings: Settings) -> str:
    doc = Document.of(Source("-", text), "-")
    for step in steps:
        doc.advance(step(doc), settings.grade)
    return doc.text


def _diff(example: Example, got: str) -> str:
    rows = [row.rstrip("\n") for row in ndiff([example.out], [got])]
    return f"  in:       {example.text}\n" + "\n".join(f"  {row}" for row in rows)


def list_rules(files: tuple[str, ...], word: str | None) -> int:
    """Print what is in force: id, right spelling or pattern, place, and what it overrides."""
    rules = load_rules(files)
    loaded = [load_pack(p.path) for p in rules.packs]
    first: dict[str, Entry] = {e.id: e for p in reversed(loaded) for e in p.entries}
    entries: tuple[Entry, ...] = (*rules.terms, *rules.replacements, *rules.boilerplate)
    for entry in entries:
        if isinstance(entry, Term):
            what = entry.canonical + (f" ← {', '.join(entry.variants)}" if entry.variants else "")
        else:
            what = entry.pattern
        old = first[entry.id].where
        over = f"   overrides {old.path}:{old.line}" if old != entry.where else ""
        line = f"{entry.id:<40} {what[:70]}   {entry.where.path}:{entry.where.line}{over}"
        if word is None or word.lower() in line.lower():
            click.echo(line)
    return 0


def accept(path: str, out: str | None, name: str) -> int:
    """Turn the accepted rows of a suggestions file into a rules file."""
    if out is not None:
        writable(out)
    text = rules_from((row for _, row in load(path)), name)
    load_pack(out or "<accepted>", text)  # what is written must load
    if out is None:
        click.echo(text, nl=False)
    else:
        with whole_file(Path(out)) as file:
            file.write(text.encode())
    return 0
