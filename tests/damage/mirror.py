"""The damage of GBK mirror pages, applied to clean text byte by byte, with the truth kept beside it.

Written apart from the code under test (which has its own, looser, forward model), so that the two check each other.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import opencc

from tclean.text.lexicon import readings, simplified, words

MARKS = [m.encode("gb18030") for m in "！？；。"]
NARROW = {c + 0xFEE0: c for c in range(0x21, 0x7F)}
PAIR_NARROW = {bytes((0xA3, ord(c) + 0x80)): c.encode() for c in ",?!;:"}


@dataclass(frozen=True)
class Decoder:
    """What a decoder shows for bytes without a character."""

    name: str
    bad: str  # for a lead byte whose second byte is wrong
    eats: bool  # whether the wrong second byte goes with it
    lone: str  # for a lead byte at the end of a piece
    euro: str  # for the single byte 80
    private: bool  # whether user-defined characters are kept


DECODERS = (
    Decoder("eats", "?", True, "?", "€", True),
    Decoder("drops", "?", True, "", "", False),
    Decoder("keeps", "?", False, "?", "?", True),
    Decoder("web", "\ufffd", False, "\ufffd", "€", True),
)
# signs other decoders show
OTHER_DECODERS = (
    Decoder("boxes", "□", True, "□", "€", True),
    Decoder("boxes-keeping", "□", False, "□", "□", True),
    Decoder("two-for-two", "??", True, "?", "?", True),
    Decoder("two-for-one", "??", False, "??", "?", False),
)


@dataclass(frozen=True)
class Program:
    """One site's program."""

    table: tuple[tuple[bytes, str], ...]  # byte pair, reading; in the order of insertion
    swallow: bool = False  # delete A1 A1
    split: str = ""  # "", "leftmost", "one-by-one"
    narrow: str = ""  # "", "before", "after"
    decoder: Decoder = DECODERS[0]


@dataclass
class Place:
    """One damaged place: `truth[t]` became `text[s]`."""

    kind: str
    truth: tuple[int, int]
    shown: tuple[int, int]


@dataclass
class Damaged:
    """A page, the text it was, the places where they differ, and where each intact character came from."""

    text: str
    truth: str
    places: list[Place] = field(default_factory=list)
    origin: dict[int, int] = field(default_factory=dict)  # position shown → position in the truth


@cache
def changed_characters() -> list[str]:
    """Traditional characters with a form of their own that GBK has, commonest first."""
    count: Counter[str] = Counter()
    for word, freq in words().items():
        for char in word:
            count[char] += freq
    convert = opencc.OpenCC("s2t").convert
    pool = {convert(c): n for c, n in count.most_common(4000)}
    found = [(n, c) for c, n in pool.items() if len(c) == 1 and c in simplified() and _gbk(c) and c in readings()]
    return [c for _, c in sorted(found, reverse=True)]


def _gbk(char: str) -> bytes:
    data = char.encode("gb18030")
    return data if len(data) == 2 else b""


def program(seed: int, size: int, **settings: object) -> Program:
    """A program with a table of `size` characters drawn by `seed` among the common ones; 0 is every changed form."""
    pool = changed_characters()
    rng = random.Random(seed)
    chosen = rng.sample(pool[: max(3 * size, 60)], size) if size else pool
    by_sound = rng.random() < 0.5
    rows = [(_gbk(c), readings()[c][0]) for c in chosen]
    rows.sort(key=(lambda row: (row[1], row[0])) if by_sound else None)
    return replace(Program(tuple(rows)), **settings)  # type: ignore[arg-type]


