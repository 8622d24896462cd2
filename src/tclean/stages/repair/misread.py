"""Undoing one wrong reading of bytes: text read in one encoding that was written in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tclean.text.lattice import mean_cost
from tclean.text.plausibility import score

# a character of UTF-8 with a byte lost (FF, or ? as a careless reader writes it)
_CUT = re.compile(
    rb"[\xe0-\xef](?:\xff[\x80-\xbf\xff]?|\?[\x80-\xbf?]|[\x80-\xbf][\xff?])|[\xff?][\x80-\xbf]{1,2}|[\xe0-\xef\xc2-\xdf][\xff?]"
)
_READERS = {"big5hkscs": ("big5", "big5hkscs")}  # they differ in a few hundred codes
# Greek, Cyrillic, kana, bopomofo, Korean, line drawing
_LETTERS = re.compile("[\u0370-\u052f\u2160-\u2640\u3041-\u3130\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LOST = re.compile("\ufffd+")
_SPECIALS = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


FLUENT, CLEARLY = 800, 250  # hundredths of a nat a character


class Way(NamedTuple):
    """How a text was spoiled: written in `true`, read as `wrong`."""

    wrong: str
    true: str

    @property
    def rule(self) -> str:
        """The rule's id: `repair:utf8-as-gbk`."""
        names = {"gb18030": "gbk", "big5hkscs": "big5", "utf-8": "utf8", "latin-1": "latin1"}
        return f"repair:{names[self.true]}-as-{names[self.wrong]}"


WAYS = (
    Way("gb18030", "utf-8"),  # 我们 → 鎴戜滑
    Way("latin-1", "utf-8"),  # 我们 → æˆ‘ä»¬
    Way("latin-1", "gb18030"),  # 我们 → ÎÒÃÇ
    Way("gb18030", "big5hkscs"),  # 今天 → さぱ
    Way("big5hkscs", "gb18030"),  # 我们 → 扂蠅
    Way("big5hkscs", "utf-8"),
    Way("latin-1", "big5hkscs"),
)


def undo(text: str, way: Way) -> str | None:
    """The text read rightly; each lost character is U+FFFD. None when its characters cannot come from that reading.

    >>> undo("鎴戜滑", WAYS[0]), undo("ÎÒÃÇ", WAYS[2]), undo("我们", WAYS[1])
    ('我们', '我们', None)
    """
    found = [_decoded(data, way.true) for data in _bytes(text, way.wrong)]
    return max(found, key=score) if len(found) > 1 else found[0] if found else None


def _decoded(data: bytes, true: str) -> str:
    if true == "utf-8":  # 我� and 我? → one lost character
        data = _CUT.sub(b"\xef\xbf\xbd", data)
        return data.decode(true, "replace").replace("\xff", "\ufffd")
    return _LOST.sub("\ufffd", data.decode(true, "replace"))


def _bytes(text: str, wrong: str) -> list[bytes]:
    """The bytes a text may have been read from; FF, which no encoding here uses, stands where a byte was lost."""
    out = []
    for codec in _READERS.get(wrong, (wrong,)):
        try:
            if wrong == "latin-1":
                return [text.translate(_SPECIALS).replace("\ufffd", "\xff").encode("latin-1")]
            parts = ([p.encode(codec) for p in piece.split("€")] for piece in text.split("\ufffd"))
            data = b"\xff".join(b"\x80".join(piece) for piece in parts)
            out += [data] if data not in out else []
        except UnicodeEncodeError:
            continue
    return out


def better(old: str, new: str, proven: bool = False) -> bool:
    """Whether a reading is surely the right one: common Chinese out of what was none.

    `proven`: other lines of the text were spoiled the same way.

    >>> better("鎴戜滑", "我们"), better("Привет", "妤把我志快找")
    (True, False)
    """
    solid, lost, han = sum(c > "\x7f" for c in new), new.count("\ufffd"), len(_HAN.findall(new))
    if lost * (2 if proven else 3) > solid or (lost and solid < 6 and not proven) or not solid:
        return False
    if han * 3 < max(solid, 6) and not proven:
        return False
    if not proven and sum("\x7f" < c < "\u0100" or ord(c) in _SPECIALS for c in old) in (1, 2, 3):
        return False  # Ð}ÐÐ: too few letters to be sure
    foreign = _LETTERS.findall(old)  # another alphabet, not the mixture a misreading yields
    if len(foreign) * 5 > 4 * sum(c > "\x7f" for c in old):
        return False
    after = score(new.replace("\ufffd", ""))
    gain = after - score(old.replace("\ufffd", ""))
    if after >= (0.9 if solid < 4 else 0.7) and gain >= (0.35 if proven else 0.6):
        return True
    enough = han >= 2 if proven else han >= 4 and not lost
    return enough and after >= 0.5 and _more_fluent(old, new)


def _more_fluent(old: str, new: str) -> bool:
    """Whether words say so where characters alone leave it open: 湮模 is made of common ones, and so is 大家."""
    cost = mean_cost(new)
    return cost <= FLUENT and cost + CLEARLY <= mean_cost(old)


def once(text: str) -> Iterator[tuple[tuple[Way, ...], str]]:
    """Every single wrong reading undone."""
    for way in WAYS:
        new = undo(text, way)
        if new is not None and new != text:
            yield (way,), new


def twice(text: str) -> Iterator[tuple[tuple[Way, ...], str]]:
    """Two wrong readings undone, the later one first."""
    for ways, new in once(text):
        if "\ufffd" not in new:
            for more, again in once(new):
                yield (*ways, *more), again
