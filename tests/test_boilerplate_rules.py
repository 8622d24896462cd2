"""Every boilerplate rule does what its own examples say, and none of the others disturbs them."""

from __future__ import annotations

import pytest

from harness import run
from tclean.ruleset.load import load_rules

RULES = load_rules().boilerplate
EXAMPLES = [(rule, example) for rule in RULES for example in rule.tests]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.id}-{e.text[:12]}" for r, e in EXAMPLES])
def test_rule_does_what_its_example_says(rule, example):
    cleaned = run(example.text, ("boilerplate",))
    assert cleaned.document.text == example.out
    if example.text != example.out:
        done = {r for c in cleaned.document.changes for r in c.rules}
        assert f"boilerplate:{rule.id}" in done


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule_carries_an_example_and_a_counter_example(rule):
    assert {example.text == example.out for example in rule.tests} == {True, False}
