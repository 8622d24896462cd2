"""Measures English terms that were heard as other English words.

    python benchmarks/terms_english.py [--glossary FILE] [--count 400] [--size 5000] [--missed]

The phones of a term are slightly changed (i for ɪ, l for r, a final t lost …) and written down again with the commonest
English words that sound exactly so, as a recogniser does: `scaling law` → `skating law`. Each error stands in a Chinese
sentence; the same sentences with the right term, and with everyday English, must stay. Without --glossary `--count`
terms of the built-in packs are taken. The changes know nothing of the distances of the search.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from functools import cache

from terms import finder, norm, read_list, run

from tclean.ruleset.load import load_rules
from tclean.text.phonetics.english import _listed, english_word, phones_of
from tclean.text.phonetics.readings import humps

CONFUSED = ["iɪ", "ɛæ", "ʌɑ", "ɔO", "uʊ", "əʌ", "ɪə", "Aɛ", "θs", "ðz", "vw", "lɹ", "nŋ", "bp", "dt", "ɡk", "zs", "ʃs",
            "ʧʤ", "fv"]  # fmt: skip
LOST = "tdkpbɡl"  # at the end of a word
CARRIERS = [
    "我们当时用{}来做这件事，效果比想象的好",
    "这个{}其实大家都听说过，但是真正用好的不多",
    "后来团队把{}接进来，花了大概两个星期",
    "你看{}这两年发展得非常快",
    "我个人觉得{}还是有它的局限",
    "他们家的{}做得最早，经验也最多",
    "如果没有{}，后面的工作根本没法展开",
    "今天时间有限，{}的细节我就不讲了",
    "很多同学问我{}到底难在哪里",
    "去年我们把{}整个重写了一遍",
]
EVERYDAY = """
corner case; best practice; end user; road map; quick win; top down; web search; time frame; next step; high level
long tail; user story; case by case; step by step; business model; product manager; open question; trade off; bug fix
human intelligence; skill set; big picture; team leader; back up; set up; long term; data set; use case; deep dive
machine shop; power plant; customer service; market share; supply chain; cash flow; price tag; job market; real world
night market; good morning; family name; public holiday; coffee machine; summer camp; window seat; garden party
""".replace("\n", ";")


@cache
def spelled() -> dict[str, str]:
    """Phones → the commonest word that is said so."""
    best: dict[str, str] = {}
    for word in sorted(_listed(), key=lambda w: -english_word(w).logp)[:25_000]:
        if len(word) > 1 and (phones := english_word(word).phones):
            best.setdefault(phones, word)
    return best


def misspoken(phones: str, chance: random.Random) -> str:
    """Phones with one or two of them changed."""
    out = list(phones)
    for _ in range(chance.choice([0, 1, 1, 2])):
        at = chance.randrange(len(out))
        pairs = [p for p in CONFUSED if out[at] in p]
        if at == len(out) - 1 and out[at] in LOST and len(out) > 3:
            out.pop()
        elif pairs:
            out[at] = chance.choice(pairs).replace(out[at], "")
    return "".join(out)


def written(phones: str) -> str | None:
    """The fewest and commonest words that are said exactly so."""
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *[None] * len(phones)]
    for end in range(1, len(phones) + 1):
        for begin in range(end):
            before, word = best[begin], spelled().get(phones[begin:end])
            if before is not None and word is not None:
                cost = before[0] + 6 - english_word(word).logp
                now = best[end]
                if now is None or cost < now[0]:
                    best[end] = (cost, [*before[1], word])
    last = best[-1]
    return " ".join(last[1]) if last else None


def misheard(term: str, chance: random.Random, tries: int = 60) -> str | None:
    """A term as other English words; None where nothing sounds so."""
    phones = "".join(phones_of(h.lower()) for t in re.findall("[A-Za-z]+", term) for h in humps(t))
    if len(phones) < 4:
        return None
    for _ in range(tries):
        heard = written(misspoken(phones, chance))
        if heard and norm(heard) != norm(term) and len(heard.split()) <= 4:
            return heard
    return None


def terms(count: int, chance: random.Random) -> list[str]:
    """Latin terms of the packs that are said as words."""
    rules = load_rules()
    some = [t.canonical for t in rules.terms if t.sounds_like and re.fullmatch("[A-Za-z][A-Za-z -]{5,}", t.canonical)]
    return chance.sample([t for t in dict.fromkeys(some) if not t.isupper()], count)


def errors(glossary: list[str], chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Sentence with `{}`, what was heard, what is right."""
    for term in glossary:
        if heard := misheard(term, chance):
            yield chance.choice(CARRIERS), heard, term


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glossary", help="right spellings, one a line")
    parser.add_argument("--count", type=int, default=400, help="terms of the packs, without a glossary")
    parser.add_argument("--size", type=int, default=0, help="glossary filled up with further terms of the packs")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    args = parser.parse_args()
    chance = random.Random(7)
    own = read_list(args.glossary) or terms(args.count, chance)
    rest = [t.canonical for t in load_rules().terms if t.canonical not in own][: max(0, args.size - len(own))]
    step = finder([*own, *rest])
    rows = list(errors(own, chance))
    found = wrong = touched = 0
    for carrier, heard, right in rows:
        text = carrier.format(heard)
        edits = run(step, text)
        out = text
        for e in reversed(edits):
            out = out[: e.start] + e.after + out[e.end :]
        good = norm(out) == norm(carrier.format(right))
        found, wrong = found + good, wrong + (bool(edits) and not good)
        if args.missed and not good:
            print(f"  {heard} (right: {right}) {[(e.before, e.after) for e in edits]}")
    everyday = [w.strip() for w in EVERYDAY.split(";") if w.strip()]
    healthy = [c.format(x) for c in CARRIERS for x in (*chance.sample(own, min(60, len(own))), *everyday)]
    for text in healthy:
        some = [e for e in run(step, text) if norm(e.before) != norm(e.after)]
        touched += bool(some)
        if args.missed and some:
            print(f"  touched {text} {[(e.before, e.after) for e in some]}")
    print(
        f"{len(own) + len(rest)} terms: recall {found / max(1, len(rows)):.3f} of {len(rows)}, wrong {wrong}; "
        f"{touched} of {len(healthy)} healthy sentences touched ({touched / len(healthy):.2%})"
    )


if __name__ == "__main__":
    main()
