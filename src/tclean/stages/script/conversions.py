"""OpenCC's conversions, each loaded when first asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

import opencc


@cache
def converter(name: str) -> Any:
    """One of OpenCC's conversions, without characters most fonts lack."""
    return opencc.OpenCC(name, include_tofu_risk_dictionaries=False).convert