def programs(sizes: Sequence[int] = (25, 60, 170, 0), seeds: Sequence[int] = (1,)) -> Iterator[tuple[str, Program]]:
    """The whole matrix, each with a name."""
    for seed in seeds:
        for size in sizes:
            for decoder in DECODERS:
                for swallow in (False, True):
                    for split in ("", "leftmost", "one-by-one"):
                        for narrow in ("", "before", "after"):
                            name = (
                                f"{size}/{decoder.name}/{'swallow' if swallow else '-'}/{split or '-'}/{narrow or '-'}"
                            )
                            yield (
                                f"{name}/{seed}",
                                program(seed, size, decoder=decoder, swallow=swallow, split=split, narrow=narrow),
                            )


class _Stream:
    """Bytes, and for each the number of the truth's byte it came from (-1: put in)."""

    def __init__(self, data: bytes, origin: list[int]) -> None:
        self.data = data
        self.origin = origin

    def replaced(self, pair: bytes, by: bytes, keep: bool) -> _Stream:
        """Every `pair` followed (`keep`) or replaced by `by`."""
        if pair not in self.data:
            return self
        out = bytearray()
        origin: list[int] = []
        at = 0
        for match in re.finditer(re.escape(pair), self.data):
            stop = match.end() if keep else match.start()
            out += self.data[at:stop] + by
            origin += self.origin[at:stop]
            origin += [-1] * len(by) if keep else [self.origin[match.start()]] * len(by)
            at = match.end()
        return _Stream(bytes(out + self.data[at:]), origin + self.origin[at:])

    def pieces(self, cuts: list[int]) -> list[_Stream]:
        edges = [0, *cuts, len(self.data)]
        return [_Stream(self.data[a:b], self.origin[a:b]) for a, b in pairwise(edges)]


def damage(truth: str, by: Program) -> Damaged:
    """`truth` (characters GBK has) as the program leaves it."""
    if by.narrow:
        truth = _narrow_marks(truth)
    whole = _encode(_widen(truth) if by.narrow == "before" else truth)
    widened = whole
    if by.swallow:
        whole = whole.replaced(b"\xa1\xa1", b"", keep=False)
    if by.narrow == "before":
        for pair, sign in PAIR_NARROW.items():
            whole = whole.replaced(pair, sign, keep=False)
    for number, (pair, _) in enumerate(by.table):
        whole = whole.replaced(pair, _marker(number), keep=True)
    shown: list[tuple[str, tuple[int, ...]]] = []
    for piece in _split(whole, by.split):
        shown += _decode(piece, by)
    return _compare(shown, truth, widened, by.narrow == "after")


def mixed(truth: str, by: Program, every: int = 2) -> Damaged:
    """Every so many lines damaged, the others as they were: a page put together from a spoiled text and a good one."""
    out = Damaged("", truth)
    at = 0
    for number, line in enumerate(truth.splitlines(keepends=True)):
        if number % every == 0:
            part = damage(line, by)
        else:
            part = Damaged(line, line, [], {n: n for n in range(len(line))})
        shift = len(out.text)
        for place in part.places:
            (a, b), (c, d) = place.truth, place.shown
            out.places.append(Place(place.kind, (at + a, at + b), (shift + c, shift + d)))
        out.origin |= {shift + n: at + m for n, m in part.origin.items()}
        out.text += part.text
        at += len(line)
    return out


