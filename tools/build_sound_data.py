"""Builds the three word tables of the search by sound in src/tclean/data/.

- language.tsv.xz: how likely a Chinese word is. `length<TAB>class<TAB>words of that length and class, joined`; the
  class is -4·log2 of the word's probability, rounded. Half of the mass comes from jieba's dictionary (MIT), half from
  the word counts of JioNLP (Apache 2.0), which know the words of today.
- english.tsv.xz: `word<TAB>class<TAB>phones`, the class as above from SymSpell's frequencies (MIT), the phones from
  Misaki's lexicon (Apache 2.0) without stress.
- phrases.txt.xz: pairs of those words that are written together, from SymSpell's list; a line holds a word and all that
  follow it.

Run by hand when a source changes: python tools/build_sound_data.py JIONLP_WHEEL SYMSPELLPY_WHEEL
"""

from __future__ import annotations

import json
import lzma
import math
import re
import sys
import zipfile
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

import jieba

DATA = Path(__file__).parents[1] / "src/tclean/data"
HAN = re.compile(r"[\u4e00-\u9fff]{1,7}")
ENGLISH = 45_000
STEP = 4  # classes a factor of two


def jieba_words() -> dict[str, int]:
    rows = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    return {w: int(n) for w, n, _ in (row.split(" ") for row in rows)}


def web_words(wheel: str) -> dict[str, int]:
    with zipfile.ZipFile(wheel) as outer:
        inner = zipfile.ZipFile(outer.open("jionlp/dictionary/word_distribution.zip"))
    rows = inner.read("word_distribution.json").decode("utf-8").splitlines()
    return {str(w): int(n) for w, n in map(json.loads, rows)}


def shares(counts: dict[str, int]) -> dict[str, float]:
    kept = {w: max(n, 1) for w, n in counts.items() if HAN.fullmatch(w)}
    total = sum(kept.values())
    return {w: n / total for w, n in kept.items()}


def language(wheel: str) -> bytes:
    old, new = shares(jieba_words()), shares(web_words(wheel))
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word in old.keys() | new.keys():
        share = (old.get(word, 0.0) + new.get(word, 0.0)) / 2
        groups[len(word), round(-STEP * math.log2(share))].append(word)
    return "\n".join(f"{n}\t{c}\t{''.join(sorted(w))}" for (n, c), w in sorted(groups.items())).encode()


def english(wheel: str) -> bytes:
    with zipfile.ZipFile(wheel) as box:
        rows = box.read("symspellpy/frequency_dictionary_en_82_765.txt").decode("utf-8-sig").split("\n")
    counts = Counter({w: int(n) for w, n in (r.split() for r in rows if r.strip())})
    total = sum(counts.values())
    lexicon = json.loads((files("misaki") / "data" / "us_gold.json").read_text("utf-8"))
    lines = []
    for word, n in counts.most_common(ENGLISH):
        said = lexicon.get(word, "")
        said = said.get("DEFAULT", "") if isinstance(said, dict) else said
        phones = re.sub("[ˈˌʔ]", "", said or "")
        lines.append(f"{word}\t{round(-STEP * math.log2(n / total))}\t{phones}")
    return "\n".join(sorted(lines)).encode()


def phrases(wheel: str, known: set[str]) -> bytes:
    with zipfile.ZipFile(wheel) as box:
        rows = box.read("symspellpy/frequency_bigramdictionary_en_243_342.txt").decode("utf-8-sig").split("\n")
    after: dict[str, list[str]] = defaultdict(list)
    for one, other, _ in (row.split() for row in rows if row.strip()):
        if one in known and other in known:
            after[one].append(other)
    return "\n".join(f"{word} {' '.join(sorted(rest))}" for word, rest in sorted(after.items())).encode()


if __name__ == "__main__":
    chinese, other = sys.argv[1:]
    listed = english(other)
    known = {line.partition("\t")[0] for line in listed.decode().split("\n")}
    tables = {
        "language.tsv.xz": language(chinese),
        "english.tsv.xz": listed,
        "phrases.txt.xz": phrases(other, known),
    }
    for name, data in tables.items():
        (DATA / name).write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
