"""The decoder's probabilities are those of all paths, added up one by one."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import pytest

from tclean.stages.speakers.inferred.decode import Lattice
from tclean.stages.speakers.inferred.posterior import posteriors


def _lattice(rng: np.random.Generator, count: int, guests: int, step: int) -> Lattice:
    places = np.cumsum(rng.integers(1, step, count + 1))
    tables = rng.uniform(0.1, 1.0, (2, int(places[-1]) + 1))
    kinds = np.array([0] * guests + [1] * guests)
    who = np.array([0] * guests + list(range(1, guests + 1)))
    first = rng.uniform(0.1, 1.0, 2 * guests)
    parts = [rng.uniform(0.1, 1.0, (guests if n == 1 else count, guests)) for n in range(5)]
    return Lattice(places, tables, kinds, who, first, *parts, asks=np.array([guests - 1]))


def _every_path(lat: Lattice, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By trying all of them."""
    count, states = len(lat.places) - 1, len(lat.kinds)
    joints = lat.joints(slice(0, count))
    share, starts = np.zeros((count, lat.who.max() + 1)), np.zeros((count, lat.who.max() + 1))
    for n in range(count):
        for cuts in combinations(range(1, count), n):
            for path in product(range(states), repeat=n + 1):
                edges = (0, *cuts, count)
                worth = lat.first[path[0]]
                for s, (a, b) in zip(path, pairwise(edges), strict=True):
                    worth *= lat.tables[lat.kinds[s], lat.places[b] - lat.places[a]] * np.exp(sums[b, s] - sums[a, s])
                for cut, (s, t) in zip(cuts, pairwise(path), strict=True):
                    worth *= joints[cut, s, t]
                for s, (a, b) in zip(path, pairwise(edges), strict=True):
                    starts[a, lat.who[s]] += worth
                    share[a:b, lat.who[s]] += worth
    total = share[0].sum()
    return share / total, starts / total


@pytest.mark.parametrize("said", [1.0, 90.0])
def test_probabilities_are_sums_over_all_paths(said: float) -> None:
    rng = np.random.default_rng(4)
    lat = _lattice(rng, 5, 2, 9)
    sums = np.cumsum(rng.normal(0, said, (6, 4)), axis=0)
    share, starts = _every_path(lat, sums)
    found = posteriors(lat, sums)
    assert np.allclose(found[0], share, atol=1e-9)
    assert np.allclose(found[1], starts, atol=1e-9)


@pytest.mark.parametrize("said", [0.5, 20.0, 200.0])
def test_a_long_text_is_the_sum_of_its_paths_in_any_units(said: float) -> None:
    """One guest alone: what the recursion over all cuts says, in plain logarithms."""
    rng = np.random.default_rng(5)
    lat = _lattice(rng, 1300, 1, 40)
    lat.asks = np.zeros(0, int)
    sums = np.cumsum(rng.normal(0, said, (1301, 2)), axis=0)
    joints, lengths = lat.joints(slice(0, 1300)), np.log(lat.tables)[lat.kinds]
    begun = np.full((1301, 2), -np.inf)
    begun[0] = np.log(lat.first)
    for j in range(1, 1301):
        low = max(0, j - 1024)
        spans = lengths[:, lat.places[j] - lat.places[low:j]].T + sums[j] - sums[low:j]
        ended = np.logaddexp.reduce(begun[low:j] + spans, axis=0)
        if j < 1300:
            begun[j] = np.log(joints[j, 1, 0]) + ended[1], np.log(joints[j, 0, 1]) + ended[0]
    share, starts = posteriors(lat, sums)
    assert np.allclose(share.sum(1), 1.0)
    total = np.logaddexp.reduce(ended)
    to_the_end = lengths[:, lat.places[-1] - lat.places[1299]] + sums[-1] - sums[1299]
    assert np.allclose(starts[1299], np.exp(begun[1299] + to_the_end - total), atol=1e-6)
