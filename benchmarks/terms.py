"""Measures the search by sound.

    python benchmarks/terms.py gold GOLD.jsonl TEXT --span 56450:68114 --participants 李开复,张亚勤 [--glossary FILE]
    python benchmarks/terms.py generated TEXT... --glossary FILE [--size 5000]
    python benchmarks/terms.py speed TEXT...

`gold`: JSON lines with start, end, wrong, right, alt; where wrong equals right, a look-alike that must stay. Spellings
are compared without case, blanks and hyphens. Without --glossary the terms of the built-in packs are the targets; their
variants play no part. `generated`: near-homophones of glossary terms are written over healthy text. `speed`: the
built-in packs with 0 to 100,000 terms of the word lists as a user's own; steady state is measured on varied copies.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import numpy as np
from pipeline import vary

from tclean.core.document import Document, Participant, Source
from tclean.core.edit import Edit, Grade
from tclean.core.settings import Settings
from tclean.ruleset.load import load_rules
from tclean.ruleset.model import Pack, RuleSet, Term
from tclean.stages.terms.by_sound import BySound
from tclean.text.lexicon import words
from tclean.text.phonetics import space
from tclean.text.phonetics.mandarin import syllables_of

IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
SENTENCE = re.compile(r"[^。！？\n]{8,}[。！？\n]")


def norm(text: str) -> str:
    return re.sub(r"[\s\-]", "", text).lower()


def read_list(path: str | None) -> list[str]:
    lines = Path(path).read_text("utf-8").splitlines() if path else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def finder(glossary: list[str], filler: list[str] = ()) -> BySound:
    """The pass with a glossary (or, without one, the built-in packs) and `filler` terms of other fields as a pack."""
    rules = RuleSet() if glossary else load_rules()
    terms = tuple(Term(f"filler/{n}", w, sounds_like=True, pack="filler") for n, w in enumerate(filler))
    rules = RuleSet((*rules.packs, Pack("filler", terms=terms)))
    return BySound(Settings(glossary=tuple(glossary)), rules)


def run(step: BySound, text: str, title: str | None = None, people: tuple[str, ...] = ()) -> list[Edit]:
    doc = Document.of(Source("-", text), "-")
    doc.meta.title = title
    doc.meta.participants = [Participant(p) for p in people]
    return [e for e in step(doc).edits if e.grade < Grade.SUGGEST]


def gold(args: argparse.Namespace) -> None:
    begin, end = map(int, args.span.split(":")) if args.span else (0, None)
    text = Path(args.text[0]).read_text("utf-8")[begin:end]
    rows = [json.loads(line) for line in Path(args.gold).read_text("utf-8").splitlines()]
    step = finder(read_list(args.glossary), filler_terms(args.size))
    people = tuple(filter(None, args.participants.split(",")))
    edits = run(step, text, args.title, people)
    fixed = wrong = errors = kept = same = 0
    used: set[Edit] = set()
    for row in rows:
        a, b = row["start"] - begin, row["end"] - begin
        met = [e for e in edits if e.start < b and e.end > a]
        used.update(met)
        wanted = {norm(r) for r in (row["right"], *row.get("alt", []))}
        if row["right"] == row["wrong"]:
            same, kept = same + 1, kept + (not met)
            continue
        errors += 1
        left, right = min([a, *(e.start for e in met)]), max([b, *(e.end for e in met)])
        out = text[left:right]
        for e in reversed(met):
            out = out[: e.start - left] + e.after + out[e.end - left :]
        if norm(out) in {norm(text[left:a] + w + text[b:right]) for w in wanted}:
            fixed += 1
        elif met:
            wrong += 1
            print(f"  wrong   {row['wrong']} → {out} (right: {row['right']})")
        elif args.missed:
            print(f"  missed  {row['wrong']} (right: {row['right']})")
    other = [e for e in edits if e not in used]
    for e in other:
        print(f"  other   {text[e.start - 6 : e.start]}[{e.before} → {e.after}]{text[e.end : e.end + 6]}")
    print(
        f"recall {fixed / max(1, errors):.3f} ({fixed}/{errors}), wrong fixes {wrong}, look-alikes kept {kept}/{same}, "
        f"other edits {len(other)} ({len(other) / len(text) * 1e4:.2f} per 10,000 characters)"
    )


def filler_terms(count: int, seed: int = 5) -> list[str]:
    """Terms of other fields: words of two to six characters from the middle of the word list."""
    pool = [w for w, _ in words().items() if 3 <= len(w) <= 6 or (len(w) == 2 and crc32(w.encode()) % 8 == 0)][
        40_000:340_000
    ]
    return random.Random(seed).sample(pool, min(count, len(pool)))


def homophones() -> dict[int, list[str]]:
    """Frequent characters by syllable."""
    out = defaultdict(list)
    single = sorted((w for w, _ in words().items() if len(w) == 1), key=lambda w: -words()[w])
    for char in single[:3000]:
        for name in syllables_of(char)[:1]:
            out[space().syllable(name)].append(char)
    return out


def misheard(term: str, sounds: dict[int, list[str]], chance: random.Random) -> str:
    """A near-homophone of a Han term: one or two characters become others that sound alike."""
    known, matrix = space(), space().matrix()
    chars = list(term)
    for i in chance.sample(range(len(chars)), min(len(chars), chance.choice([1, 1, 2]))):
        here = known.syllable((syllables_of(chars[i]) or ("?",))[0])
        near = np.flatnonzero(matrix[here, : known.mandarin] <= 0.1) if here >= 0 else ()
        options = [c for n in near for c in sounds.get(int(n), ())[:8] if c != chars[i]]
        if options:
            chars[i] = chance.choice(options)
    return "".join(chars)


def generated(args: argparse.Namespace) -> None:
    chance = random.Random(3)
    terms = read_list(args.glossary)
    step = finder(terms, filler_terms(max(0, args.size - len(terms))))
    han = [t for t in terms if re.fullmatch(r"[\u4e00-\u9fff]{2,8}", t)]
    sounds = homophones()
    found = errors = touched = count = 0
    for path in args.text:
        text = IMAGE.sub("", Path(path).read_text("utf-8"))
        clean = run(step, text)
        places = [(m.start(), m.end()) for m in SENTENCE.finditer(text)]
        count += len(places)
        touched += sum(any(a <= e.start < b for e in clean) for a, b in places)
        for e in clean if args.missed else ():
            print(f"  touched {text[e.start - 6 : e.start]}[{e.before} → {e.after}]{text[e.end : e.end + 6]}")
        spots = [m.span() for t in han for m in re.finditer(re.escape(t), text)]
        chance.shuffle(spots)
        taken: list[tuple[int, int]] = []
        for a, b in spots:
            if all(b + 200 < x or a > y + 200 for x, y in taken):
                taken.append((a, b))
        out = text
        for a, b in sorted(taken, reverse=True):
            out = out[:a] + misheard(text[a:b], sounds, chance) + out[b:]
        edits = run(step, out)
        for a, b in taken:
            if out[a:b] != text[a:b]:
                errors += 1
                hit = [e for e in edits if e.start < b and e.end > a]
                done = len(hit) == 1 and out[a : hit[0].start] + hit[0].after + out[hit[0].end : b] == text[a:b]
                found += done
                if args.missed and not done:
                    print(f"  missed  {out[a:b]} (right: {text[a:b]}) {[(e.before, e.after) for e in hit]}")
    print(
        f"{len(terms)} terms and {max(0, args.size - len(terms))} of other fields: recall {found / max(1, errors):.3f} "
        f"of {errors}, {touched} of {count} healthy sentences touched ({touched / max(1, count):.2%})"
    )


def speed(args: argparse.Namespace) -> None:
    """The built-in packs with more and more terms of a user; processor time, nothing kept from earlier runs."""
    os.environ["TCLEAN_CACHE"] = "off"
    texts = [IMAGE.sub("", Path(p).read_text("utf-8")) for p in args.text]
    chance = random.Random(1)
    varied = [vary(text, chance) for text in texts for _ in range(3)]
    begin = time.process_time()
    rules = load_rules()
    BySound(Settings(), rules)
    print(f"built-in packs: {len(rules.terms):,} terms, loaded and compiled in {time.process_time() - begin:.2f} s")
    for count in (0, 100, 1_000, 5_000, 10_000, 100_000):
        own = tuple(filler_terms(count))
        begin = time.process_time()
        step = BySound(Settings(glossary=own), rules)
        built = time.process_time() - begin
        first, again = rate(step, texts), rate(step, varied)
        memory = int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) // 1024
        print(
            f"{count:7,} terms more: built in {built:.2f} s, {first:9,.0f} characters/s at first sight, "
            f"{again:9,.0f} on copies with changes, {memory} MB"
        )


def rate(step: BySound, texts: list[str]) -> float:
    """Characters a second."""
    begin = time.process_time()
    for text in texts:
        run(step, text)
    return sum(map(len, texts)) / (time.process_time() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["gold", "generated", "speed"])
    parser.add_argument("text", nargs="+", help="texts; for gold: the labels, then the text")
    parser.add_argument("--glossary", help="right spellings, one a line")
    parser.add_argument("--size", type=int, default=0, help="terms of other fields beside them")
    parser.add_argument("--span", help="START:END of the labelled stretch")
    parser.add_argument("--participants", default="")
    parser.add_argument("--title")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    args = parser.parse_args()
    if args.what == "gold":
        args.gold, args.text = args.text[0], args.text[1:]
    {"gold": gold, "generated": generated, "speed": speed}[args.what](args)


if __name__ == "__main__":
    main()
