"""How high the national percentages stand in each summer, and who is in an invented cohort.

The levels are those England reached (METHOD 1.11, and the national rows of 2016-2019); the rest of
the invented England is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVEL_YEARS = (2013, 2014, 2015)
SCALED_YEARS = (2016, 2017, 2018, 2019, 2023, 2024, 2025)
SIMULATED_YEARS = (*LEVEL_YEARS, *SCALED_YEARS)
PUBLISHED_YEARS = SIMULATED_YEARS
"""2020 to 2022 have no results for schools."""
PROVISIONAL_YEAR = 2023
"""The summer of which a provisional file came first, and a final one after it."""
PROGRESS_YEARS = frozenset({2016, 2017, 2018, 2019, 2023})
"""There was no progress measure in 2024 and 2025."""

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

NATIONAL_LEVELS: dict[int, dict[str, tuple[int, int, int]]] = {
    2013: {"reading": (86, 75, 45), "writing": (83, 83, 30), "maths": (85, 73, 41), "gps": (74, 65, 47)},
    2014: {"reading": (89, 78, 50), "writing": (85, 85, 33), "maths": (86, 76, 42), "gps": (76, 68, 52)},
    2015: {"reading": (89, 80, 48), "writing": (87, 87, 36), "maths": (87, 77, 42), "gps": (80, 73, 56)},
}
"""Percent of pupils at level 4 and above, at 4B and above, at level 5 and above; writing has no 4B."""
TWO_LEVELS: dict[int, dict[str, int]] = {
    2013: {"reading": 88, "writing": 91, "maths": 88},
    2014: {"reading": 91, "writing": 93, "maths": 90},
    2015: {"reading": 91, "writing": 94, "maths": 90},
}
"""Percent of pupils who made two levels of progress or more since Key Stage 1."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations on the scale of the latent ability, whose spread inside a school is about 1.

    `between` is what one school has over another for good. What its cohorts add from year to year is 0.27 on the logit
    scale (FORMULAS 10), which is 0.16 on this one; some of it lasts into the next summer: `lingering` of it does, and
    `fading` is how much of that is left a year later.
    """

    authorities: float = 0.08
    between: float = 0.33
    yearly: float = 0.132
    lingering: float = 0.09
    fading: float = 0.6
    shared: float = 0.76
    """The part of a pupil's ability that all subjects share, as a correlation."""
    prior: float = 0.69
    """How far attainment at the end of Key Stage 1 foretells it, as a correlation."""
