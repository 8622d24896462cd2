"""`tclean rules mine`."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from tclean.commands.files import read_bytes
from tclean.config import settings
from tclean.core.errors import UsageError
from tclean.formats.decode import decode
from tclean.formats.jsonl import whole_file, writable
from tclean.formats.read import read
from tclean.pipeline import Pipeline
from tclean.report.mine import mine, recurring
from tclean.report.suggest import Gatherer
from tclean.ruleset.load import load_rules


def mine_rules(
    raw: str, references: tuple[str, ...], out: str | None, part: int | None, rules: tuple[str, ...] = ()
) -> int:
    """Write candidates as JSON lines for review (nothing is switched on by itself) and print the first twenty."""
    if out is not None:
        writable(out)
    pipeline = Pipeline(settings(), load_rules(rules))
    documents = [pipeline.document(d) for d in read(read_bytes(raw), raw)]
    if part is not None:
        documents = documents[part - 1 : part]
    if not documents:
        raise UsageError(f"there is no part {part} in this file", path=raw)
    text = "\n\n".join(c.document.source.text[c.document.base : c.document.stop] for c in documents)
    known = {t.canonical for t in pipeline.rules.terms}
    known |= {n for c in documents for p in c.document.meta.participants for n in (p.name, *p.aliases)}
    if references:
        trusted = []
        for path in references:
            trusted.append(decode(read_bytes(path), path).text)
            for cleaned in (pipeline.document(d) for d in read(read_bytes(path), path)):
                known |= {n for p in cleaned.document.meta.participants for n in (p.name, *p.aliases)}
        rows = [p.row() for p in mine(text, "\n".join(trusted), known | {n[1:] for n in known if len(n) == 3})]
    else:
        gatherer = Gatherer()
        for cleaned in documents:
            for record in cleaned.to_records():
                gatherer.add(record)
        rows = gatherer.sorted() + recurring(text, known)
    for row in rows[:20]:
        click.echo(f"{row['count']:>4}  {row['confidence']:.2f}  {row['before']} → {row['after'] or '?'}")
    if out is not None:
        with whole_file(Path(out)) as file:
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
        click.echo(
            f"{len(rows):,} candidates in {out}; set accept to true and run 'tclean rules accept {out}'", err=True
        )
    return 0
