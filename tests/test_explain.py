"""`rules explain` tells what fired, what lost, and what was looked at and refused, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tclean.cli import main
from tclean.core.document import Document, Source
from tclean.core.settings import Settings
from tclean.pipeline import Pipeline
from tclean.report.explain import REFUSED, Look, at, looks
from tclean.ruleset.load import merge
from tclean.ruleset.model import RuleSet
from tclean.ruleset.parse import load_pack

HEAD = "version: 1\nname: mine\n"
TERM = "terms:\n  - canonical: 具身\n    variants: [聚生]\n"


def explained(text: str, rules: str, **settings: object) -> list[Look]:
    given: RuleSet = merge([load_pack("mine.yaml", HEAD + rules)])
    pipeline = Pipeline(Settings(**settings), given)  # type: ignore[arg-type]
    return looks(Document.of(Source("-", text), "-"), pipeline.steps)


def refused(found: list[Look]) -> list[tuple[int, str, str]]:
    return [(x.span[0], x.edit.rule, x.edit.reason) for x in found if x.verdict == REFUSED]


@pytest.mark.parametrize(
    ("guard", "text", "reason"),
    [
        ("when: {near: [机器人, 模型]}", "植物的聚生", "none of 机器人, 模型 within 40 characters"),
        ("when: {not_near: [植物], window: 9}", "植物的聚生", "植物 within 9 characters"),
        ("when: {before: [谈]}", "说聚生", "not behind 谈"),
        ("when: {after: [智能]}", "聚生的智能", "not before 智能"),
        ("unless: [聚生花]", "一种聚生花", "part of 聚生花"),
        ("when: {window: 9}", "凝聚生命的力量", "cuts the word 凝聚"),
    ],
)
def test_a_guard_that_refuses_is_named(guard: str, text: str, reason: str) -> None:
    found = refused(explained(text, f"{TERM}    {guard}\n"))
    assert found == [(text.index("聚生"), "terms:mine/具身", reason)]


def test_a_variant_that_fires_is_not_refused() -> None:
    found = explained("做具身的人说聚生很难", TERM)
    assert [(x.verdict, x.edit.after) for x in found] == [("applied", "具身")]


def test_a_right_spelling_that_holds_the_place_is_named() -> None:
    found = explained("人力资源大会", "spellings: [人力资源]\nterms: [{canonical: 智源, variants: [资源]}]\n")
    assert refused(found) == [(2, "terms:mine/智源", "人力资源 is right as it stands")]


def test_an_address_is_named() -> None:
    found = explained("见https://skinlaw.com吧", "terms: [{canonical: Scaling Law, variants: [skinlaw]}]\n")
    assert [reason for _, _, reason in refused(found)] == ["an address or code"]


def test_a_pack_that_sleeps_is_named() -> None:
    found = explained("吃把向药", "activate: evidence\nterms: [{canonical: 靶向药, variants: [把向药]}]\n")
    assert refused(found) == [(1, "terms:mine/靶向药", "the pack mine is not in force in this document")]


def test_a_loser_to_another_rule_names_the_winner() -> None:
    rules = "terms:\n  - {canonical: 具身智能, variants: [聚生智能]}\n  - {canonical: 具身, variants: [聚生]}\n"
    assert refused(explained("谈聚生智能", rules)) == [(1, "terms:mine/具身", "terms:mine/具身智能 has the place")]


SOUND = "terms: [{canonical: 知乎, sounds_like: true}]\n"


def test_what_sounds_alike_and_loses_tells_both_sounds_the_distance_and_the_evidence() -> None:
    found = explained("这家叫子虎的公司", SOUND)
    assert [(x.verdict, x.edit.before, x.edit.after) for x in found] == [(REFUSED, "子虎", "知乎")]
    reason = found[0].edit.reason
    assert "-1.0 where +1.0 is asked for: zɨ hu for zhɨ hu, distance 0.05: unlikely as it stands +6.0" in reason
    assert reason.endswith("two syllables alone -5.0")


def test_what_is_hardly_likely_is_told_only_of_a_place_asked_for() -> None:
    found = explained("这里有个支护", SOUND)
    assert [x.edit.before for x in at(found, 5)] == ["支护"]
    assert "is a word -4.0" in found[0].edit.reason
    assert at(found, None) == []


def test_the_command_counts_proposals_and_refusals(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(f"{HEAD}terms:\n  - canonical: 榕树湾\n    variants: [容树湾]\n    unless: [容树湾里]\n", "utf-8")
    done = CliRunner().invoke(main, ["rules", "explain", "容树湾里和容树湾", "--rules", str(rules)])
    assert done.exit_code == 0, done.output
    assert "refused    terms:mine/榕树湾  '容树湾' → '榕树湾'  (1.00)   because part of 容树湾里" in done.output
    assert "1 proposals, 1 refused; the text comes out as: 容树湾里和榕树湾" in done.output
