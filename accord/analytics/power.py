"""How often a difference that is really there stands out among all the figures that are looked at together.

The other side of `accord.analytics.findings`: its test, asked of a rate that is truly so many points off. The more
figures are looked at, the clearer one of them has to be, so this belongs to a page and not to a formula.
"""

from __future__ import annotations

import numpy as np

from accord.analytics.chance import distribution, spread_between_years
from accord.analytics.findings import Key, Q, Question, bounds_of
from accord.analytics.rates import rate_of


def power(question: Question[Key], points: float, tested: int, q: float = Q) -> float | None:
    """The share of years (0–1) in which a figure with such pupils is found if its usual rate is ``points`` off.

    ``points`` are percentage points from the comparator's value, below it where negative; the rate that this makes
    stops at 0 and 100. It is the only one of ``tested`` figures that differs, so its p value has to be at most
    ``q`` / ``tested``; with others that differ as well it is found somewhat more often. None where the question
    cannot be tested.
    """
    rate, bounds, sd = rate_of(question.figure), bounds_of(question.comparator), question.school_year_sd
    if rate is None or rate.cohort is None or bounds is None or sd is None or question.comparator.value is None:
        return None
    below, whole = points < 0, rate.whole
    usual = bounds[0 if below else 1]
    true = min(1.0, max(0.0, (question.comparator.value + points) / 100))
    if not 0 < usual < 1:
        return 0.0
    by_chance = distribution(whole, usual, spread_between_years(usual, whole, rate.cohort, sd))
    if not below:
        by_chance = by_chance[::-1]
    so_far_out = np.flatnonzero(2 * (np.cumsum(by_chance) - by_chance / 2) <= q / tested)
    truly = distribution(whole, true, spread_between_years(true, whole, rate.cohort, sd))
    found = so_far_out if below else whole - so_far_out
    return float(min(1.0, truly[found].sum()))
