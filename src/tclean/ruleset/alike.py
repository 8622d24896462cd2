"""Many terms that are alike but for their words: one of each form is read, the others are made after it.

`- {canonical: 房颤, sounds_like: true}` and ninety thousand more have one form. It is read with marks in place of its
words, where it stands, and every other entry is left out. What may be wrong with an entry is wrong with its form; then
(or where the list is not cut as it looks) the file is read word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
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
_WORD = re.compile(r"([^\W\d_](?<![\w\\].)\w*+(?![\"']?\s*:))", re.DOTALL)
_STRANGE = re.compile("[\r\x85\u2028\u2029\ue000-\uf8ff]")  # other ends of lines; marks
_REFERS = re.compile(r"[&*!|>](?<![^\s\[{,:-].)", re.DOTALL)  # to what stands elsewhere, or how it is written there
_ID, _CANONICAL, _WHERE = map(Term._fields.index, ("id", "canonical", "where"))


class Alike(NamedTuple):
    """A list: of each form the entry that stands for it and its line; the form of each entry; all words."""

    forms: list[str]
    lines: list[int]
    entries: list[int]
    words: list[str]


class Form(NamedTuple):
    """A form as a term: which values hold words, whether it has an id of its own, its marks, how many lines it has and
    how far below the first it begins."""

    term: Term
    marked: list[int]
    named: bool
    marks: range
    lines: int
    below: int

    def made(self, line: int, words: Iterable[str]) -> Term:
        """The term of an entry of this form."""
        values: list[Any] = list(self.term)
        by_mark = dict(zip(self.marks, words, strict=True))
        for n in self.marked:
            values[n] = _filled(values[n], by_mark)
        if not self.named:
            values[_ID] = f"{self.term.pack}/{slug(values[_CANONICAL])}"
        values[_WHERE] = Where(self.term.where.path, line + self.below)
        return Term._make(values)


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
    words = [word for word in parts[1::2] if word.lower() not in _MEANT]
    parts[1::2] = [word if word.lower() in _MEANT else _MARK for word in parts[1::2]]
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
    forms = list(_forms(alike, items, pack.terms))
    if not all(0 <= form.below < form.lines for form in forms):
        return None
    terms = tuple(_made(alike, forms))
    known = {t.canonical for t in terms}
    return replace(pack, terms=(*terms, *(t for t in pack.terms[len(forms) :] if t.canonical not in known)))


def _forms(alike: Alike, items: Sequence[Node], terms: Sequence[Term]) -> Iterator[Form]:
    for form, line, item, term in zip(alike.forms, alike.lines, items, terms, strict=False):
        marks = range(ord(_MARK), ord(_MARK) + form.count(_MARK))
        marked = [n for n, value in enumerate(term) if _filled(value, dict.fromkeys(marks, "")) != value]
        yield Form(term, marked, "id" in item.value, marks, form.count("\n"), item.line - line)


def _made(alike: Alike, forms: Sequence[Form]) -> Iterator[Term]:
    line, words = alike.lines[0], iter(alike.words)
    for number in alike.entries:
        form = forms[number]
        yield form.made(line, islice(words, len(form.marks)))
        line += form.lines


def _filled(value: Any, words: Mapping[int, str]) -> Any:
    """A value with words in place of marks."""
    if isinstance(value, str):
        return value.translate(words)
    if isinstance(value, tuple):
        parts = [_filled(part, words) for part in value]
        return value._make(parts) if hasattr(value, "_make") else tuple(parts)
    return value
