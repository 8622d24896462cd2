"""Many terms that are alike but for their words: one of each form is read, the others are made after it.

`- {canonical: 房颤, sounds_like: true}` and ninety thousand more have one form. It is read with marks in place of its
words, where it stands, and every other entry is left out. What may be wrong with an entry is wrong with its form; then
(or where the list is not cut as it looks) the file is read word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any, NamedTuple

from tclean.ruleset.model import KINDS, Pack, Term, Where
from tclean.ruleset.read import Node
from tclean.text.slug import slug

MANY = 1000  # entries worth the trouble
SHARE = 0.25  # of the entries may be of a form of their own
_MARK, _MARKS = "\ue000", 0x1000  # what stands for the first word of an entry; how many words one may have
_LIST = re.compile(r"^terms: *\n(?=( *)- )", re.MULTILINE)
_NEXT_KEY = re.compile(r"^[^ \-#\n]", re.MULTILINE)
_MEANT = frozenset(("true", "false", "yes", "no", "on", "off", "null", *KINDS))  # what is more than a word
_WORD = re.compile(r"(\b(?<!\\)[^\W\d_]\w*+(?![\"']?\s*:))")
_STRANGE = re.compile("[\r\x85\u2028\u2029\ue000-\uf8ff]")  # other ends of lines; marks
_REFERS = re.compile(r"[&*!|>](?<![^\s\[{,:-].)", re.DOTALL)  # to what stands elsewhere, or how it is written there
_ID, _CANONICAL, _WHERE = map(Term._fields.index, ("id", "canonical", "where"))


Words = Mapping[str, Sequence[str]]  # of all entries of a form, by mark


class Alike(NamedTuple):
    """A list: of each form the entry that stands for it and its line; the form of each entry; all words."""

    forms: list[str]
    lines: list[int]
    entries: list[int]
    words: list[str]


def shortened(text: str) -> tuple[str, Alike | None]:
    """The file with one entry of each form if it has many terms that are alike; and all that is left out.

    >>> text, left_out = shortened("terms:\\n" + "- {canonical: 房颤}\\n- {canonical: 心梗}\\n" * 500)
    >>> text.count("canonical"), left_out.words[:3]
    (1, ['房颤', '心梗', '房颤'])
    """
    found = _LIST.search(text)
    if not found or _STRANGE.search(text):
        return text, None
    following = _NEXT_KEY.search(text, found.end())
    end = following.start() if following else len(text)
    alike = _alike(text[found.end() : end], f"{found[1]}- ", text.count("\n", 0, found.end()) + 1)
    return (text[: found.end()] + _standing(alike) + text[end:], alike) if alike else (text, None)


def _alike(block: str, begin: str, line: int) -> Alike | None:
    """A list of many entries that begin so, if they have few forms."""
    if block.count("\n") < MANY or _REFERS.search(block):
        return None
    parts = _WORD.split(block.removesuffix("\n"))
    said = parts[1::2]
    parts[1::2] = [word if word.lower() in _MEANT else _MARK for word in said]
    words = [word for word, part in zip(said, parts[1::2], strict=True) if part is _MARK]
    rows = "".join(["\n", *parts]).split(f"\n{begin}")[1:]
    numbers: dict[str, int] = {}
    entries: list[int] = []
    lines: list[int] = []
    for row in rows:
        number = numbers.setdefault(row, len(numbers))
        if number == len(lines):
            lines.append(line)
        entries.append(number)
        line += row.count("\n") + 1
    few = len(rows) >= MANY and len(numbers) <= SHARE * len(rows)
    short = all(row.count(_MARK) < _MARKS for row in numbers)
    return Alike([f"{begin}{row}\n" for row in numbers], lines, entries, words) if few and short else None


def _standing(alike: Alike) -> str:
    """The list with the first entry of each form, its words told apart by marks, and empty lines for all others."""
    out: list[str] = []
    known = 0
    for number in alike.entries:
        form = alike.forms[number]
        if number == known:
            first, *rest = form.split(_MARK)
            out += first, *(chr(ord(_MARK) + n) + part for n, part in enumerate(rest))
            known += 1
        else:
            out.append("\n" * form.count("\n"))
    return "".join(out)


def lengthened(pack: Pack, root: Node, alike: Alike) -> Pack | None:
    """The pack with the terms of all entries; None if the list was not cut where its entries end."""
    items = root.value["terms"].value if "terms" in root.value else ()
    if len(items or ()) != len(alike.forms):
        return None
    below = [item.line - line for item, line in zip(items, alike.lines, strict=True)]
    if not all(0 <= n < form.count("\n") for n, form in zip(below, alike.forms, strict=True)):
        return None
    made = [
        iter(_made(term, "id" in item.value, words, [line + n for line in lines]))
        for item, term, (words, lines), n in zip(items, pack.terms, _sorted(alike), below, strict=False)
    ]
    terms = tuple([next(made[number]) for number in alike.entries])
    known = {t.canonical for t in terms}
    return replace(pack, terms=(*terms, *(t for t in pack.terms[len(made) :] if t.canonical not in known)))


def _sorted(alike: Alike) -> list[tuple[Words, list[int]]]:
    """Of the entries of each form, the words by mark, and the lines."""
    counts = [form.count(_MARK) for form in alike.forms]
    heights = [form.count("\n") for form in alike.forms]
    rows: list[list[list[str]]] = [[] for _ in alike.forms]
    lines: list[list[int]] = [[] for _ in alike.forms]
    line, at = alike.lines[0], 0
    for number in alike.entries:
        rows[number].append(alike.words[at : at + counts[number]])
        lines[number].append(line)
        line, at = line + heights[number], at + counts[number]
    marks = [map(chr, range(ord(_MARK), ord(_MARK) + count)) for count in counts]
    words = [dict(zip(some, zip(*row, strict=True), strict=True)) for some, row in zip(marks, rows, strict=True)]
    return list(zip(words, lines, strict=True))


def _made(term: Term, named: bool, words: Words, lines: Sequence[int]) -> Iterable[Term]:
    """The terms of all entries of one form, value by value."""
    columns = [_filled(value, words, len(lines)) for value in term]
    if not named:
        columns[_CANONICAL] = names = list(columns[_CANONICAL])
        columns[_ID] = [f"{term.pack}/{slug(name)}" for name in names]
    columns[_WHERE] = map(Where, repeat(term.where.path), lines)
    return map(Term._make, zip(*columns, strict=True))


def _filled(value: Any, words: Words, count: int) -> Iterable[Any]:
    """A value of all entries: with their words in place of marks."""
    if isinstance(value, tuple) and value:
        rows = zip(*(_filled(part, words, count) for part in value), strict=True)
        return map(value._make, rows) if hasattr(value, "_make") else rows
    if isinstance(value, str) and value in words:
        return words[value]
    if isinstance(value, str) and (held := [mark for mark in value if mark in words]):
        shape = "%s".join(part.replace("%", "%%") for part in re.split("[" + "".join(held) + "]", value))
        return [shape % row for row in zip(*(words[mark] for mark in held), strict=True)]
    return repeat(value, count)
