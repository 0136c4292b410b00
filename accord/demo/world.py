"""The whole invention: authorities, schools, groups, what is planted, and the true counts of every year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.demo import names
from accord.demo.cohorts import Cohort, Traits, draw, school_traits, seasons
from accord.demo.county import Numbers, county_schools
from accord.demo.effects import Planted, lift, planted_in
from accord.demo.england import light_england
from accord.demo.groups import Ending, Membership, county_groups
from accord.demo.levels import LEVEL_YEARS, PROVISIONAL_YEAR, SIMULATED_YEARS, Spread
from accord.demo.levels_era import levels_year
from accord.demo.plans import LIKE_OTHERS, PLANS, Size
from accord.demo.pupils import Pupils, scaled_year
from accord.demo.schools import (
    FIRST_AUTHORITY,
    FIRST_ENGLAND_URN,
    FIRST_OLD_ENGLAND_URN,
    FIRST_OLD_URN,
    FIRST_URN,
    WITH_RESULTS,
    Authority,
    School,
)
from accord.demo.tallies import Tally, tally

LOW_COVERAGE_SCHOOL = 20
LOW_COVERAGE_YEAR = 2019
"""The school, by its place among ours, and the summer in which too few pupils are in the reading measure."""
LIGHT_ENGLAND = 900
"""Schools in the other authorities around the county, unless another number is asked for."""
_LATE = 0.03
"""The part of the pupils whose results had not come when the provisional file was made."""
_FIRST_UID = 90_001


@dataclass(frozen=True, slots=True)
class Count:
    """What is true: `part` of `whole` pupils; for scores, the sum over the `whole` who have one."""

    part: float
    whole: int


@dataclass(frozen=True, slots=True)
class World:
    """An invented authority in an invented England.

    ``schools`` are the establishments with Key Stage 2 in the order of their authorities, ours first; ``others`` those
    without, likewise. A school that changed its number is two of them, of one place.
    """

    seed: int
    size: Size
    authorities: tuple[Authority, ...]
    schools: tuple[School, ...]
    others: tuple[School, ...]
    memberships: tuple[Membership, ...]
    endings: tuple[Ending, ...]
    planted: tuple[Planted, ...]
    tallies: dict[int, Tally]
    provisional: dict[int, Tally]
    """Counts as the provisional file of a year has them."""
    _at: dict[int, int] = field(repr=False)
    _histories: dict[int, tuple[int, ...]] = field(repr=False)

    @property
    def authority(self) -> Authority:
        """The authority we show."""
        return self.authorities[0]

    @property
    def ours(self) -> tuple[School, ...]:
        """Our establishments with Key Stage 2, those that are no more among them."""
        return tuple(school for school in self.schools if school.la == self.authority.code)

    @property
    def everybody(self) -> tuple[School, ...]:
        """Every establishment, of every kind, in the order of the authorities."""
        return tuple(sorted((*self.schools, *self.others), key=lambda school: (school.la, school.urn)))

    def truth(self, urn: int, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind one establishment's figure; raises KeyError for what was never invented.

        `measure` is a code such as `ks2_rwm_expected`, `ks2_reading_progress`, `ks2_gps_scaled` or `ks2_l4_rwm`;
        `pupils` a code of a pupil group (`all`, `disadvantaged`, `prior_low`, ...).
        """
        return self._count(self._at[urn], year, measure, pupils)

    def history(self, place: int) -> tuple[int, ...]:
        """The URNs with Key Stage 2 whose results are a place's, oldest first; a place is called by its last URN."""
        return self._histories.get(place, ())

    def truth_of_places(self, places: Sequence[int], year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind schools as one school, each place with all that went before it, no pupil twice."""
        urns = {urn for place in places for urn in self.history(place)}
        counts = [self.truth(urn, year, measure, pupils) for urn in sorted(urns)]
        return Count(sum(count.part for count in counts), sum(count.whole for count in counts))

    def members(self, group: str, day: date) -> tuple[int, ...]:
        """The places that are in an alliance on a day, as its list has it and as groups ended since."""
        ended = next((each.on for each in self.endings if each.group == group), None)
        if ended is not None and day >= ended:
            return ()
        return tuple(row.urn for row in self.memberships if row.group == group and row.holds(day))

    def england_truth(self, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind the row for England."""
        return self._count(-1, year, measure, pupils)

    def authority_truth(self, code: str, year: int, measure: str, pupils: str = "all") -> Count:
        """The counts behind an authority's row."""
        place = [authority.code for authority in self.authorities].index(code)
        return self._count(len(self.schools) + place, year, measure, pupils)

    def _count(self, place: int, year: int, measure: str, pupils: str) -> Count:
        counted = self.tallies[year]
        what = measure.removeprefix("ks2_")
        subject, _, kind = what.rpartition("_")
        for sums, name in ((counted.progressed, subject if kind == "progress" else what), (counted.scored, subject)):
            if (name, pupils) in sums and kind not in ("expected", "higher"):
                total, size = sums[name, pupils]
                return Count(float(total[place]), int(size[place]))
        part = counted.reached[what, pupils]
        return Count(int(part[place]), int(counted.pupils[pupils][place]))


def invent(
    seed: int, *, size: Size | str = Size.COUNTY, england: int | None = None, authorities: int = 150,
    years: Sequence[int] = SIMULATED_YEARS,
) -> World:  # fmt: skip
    """Invent a world: the same seed gives the same world, down to the byte of every file.

    ``size`` is ``small`` (40 schools with Key Stage 2 and five alliances), ``county`` (the demonstration: about 190
    schools, twenty alliances, ten summers) or ``nation`` (about 24,000 schools in 151 authorities that all live like
    that, with some 3,000 groups in ``memberships`` and in the files of trusts). Around the first two stand ``england``
    schools in ``authorities`` other authorities, without a life of their own; fewer than 140 authorities would not be
    taken for England. ``years`` are the summers that have results; columns for the years before want two more.

    `accord.demo.files.write` makes the files of it; what to say when they are sent, `accord.demo.files.sent_with`.
    """
    size = Size(size)
    rng = np.random.default_rng([seed, 0])
    towns = names.deal(rng, names.place_names())
    ours = Authority(str(FIRST_AUTHORITY), names.deal(rng, names.county_names())[0])
    others = [Authority(str(FIRST_AUTHORITY + at + 1), towns[at]) for at in range(authorities)]
    plan = PLANS[size]
    local = county_schools(
        rng, ours, towns[authorities : authorities + plan.towns], plan, Numbers(FIRST_URN, FIRST_OLD_URN)
    )
    groups = county_groups(rng, local, plan)
    around, further = _around(rng, size, others, towns, authorities + plan.towns, england)
    everybody = [*local, *around]
    with_results = tuple(school for school in everybody if school.kind in WITH_RESULTS)
    world = World(
        seed, size, (ours, *others), with_results, tuple(s for s in everybody if s.kind not in WITH_RESULTS),
        (*groups.memberships, *further), groups.endings, planted_in(local, groups.memberships), {}, {},
        {school.urn: at for at, school in enumerate(with_results)}, _histories(with_results),
    )  # fmt: skip
    _count_years(rng, world, years)
    return world


def _around(
    rng: np.random.Generator, size: Size, others: Sequence[Authority], towns: list[str], taken: int, england: int | None
) -> tuple[list[School], list[Membership]]:
    """The schools of the other authorities, and their groups; ``taken`` of the towns are not for a light England."""
    if size is not Size.NATION:
        count = (160 if size is Size.SMALL else LIGHT_ENGLAND) if england is None else england
        return light_england(rng, others, count, towns[taken:]), []
    numbers = Numbers(FIRST_ENGLAND_URN, FIRST_OLD_ENGLAND_URN)
    schools: list[School] = []
    memberships: list[Membership] = []
    for authority in others:
        near = names.deal(rng, towns)[: LIKE_OTHERS.towns]
        found = county_schools(rng, authority, near, LIKE_OTHERS, numbers)
        memberships += county_groups(rng, found, LIKE_OTHERS, f"{authority.name} ").memberships
        schools += found
    return schools, memberships


def _histories(schools: Sequence[School]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[School]] = {}
    for school in schools:
        found.setdefault(school.place, []).append(school)
    oldest = date(1, 1, 1)
    return {
        place: tuple(school.urn for school in sorted(each, key=lambda school: school.opened or oldest))
        for place, each in found.items()
    }


def _count_years(rng: np.random.Generator, world: World, years: Sequence[int]) -> None:
    """Draw the pupils of every summer and count them; the pupils themselves are let go."""
    spread = Spread()
    codes = [authority.code for authority in world.authorities]
    places, at = np.unique([school.place for school in world.schools], return_inverse=True)
    lasting = np.array([world._at.get(int(place), 0) for place in places])  # noqa: SLF001
    code_of = {code: index for index, code in enumerate(codes)}
    home = np.array([code_of[school.la] for school in world.schools])
    effects = rng.normal(0, spread.authorities, len(codes))[home]
    special = np.array([school.special for school in world.schools])
    traits = school_traits(rng, special[lasting], effects[lasting], spread).of(at)
    passing = seasons(rng, len(places), SIMULATED_YEARS, spread)
    starts = np.searchsorted(home, np.arange(len(codes)))
    for year in years:
        yearly = np.random.default_rng([world.seed, year])
        cohort = _cohort(yearly, world, traits, passing[year][at], year)
        pupils = levels_year(cohort, year) if year in LEVEL_YEARS else scaled_year(yearly, cohort, year)
        if year == LOW_COVERAGE_YEAR:
            _plant_low_coverage(pupils)
        world.tallies[year] = tally(year, pupils, starts, len(world.schools))
        if year == PROVISIONAL_YEAR:
            world.provisional[year] = tally(year, _as_first_told(yearly, pupils), starts, len(world.schools))


def _cohort(
    rng: np.random.Generator, world: World, traits: Traits, season: NDArray[np.float64], year: int
) -> Cohort:
    planted = lift(world.planted, world.schools, world.memberships, year)
    return draw(rng, traits, _sizes(rng, world.schools, year), season, planted, Spread())


def _sizes(rng: np.random.Generator, schools: Sequence[School], year: int) -> NDArray[np.int64]:
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


def _as_first_told(rng: np.random.Generator, pupils: Pupils) -> Pupils:
    """The same pupils when some results had yet to come: those counted as not having reached anything."""
    late = rng.random(pupils.school.size) < _LATE
    return replace(pupils, reached={what: flags & ~late for what, flags in pupils.reached.items()})
