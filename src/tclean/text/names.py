"""Chinese personal names by sound.

A recogniser writes a name as it sounds: 亚勤 → 雅琴, 开复 → 开封. Sounds are compared by table: every character has a
syllable id, every pair of syllables a similarity, so that a whole text is searched for a name with a few look-ups.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tclean.core.kept import kept
from tclean.text.lexicon import readings
from tclean.text.people import surname

Syllables = NDArray[np.uint16]
Scores = NDArray[np.float32]

_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜêếềńňǹḿ", "aaaaeeeeiiiioooouuuuvvvveeennnm", "\u0300\u0301\u0304\u030c")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_SIMILAR_INITIALS = (
    "z zh",
    "c ch",
    "s sh",
    "f h",
    "n l",
    "l r",
    "k g",
    "j q",
    "j zh",
    "q x",
    "b p",
    "d t",
    "z c",
    "zh ch",
)
_SIMILAR_FINALS = ("an ang", "en eng", "in ing", "ian iang", "uan uang", "un ong", "eng ong", "u o", "uo o", "i ei",
                   "en in", "ian an", "e uo", "u ou", "iu iou", "ao iao", "ie e", "ue uo")  # fmt: skip
_RELATED = 0.6  # what a confusable initial or final counts
_INITIAL_SHARE, _FINAL_SHARE = 0.45, 0.55


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name; a name without a known surname is all given name.

    >>> split_name("李开复"), split_name("欧阳娜娜"), split_name("小川")
    (('李', '开复'), ('欧阳', '娜娜'), ('', '小川'))
    """
    family = surname(name)
    if family and 0 < len(name) - len(family) <= 2:
        return family, name[len(family) :]
    return "", name


@cache
def _table() -> tuple[dict[str, int], Syllables]:
    """Syllable → id (0 = none) and code point → syllable id of the commonest reading."""
    return kept("names", (), _made_table)


def _made_table() -> tuple[dict[str, int], Syllables]:
    rows = [(c, r[0]) for c, r in readings().items() if len(c) == 1 and ord(c) < 0x10000]
    plain = "\n".join(r for _, r in rows).translate(_TONES).split("\n")
    ids = {s: i + 1 for i, s in enumerate(sorted(set(plain)))}
    table = np.zeros(0x10000, np.uint16)
    table[[ord(c) for c, _ in rows]] = [ids[s] for s in plain]
    return ids, table


def syllables(text: str) -> Syllables:
    """The syllable id of every character; 0 for everything that is not Chinese.

    >>> a, b, c = syllables("志智a").tolist()
    >>> a == b, c
    (True, 0)
    """
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return _table()[1][np.where(codes < 0x10000, codes, 0)]


def _parts(syllable: str) -> tuple[str, str]:
    start = next((i for i in _INITIALS if syllable.startswith(i) and len(syllable) > len(i)), "")
    return start, syllable[len(start) :]


def _closeness(values: list[str], similar: tuple[str, ...]) -> Scores:
    """1 on equal values, `_RELATED` on confusable ones, else 0, for all pairs."""
    kinds = {v: i for i, v in enumerate(dict.fromkeys(values))}
    grid = np.eye(len(kinds), dtype=np.float32)
    for pair in similar:
        a, b = pair.split()
        if a in kinds and b in kinds:
            grid[kinds[a], kinds[b]] = grid[kinds[b], kinds[a]] = _RELATED
    index = [kinds[v] for v in values]
    return grid[np.ix_(index, index)]


@cache
def similarity() -> Scores:
    """How alike two syllables sound, 0–1, by syllable id; row and column 0 are 0."""
    parts = [_parts(s) for s in _table()[0]]
    grid = np.zeros((len(parts) + 1, len(parts) + 1), np.float32)
    initials = _closeness([p[0] for p in parts], _SIMILAR_INITIALS)
    finals = _closeness([p[1] for p in parts], _SIMILAR_FINALS)
    grid[1:, 1:] = _INITIAL_SHARE * initials + _FINAL_SHARE * finals
    return grid


def sounds_at(sounds: Syllables, name: str) -> Scores:
    """How alike `name` sounds to the text at every position (`sounds` from `syllables`).

    >>> sounds_at(syllables("谢谢雅琴"), "亚勤").round(2).tolist()[2]
    1.0
    """
    out = np.zeros(len(sounds), np.float32)
    size = len(name)
    if not 0 < size <= len(sounds):
        return out
    grid = similarity()
    total = sum(grid[s][sounds[i : len(sounds) - size + 1 + i]] for i, s in enumerate(syllables(name)))
    out[: len(sounds) - size + 1] = np.asarray(total, np.float32) / size
    return out


@lru_cache(4096)
def alike(a: str, b: str) -> float:
    """How alike two names of equal length sound, 0–1; 0 when the lengths differ.

    >>> alike("开复", "开封") > alike("开复", "雅琴")
    True
    """
    if len(a) != len(b) or not a:
        return 0.0
    return float(similarity()[syllables(a), syllables(b)].mean())
