"""Votes of a reference: stretches of the text for which a trusted transcript says who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tclean.stages.speakers.inferred.people import Person

Vote = tuple[int, int, str]
SLACK = 8  # characters a hand-over may lie inside the stretches either side


def who_votes(votes: Sequence[Vote], people: list[Person]) -> list[tuple[int, int, int]]:
    """Votes with the index of the person; people only the reference knows join the cast.

    >>> cast = [Person(None, "host"), Person("张鹏", "guest")]
    >>> who_votes([(0, 9, "张鹏"), (9, 12, "李大海")], cast), cast[2].name
    ([(0, 9, 1), (9, 12, 2)], '李大海')
    """
    index = {name: i for i, p in enumerate(people) for name in (*p.forms, p.name) if name}
    for _, _, name in votes:
        if name not in index:
            index[name] = len(people)
            people.append(Person(name, "guest", (name,)))
    return [(start, end, index[name]) for start, end, name in votes]


def handovers(votes: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Stretches in which one voted speaker gives way to another."""
    return [(a[1] - SLACK, b[0]) for a, b in pairwise(sorted(votes)) if a[2] != b[2]]


def voted(
    votes: Sequence[tuple[int, int, int]], places: NDArray[np.int64], end: int, people: int
) -> NDArray[np.float64]:
    """(C, P): how many characters of each stretch between places are voted for each person.

    >>> voted([(2, 6, 1)], np.array([0, 4]), 10, 2).tolist()
    [[0.0, 2.0], [0.0, 2.0]]
    """
    if not votes:
        return np.zeros((len(places), people))
    steps = np.zeros((end + 1, people))
    for start, stop, who in votes:
        steps[start, who] += 1
        steps[stop, who] -= 1
    count = np.zeros((end + 1, people))
    np.cumsum(np.minimum(np.cumsum(steps, axis=0), 1.0)[:-1], axis=0, out=count[1:])
    return np.diff(count[np.append(places, end)], axis=0)
