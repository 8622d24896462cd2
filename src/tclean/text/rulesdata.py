"""Language knowledge kept as YAML under `rules/data/`, read once a process and only when asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def rules_data(name: str) -> dict[str, Any]:
    """The values of `rules/data/<name>.yaml`; callers must not change them.

    >>> "主持人" in rules_data("labels")["roles"]["host"]
    True
    """
    package = Path(__file__).parents[1]
    folder = package / "rules" if (package / "rules").is_dir() else package.parents[1] / "rules"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    values: dict[str, Any] = yaml.load((folder / "data" / f"{name}.yaml").read_bytes(), loader)
    return values
