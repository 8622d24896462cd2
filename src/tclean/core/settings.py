"""What a run was asked to do, as plain checked values. Stages are built from it; it pickles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tclean.core.document import Document, Participant
from tclean.core.edit import Findings, Grade

Script = Literal["hans", "hant", "keep"]


@dataclass(frozen=True, slots=True)
class Settings:
    """One configuration of the pipeline. `options[stage]` holds that stage's options from the profile."""

    profile: str = "clean"
    script: Script = "hans"
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    grade: Grade = Grade.UNSAFE
    glossary: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    title: str | None = None
    reference: str | None = None  # text of a trusted transcript of the same event
    keep_dropped: bool = False

    def option(self, stage: str, name: str, default: Any = None) -> Any:
        """One option of one stage, or the default.

        >>> Settings(options={"itn": {"style": "digits"}}).option("itn", "style")
        'digits'
        """
        return self.options.get(stage, {}).get(name, default)


class Pass(Protocol):
    """One step of a stage: looks at a document, says what it found, changes nothing."""

    def __call__(self, doc: Document, /) -> Findings:
        """What was found in the document's present revision."""
        ...
