"""How many random worlds a statistic is computed in a second time: two thousand in the thorough run."""

from __future__ import annotations

from hypothesis import settings

from tests.fixtures.skipping import thorough

WORLDS = 2000 if thorough() else 100
in_many_worlds = settings(max_examples=WORLDS, deadline=None)
"""To stand above `given`."""
