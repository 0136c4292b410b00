"""How high the national percentages stand in each summer, and who is in an invented cohort.

The levels are those England reached (METHOD 1.11, and the national rows of 2016-2019); the rest of
the invented England is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass

SIMULATED_YEARS = (2016, 2017, 2018, 2019, 2023, 2024, 2025)
"""2016 and 2017 stand behind the columns for earlier years in the files of 2018 and 2019."""
PUBLISHED_YEARS = (2018, 2019, 2023, 2024, 2025)
PROGRESS_YEARS = frozenset({2016, 2017, 2018, 2019, 2023})
"""2020-2022 have no results for schools; there was no progress measure in 2024 and 2025."""

SUBJECTS = ("reading", "writing", "maths", "gps")
TESTED = ("reading", "maths", "gps")
WITH_PROGRESS = ("reading", "writing", "maths")

NATIONAL: dict[int, dict[str, tuple[int, int]]] = {
    2016: {"reading": (66, 19), "writing": (74, 15), "maths": (70, 17), "gps": (72, 22)},
    2017: {"reading": (71, 25), "writing": (76, 18), "maths": (75, 23), "gps": (77, 31)},
    2018: {"reading": (75, 28), "writing": (78, 20), "maths": (75, 24), "gps": (78, 34)},
    2019: {"reading": (73, 27), "writing": (78, 20), "maths": (79, 27), "gps": (78, 36)},
    2023: {"reading": (73, 29), "writing": (71, 13), "maths": (73, 24), "gps": (72, 30)},
    2024: {"reading": (74, 29), "writing": (72, 13), "maths": (73, 24), "gps": (72, 32)},
    2025: {"reading": (75, 33), "writing": (72, 13), "maths": (74, 26), "gps": (73, 30)},
}
"""Percent of pupils at the expected and at the higher standard, by subject."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations on the scale of the latent ability, whose spread inside a school is about 1.

    `between` is what one school has over another for good; `yearly` is what its cohorts add from year to
    year: 0.27 on the logit scale (FORMULAS 10) is 0.27 / 1.7 on this one.
    """

    authorities: float = 0.08
    between: float = 0.33
    yearly: float = 0.16
    shared: float = 0.76
    """The part of a pupil's ability that all subjects share, as a correlation."""
    prior: float = 0.69
    """How far attainment at the end of Key Stage 1 foretells it, as a correlation."""
