"""GBK mirror pages: what the damage generator does to our own prose, the repair takes back."""

from __future__ import annotations

import pytest

from damage.mirror import DECODERS, damage, program
from damage.prose import traditional
from damage.score import score


@pytest.mark.parametrize("decoder", DECODERS, ids=lambda d: d.name)
@pytest.mark.parametrize("split", ["", "leftmost", "one-by-one"])
def test_damaged_places_come_back(decoder: object, split: str) -> None:
    """Nearly every place is restored exactly and nothing else changes."""
    page = damage(traditional()[:1500], program(3, 60, decoder=decoder, split=split))
    result = score(page)
    assert len(page.places) > 40
    assert result.harm == 0
    assert result.rate >= 0.97, result.wrong


def test_the_generator_damages_as_real_pages_are_damaged() -> None:
    """The pair F2 8C (驅) lies across 或將, and the insertion shifts the run behind it."""
    rows = ((b"\xf2\x8c", "qū"),)
    from damage.mirror import Program

    assert damage("或將是iPhone", Program(rows)).text == "或?qū)⑹莍Phone"
