"""Builds src/tclean/data/: word frequencies (from jieba's dictionary, MIT), character readings (pypinyin, MIT) and the
Traditional → Simplified character fold (from OpenCC's tables, Apache-2.0).

Run by hand when a source changes: python tools/build_data.py
"""

from __future__ import annotations

import lzma
from pathlib import Path

import jieba
import opencc
from pypinyin.constants import PINYIN_DICT

DATA = Path(__file__).parents[1] / "src/tclean/data"


def words() -> bytes:
    """`word<TAB>frequency` a line, most frequent first."""
    rows = []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, freq, _tag = line.split(" ")
        rows.append((-int(freq), word))
    return "\n".join(f"{w}\t{-f}" for f, w in sorted(rows)).encode()


def readings() -> bytes:
    """`character<TAB>reading,reading` a line, commonest reading first, tone marks on."""
    return "\n".join(f"{chr(c)}\t{r}" for c, r in sorted(PINYIN_DICT.items())).encode()


def fold() -> bytes:
    """Two lines of equal length: Traditional characters, and under each its Simplified form."""
    simplified = opencc.OpenCC("t2s").convert
    pairs = [(c, s) for c in map(chr, range(0x3400, 0xA000)) if len(s := simplified(c)) == 1 and s != c]
    return "\n".join(map("".join, zip(*pairs, strict=True))).encode()


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    for name, data in (("words.tsv.xz", words()), ("pinyin.tsv.xz", readings()), ("fold.txt.xz", fold())):
        (DATA / name).write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
