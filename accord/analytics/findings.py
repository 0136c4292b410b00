"""Which of the many figures of a page stand out from their comparator, when all are looked at together.

Source: FORMULAS 16. Tests of *underlying* rates: each allows for chance and for the movement of schools from
year to year, takes a rounded comparator as the range it is, and the page as a whole keeps its false findings to
a tenth by Benjamini and Hochberg's procedure. Power is poor for small cohorts: nothing found is not no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from accord.analytics.chance import mid_p, spread_between_years
from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.analytics.rates import Rate, rate_of

Q = 0.10
"""At most this share of the findings of a page is expected to be false."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Question(Generic[Key]):
    """A figure to be tested against a comparator that is known but for its rounding; S of its measure."""

    key: Key
    figure: Figure
    comparator: Figure
    school_year_sd: float | None


@dataclass(frozen=True, slots=True)
class Finding(Generic[Key]):
    """A figure that stands out, with its two-sided p value and the side it stands on."""

    key: Key
    p: float
    side: Comparison


@dataclass(frozen=True, slots=True)
class Findings(Generic[Key]):
    """What stands out, the clearest first; how many were tested; and what could not be tested."""

    found: tuple[Finding[Key], ...]
    tested: int
    untested: tuple[Key, ...]


def findings(asked: Sequence[Question[Key]], q: float = Q) -> Findings[Key]:
    """The findings among all that is asked at once, at false discovery rate ``q``."""
    known = [(each, p_value(each)) for each in asked]
    tested = [Finding(each.key, p, _side(each)) for each, p in known if p is not None]
    return among(tested, [each.key for each, p in known if p is None], q)


def among(tested: Sequence[Finding[Key]], untested: Sequence[Key] = (), q: float = Q) -> Findings[Key]:
    """What stands out of figures that were tested, whatever their tests, at false discovery rate ``q`` together."""
    stand_out = benjamini_hochberg([each.p for each in tested], q)
    found = [each for each, outstanding in zip(tested, stand_out, strict=True) if outstanding]
    return Findings(tuple(sorted(found, key=lambda each: each.p)), len(tested), tuple(untested))


def p_value(question: Question[Key]) -> float | None:
    """Two-sided mid-p against the nearest rate the comparator can be, by the beta-binomial with S.

    Of a count that is a range, the end nearest to the comparator is tested. 1 inside the comparator's range. None
    where S, the schools' numbers or the comparator is not known.
    """
    rate, bounds = rate_of(question.figure), bounds_of(question.comparator)
    if rate is None or rate.cohort is None or bounds is None or question.school_year_sd is None:
        return None
    low, high = bounds
    if rate.low / rate.whole > high:
        part, share = rate.low, high
    elif rate.high / rate.whole < low:
        part, share = rate.high, low
    else:
        return 1.0
    between = spread_between_years(share, rate.whole, rate.cohort, question.school_year_sd)
    return min(1.0, 2 * min(mid_p(part, rate.whole, share, between)))


def benjamini_hochberg(p_values: Sequence[float], q: float) -> list[bool]:
    """Which of the p values are discoveries at false discovery rate ``q`` (Benjamini and Hochberg 1995)."""
    ordered = sorted(p_values)
    most = max((rank for rank, p in enumerate(ordered, start=1) if p <= rank * q / len(ordered)), default=0)
    return [bool(most) and p <= ordered[most - 1] for p in p_values]


def bounds_of(comparator: Figure) -> tuple[float, float] | None:
    """Between which rates, 0–1, a comparator lies that is known but for its rounding; None where it has no value."""
    if comparator.value is None:
        return None
    low = comparator.low if comparator.low is not None else comparator.value
    high = comparator.high if comparator.high is not None else comparator.value
    return max(0.0, low) / 100, min(100.0, high) / 100


def _side(question: Question[Key]) -> Comparison:
    rate, bounds = rate_of(question.figure), bounds_of(question.comparator)
    assert isinstance(rate, Rate) and bounds is not None
    return Comparison.ABOVE if rate.share > bounds[1] else Comparison.BELOW
