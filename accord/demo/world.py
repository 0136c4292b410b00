"""The whole invention: authorities, schools, alliances, and the true counts of every year."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from accord.demo import names
from accord.demo.groups import Membership, alliances
from accord.demo.levels import SIMULATED_YEARS, Spread
from accord.demo.pupils import Pupils, draw, school_traits
from accord.demo.schools import FIRST_AUTHORITY, Authority, School, england_schools, our_schools
from accord.demo.tallies import Tally, tally

LOW_COVERAGE_SCHOOL = 20
LOW_COVERAGE_YEAR = 2019
"""The school, by its place among ours, and the summer in which too few pupils are in the reading measure."""


@dataclass(frozen=True, slots=True)
class Count:
    """What is true: `part` of `whole` pupils; for scores, the sum over the `whole` who have one."""

    part: float
    whole: int


@dataclass(frozen=True, slots=True)
class World:
    """An invented authority in an invented England. Schools stand in the order of authorities, ours first."""

    seed: int
    authorities: tuple[Authority, ...]
    schools: tuple[School, ...]
    infants: tuple[School, ...]
    memberships: tuple[Membership, ...]
    tallies: dict[int, Tally]

    @property
    def authority(self) -> Authority:
        """The authority we show."""
        return self.authorities[0]

    @property
    def ours(self) -> tuple[School, ...]:
        """Our schools with Key Stage 2."""
        return tuple(school for school in self.schools if school.la == self.authority.code)

    def truth(self, urn: int, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind one school's figure; raises KeyError for what was never invented.

        `measure` is a code such as `ks2_rwm_expected`, `ks2_reading_progress` or `ks2_gps_scaled`; `pupils`
        a code of a pupil group (`all`, `disadvantaged`, `prior_low`, ...).
        """
        # Schools are numbered in their order, so that a place is found by halving.
        place = bisect_left(self.schools, urn, key=attrgetter("urn"))
        if place == len(self.schools) or self.schools[place].urn != urn:
            raise KeyError(urn)
        return self._count(place, year, measure, pupils)

    def england_truth(self, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind the row for England."""
        return self._count(-1, year, measure, pupils)

    def authority_truth(self, code: str, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind an authority's row."""
        place = [authority.code for authority in self.authorities].index(code)
        return self._count(len(self.schools) + place, year, measure, pupils)

    def _count(self, place: int, year: int, measure: str, pupils: str) -> Count:
        counted = self.tallies[year]
        subject, kind = measure.removeprefix("ks2_").rsplit("_", 1)
        if kind == "progress":
            total, size = counted.progressed[subject, pupils]
            return Count(float(total[place]), int(size[place]))
        if kind == "scaled":
            total, size = counted.scored[subject, pupils]
            return Count(float(total[place]), int(size[place]))
        part = counted.reached[f"{subject}_{kind}", pupils]
        return Count(int(part[place]), int(counted.pupils[pupils][place]))


def invent(seed: int, *, england: int = 1500, authorities: int = 150) -> World:
    """Invent a world: the same seed gives the same world, down to the byte of every file.

    `england` schools in `authorities` other authorities stand around ours; fewer than 140 authorities
    would not be taken for England.
    """
    rng = np.random.default_rng([seed, 0])
    towns = names.deal(rng, names.place_names())
    ours = Authority(str(FIRST_AUTHORITY), names.deal(rng, names.county_names())[0])
    others = [Authority(str(FIRST_AUTHORITY + place + 1), towns[place]) for place in range(authorities)]
    local = our_schools(rng, ours.code, towns[authorities : authorities + 24])
    schools = [school for school in local if school.ages != "4-7"]
    infants = tuple(school for school in local if school.ages == "4-7")
    schools += england_schools(rng, others, england, towns[authorities + 24 :])
    everywhere = (ours, *others)
    spread = Spread()
    codes = [authority.code for authority in everywhere]
    home = np.array([codes.index(school.la) for school in schools])
    effects = rng.normal(0, spread.authorities, len(codes))[home]
    traits = school_traits(rng, np.array([school.special for school in schools]), effects, spread)
    starts = np.searchsorted(home, np.arange(len(codes)))
    tallies = {}
    for year in SIMULATED_YEARS:
        yearly = np.random.default_rng([seed, year])
        pupils = draw(yearly, traits, _sizes(yearly, schools, year), year, spread)
        if year == LOW_COVERAGE_YEAR:
            _plant_low_coverage(pupils)
        tallies[year] = tally(year, pupils, starts, len(schools))
    mine = schools[: len(local) - len(infants)]
    return World(seed, everywhere, tuple(schools), infants, alliances(mine, list(infants)), tallies)


def _sizes(rng: np.random.Generator, schools: list[School], year: int) -> NDArray[np.int64]:
    """How many pupils each school has at the end of Key Stage 2 in this summer."""
    usual = np.array([school.cohort for school in schools])
    moved = np.rint(usual + rng.normal(0, 1, usual.size) * np.maximum(1.0, 0.07 * usual)).astype(np.int64)
    # A cohort of five or fewer stays so: these are the schools that are suppressed every year.
    sizes = np.where(usual <= 5, np.clip(moved, 1, 5), np.maximum(moved, 4))
    return np.where([school.has_results(year) for school in schools], sizes, 0)


def _plant_low_coverage(pupils: Pupils) -> None:
    """Leave three in five of one school's pupils out of the reading progress measure."""
    members = np.flatnonzero(pupils.school == LOW_COVERAGE_SCHOOL)
    pupils.progress["reading"][members[: 3 * members.size // 5 + 1]] = np.nan
