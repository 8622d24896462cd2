"""Pages of many kinds of site: their furniture goes, and no line of a talk and no fact about it goes with it.

In `pages.yaml` a line that begins with `~ ` is furniture, one with `= ` says something about the talk (title, by-line,
date, cast), one with `? ` may stay or go; all others are the talk.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from harness import run

PAGES = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text("utf-8"))
FLOOR = 0.9  # share of the furniture that goes, over all pages
COUNTED = ("浏览次数", "阅读数")  # a counter in a line that stays is cut out of it


def _lines(page: dict[str, list[str]]) -> list[tuple[str, str]]:
    marked = (("~", "=", "?"), " ")
    return [(row[0], row[2:]) if row[0] in marked[0] and row[1] == marked[1] else ("", row) for row in page["lines"]]


def _left(page: dict[str, list[str]], apart: str) -> Counter[str]:
    cleaned = run(apart.join(text for _, text in _lines(page)), ("boilerplate",))
    return Counter(line.strip() for line in cleaned.document.text.split("\n") if line.strip())


@pytest.mark.parametrize("apart", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_every_line_of_the_talk_and_about_it_stays(page: dict[str, list[str]], apart: str) -> None:
    left = _left(page, apart)
    stays = [text.strip() for kind, text in _lines(page) if kind in ("", "=")]
    lost = [text for text in stays if not left[text] and not any(word in text for word in COUNTED)]
    assert lost == []


def test_most_of_the_furniture_goes() -> None:
    gone = total = 0
    for page in PAGES:
        left = _left(page, "\n\n")
        furniture = [text for kind, text in _lines(page) if kind == "~"]
        gone += sum(not left[text.strip()] for text in furniture)
        total += len(furniture)
    assert total > 300
    assert gone >= FLOOR * total
