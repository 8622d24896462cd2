"""Where clauses meet in speech written down without punctuation.

What stands around a place is weighed (`src/tclean/data/clauses.tsv.xz`, made by `tools/build_clauses.py`); of all ways
to divide a stretch the one is taken that the weights and the usual sizes of clauses speak for most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from tclean.text.lexicon import table, words
from tclean.text.phonetic_index.table import Keys, KeyTable
from tclean.text.wordcut import word_cut

SHORTEST = 2
"""No clause is shorter."""
LONGEST = 60
"""Characters of a clause from which on its size says nothing new."""
_SIDES = ("l1", "l2", "l3", "l4", "r1", "r2", "r3", "r4", "l1r1", "l2r1", "l1r2", "l2r2")
TEMPLATES = tuple(
    (n, int((re.search(r"l(\d)", n) or "00")[1]), int((re.search(r"r(\d)", n) or "00")[1])) for n in _SIDES
)
"""(name, characters before a place, characters behind it) of what is looked at."""
_PAD = 4
_UNIT = 20.0  # of the weights in the file
_PERHAPS = -1.5  # places below this weight are no borders
_LEAST = 0.5  # what a border must be worth: a comma too many is worse than one too few
_EASY = 25  # characters a reader takes in without a comma
_DRAG = 0.04  # what each further one speaks against a clause
_COMMON = 50  # a word of three or four characters and this frequency is one
_SURE = 1000  # … and one of two

_BLOCK = 1 << 11  # places that are looked up in one step
_ODD, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
_SALTS: Keys = np.cumprod(np.full(len(TEMPLATES), 0xD6E8FEB86659FD93, np.uint64), dtype=np.uint64)

Array = Any  # numpy arrays


class Weights(NamedTuple):
    """The measured weights: rows of all templates by key, their values; by size; of every place."""

    table: KeyTable
    values: Array
    sizes: list[float]
    all: float


@cache
def weights() -> Weights:
    """The weights of the built-in data."""
    found: dict[str, dict[str, float]] = {}
    for row in table("clauses.tsv.xz"):
        name, chars, value = row.split("\t")
        found.setdefault(name, {})[chars] = int(value) / _UNIT
    rows = [(number, chars) for number, (name, _, _) in enumerate(TEMPLATES) for chars in found.get(name, {})]
    keys = np.array([_key(chars) for _, chars in rows], np.uint64)
    values = np.array([found[TEMPLATES[number][0]][chars] for number, chars in rows])
    sizes = [0.0] + [found["size"][str(n)] - _DRAG * max(0, n - _EASY) for n in range(1, LONGEST + 1)]
    return Weights(KeyTable(_mixed(keys, _SALTS[[number for number, _ in rows]])), values, sizes, found["all"][""])


def _key(chars: str) -> int:
    key = 0
    for char in chars:
        key = key << 16 | min(ord(char), 0xFFFF)
    return key


def _mixed(keys: Keys, salts: Keys | np.uint64) -> Keys:
    """The characters of a template, in one number, as a number as good as chance, another one for each template."""
    out = keys ^ salts
    out *= _ODD
    out ^= out >> _SHIFT
    return out


def plain(text: str) -> str:
    """`text` with all digits and all Latin letters alike.

    >>> plain("用GPT4的")
    '用AAA0的'
    """
    return re.sub("[A-Za-z]", "A", re.sub("[0-9]", "0", text))


def worth(text: str) -> Array:
    """For every place of a text, its beginning included, what speaks for a clause border there (log-odds)."""
    wide = np.frombuffer(plain(text).encode("utf-32-le", "surrogatepass"), "<u4")
    chars = np.zeros(len(wide) + 2 * _PAD, np.uint64)
    chars[_PAD:-_PAD] = np.minimum(wide, 0xFFFF)
    out = np.empty(len(wide))
    for start in range(0, len(wide), _BLOCK):
        part = out[start : start + _BLOCK]
        part[:] = _worth(chars[start : start + len(part) + 2 * _PAD])
    return out


def _worth(chars: Keys) -> Array:
    """The same for the places of one block, with what stands around it."""
    know, count = weights(), len(chars) - 2 * _PAD
    windows = [chars]  # by size less one: from each place on
    for size in range(1, _PAD):
        windows.append(windows[-1][:-1] << np.uint64(16) | chars[size:])
    keys = np.empty((len(TEMPLATES), count), np.uint64)
    for row, (_, left, right) in zip(keys, TEMPLATES, strict=True):
        first = _PAD - left
        row[:] = windows[left + right - 1][first : first + count]
    at, found = know.table.find_first(_mixed(keys, _SALTS[:, None]).ravel())
    said = np.zeros(keys.size)
    said[at] = know.values[found]
    out: Array = np.add.reduce(said.reshape(keys.shape), axis=0, initial=know.all)
    return out


def clause_borders(text: str, start: int, end: int) -> Iterator[tuple[int, float]]:
    """Positions in `text[start:end]`, which holds no punctuation, where a clause begins, with the evidence for it.

    >>> said = "今天天气很好所以我们出去走一走如果下雨的话那我们就不去了"
    >>> [said[at:at + 2] for at, _ in clause_borders(said, 0, len(said))]
    ['所以', '如果', '那我']
    """
    solid = [n for n in range(start, end) if not text[n].isspace()]
    letters = "".join(text[n] for n in solid)
    value = worth(letters)
    places = [at for at in np.flatnonzero(value > _PERHAPS).tolist() if at and _free(letters, at)]
    for at in _best(places, value, len(letters)):
        if not word_cut(letters, at, at):
            yield solid[at], float(value[at])


def _best(places: list[int], value: Array, end: int) -> list[int]:
    """The places that divide a text of `end` characters best."""
    size = weights().sizes
    edges = [0, *places, end]
    gain, come = [0.0], [0]
    for j in range(1, len(edges)):
        at, best, best_from = edges[j], -1e9, 0
        for k in range(j - 1, -1, -1):
            long = at - edges[k]
            found = gain[k] + (size[long] if long <= LONGEST else size[LONGEST] - _DRAG * (long - LONGEST))
            if found > best:
                best, best_from = found, k
            if long > LONGEST:
                break
        gain.append(best + (float(value[at]) - _LEAST if at < end else 0.0))
        come.append(best_from)
    out = []
    j = come[-1]
    while j:
        out.append(edges[j])
        j = come[j]
    return out[::-1]


def _free(text: str, at: int) -> bool:
    """Whether a border may stand at `at`: not inside a Latin word or a number, not inside a word (相当 + 于是)."""
    last, first = text[at - 1], text[at]
    if last.isascii() and first.isascii():
        return False
    known = words().get
    if known(last + first) >= _SURE:
        return False
    pair, following = text[at - 2 : at], text[at : at + 2]
    return max(known(pair + first), known(last + following), known(pair + following)) < _COMMON
