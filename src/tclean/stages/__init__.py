"""The stages, in the order in which they run. A stage's `build(settings, rules)` returns its passes; `finish`, where it
has one, those that run behind all other stages.

A pass is a pure function: it looks at a `Document` and returns `Findings` (edits and marks over the text it was shown).
Each pass sees the text all earlier passes left. Rule ids start with the stage's name: `terms:ai/scaling-law`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib import import_module

from tclean.core.errors import UsageError
from tclean.core.installed import GROUP, installed
from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet

Build = Callable[[Settings, RuleSet], Sequence[Pass]]

# name, and why it stands where it stands
ORDER = (
    "repair",  # bytes before anything looks at words
    "boilerplate",  # furniture out of the way of every later count
    "script",  # one script for all word lists behind it; --script hant turns it back when all is done
    "layout",  # title, metadata, headings, labels: what a line is, before lines are joined
    "reflow",  # sentences whole again: terms and turns cross the line breaks
    "terms",  # names right before they are used to find speakers
    "speakers",  # before disfluency: who uses which fillers tells who speaks
    "disfluency",
    "itn",
    "dedup",  # last: compares what the reader will see
)


def build_stages(settings: Settings, rules: RuleSet, only: Collection[str] | None = None) -> list[tuple[str, Pass]]:
    """The passes of all stages (or of `only` some) with their stage's name: the user's own stages behind
    the built-in ones, then what stages do last."""
    out: list[tuple[str, Pass]] = []
    last: list[tuple[str, Pass]] = []
    for name in ORDER:
        if settings.option(name, "off", False) or (only is not None and name not in only):
            continue
        stage = import_module(f"tclean.stages.{name}")
        build: Build = stage.build
        finish: Build | None = getattr(stage, "finish", None)
        out += [(name, step) for step in build(settings, rules)]
        last += [(name, step) for step in finish(settings, rules)] if finish else []
    for name, place in installed().stages:
        if name in ORDER:
            raise UsageError(f"the installed stage '{name}' has a built-in stage's name; rename its entry point")
        if not settings.option(name, "off", False) and (only is None or name in only):
            from importlib.metadata import EntryPoint

            out += [(name, step) for step in EntryPoint(name, place, GROUP).load()(settings, rules)]
    return out + last
