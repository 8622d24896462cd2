"""A pause for the garbage collector while much is built at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unwatched() -> Iterator[None]:
    """Build without the collector, which would look at every new object again and again and find no garbage.

    What is left behind goes without it; only what points at itself waits for the end of the pause.

    >>> with unwatched():
    ...     gc.isenabled()
    False
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def settled() -> None:
    """All that is built so far stays: the collector begins, and looks at nothing of it. For programs, not libraries."""
    gc.freeze()
    gc.enable()
