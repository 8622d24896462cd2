"""The word lists of rules/data/labels.yaml: no word twice, none on both sides, nothing YAML reads as something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tclean.text.labels import never_label, part_of
from tclean.text.langdata import language_data


def lists(data: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from lists(value, f"{name}{key}.")
        else:
            yield name + key, value


@pytest.mark.parametrize(
    ("name", "words"), list(lists(language_data("labels"))), ids=lambda v: v if len(v) < 30 else ""
)
def test_no_word_stands_twice_and_all_are_words(name: str, words: Any) -> None:
    assert all(isinstance(w, str) and w for w in words)
    assert [w for w, n in Counter(words).items() if n > 1] == []


def test_a_word_names_one_part_only_and_no_part_is_refused() -> None:
    words = [w for group in language_data("labels")["roles"].values() for w in group]
    assert [w for w, n in Counter(words).items() if n > 1] == []
    assert not set(words) & set(language_data("labels")["never"])
    assert all(part_of(w) is not None and not never_label(w) for w in words)


def test_counted_parts_and_codes_are_parts() -> None:
    data = language_data("labels")
    assert all(part_of(w) is not None for w in (*data["counted"], *data["codes"]))
