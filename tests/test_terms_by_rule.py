"""Terms by rule: which packs take part, what guards ask, what a user's file may say, what costs too much time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tclean.core.document import Document, Participant, Source
from tclean.core.edit import Grade
from tclean.core.settings import Settings
from tclean.pipeline import clean
from tclean.ruleset.load import load_rules, merge
from tclean.ruleset.model import RuleSet
from tclean.ruleset.parse import load_pack
from tclean.stages.terms import by_rule, canonical, replacing
from tclean.text.folding import brief, fold

HEAD = "version: 1\nname: mine\n"


def rules(text: str) -> RuleSet:
    return merge([load_pack("mine.yaml", HEAD + text)])


def run(text: str, given: RuleSet, *, settings: Settings | None = None, people: tuple[str, ...] = ()) -> Document:
    doc = Document.of(Source("-", text), "-")
    doc.meta.participants = [Participant(name) for name in people]
    chosen = settings or Settings()
    for step in [*replacing.build(chosen, given), *by_rule.build(chosen, given), *canonical.build(chosen, given)]:
        doc.advance(step(doc))
    return doc


TERM = "terms:\n  - canonical: 具身\n    variants: [聚生]\n    when: {%s}\n"


@pytest.mark.parametrize(
    ("guard", "text", "fires"),
    [
        ("near: [机器人]", "机器人的聚生", True),
        ("near: [机器人], window: 3", "机器人的未来就在于聚生", False),
        ("not_near: [植物]", "植物聚生", False),
        ("after: [智能]", "聚生呃，智能", True),
        ("after: [智能]", "聚生的智能", False),
        ("before: [谈]", "谈 聚生", True),
        ("before: [谈]", "说聚生", False),
        ("near: [AI]", "said聚生", False),
        ("near: [AI]", "AI聚生", True),
    ],
)
def test_a_guard_decides_by_what_stands_around(guard: str, text: str, fires: bool) -> None:
    assert (run(text, rules(TERM % guard)).text != text) == fires


def test_alone_means_no_latin_word_beside() -> None:
    given = rules("terms:\n  - canonical: To C\n    variants: [to see]\n    when: {alone: true}\n")
    assert run("大家to see就是", given).text == "大家To C就是"
    assert run("nice to see you", given).text == "nice to see you"


def test_a_users_variant_beats_a_built_in_spelling(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + "terms:\n  - canonical: 我的零一\n    variants: [零一万物]\n", "utf-8")
    assert clean("他在零一万物工作。", rules=[path]).text == "他在我的零一工作。"


def test_right_spellings_are_never_cut() -> None:
    given = rules(
        "spellings: [人力资源]\nterms:\n  - canonical: 智源\n    variants: [资源]\n    when: {after: [大会]}\n"
    )
    assert run("人力资源大会和资源大会", given).text == "人力资源大会和智源大会"


def test_a_glossary_entry_and_a_participant_keep_their_spelling() -> None:
    given = rules("terms:\n  - canonical: 张亚勤\n    variants: [张雅琴]\n")
    assert run("张雅琴教授", given).text == "张亚勤教授"
    assert run("张雅琴教授", given, people=("张雅琴",)).text == "张雅琴教授"
    assert run("张雅琴教授", given, settings=Settings(glossary=("张雅琴",))).text == "张雅琴教授"


def test_protected_words_are_refused_to_every_rule() -> None:
    given = rules("protect: [skin law]\nterms:\n  - canonical: Scaling Law\n    variants: [skin law, skin love]\n")
    assert run("skin law和skin love", given).text == "skin law和Scaling Law"


def test_a_pack_by_evidence_needs_its_terms_in_the_document() -> None:
    given = rules(
        "activate: evidence\nspellings: [胃镜, 肠镜, 活检, 穿刺]\nterms: [{canonical: 靶向药, variants: [把向药]}]\n"
    )
    assert run("吃把向药", given).text == "吃把向药"
    doc = run("做了胃镜、肠镜、活检和穿刺，吃把向药", given)
    assert doc.text.endswith("吃靶向药")
    assert doc.meta.extra["packs"] == {"mine": 4}


@pytest.fixture(scope="module")
def built_in() -> RuleSet:
    return load_rules()


TALK = "我们训练了一个自回归变压器，模型预测下一个令牌，喇嘛是开源的语言模型，用PyTorch和Softmax训练，参数很多。"
SIGNS = "你知道的，我的意思是，好啦，当您看到的时候，让我们往下看。"


def test_machine_translations_are_told_from_talks_given_in_chinese(built_in: RuleSet) -> None:
    assert "变压器" in run(TALK, built_in).text
    translated = run(SIGNS + TALK, built_in).text
    assert "自回归Transformer" in translated
    assert "LLaMA" in translated
    assert "下一个Token" in translated


def test_a_power_talk_keeps_its_transformers(built_in: RuleSet) -> None:
    text = SIGNS + "电网里的变压器坏了，变电站停了，令牌丢了，PyTorch模型、GPT-4、BERT和Sora都没用。"
    assert "变压器坏了" in run(text, built_in).text


def test_replacements_expand_groups() -> None:
    given = rules("replacements: [{id: stop, pattern: '(\\d)。(\\d)', replace: '\\1.\\2'}]\n")
    doc = run("悟道3。0", given)
    assert (doc.text, doc.changes[0].rules) == ("悟道3.0", ("terms:mine/stop",))


def test_a_pattern_that_takes_too_long_is_skipped_and_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "_SECONDS", 0.01)
    given = rules("replacements: [{id: slow, pattern: '(a|aa)+$', replace: 'b'}]\n")
    doc = run("a" * 60 + "!", given)
    assert doc.text == "a" * 60 + "!"
    assert [m.value["flag"] for m in doc.marked("flag")] == ["rule-timeout:mine/slow"]


def test_the_canonical_step_can_be_switched_off_alone() -> None:
    given = rules("terms:\n  - canonical: GPT-4\n    variants: [GBT4]\n")
    off = Settings(options={"terms": {"canonical": False}})
    assert run("GPT4和GBT4", given).text == "GPT-4和GPT-4"
    assert run("GPT4和GBT4", given, settings=off).text == "GPT4和GPT-4"


def test_grades_tell_bare_rules_from_guarded_ones() -> None:
    given = rules("terms:\n  - canonical: 零一万物\n    variants: [灵异万物]\n" + TERM[7:] % "after: [智能]")
    doc = Document.of(Source("-", "灵异万物和聚生智能"), "-")
    found = by_rule.build(Settings(), given)[0](doc)
    assert [e.grade for e in found.edits] == [Grade.SAFE, Grade.UNSAFE]


@pytest.mark.parametrize("text", ["", "。", "a", "Ｇ p3-5 中文", "\ud800a", "😀 a b"])
def test_both_ways_of_folding_agree(text: str) -> None:
    folded = fold(text)
    assert folded.text == brief(text)
    assert [brief(text[i]) for i in folded.places] == list(folded.text)
