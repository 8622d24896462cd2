"""The command line: groups and options only; what they do lives in `commands`, loaded when it is called for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from tclean import __version__
from tclean.core.unwatched import unwatched

EXAMPLES = """\b
Examples:
  tclean clean talks/ -o out
  tclean clean panel.txt -o - --participants "王小川:guest,张鹏:guest"
  tclean clean talks/ -o out --rules hospital.yaml --glossary drugs.txt
  tclean validate out/segments.jsonl
"""


class _Group(click.Group):
    """Turns tclean's own errors into one sentence on standard error and the right exit status."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Called as a program (without `args`) it ends at once: taking large tables apart would only cost time."""
        try:
            return super().main(args, *more, **options)
        except SystemExit as end:
            if args is None and isinstance(end.code, int) and _written():
                os._exit(end.code)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        from tclean.core.errors import InputError, TcleanError

        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(f"tclean: {error}", err=True)
            sys.exit(1)
        except TcleanError as error:
            click.echo(f"tclean: {error}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:  # a full disk, a folder that was taken away
            click.echo(f"tclean: {error.filename or 'the output'}: {error.strerror or error}", err=True)
            sys.exit(2)


def _written() -> bool:
    """Whether all that was said has left; what could not, Python itself complains about at its end."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    except OSError:
        return False
    return True


_CONFIGURATION = (
    click.option("--profile", default="clean", show_default=True, metavar="NAME"),
    click.option("--rules", multiple=True, metavar="FILE"),
    click.option("--glossary", multiple=True, metavar="FILE"),
    click.option("--reference", metavar="FILE"),
    click.option("--title", metavar="TEXT"),
    click.option("--participants", default="", metavar="NAME[:role],..."),
)


def _configuration(command: Callable[..., None]) -> Callable[..., None]:
    """The options that make one configuration of the pipeline."""
    for option in reversed(_CONFIGURATION):
        command = option(command)
    return command


@click.group(cls=_Group, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tclean")
def main() -> None:
    """Turn dirty Chinese transcripts into clean JSONL in which every change can be traced and undone.

    整理中文讲座、访谈、圆桌的文字稿：修复乱码、繁简转换、纠正误听的术语、去重、分清发言人。
    """


@main.command(epilog="Exit status: 0 all done; 1 some inputs were set aside; 2 the call or a rules file is wrong.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", required=True, metavar="OUT", help="Folder; or FILE.jsonl or - for the segments alone.")
@click.option(
    "--profile", default="clean", show_default=True, metavar="NAME", help="verbatim, clean, corpus or a file."
)
@click.option("--rules", multiple=True, metavar="FILE", help="Rules on top of the built-in packs; repeatable.")
@click.option("--glossary", multiple=True, metavar="FILE", help="Right spellings, one a line; matched by sound too.")
@click.option("--reference", metavar="FILE", help="A trusted transcript of the same event.")
@click.option("--title", metavar="TEXT", help="The talk's title, where the input does not say it.")
@click.option("--participants", default="", metavar="NAME[:role],...", help="Who speaks.")
@click.option("--script", type=click.Choice(["hans", "hant", "keep"]), help="Simplified, Traditional or as it is.")
@click.option(
    "--workers", default=0, metavar="N", help="Processes; 0 is all cores. The result is the same for every N."
)
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--ray-address", metavar="ADDRESS", help="A running Ray cluster; without it a local one is started.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted run.")
@click.option("--only-quarantined", is_flag=True, help="INPUT is a quarantine.jsonl: try what it lists again.")
@click.option("--keep-dropped", is_flag=True, help="Emit furniture and repeated blocks as segments of their own kind.")
@click.option("--dedup/--no-dedup", default=True, show_default=True, help="Compare the documents of the run.")
@click.option("--dedup-index", metavar="FILE", help="Compare with earlier runs too; the file remembers this one.")
@click.option(
    "--text-field", default="text", show_default=True, metavar="KEY", help="Where JSONL inputs keep the text."
)
@click.option("--id-field", metavar="KEY", help="Where JSONL inputs keep the id.")
@click.option("--shard-size", default=0, metavar="N", help="Write one output file for every N inputs.")
@click.option("--compress", type=click.Choice(["gz", "zst"]), help="Pack the outputs.")
@click.option("--time-limit", default=600.0, metavar="SECONDS", help="For one input.", show_default=True)
@click.option("--size-limit", default=64.0, metavar="MB", help="For one input.", show_default=True)
@click.option("--suggestions", metavar="FILE", help="Write edits that were found but not applied here, for review.")
@click.option("--progress", type=click.Choice(["auto", "plain", "json", "none"]), default="auto", show_default=True)
def clean(**options: Any) -> None:
    """Clean files, folders, globs, lists (@names.txt) or standard input (-).

    \b
    OUT as a folder holds
      segments.jsonl    one turn, heading, note … a line, with every edit
      documents.jsonl   one talk a line: title, date, participants, what was dropped, statistics
      run.json          versions, counts by stage and rule, time
      quarantine.jsonl  inputs that were set aside, with the reason (only if there are any)
    """
    with unwatched():  # until all is built and the run begins
        from tclean.commands.clean import clean as command

        status = command(**options)
    sys.exit(status)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--schema", help="Schema name; by default from the file's name.")
def validate(files: tuple[str, ...], schema: str | None) -> None:
    """Check records against their schema; says file, line and what is wrong."""
    from tclean.commands.check import validate as command

    sys.exit(command(files, schema))


@main.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print a JSON Schema: segments, documents, run, quarantine or rules."""
    from tclean.commands.check import schema as command

    command(name)


@main.command("eval")
@click.argument("what", type=click.Choice(["terms", "turns", "text"]))
@click.argument("source")
@click.argument("labels")
@_configuration
@click.option("--anonymous", is_flag=True, help="turns: map the said speakers to the labelled ones by overlap first.")
@click.option("--baseline-profile", metavar="NAME", help="Compare with this profile.")
@click.option("--baseline-rules", multiple=True, metavar="FILE", help="Compare with these rules in place of --rules.")
@click.option("--items", is_flag=True, help="terms: list every label and every other edit with its verdict.")
def evaluate(what: str, source: str, labels: str, **options: Any) -> None:
    """Measure a configuration against labels of SOURCE.

    \b
    terms  LABELS is JSONL {start, end, wrong, right, alt}: recall, look-alikes kept, other edits, wrong fixes
    turns  LABELS is JSONL {start, end, speaker, sure}: speaker accuracy, boundary precision, recall, F1
    text   LABELS is a plain reference text: character error rate before and after
    """
    from tclean.commands.evaluate import evaluate as command

    sys.exit(command(what, source, labels, options))


@main.command()
@click.argument("path", metavar="INPUT")
@click.option("--profile", "name", default="clean", show_default=True, metavar="NAME")
@click.option("--rules", multiple=True, metavar="FILE")
def profile(path: str, name: str, rules: tuple[str, ...]) -> None:
    """Clean one file with a clock on every pass: time by pass, hits by rule."""
    from tclean.commands.profile import profile as command

    sys.exit(command(path, name, rules))


@main.command()
@click.argument("out", metavar="FOLDER")
@click.option("--diff", "show", metavar="DOC_ID", help="Print one document with its changes: [-struck-]{+put in+}.")
@click.option("--html", metavar="FILE", help="Write a page that shows every change with its rules.")
@click.option("--dead", is_flag=True, help="Also list rules that never fired.")
def report(**options: Any) -> None:
    """Say what a run did: hits by rule, flags, what was dropped."""
    from tclean.commands.report import report as command

    sys.exit(command(**options))


@main.command()
@click.argument("out", metavar="FOLDER")
@click.option(
    "--format",
    "kind",
    default="markdown",
    show_default=True,
    metavar="NAME",
    help="markdown, text, srt, vtt, chat or parquet.",
)
@click.option("-o", "--out", "target", required=True, metavar="PATH", help="Folder; for parquet a file.")
def export(**options: Any) -> None:
    """Write the result of a run in another format, one file a document."""
    from tclean.commands.report import export as command

    sys.exit(command(**options))


@main.command()
@click.argument("runs", nargs=-1, required=True, metavar="FOLDER...")
@click.option("-o", "--out", "target", required=True, metavar="DIR", help="Folder for the whole.")
def merge(**options: Any) -> None:
    """Put the results of runs with one --dedup-index together, in the order in which they were made."""
    from tclean.commands.merge import merge as command

    sys.exit(command(**options))


@main.group()
def rules() -> None:
    """Check, test and explain rule files."""


@rules.command("check")
@click.argument("files", nargs=-1, metavar="[FILE...]")
def rules_check(files: tuple[str, ...]) -> None:
    """Check rule files (without FILE: the built-in packs) and say everything that is wrong."""
    from tclean.commands.rules import check as command

    sys.exit(command(files))


@rules.command("test")
@click.argument("files", nargs=-1, metavar="[FILE...]")
def rules_test(files: tuple[str, ...]) -> None:
    """Run the tests written in rule files (without FILE: the built-in packs)."""
    from tclean.commands.rules import test as command

    sys.exit(command(files))


@rules.command("list")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--grep", "word", metavar="WORD", help="Only lines that hold this.")
def rules_list(files: tuple[str, ...], word: str | None) -> None:
    """Show what is in force with these files, from where, and what it overrides."""
    from tclean.commands.rules import list_rules as command

    sys.exit(command(files, word))


@rules.command("explain")
@click.argument("what", metavar="TEXT|FILE[:OFFSET]")
@_configuration
@click.option("--script", type=click.Choice(["hans", "hant", "keep"]))
def rules_explain(what: str, **options: Any) -> None:
    """Say which rules looked at a place, which fired, which lost and why."""
    from tclean.commands.explain import explain as command

    sys.exit(command(what, options))


@rules.command("mine")
@click.argument("raw")
@click.argument("references", nargs=-1, metavar="[REFERENCE...]")
@click.option("-o", "--out", metavar="FILE", help="Where the candidates go, as JSON lines for review.")
@click.option("--part", type=int, metavar="N", help="Only the Nth talk of RAW.")
@click.option("--rules", multiple=True, metavar="FILE", help="Rules whose right spellings are known already.")
def rules_mine(**options: Any) -> None:
    """Find candidates for rules: in RAW against trusted transcripts of the same event, or in RAW alone."""
    from tclean.commands.mine import mine_rules as command

    sys.exit(command(**options))


@rules.command("accept")
@click.argument("suggestions")
@click.option("-o", "--out", metavar="FILE", help="Where the rules go; standard output without it.")
@click.option("--name", default="accepted", show_default=True, help="Name of the new rules file.")
def rules_accept(suggestions: str, out: str | None, name: str) -> None:
    """Turn accepted lines of a suggestions file (`"accept": true`) into a rules file."""
    from tclean.commands.rules import accept as command

    sys.exit(command(suggestions, out, name))
