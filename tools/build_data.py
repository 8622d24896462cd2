"""Builds src/tclean/data/ from jieba's dictionary (MIT), pypinyin's readings (MIT), OpenCC's forms (Apache-2.0).

Run by hand when a source changes: python tools/build_data.py

- `words.tsv.xz`    word, frequency; most frequent first
- `pinyin.tsv.xz`   character, its readings with tone marks; commonest first
- `fold.txt.xz`     two lines: characters whose Simplified form differs, and under each that form
- `variants.txt`    Traditional characters that are not the usual form of their Simplified one
- `lattice.xz`      word costs in Simplified shape for text/lattice.py (see `lattice` for the layout)
"""

from __future__ import annotations

import lzma
import math
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
import opencc
from pypinyin.constants import PINYIN_DICT

DATA = Path(__file__).parents[1] / "src/tclean/data"
LONGEST = 5  # words of six characters and more add nothing to the lattice
PREFIX_ONLY = 0x7FFF


def frequencies() -> list[tuple[str, int]]:
    """Words and their frequencies as jieba ships them."""
    rows = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    return [(word, int(freq)) for word, freq, _tag in (row.split(" ") for row in rows)]


def words() -> bytes:
    """`word<TAB>frequency` a line, most frequent first."""
    rows = sorted((-freq, word) for word, freq in frequencies())
    return "\n".join(f"{w}\t{-f}" for f, w in rows).encode()


def readings() -> bytes:
    """`character<TAB>reading,reading` a line, commonest reading first, tone marks on."""
    return "\n".join(f"{chr(c)}\t{r}" for c, r in sorted(PINYIN_DICT.items())).encode()


def simplified() -> dict[str, str]:
    """Character → its Simplified form, where that is another character."""
    convert = opencc.OpenCC("t2s").convert
    return {c: s for c in map(chr, range(0x3400, 0xA000)) if len(s := convert(c)) == 1 and s != c}


def fold() -> bytes:
    """Two lines of equal length: Traditional characters, and under each its Simplified form."""
    return "\n".join(map("".join, zip(*simplified().items(), strict=True))).encode()


def variants() -> str:
    """Traditional characters that are not the usual form of their Simplified one: 閤 (合), 週 (周)."""
    usual = opencc.OpenCC("s2t").convert
    return "".join(c for c, s in simplified().items() if usual(s) != c)


def lattice() -> bytes:
    """Words of up to five characters and all their beginnings, sorted: the last characters of all in one line, their
    lengths in one line, then one little-endian 16-bit number a word: cost << 1 | "a longer word begins so". Cost is
    -ln P in hundredths, 0x7FFF for a beginning that is no word itself.
    """
    fold = str.maketrans(simplified())
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for word, freq in frequencies():
        plain = word.translate(fold)
        if len(plain) <= LONGEST:
            counts[plain] += freq
        for char in plain:
            inside[char] += freq
    for code in range(0x4E00, 0xA000):  # every character can stand alone: a fiftieth of its uses inside words
        char = chr(code).translate(fold)
        counts[char] = max(counts[char], inside[char] / 50, 0.3)  # type: ignore[assignment]
    total = math.log(sum(counts.values()))
    begins = {word[:n] for word in counts for n in range(1, len(word))}
    entries = sorted(begins | counts.keys())
    costs = [round(100 * (total - math.log(max(counts[e], 0.3)))) if e in counts else PREFIX_ONLY for e in entries]
    packed = np.array([c << 1 | (e in begins) for c, e in zip(costs, entries, strict=True)], "<u2")
    rows = "".join(e[-1] for e in entries), "".join(str(len(e)) for e in entries), ""
    return "\n".join(rows).encode() + packed.tobytes()


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    (DATA / "variants.txt").write_text(variants() + "\n", "utf-8")
    tables = {"words.tsv": words(), "pinyin.tsv": readings(), "fold.txt": fold(), "lattice": lattice()}
    for name, data in tables.items():
        (DATA / f"{name}.xz").write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
