"""Settings of the whole test run."""

from __future__ import annotations

import os

from hypothesis import settings

# in CI the same examples every time: a chance find must not stop a change that has nothing to do with it
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
