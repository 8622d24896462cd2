"""A large table of words of which one document needs little: the words of one first character are read when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def packed(rows: Iterable[str]) -> dict[str, str]:
    """Rows `word<tab>frequency` by the word's first character.

    >>> packed(["智能\\t9", "大家\\t8", "智\\t3"])
    {'智': '智能\\t9\\n智\\t3', '大': '大家\\t8'}
    """
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    return {first: "\n".join(some) for first, some in groups.items()}


class WordTable:
    """Word → frequency.

    >>> table = WordTable({"智": "智能\\t9\\n智\\t3"})
    >>> table["智能"], table.get("智慧", 0), "大家" in table
    (9, 0, False)
    """

    def __init__(self, groups: Mapping[str, str]) -> None:
        self._groups = groups
        self._read: dict[str, dict[str, int]] = {}

    def get(self, word: str, default: int = 0) -> int:
        """The frequency of a word."""
        try:
            return self._read[word[:1]].get(word, default)
        except KeyError:
            return self._group(word[:1]).get(word, default)

    def __getitem__(self, word: str) -> int:
        return self._group(word[:1])[word]

    def __contains__(self, word: str) -> bool:
        return word in (self._read.get(word[:1]) or self._group(word[:1]))

    def begins(self, first: str) -> Mapping[str, int]:
        """The words that begin with a character."""
        return self._read.get(first) or self._group(first)

    def items(self) -> list[tuple[str, int]]:
        """All words with their frequency, most frequent first."""
        rows = [row for first in self._groups for row in self._group(first).items()]
        return sorted(rows, key=lambda row: -row[1])

    def _group(self, first: str) -> dict[str, int]:
        found = self._read.get(first)
        if found is None:
            parts = self._groups.get(first, "").replace("\t", "\n").split("\n")
            found = self._read[first] = dict(zip(parts[::2], map(int, parts[1::2]), strict=False))
        return found
