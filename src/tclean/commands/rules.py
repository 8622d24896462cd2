"""`tclean rules …`."""

from __future__ import annotations

from pathlib import Path

import click

from tclean.config import settings as make_settings
from tclean.formats.jsonl import load, whole_file
from tclean.pipeline import Pipeline
from tclean.report.suggest import rules_from
from tclean.ruleset.load import built_in_files, load_pack, load_rules, merge
from tclean.ruleset.model import Boilerplate, Example, Pack, Replacement, Term


def check(files: tuple[str, ...]) -> int:
    """Load the files and say everything that is wrong with them."""
    rules = load_rules(files)
    count = len(files) or len(built_in_files())
    click.echo(f"{count} files, {len(rules.terms):,} terms in force: nothing wrong", err=True)
    return 0


def test(files: tuple[str, ...]) -> int:
    """Run the tests in the files; each rule file is tried alone, so that a failure is its own."""
    total = failures = 0
    for path in files or tuple(map(str, built_in_files())):
        pack = load_pack(path)
        pipeline = Pipeline(make_settings("clean"), merge([pack]))
        for rule_id, example in _examples(pack):
            total += 1
            got = pipeline(example.text).text
            if got != example.out:
                failures += 1
                click.echo(
                    f"{path}: {rule_id}\n  in:       {example.text}\n  expected: {example.out}\n  got:      {got}"
                )
    click.echo(f"{total:,} tests, {failures:,} failed", err=True)
    return 1 if failures else 0


def accept(path: str, out: str | None, name: str) -> int:
    """Turn the accepted rows of a suggestions file into a rules file."""
    text = rules_from((row for _, row in load(path)), name)
    load_pack(out or "<accepted>", text)  # what is written must load
    if out is None:
        click.echo(text, nl=False)
    else:
        with whole_file(Path(out)) as file:
            file.write(text.encode())
    return 0


def _examples(pack: Pack) -> list[tuple[str, Example]]:
    entries: tuple[Term | Replacement | Boilerplate, ...] = (*pack.terms, *pack.replacements, *pack.boilerplate)
    return [(e.id, example) for e in entries for example in e.tests]
