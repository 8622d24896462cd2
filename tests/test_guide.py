"""The rules guide: its files are saved and its commands run, as a reader would."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import tclean
from tclean.cli import main

GUIDE = Path(__file__).parents[1] / "docs" / "rules.md"
pytestmark = pytest.mark.skipif(not GUIDE.is_file(), reason="the guide is not beside these tests")


def blocks() -> tuple[list[tuple[str, str]], list[str]]:
    text = GUIDE.read_text("utf-8")
    files = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", text, re.S)
    commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    return files, commands


def test_files_and_commands_of_the_guide_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files, commands = blocks()
    for name, body in files:
        Path(name).write_text(body, "utf-8")
    assert len(files) == 4
    assert len(commands) >= 10
    said = {}
    for command in commands:
        program, *args = shlex.split(command)
        assert program == "tclean"
        done = CliRunner().invoke(main, args)
        assert done.exit_code == 0, f"{command}\n{done.output}"
        said[command] = done.output
    text = Path("out/segments.jsonl").read_text("utf-8")
    for right in ("房颤有两年", "华法林", "INR", "心梗", "释放颤抖"):
        assert right in text
    measured = next(v for k, v in said.items() if "--items" in k)
    assert re.search(r"recall +1\.000", measured)
    assert re.search(r"look_alikes_kept +1\.000", measured)
    assert "INR" in Path("candidates.jsonl").read_text("utf-8")


def test_the_picture_of_the_readme_is_true() -> None:
    text = (GUIDE.parents[1] / "README.md").read_text("utf-8")
    given, shown = re.findall(r"```\n(.*?)```", text[text.index("## What it does") :], re.S)[:2]
    people = re.search(r'--participants "(.*?)"', text[text.index("becomes, with") :])
    assert people is not None
    done = tclean.clean(given, participants=people[1].split(","))
    assert "".join(f"{s.speaker['name']}  {s.text}\n" for s in done.segments if s.speaker) == shown
