"""Stage `script`: Traditional → Simplified (or back), decided stretch by stretch; the only stage that knows OpenCC."""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.script.convert import Convert
from tclean.stages.script.words import Words
from tclean.text.charclass import SIMPLIFIED, TRADITIONAL


def build(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes of this stage.

    Options: `variant` (auto, t, tw, hk) is the kind of Traditional text read or written; `vocabulary: mainland` also
    replaces words of Taiwan usage (軟體 → 软件) and is off by default, because it changes what was said.
    """
    if settings.script == "keep":
        return []
    names = [n for p in settings.participants for n in (p.name, *p.aliases)]
    names += [n for s in rules.speakers for n in (s.name, *s.aliases)]
    terms = [w for t in rules.terms for w in (t.canonical, *t.aliases)]
    kept = tuple(dict.fromkeys((*rules.protect, *names, *settings.glossary, *terms)))
    variant = str(settings.option("script", "variant", "auto"))
    if settings.script == "hant":
        return [Convert(SIMPLIFIED, variant, kept), Convert(TRADITIONAL, variant, kept, fold=True)]
    convert = Convert(TRADITIONAL, variant, kept)
    if settings.option("script", "vocabulary") == "mainland":
        return [Words(rules.protect), convert]
    return [convert]
