"""Dialogues as a recogniser would hear them: how many turns and terms come out right.

    python benchmarks/heard.py                      # every folder of benchmarks/heard
    python benchmarks/heard.py unseen --way bare    # one folder, without any sign (ways: tests/dialogues/written.py)
    python benchmarks/heard.py unseen --unnamed     # without telling who takes part
    python benchmarks/heard.py FOLDER --items       # every term with its verdict

All dialogues are made up. A file holds `# title`, `# participants: NAME:role,…` and a turn a line, `[NAME]words`;
`{heard|said}` marks a misheard term, or a look-alike where both are the same. The weights of speakers, clauses and
terms were fitted to all folders but `unseen` and `conference`: only these say how tclean does on what it has never met.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tclean.config import settings
from tclean.pipeline import Pipeline
from tclean.report.measure import TermScore, TurnScore, score_terms, score_turns
from tclean.ruleset.load import load_rules

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from dialogues.written import WAYS, laid_out

HEARD = Path(__file__).parent / "heard"
COUNTS = ("errors", "fixed", "wrong_fixes", "look_alikes", "kept", "other_edits", "characters")
MARKED = re.compile(r"\{(.*?)\|(.*?)\}")


class Dialogue(NamedTuple):
    """A dialogue laid out as one text, with labels in the form of `tclean eval`."""

    text: str
    people: list[str]
    turns: list[dict[str, Any]]
    terms: list[dict[str, Any]]


def read(path: Path, way: str) -> Dialogue:
    """One file in one layout; marked words are laid out as pieces of their own to keep their places."""
    title, people, *rows = path.read_text("utf-8").strip().split("\n")
    head = f"{title}\n\n"
    pieces: list[tuple[str, str, str | None]] = []  # who says it, the words, what was said where that is marked
    for row in rows:
        name, _, words = row[1:].partition("]")
        plain, heard, said = (MARKED.split(words)[n::3] for n in range(3))
        pieces.append((name, plain[0], None))
        for wrong, right, text in zip(heard, said, plain[1:], strict=True):
            pieces += (name, wrong, right), (name, text, None)
    body, spans = laid_out(tuple((name, text) for name, text, _ in pieces), way)
    terms: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    for (start, end, name), (_, words, right) in zip(spans, pieces, strict=True):
        place = {"start": start + len(head), "end": end + len(head)}
        if right is not None:
            terms.append({**place, "wrong": words, "right": right})
        if turns and turns[-1]["speaker"] == name:
            turns[-1]["end"] = place["end"]
        else:
            turns.append({**place, "speaker": name})
    return Dialogue(head + body, people.split(":", 1)[1].strip().split(","), turns, terms)


def measured(paths: list[Path], way: str, unnamed: bool, items: bool) -> Iterator[tuple[TurnScore, TermScore]]:
    """The scores of each file."""
    rules = load_rules()
    for path in paths:
        work = read(path, way)
        options = {} if unnamed else {"participants": work.people}
        (cleaned,) = Pipeline(settings("clean", **options), rules)(work.text, path.name).documents
        listed = {p.partition(":")[0] for p in work.people}
        turns = [t if t["speaker"] in listed else {**t, "sure": False} for t in work.turns]  # listeners have no name
        terms = score_terms(work.text, cleaned.segments, work.terms)
        if items:
            for verdict, _, before, after, wanted in terms.items:
                print(f"{path.stem}  {verdict:<8} {before} → {after}   ({wanted})")
        yield score_turns(cleaned.segments, turns, mapped=unnamed), terms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=sorted(p.name for p in HEARD.iterdir()))
    parser.add_argument("--way", choices=WAYS, default="sentences in chunks")
    parser.add_argument("--unnamed", action="store_true", help="do not tell who takes part")
    parser.add_argument("--items", action="store_true", help="list every term")
    args = parser.parse_args()
    for name in args.folders:
        folder = Path(name) if Path(name).is_dir() else HEARD / name
        scores = list(measured(sorted(folder.glob("*.ann")), args.way, args.unnamed, args.items))
        accuracy, f1 = (sum(t.figures()[k] for t, _ in scores) / len(scores) for k in ("accuracy", "f1"))
        whole = TermScore(**{k: sum(getattr(t, k) for _, t in scores) for k in COUNTS})
        f = whole.figures()
        print(
            f"{folder.name:10} turns: accuracy {accuracy:.3f}  F {f1:.3f}   terms: {whole.fixed} of {whole.errors} "
            f"({f['recall']:.3f}), wrong {whole.wrong_fixes}, kept {f['look_alikes_kept']:.3f}, "
            f"others {f['other_edits_per_10k']:.2f} in 10,000 characters"
        )


if __name__ == "__main__":
    main()
