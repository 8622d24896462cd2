"""Words in two (or four) bytes a character are found where a plain search finds them."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given
from hypothesis import strategies as st

from tclean.text import automaton
from tclean.text.automaton import Automaton

ALPHABET = "ab\x00一乎志愿𠮷é"
WORDS = st.lists(st.text(ALPHABET, min_size=1, max_size=4), max_size=8)


@given(WORDS, st.text(ALPHABET + "丁b\U0010ffff", max_size=40), st.booleans(), st.booleans())
def test_every_match_and_no_other(words: list[str], text: str, longest: bool, many: bool) -> None:
    few, automaton._FEW = automaton._FEW, 2 if many else automaton._FEW
    try:
        found = Automaton(words, longest=longest).find(text).tolist()
    finally:
        automaton._FEW = few
    plain = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest if longest else MatchKind.Standard)
    assert found == [list(hit) for hit in plain.find_matches_as_indexes(text, overlapping=not longest)]


def test_more_characters_than_two_bytes_can_tell_apart() -> None:
    every = [chr(c) for c in range(0x3400, 0x3400 + automaton._FEW + 10)]
    found = Automaton(every).find(every[-1] + "a" + every[0])
    assert found.tolist() == [[len(every) - 1, 0, 1], [0, 2, 3]]
    assert Automaton([]).find("有").tolist() == []
