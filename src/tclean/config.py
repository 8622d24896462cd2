"""Profiles: YAML files with the options of each stage → `Settings`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tclean.core.document import Participant
from tclean.core.edit import Grade
from tclean.core.errors import UsageError
from tclean.core.kept import kept
from tclean.core.settings import Settings
from tclean.ruleset.load import built_in_folder

if TYPE_CHECKING:
    from tclean.ruleset.read import Node

GRADES = {"safe": Grade.SAFE, "unsafe": Grade.UNSAFE}


def settings(
    profile: str = "clean",
    *,
    glossary: str | Iterable[str] = (),
    participants: str | Sequence[str | Participant | Mapping[str, Any]] = (),
    title: str | None = None,
    script: str | None = None,
    reference: str | None = None,
    keep_dropped: bool = False,
) -> Settings:
    """Settings of a built-in profile (`verbatim`, `clean`, `corpus`) or of a profile file of the user's own.

    Raises `UsageError` for an unknown profile, script or participant.

    >>> [p.name for p in settings(participants="王小川:guest,张鹏").participants]
    ['王小川', '张鹏']
    """
    values = read_profile(profile)
    chosen: Any = script or values.get("script", "hans")
    if chosen not in ("hans", "hant", "keep"):
        raise UsageError(f"script is '{chosen}'; expected hans, hant or keep")
    grade = values.get("grade", "unsafe")
    if grade not in GRADES:
        raise UsageError(f"grade in profile {profile} is '{grade}'; expected safe or unsafe")
    return Settings(
        str(values.get("name", profile)),
        chosen,
        values.get("stages", {}),
        GRADES[grade],
        tuple(w.strip() for w in _lines(glossary) if w.strip() and not w.lstrip().startswith("#")),
        tuple(map(participant, _names(participants))),
        title,
        reference,
        keep_dropped,
    )


def _lines(glossary: str | Iterable[str]) -> Iterable[str]:
    """One string is a list of its lines, as in a glossary file."""
    return glossary.splitlines() if isinstance(glossary, str) else glossary


def _names(people: str | Sequence[str | Participant | Mapping[str, Any]]) -> Sequence[Any]:
    """One string is a list, as on the command line: `王小川:guest，张鹏`."""
    return [p for p in people.replace("，", ",").split(",") if p.strip()] if isinstance(people, str) else people


def participant(value: str | Participant | Mapping[str, Any]) -> Participant:
    """`NAME[:role]` or a mapping as a `Participant`.

    >>> participant("李开复:guest").role
    'guest'
    """
    if isinstance(value, Participant):
        return value
    if isinstance(value, str):
        name, _, role = value.replace("：", ":").partition(":")
        if not name.strip():
            raise UsageError(f"participant '{value}' has no name; write NAME or NAME:role")
        return Participant(name.strip(), role.strip() or None)
    return Participant(value["name"], value.get("role"), tuple(value.get("aliases", ())))


def read_profile(profile: str) -> dict[str, Any]:
    """The values of a profile; `extends: clean` takes another one as its base."""
    path = Path(profile)
    if path.suffix not in (".yaml", ".yml"):
        path = built_in_folder() / "profiles" / f"{profile}.yaml"
        if not path.is_file():
            raise UsageError(f"there is no profile '{profile}'; use verbatim, clean, corpus or a YAML file")
    own: dict[str, Any] = kept("profile", _content(path), lambda: _read(path))
    if not isinstance(own, dict):
        raise UsageError("a profile is a mapping with 'stages:'", path=str(path))
    unknown = set(own) - {"name", "version", "description", "extends", "script", "grade", "stages"}
    if unknown:
        raise UsageError(f"unknown key '{sorted(unknown)[0]}' in a profile", path=str(path))
    if "extends" in own:
        base = read_profile(str(own["extends"]))
        stages = {**base.get("stages", {})}
        for name, options in (own.get("stages") or {}).items():
            stages[name] = {**stages.get(name, {}), **(options or {})}
        return {**base, **own, "stages": stages}
    return own


def _content(path: Path) -> list[str] | None:
    try:
        return [hashlib.sha256(path.read_bytes()).hexdigest()]
    except OSError:
        return None


def _read(path: Path) -> Any:
    from tclean.ruleset.read import read_yaml  # YAML: not needed for a profile that is kept

    return _plain(read_yaml(str(path)))


def _plain(node: Node) -> Any:
    value = node.value
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value
