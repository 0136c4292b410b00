"""Whether a sum says too much by itself about those in it whom a reader may not see by name."""

from __future__ import annotations

import numpy as np

from accord.analytics.counts import Flags, Integers

FEWEST_PUPILS = 6
"""Of fewer pupils nothing is shown that is not public (issue 5; `docs/explanation/before-results-are-public.md`)."""
FEWEST_SCHOOLS = 2


def hides_everybody(pupils: Integers, others: Integers, unseen: Flags) -> bool:
    """Whether the schools that a reader may not see by name are hidden in a sum.

    ``pupils`` are those counted of each school, ``others`` the pupils of the same schools outside the pupil group
    (zeros for all pupils), ``unseen`` marks the schools not shown by name. At least two such schools, at least six
    pupils in them, and outside the group none or six: else the sum less what the reader knows is a small number.
    """
    if not unseen.any():
        return True
    inside, outside = int(np.sum(pupils[unseen])), int(np.sum(others[unseen]))
    few = inside < FEWEST_PUPILS or 0 < outside < FEWEST_PUPILS
    return int(np.count_nonzero(unseen & (pupils > 0))) >= FEWEST_SCHOOLS and not few
