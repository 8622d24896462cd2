"""The order of a round: guests speak for the first time in the order in which they are announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person

Floats = NDArray[np.float64]


def turn_of(share: Floats, sizes: Floats, people: Sequence[Person], spec: Mapping[str, Any]) -> Floats:
    """(C, guests): what speaks for each guest to begin at each place, given who probably spoke before (`share`).

    Who has not yet spoken is likely to once all announced before him have, and unlikely as long as one of them has not.

    >>> cast = [Person(None, "host"), Person("张鹏", "guest"), Person("李大海", "guest")]
    >>> spec = {"next": 1.0, "early": -0.5, "heard": 10}
    >>> turn_of(np.eye(3), np.full(3, 100.0), cast, spec).round(1).tolist()
    [[1.0, -0.5], [1.0, -0.5], [0.0, 1.0]]
    """
    said = np.cumsum(share * sizes[:, None], axis=0) - share * sizes[:, None]
    new = np.exp(-said / spec["heard"])
    out, ready = np.zeros(share.shape), np.ones(len(share))
    announced = [n for n, p in enumerate(people) if n and p.name and not p.weak and p.role != "audience"]
    for n in announced if len(announced) > 1 else ():
        out[:, n] = new[:, n] * (spec["next"] * ready + spec["early"] * (1 - ready))
        ready = ready * (1 - new[:, n])
    return out[:, 1:]
