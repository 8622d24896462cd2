"""Short ids from free text."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^\w.]+")


def slug(text: str) -> str:
    """A lower-case id; Chinese characters stay.

    >>> slug("Scaling Law"), slug("零一万物")
    ('scaling-law', '零一万物')
    """
    low = text.strip().lower()
    return low if low.isalnum() else _OTHER.sub("-", low).strip("-") or "x"
