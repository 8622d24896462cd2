"""Language data: the word lists of `rules/data/*.yaml`, read once a process and only when a stage asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tclean.core.kept import kept

DATA = Path(__file__).parent.parent / "data"  # what tools/ made


def data_folder() -> Path:
    """The folder of the word lists: inside the wheel, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent.parent / "rules" / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rules" / "data"


@cache
def language_data(name: str) -> Mapping[str, Any]:
    """The values of `rules/data/<name>.yaml`.

    >>> "所以" in language_data("sentences")["heads"]["strong"]["words"]
    True
    """
    return kept(f"data-{name}", (), lambda: _read(name))


def _read(name: str) -> Mapping[str, Any]:
    import yaml  # not needed for data that is kept

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    values: Mapping[str, Any] = yaml.load((data_folder() / f"{name}.yaml").read_text("utf-8"), loader)
    return values


def words_of(value: str | list[str] | None) -> tuple[str, ...]:
    """A word list as written in the data files: a YAML list, or words separated by white space.

    >>> words_of("呃 嗯")
    ('呃', '嗯')
    """
    if value is None:
        return ()
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def weights_of(groups: Mapping[str, Any]) -> dict[str, float]:
    """Words by group, each group with one weight, as one mapping.

    >>> weights_of({"sure": {"weight": 2.5, "words": "吗 吧"}})
    {'吗': 2.5, '吧': 2.5}
    """
    return {word: float(group["weight"]) for group in groups.values() for word in words_of(group["words"])}
