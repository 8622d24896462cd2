"""Words are found by number where a plain search finds them."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given
from hypothesis import strategies as st

from tclean.text import finder
from tclean.text.finder import Finder

ALPHABET = "ab\x00一乎志愿𠮷é"
WORDS = st.lists(st.text(ALPHABET, min_size=1, max_size=6), max_size=12, unique=True)


@given(WORDS, st.text(ALPHABET + "丁\U0010ffff", max_size=60), st.sampled_from([3, 31]))
def test_every_word_and_no_other(words: list[str], text: str, longest: int) -> None:
    before, finder._LONGEST = finder._LONGEST, longest
    try:
        many = Finder(words)
        found, chosen = (list(zip(*some, strict=True)) for some in (many.find(text), many.longest(text)))
    finally:
        finder._LONGEST = before
    plain = AhoCorasick(words).find_matches_as_indexes(text, overlapping=True)
    assert found == sorted(plain, key=lambda hit: (hit[1], -hit[2]))
    assert chosen == AhoCorasick(words, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text)


def test_a_word_longer_than_its_key() -> None:
    long = "有" * 40
    found = Finder([long, long[:-1] + "无", "有" * 31]).find("无" + long)
    assert found.number.tolist() == [0, *[2] * 10]
    assert found.end.tolist()[:2] == [41, 32]
