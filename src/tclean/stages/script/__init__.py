"""Stage `script`: Traditional → Simplified (or back), decided stretch by stretch; the only stage that knows OpenCC.

The word lists of the stages behind it are Simplified, so the text becomes Simplified here whatever is asked for. For
`--script hant` the last passes of the pipeline put back what was Traditional and convert the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from tclean.core.settings import Pass, Settings
from tclean.ruleset.model import RuleSet
from tclean.stages.script.back import as_written, names_converted
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
    convert = Convert(TRADITIONAL, _variant(settings), _kept(settings, rules), flags=settings.script == "hans")
    if settings.script == "hans" and settings.option("script", "vocabulary") == "mainland":
        return [Words(rules.protect), convert]
    return [convert]


def finish(settings: Settings, rules: RuleSet) -> Sequence[Pass]:
    """The passes behind all other stages: Traditional text, where that is asked for."""
    if settings.script != "hant":
        return []
    variant, names = _variant(settings), _names(settings, rules)
    kept = (*rules.protect, *names, *settings.glossary)  # the packs' terms are spelled in Simplified characters
    convert = Convert(SIMPLIFIED, variant, kept)
    fold = Convert(TRADITIONAL, variant, kept, fold=True)
    return [as_written, names_converted(convert, names), convert, fold]


def _variant(settings: Settings) -> str:
    return str(settings.option("script", "variant", "auto"))


def _names(settings: Settings, rules: RuleSet) -> tuple[str, ...]:
    given = (n for p in settings.participants for n in (p.name, *p.aliases))
    return (*given, *(n for s in rules.speakers for n in (s.name, *s.aliases)))


def _kept(settings: Settings, rules: RuleSet) -> tuple[str, ...]:
    terms = (w for t in rules.terms for w in (t.canonical, *t.aliases))
    return tuple(dict.fromkeys((*rules.protect, *_names(settings, rules), *settings.glossary, *terms)))
