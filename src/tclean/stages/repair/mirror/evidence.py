"""Is this a mirror page? The cheap detector, and the page's own table of annotated characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from tclean.text.charclass import shares
from tclean.text.chars import HAN, HAN_RE
from tclean.text.lattice import UNKNOWN
from tclean.text.lexicon import readings, simplified, simplified_only
from tclean.text.wordtrie import char_costs

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# `(qū)`, `?qū)`, `\ufffdqū)`, `\ufffd(qū)`: group 1 is how it opens, group 2 the reading
INSERTION = re.compile(rf"([?\ufffd]?\(|[?\ufffd])([a-zêüɑɡ]*[{TONED}][a-zɑɡ]*) ?\)")
WITHOUT_TONE = re.compile(r"([?\ufffd]?\(|[?\ufffd])([a-z]{1,6}) ?\)")  # 們(men): only on a page already known
SAMPLE = 100
MANY, DENSE = 12, 40  # insertions, and characters to each, that a program leaves in its own lines
RARE = 1050  # cost of a character: 盐 951, 啃 1141, 赃 1349, kana and other signs more
_LOST = tuple(  # one pattern a sign: a search for one character is the fastest there is
    re.compile(rf"{sign}(?<=[{HAN}]{sign})[？！；!;]?(.{{1,6}})") for sign in (r"\?", "\ufffd")
)
_TAIL = re.compile(rf"[{TONED}][a-zɑɡ]* ?\)")
COMMON = 1060  # mean cost of the annotated characters in the lattice: 學 814, 構 1100, 鬱 1271
SAME_LETTER = str.maketrans("ɑɡ", "ag")
_HAN_NEXT = re.compile(f"[{HAN}]")


class Insertion(NamedTuple):
    """One pinyin in parentheses; `lost` when a byte was lost before it, `char` the annotated one when it fits."""

    start: int
    end: int
    reading: str
    lost: bool
    char: str | None


@dataclass(slots=True)
class Evidence:
    """What a page shows about itself."""

    insertions: list[Insertion]
    table: dict[str, str]  # character → reading, as this page's program had it
    seen: Counter[str]  # the page's characters, insertions apart
    traditional: bool
    mirror: bool


def has_reading(char: str, reading: str) -> bool:
    """Whether `reading` is one of the character's.

    >>> has_reading("內", "nèi"), has_reading("容", "nèi")
    (True, False)
    """
    return reading in readings().get(char, ())


def maybe(text: str) -> bool:
    """The cheap test: whether the text holds any pinyin in parentheses at all. Most documents stop here.

    >>> maybe("內(nèi)容"), maybe("內容 (new)")
    (True, False)
    """
    return any(letter in text for letter in TONED) and bool(_TAIL.search(text) and INSERTION.search(text))


def study(text: str) -> Evidence:
    """All the evidence of one text.

    >>> study("內(nèi)容由網(wǎng)絡(luò)組(zǔ)織(zhī)，內(nèi)容和網(wǎng)絡(luò)。").mirror
    True
    >>> study("重(chóng)庆在西南。").mirror
    False
    """
    if not _like_a_program(text):
        return Evidence([], {}, Counter(), False, False)
    found = _insertions(text, INSERTION)
    seen = Counter(INSERTION.sub("", text))
    traditional = is_traditional(seen)
    aligned = Counter((i.char, i.reading) for i in found if i.char)
    table, mirror = {}, False
    for near in _stretches(text, seen, aligned) if traditional else ():
        table = _table(aligned, near)
        mirror = _is_mirror(text, found, aligned, near, table)
        if mirror:
            found = _with_neutral_tone(text, found, table, near)
            break
    return Evidence(found, table, seen, traditional, mirror)


def _stretches(text: str, seen: Counter[str], aligned: Counter[tuple[str, str]]) -> Iterator[Counter[str]]:
    """The characters among which a program would have annotated: all; or, where it did so densely, those of its own
    lines, on a page put together from spoiled and good text.
    """
    yield seen
    near = Counter("".join(INSERTION.sub("", line) for line in text.split("\n") if INSERTION.search(line)))
    hanzi = sum(n for c, n in near.items() if HAN_RE.match(c))
    number = aligned.total()
    if number >= MANY and number * DENSE >= hanzi and number > 0.85 * sum(near[c] for c in {c for c, _ in aligned}):
        yield near


def is_traditional(seen: Counter[str]) -> bool:
    """Whether Traditional shapes outnumber Simplified ones.

    >>> is_traditional(Counter("網絡內容")), is_traditional(Counter("网络内容"))
    (True, False)
    """
    forms, plain = simplified(), simplified_only()
    return sum(n for c, n in seen.items() if c in forms) > sum(n for c, n in seen.items() if c in plain)


def shifted(text: str) -> list[int]:
    """Where a `?` (or U+FFFD) between Chinese characters is followed by rare ones, on a Traditional page. Looks only at
    question marks, and loads the model only where one stands so: healthy text costs next to nothing.

    >>> shifted("這個可靠性?煽啃赃@個"), shifted("這個好不好?我覺得很好")
    ([5], [])
    """
    places = sorted((m.start(), m[1]) for pattern in _LOST for m in pattern.finditer(text))
    if not places or not _mostly_traditional(text):
        return []
    return [at for at, behind in places if sum(map(_rare, behind)) >= 3]


def _mostly_traditional(text: str) -> bool:
    old, new = shares(text)
    return old > new


@cache
def _rare(char: str) -> bool:
    return char > "\xff" and char_costs().get(simplified().get(char, char), UNKNOWN) > RARE


def _like_a_program(text: str) -> bool:
    """A look at the first insertions: where most stand behind characters whose form never changed, an author wrote."""
    forms = simplified()
    first = list(islice(INSERTION.finditer(text), SAMPLE))
    plain = sum(
        m[1] == "(" and text[m.start() - 1] not in forms and _HAN_NEXT.match(text, m.start() - 1) is not None
        for m in first
    )
    return bool(plain <= 0.4 * len(first))


def _with_neutral_tone(text: str, found: list[Insertion], table: dict[str, str], seen: Counter[str]) -> list[Insertion]:
    """The insertions with those that have no tone mark, 們(men) 麼(me) 嗎(ma), whose characters join the table."""
    toneless = [i for i in _insertions(text, WITHOUT_TONE, found) if i.reading in _neutral()]
    aligned = Counter((i.char, i.reading) for i in toneless if i.char and i.char in simplified())
    own = _table(aligned, seen)
    table |= own
    known = set(own.values())
    return sorted(found + [i for i in toneless if (i.char in own if i.char else i.reading in known)])


@cache
def _neutral() -> frozenset[str]:
    """Readings without a tone that characters with a changed form have."""
    return frozenset(r for c in simplified() for r in readings().get(c, ()) if r.isascii())


def _insertions(text: str, pattern: re.Pattern[str], others: Iterable[Insertion] = ()) -> list[Insertion]:
    out: list[Insertion] = []
    begins = {item.end: item.start for item in others}
    for match in pattern.finditer(text):
        at = match.start()
        reading = match[2].translate(SAME_LETTER)
        lost = match[1] != "("
        begins[match.end()] = at
        before = at
        while before in begins:  # an insertion directly behind another: 當(dāng)(…)
            before = begins[before]
        char = "" if lost else text[before - 1 : before]
        out.append(Insertion(at, match.end(), reading, lost, char if has_reading(char, reading) else None))
    return out


def _table(aligned: Counter[tuple[str, str]], seen: Counter[str]) -> dict[str, str]:
    """Characters this page annotates wherever they stand (what is annotated now and then is an author's gloss)."""
    return {c: r for (c, r), n in aligned.items() if n >= 0.6 * seen[c]}


def _is_mirror(
    text: str,
    found: list[Insertion],
    aligned: Counter[tuple[str, str]],
    seen: Counter[str],
    table: dict[str, str],
) -> bool:
    """A program annotates every occurrence of its characters, nearly all of them with a changed form, inside words;
    an author explains a character once, and a reader for children annotates every character.
    """
    number = aligned.total()
    misplaced = sum(1 for i in found if not i.char and text[i.start : i.start + 2] != "?(")
    if not number:
        return any(i.lost for i in found) and misplaced > 0
    forms = simplified()
    shaped = sum(n for (c, _), n in aligned.items() if c in forms) / number
    covered = number / sum(seen[c] for c in {c for c, _ in aligned})
    if shaped <= 0.85 or covered <= 0.6:
        return False
    return misplaced > 0 or (len(table) >= 3 and _as_a_program(text, found, aligned, seen))


def _as_a_program(text: str, found: list[Insertion], aligned: Counter[tuple[str, str]], seen: Counter[str]) -> bool:
    """Without a misplaced insertion: dense, inside words, and for common characters in their first reading, which no
    author would explain (he explains 龜(qiū)茲, not 學(xué)校).
    """
    number = aligned.total()
    hanzi = sum(n for c, n in seen.items() if HAN_RE.match(c))
    repeated = sum(seen[c] > 1 for c, _ in aligned)
    inside = sum(bool(_HAN_NEXT.match(text, i.end)) for i in found if i.char)
    if inside < 0.4 * number or (repeated < 3 and number * 40 < hanzi):
        return False
    plain = sum(n for (c, r), n in aligned.items() if readings()[c][0] == r)
    costs, forms = char_costs(), simplified()
    rare = sum(n * costs.get(forms.get(c, c), UNKNOWN) for (c, _), n in aligned.items())
    return plain >= 0.8 * number and rare <= COMMON * number
