"""Measures terms on short talks written for it, in fields the rules were not made from.

    python benchmarks/terms_talks.py [TALK...] [--glossary FILE [--alone]] [--rules] [--missed]
    … benchmarks/fields/clinic.txt --glossary benchmarks/fields/medicine.glossary.txt --alone
    … benchmarks/fields/bonds.txt --glossary benchmarks/fields/finance.glossary.txt --alone

A talk of `benchmarks/talks` marks `{heard|right}` for an error and `{heard}` or `{=heard}` for what sounds like a term
or is one, and must stay. Without --rules the terms of the built-in packs are found by sound alone, their variants play
no part. `talks2` was written after the packs had been widened with the errors of `talks` in view. With --alone there
are no packs, only the user's list of 200 terms.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from terms import norm, read_list, run

from tclean.core.document import Document, Source
from tclean.core.edit import Edit, Grade
from tclean.core.settings import Pass, Settings
from tclean.ruleset.load import load_rules
from tclean.ruleset.model import RuleSet
from tclean.stages import terms

TALKS = Path(__file__).parent / "talks"
MARK = re.compile(r"\{=?([^{}|]*)(?:\|([^{}]*))?\}")


class Label(NamedTuple):
    """What was heard at a place, and what is right (equal for what must stay)."""

    start: int
    end: int
    right: str


def read(path: Path) -> tuple[str, list[Label]]:
    """A talk without its marks, and the labels."""
    parts: list[str] = []
    labels: list[Label] = []
    at = done = 0
    marked = path.read_text("utf-8")
    for m in MARK.finditer(marked):
        parts += marked[done : m.start()], m[1]
        at += m.start() - done
        labels.append(Label(at, at + len(m[1]), m[1] if m[2] is None else m[2]))
        at += len(m[1])
        done = m.end()
    return "".join([*parts, marked[done:]]), labels


def score(text: str, labels: Sequence[Label], edits: Sequence[Edit], missed: bool) -> Counter[str]:
    """Counts of what was fixed, fixed wrongly, kept, and changed beside the labels."""
    out = Counter(chars=len(text))
    used: set[Edit] = set()
    for a, b, right in labels:
        met = [e for e in edits if e.start < b and e.end > a]
        used.update(met)
        heard, left, end = text[a:b], min([a, *(e.start for e in met)]), max([b, *(e.end for e in met)])
        now = text[left:end]
        for e in reversed(met):
            now = now[: e.start - left] + e.after + now[e.end - left :]
        if norm(right) == norm(heard):
            kept = norm(now) == norm(text[left:end])
            out.update(same=1, kept=int(kept))
            if not kept:
                print(f"  harmed  {text[left:end]} → {now}")
            continue
        good = norm(now) == norm(text[left:a] + right + text[b:end])
        out.update(errors=1, fixed=int(good), wrong=int(bool(met) and not good))
        if met and not good:
            print(f"  wrong   {heard} → {now} (right: {right})")
        elif missed and not good:
            print(f"  missed  {heard} (right: {right})")
    for e in edits:
        if e not in used and norm(e.before) != norm(e.after):
            out["other"] += 1
            print(f"  other   {text[max(0, e.start - 6) : e.start]}[{e.before} → {e.after}]{text[e.end : e.end + 6]}")
    return out


def edits_of(steps: Sequence[Pass], text: str) -> list[Edit]:
    """All edits of the first pass that changes a place; later ones see its result only where it changed nothing."""
    out: list[Edit] = []
    for step in steps:
        doc = Document.of(Source("-", text), "-")
        found = [e for e in step(doc).edits if e.grade < Grade.SUGGEST]
        out += [e for e in found if not any(e.start < o.end and o.start < e.end for o in out)]
    return sorted(out, key=lambda e: e.start)


def line(name: str, c: Counter[str]) -> str:
    """One row of figures."""
    recall = c["fixed"] / max(1, c["errors"])
    return (
        f"{name:10} recall {recall:.3f} ({c['fixed']}/{c['errors']}), wrong fixes {c['wrong']}, "
        f"kept {c['kept']}/{c['same']}, other edits {c['other']} ({c['other'] / c['chars'] * 1e4:.1f} per 10,000)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("talks", nargs="*", type=Path, default=sorted(TALKS.glob("*.txt")))
    parser.add_argument("--glossary", help="right spellings, one a line, beside the packs")
    parser.add_argument("--alone", action="store_true", help="without the built-in packs")
    parser.add_argument("--rules", action="store_true", help="with the variants of the packs")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    args = parser.parse_args()
    own = read_list(args.glossary)
    packs = RuleSet() if args.alone else load_rules()
    steps = list(terms.build(Settings(glossary=tuple(own)), packs))
    step = None if args.rules else next(s for s in steps if type(s).__name__ == "BySound")
    total = Counter[str]()
    for path in args.talks:
        text, labels = read(path)
        edits = edits_of(steps, text) if step is None else run(step, text)
        counts = score(text, labels, edits, args.missed)
        print(line(path.stem, counts))
        total += counts
    print(line("all", total))


if __name__ == "__main__":
    main()