def _marker(number: int) -> bytes:
    return bytes((0x28, 1 + number // 900, 1 + number // 30 % 30, 1 + number % 30, 0x29))


def _narrow_marks(text: str) -> str:
    return text.translate({ord(w): n for w, n in zip("，？！；：", ",?!;:", strict=True)})


def _widen(text: str) -> str:
    """Marks between Chinese characters as they were before the program narrowed them."""
    return re.sub(r"(?<=[^\x00-\x7f])[,?!;:]", lambda m: chr(ord(m[0]) + 0xFEE0), text)


def _encode(text: str) -> _Stream:
    data = bytearray()
    origin = []
    for number, char in enumerate(text):
        coded = char.encode("gb18030")
        assert len(coded) <= 2, char
        for n in range(len(coded)):
            origin.append(2 * number + n)
        data += coded
    return _Stream(bytes(data), origin)


def _split(stream: _Stream, how: str) -> list[_Stream]:
    if not how:
        return [stream]
    if how == "leftmost":
        return _cut(stream, b"|".join(MARKS))
    out = [stream]
    for mark in MARKS:
        out = [part for piece in out for part in _cut(piece, mark)]
    return out


def _cut(stream: _Stream, pattern: bytes) -> list[_Stream]:
    return stream.pieces([edge for m in re.finditer(pattern, stream.data) for edge in m.span()])


def _decode(piece: _Stream, by: Program) -> list[tuple[str, tuple[int, ...]]]:
    """Characters, each with the truth's bytes it was made of."""
    out: list[tuple[str, tuple[int, ...]]] = []
    data, origin, decoder = piece.data, piece.origin, by.decoder
    at = 0
    while at < len(data):
        byte = data[at]
        if byte == 0x28 and at + 4 < len(data) and data[at + 1] < 0x20:
            out += [(c, ()) for c in "("] + _reading(data, at, by)
            at += 5
        elif byte < 0x80:
            out.append((chr(byte), (origin[at],)))
            at += 1
        elif byte == 0x80:
            out += [(c, ()) for c in decoder.euro]
            at += 1
        elif at + 1 == len(data):
            out += [(c, ()) for c in decoder.lone]
            at += 1
        else:
            at += _pair(data, origin, at, by, out)
    return out


def _reading(data: bytes, at: int, by: Program) -> list[tuple[str, tuple[int, ...]]]:
    number = (data[at + 1] - 1) * 900 + (data[at + 2] - 1) * 30 + data[at + 3] - 1
    return [(c, ()) for c in by.table[number][1] + ")"]


def _pair(data: bytes, origin: list[int], at: int, by: Program, out: list[tuple[str, tuple[int, ...]]]) -> int:
    """Decode the lead byte at `at`; how many bytes are done with."""
    text = data[at : at + 2].decode("gb18030", "ignore")
    if len(text) == 1 and data[at + 1] >= 0x40:
        private = "\ue000" <= text <= "\uf8ff"
        if not private or by.decoder.private:
            out.append((text, (origin[at], origin[at + 1])))
        return 2
    out += [(c, ()) for c in by.decoder.bad]
    if not by.decoder.eats:
        return 1
    if data[at + 1] == 0x28 and at + 5 < len(data) and data[at + 2] < 0x20:
        out += _reading(data, at + 1, by)
        return 6
    return 2


def _compare(shown: list[tuple[str, tuple[int, ...]]], truth: str, stream: _Stream, narrow: bool) -> Damaged:
    """Intact characters are the anchors; what lies between two of them that are no neighbours is a damaged place."""
    width = Counter(n // 2 for n in stream.origin)
    text = "".join(c for c, _ in shown)
    if narrow:
        text = text.translate(NARROW)
    made = Damaged(text, truth)
    for at, (_, source) in enumerate(shown):
        number = source[0] // 2 if source else -1
        whole = bool(source) and (source == (2 * number, 2 * number + 1) or width[number] == 1 or len(source) == 1)
        if whole and text[at].translate(NARROW) == truth[number].translate(NARROW):
            made.origin[at] = number
    last_shown = last_truth = -1
    for at in [*sorted(made.origin), len(text)]:
        number = made.origin.get(at, len(truth))
        if at != last_shown + 1 or number != last_truth + 1:
            piece, was = text[last_shown + 1 : at], truth[last_truth + 1 : number]
            made.places.append(Place(_kind(piece, was), (last_truth + 1, number), (last_shown + 1, at)))
        last_shown, last_truth = at, number
    return made


def _kind(piece: str, was: str) -> str:
    if ")" in piece:
        return "pinyin" if not was else "shifted by pinyin"
    if len(was) == 2 and len(piece) == 1:
        return "swallowed"
    return "shifted at a mark"
