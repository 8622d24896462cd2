"""For the test suites of rule authors: the tests written in rule files as pytest cases.

import pytest
from tclean.testing import rule_examples

@pytest.mark.parametrize("example", rule_examples("ward.yaml"), ids=str)
def test_rules(example):
    example.check()
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tclean.commands.rules import tried
from tclean.ruleset.parse import load_pack


@dataclass(frozen=True, slots=True)
class RuleExample:
    """One test of one rule, already run."""

    rule: str
    text: str
    expected: str
    got: str

    def check(self) -> None:
        """Raise `AssertionError` when the text did not come out as the rule's author expects."""
        if self.got != self.expected:
            raise AssertionError(f"{self.rule}: {self.text!r} came out as {self.got!r}, expected {self.expected!r}")

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


def rule_examples(*files: str | Path) -> Iterator[RuleExample]:
    """Every test of the files. Raises `RulesError` when one of them is wrong."""
    for path in files:
        for rule, example, got in tried(load_pack(str(path))):
            yield RuleExample(rule, example.text, example.out, got)
