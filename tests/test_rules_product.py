"""Rule files as their authors meet them: messages, layering, lint, cache."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from tclean.cli import main
from tclean.core.errors import RulesError
from tclean.report.mine import mine
from tclean.ruleset.lint import lint
from tclean.ruleset.load import load_rules
from tclean.ruleset.parse import load_pack
from tclean.testing import rule_examples

HEAD = "version: 1\nname: ward\n"

BROKEN = {
    "unknown key": ("terms:\n  - cannonical: 房颤\n", "did you mean 'canonical'"),
    "missing key": ("terms:\n  - variants: [放颤]\n", "a term needs the key 'canonical'"),
    "wrong type": ("terms: 房颤\n", "expected a list for 'terms'"),
    "not text": ("fillers: [true]\n", "expected text for 'fillers', found True; put it in quotes"),
    "bad pattern": ("replacements:\n  - {id: x, pattern: '(', replace: ''}\n", "not a regular expression"),
    "bad window": ("terms:\n  - {canonical: 房颤, when: {window: 0}}\n", "a number of characters from 1 to 1000"),
    "bad flag": ("terms:\n  - {canonical: 房颤, sounds_like: maybe}\n", "expected true or false"),
    "twice": ("fillers: [呃]\nfillers: [嗯]\n", "key 'fillers' stands twice"),
    "alias": ("fillers: &a [呃]\nprotect: *a\n", "aliases"),
    "tag": ("fillers: !!python/object/apply:os.system [ls]\n", ""),
    "far away": ("extends: [../../etc/passwd.yaml]\n", "in this folder or below"),
    "unknown off": ("off: [ai/scalling-law]\n", "did you mean 'ai/scaling-law'"),
    "bad yaml": ("terms: [\n", "not valid YAML"),
}


def write(folder: Path, text: str, name: str = "ward.yaml") -> Path:
    path = folder / name
    path.write_text(HEAD + text, "utf-8")
    return path


def tclean(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_every_mistake_gets_a_place_and_a_way_out(case: str, tmp_path: Path) -> None:
    text, says = BROKEN[case]
    path = write(tmp_path, text)
    if case == "tag":
        assert load_rules([path], built_in=False).fillers == ("ls",)  # a tag is ignored, nothing is run
        return
    result = tclean("rules", "check", path)
    assert result.exit_code == 2
    assert says in result.output
    assert f"{path}:" in result.output
    assert "Traceback" not in result.output


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "terms:\n  - {cannonical: a}\n  - {canonical: b, kind: thing}\nfiller: [呃]\n")
    with pytest.raises(RulesError) as error:
        load_rules([path], built_in=False)
    lines = str(error.value).splitlines()
    assert len(lines) == 4
    assert [int(line.split(":")[1]) for line in lines] == [6, 4, 4, 5]


def test_later_files_override_by_id_and_switch_off(tmp_path: Path) -> None:
    write(
        tmp_path,
        "terms:\n  - {canonical: 房颤, variants: [放颤]}\n  - {canonical: 心梗, variants: [新梗]}\n",
        "base.yaml",
    )
    top = tmp_path / "top.yaml"
    top.write_text(
        "version: 1\nname: top\nextends: [base.yaml]\noff: [ward/心梗]\nterms:\n"
        "  - {id: ward/房颤, canonical: 心房颤动, variants: [放颤]}\n",
        "utf-8",
    )
    rules = load_rules([top], built_in=False)
    assert [(t.id, t.canonical) for t in rules.terms] == [("ward/房颤", "心房颤动")]
    listed = tclean("rules", "list", top, "--grep", "ward/")
    assert "overrides" in listed.output
    assert "心梗" not in listed.output


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "extends: [b.yaml]\n", "a.yaml")
    write(tmp_path, "extends: [a.yaml]\n", "b.yaml")
    with pytest.raises(RulesError, match="extends itself"):
        load_rules([tmp_path / "a.yaml"], built_in=False)


LINT = {
    "ambiguous": ("terms:\n  - {canonical: 智源, variants: [志愿]}\n", "is an ordinary word"),
    "itself": ("terms:\n  - {canonical: Scaling Law, variants: [scaling law]}\n", "is the right spelling itself"),
    "unless": ("terms:\n  - {canonical: 房颤, variants: [放颤呢], unless: [放颤]}\n", "its own 'unless'"),
    "protected": ("protect: [放颤]\nterms:\n  - {canonical: 房颤, variants: [放颤]}\n", "is protected"),
    "cycle": (
        "terms:\n  - {canonical: 甲乙丙, variants: [丁戊己]}\n  - {canonical: 丁戊己, variants: [甲乙丙]}\n",
        "cycle: 甲乙丙 → 丁戊己 → 甲乙丙",
    ),
    "two owners": (
        "terms:\n  - {canonical: 房颤, variants: [放颤颤]}\n  - {canonical: 房扑, variants: [放颤颤]}\n",
        "keep one",
    ),
    "double": (
        "terms:\n  - {canonical: 房颤, variants: [放颤]}\n  - {canonical: 房颤, variants: [方颤]}\n",
        "shadowed",
    ),
    "empty match": ("replacements:\n  - {id: x, pattern: 'a*', replace: 'b'}\n", "empty text"),
    "explodes": ("replacements:\n  - {id: x, pattern: '(a|aa)+$', replace: 'b'}\n", "exponential"),
    "no group": ("replacements:\n  - {id: x, pattern: 'aaa', replace: '\\2'}\n", "does not fit the pattern"),
    "unsettled": (
        "replacements:\n  - {id: x, pattern: '啊', replace: '啊啊', tests: [{in: 啊, out: 啊啊}]}\n",
        "changes its own result again",
    ),
    "near and not near": (
        "terms:\n  - {canonical: 房颤, variants: [放颤], when: {near: [心], not_near: [心]}}\n",
        "under both",
    ),
}


@pytest.mark.parametrize("case", LINT, ids=str)
def test_lint_says_what_is_wrong_with_rules_that_load(case: str, tmp_path: Path) -> None:
    text, says = LINT[case]
    path = write(tmp_path, text)
    found = lint([load_pack(str(path))])
    assert any(says in line and line.startswith(f"{path}:") for line in found), found
    assert tclean("rules", "check", path).exit_code == 2


def test_healthy_rules_lint_clean(tmp_path: Path) -> None:
    text = (
        "terms:\n  - {canonical: 房颤, variants: [放颤], tests: [{in: 有放颤, out: 有房颤}, {in: 释放, out: 释放}]}\n"
    )
    path = write(tmp_path, text)
    assert tclean("rules", "check", path).exit_code == 0
    done = tclean("rules", "test", path)
    assert (done.exit_code, "2 tests, 0 failed" in done.output) == (0, True)


def test_a_failing_test_shows_the_difference(tmp_path: Path) -> None:
    path = write(tmp_path, "terms:\n  - {canonical: 房颤, variants: [放颤], tests: [{in: 有放颤, out: 有房扑}]}\n")
    done = tclean("rules", "test", path)
    assert done.exit_code == 1
    assert "- 有房扑" in done.output
    assert "+ 有房颤" in done.output


def test_rules_are_cached_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCLEAN_CACHE", str(tmp_path / "cache"))
    path = write(tmp_path, "fillers: [呃]\n")
    first = load_rules([path], built_in=False)
    (kept,) = (tmp_path / "cache").iterdir()
    assert load_rules([path], built_in=False) == first
    write(tmp_path, "fillers: [嗯]\n")
    assert load_rules([path], built_in=False).fillers == ("嗯",)
    kept.write_bytes(b"broken")
    write(tmp_path, "fillers: [呃]\n")
    assert load_rules([path], built_in=False) == first


def test_suggestions_become_rules(tmp_path: Path) -> None:
    rows = tmp_path / "s.jsonl"
    rows.write_text(
        '{"accept": true, "before": "放颤", "after": "房颤", "contexts": ["病人有放颤"]}\n'
        '{"accept": false, "before": "新梗", "after": "心梗", "contexts": ["新梗"]}\n',
        "utf-8",
    )
    out = tmp_path / "accepted.yaml"
    assert tclean("rules", "accept", rows, "-o", out, "--name", "ward").exit_code == 0
    pack = load_pack(str(out))
    assert [(t.canonical, t.variants) for t in pack.terms] == [("房颤", ("放颤",))]
    assert tclean("rules", "test", out).exit_code == 0


def test_mining_proposes_what_the_trusted_text_says(tmp_path: Path) -> None:
    raw = "今天病人有放颤的情况，心率比较快，请心内科会诊以后再决定用药。他的家属说他以前也有放颤，一直在吃药。"
    trusted = raw.replace("放颤", "房颤").replace("以后再决定用药", "后再定")
    (tmp_path / "raw.txt").write_text(raw, "utf-8")
    (tmp_path / "trusted.txt").write_text(trusted, "utf-8")
    out = tmp_path / "candidates.jsonl"
    done = tclean("rules", "mine", tmp_path / "raw.txt", tmp_path / "trusted.txt", "-o", out)
    assert done.exit_code == 0
    rows = [orjson.loads(line) for line in out.read_bytes().splitlines()]
    assert [(r["before"], r["after"], r["count"], r["accept"]) for r in rows][:1] == [("放颤", "房颤", 2, False)]


def test_rule_tests_run_in_a_test_suite_of_ones_own(tmp_path: Path) -> None:
    good = "{in: 有放颤, out: 有房颤}"
    path = write(
        tmp_path, f"terms:\n  - {{canonical: 房颤, variants: [放颤], tests: [{good}, {{in: 放颤, out: 房扑}}]}}\n"
    )
    first, second = rule_examples(path)
    first.check()
    with pytest.raises(AssertionError, match="expected '房扑'"):
        second.check()


def test_mining_leaves_out_what_is_only_said_otherwise() -> None:
    raw = "我们谈大模型的价格战，也谈聚生智能的未来，这件事他们做得很好，谢谢大家来"
    edited = "我们谈大模型价格战，也谈具身智能的未来，这件事他们做得很好。谢谢大家来"
    assert [(p.before, p.after) for p in mine(raw, edited, ["具身智能", "大模型价格战"])] == [("聚生智能", "具身智能")]
