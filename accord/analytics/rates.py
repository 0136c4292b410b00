"""A rate as its counts: what an interval of a difference, a limit or a test is made from."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.figures import HAS_VALUE, Figure
from accord.analytics.intervals import effect_of_cohort, wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """``low`` ≤ ``central`` ≤ ``high`` pupils of ``whole``, as a published percentage allows.

    ``cohort`` is Σn²/Σn over the schools (`Figure.cohort`); None where it is not known.
    """

    low: int
    central: int
    high: int
    whole: int
    cohort: float | None

    @property
    def share(self) -> float:
        """The rate, 0–1."""
        return self.central / self.whole

    def effect(self, school_year_sd: float | None) -> float | None:
        """D of FORMULAS 10: 1 where no variation between years is asked for; None where it cannot be known."""
        if school_year_sd is None:
            return 1.0
        if self.cohort is None:
            return None
        return effect_of_cohort(self.central, self.whole, self.cohort, school_year_sd)

    def with_limits(self, part: int, effect: float = 1.0) -> tuple[float, float, float]:
        """The rate of one of the counts it may be, with Wilson's 95% limits of part / D in whole / D."""
        low, high = wilson(part / effect, self.whole / effect)
        return part / self.whole, low, high


def rate_of(figure: Figure | None) -> Rate | None:
    """The counts behind a percentage; None for a score, for a row printed without pupils, and without a value."""
    if figure is None or figure.status not in HAS_VALUE or figure.value is None:
        return None
    if figure.part_low is None or figure.part_high is None or not figure.whole:
        return None
    central = round(figure.value * figure.whole / 100)
    return Rate(figure.part_low, central, figure.part_high, figure.whole, figure.cohort)


def underlying_interval(figure: Figure, school_year_sd: float | None) -> tuple[float, float] | None:
    """The 95% interval for the underlying rate, 0–100: Wilson's with K/D of N/D (FORMULAS 10).

    It allows for the ups and downs of schools from year to year, which the interval of the figure itself does
    not. On a count that is a range it takes the outer limits. None where S or the schools' numbers are not known.
    """
    rate = rate_of(figure)
    effect = rate.effect(school_year_sd) if rate is not None and school_year_sd is not None else None
    if rate is None or effect is None:
        return None
    return 100 * rate.with_limits(rate.low, effect)[1], 100 * rate.with_limits(rate.high, effect)[2]
