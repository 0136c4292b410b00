"""Figures pooled from schools: what `gathering` found, handed to the statistical core."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from accord.analytics.counts import CountRanges, Flags, Integers, Numbers, counts_of, share_of
from accord.analytics.covered import over_covered
from accord.analytics.figures import Figure, Status
from accord.analytics.grouped import (
    Figures,
    Grouping,
    add_up_each,
    pool_percentages,
    pool_scores_of_each,
    pool_sums_of_each,
    saying_how_many_report,
)
from accord.analytics.members import Members, MemberState
from accord.analytics.pooling import Parts, YearPool, join, join_counts, pool_percentage
from accord.analytics.scores import Scores, national_pupil_sd, pool_scores
from accord.analytics.sums import Sums, add_up, pool_sums
from accord.performance.belonging import Belonging, Crossing
from accord.performance.cubes import places
from accord.performance.gathering import VALUE, Covered, Gathered, InYear, MemberCells, gather, in_year, member_cells
from accord.performance.returned import Asked, filled, reported_rates, saying_who_reports
from accord.performance.schools import Editions, Schools, of_families, releases_folder
from accord.performance.sums import weights_of
from accord.warehouse.counts import Cells, Whom
from accord.warehouse.editions import fingerprint
from accord.warehouse.measure_kinds import CARRIERS, OF_SUMS, UNCOUNTED, WITH_COVERAGE, Kind
from accord.warehouse.measures import Form, Measure

COUNTED = CARRIERS[Kind.PERCENTAGE].index("count")
"""The place of the role in which a file prints how many, and not only what share."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What the schools of one year bring: a count range for a percentage, or weight and score.

    The weight of a rate or ratio is what it was divided by, in whole or broken numbers. ``guessed`` marks schools
    whose weight is not published: with one of them a figure is approximate.
    """

    members: Members
    counts: CountRanges
    weights: Integers | Numbers
    scores: Numbers
    guessed: Flags
    reported: Flags | None = None
    """Of whom the counts are what the school reports itself; None where nobody's are."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What every figure of a selection is made from."""

    schools: Schools
    gathered: Gathered
    covered: Covered
    editions: Editions
    belongs: Belonging
    _years: dict[int, InYear] = field(default_factory=dict, repr=False, compare=False)
    _releases: dict[int, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def in_year(self, year: int) -> InYear:
        """The schools that count in a year; found once for all measures and pupil groups."""
        if year not in self._years:
            self._years[year] = in_year(self.gathered, self.schools, year, self.covered)
        return self._years[year]

    def crossings(self, years: Sequence[int]) -> tuple[Crossing, ...]:
        """The older establishments whose rows of these years count as the history of a school."""
        counted = {code for year in years for code in self.schools.by_year[year] if (year, code) in self.schools.rows}
        return self.belongs.crossings(counted)

    def as_lasting(self, brought: Brought) -> Brought:
        """The same under the numbers that schools came to have, so that one in several years is one school."""
        codes = self.belongs.lasting(brought.members.codes.tolist())
        members = dataclasses.replace(brought.members, codes=np.array(codes, dtype=np.str_))
        return dataclasses.replace(brought, members=members)

    def releases_behind(self, years: Sequence[int]) -> tuple[str, ...]:
        """The releases that the schools of these years are read from, in the form that answers for each."""
        return tuple(sorted(frozenset().union(*(self._releases_of(year) for year in years))))

    def _releases_of(self, year: int) -> frozenset[str]:
        if year not in self._releases:
            here, found = self.in_year(year), set()
            for form in self.gathered.stage.forms:
                codes = here.codes[here.of_form(form)].tolist()
                for family in (form.pupils_family, form.results_family):
                    found |= {self.schools.releases.get((family, year, code)) for code in codes}
            self._releases[year] = frozenset(each for each in found if each is not None)
        return self._releases[year]

    def releases_of_school(self, year: int, code: str) -> tuple[str, ...]:
        """The releases in which a school has a row of the stage in a year, as published."""
        found = {self.schools.releases.get((family, year, code)) for family in self.gathered.stage.families}
        return tuple(sorted(each for each in found if each is not None))

    def releases_reported(self, year: int, brought: Brought) -> tuple[str, ...]:
        """The releases from which what schools report themselves is taken, where it counts."""
        form, reported = self.gathered.stage.returns, brought.reported
        if form is None or reported is None or not reported.any():
            return ()
        codes = brought.members.codes[reported].tolist()
        found = {self.schools.releases.get((form.results_family, year, code)) for code in codes}
        return tuple(sorted(each for each in found if each is not None))

    def cover_any(self, year: int) -> bool:
        """Whether the results of one of the schools have come for a year, or say that it has none.

        Of a group that nobody was in that year there is nothing to wait for.
        """
        if self.belongs.given and not self.schools.by_year[year]:
            return True
        own, releases = self.gathered.stage.returns, self.schools.releases
        if own and any((own.results_family, year, code) in releases for code in self.schools.by_year[year]):
            return True
        forms = dict(zip(self.gathered.codes, self.gathered.form_of(year), strict=True))
        return any(
            self.covered.results(year, code, forms[code]) if forms[code] else self.covered(year, code)
            for code in self.schools.by_year[year]
        )


def bring(sources: Sources, measure: Measure, pupils: str, year: int) -> Brought:
    """The counts or scores of the schools in one year, in the order of the schools."""
    here = sources.in_year(year)
    found = member_cells(sources.gathered, here, measure, pupils)
    if measure.kind in OF_SUMS:
        if measure.returned is not None:
            return _with_rates(found, sources, measure, pupils, here)
        return _with_sums(found, *weights_of(sources.gathered, here, measure, pupils, found))
    if measure.kind is Kind.TOTAL or measure.kind is Kind.PERCENTAGE and not measure.of_some_pupils:
        return _with_returns(_with_counts(found), sources, measure, pupils, here)
    counted, share = found.members.counted, _share(sources.gathered, here, measure)
    if measure.kind is Kind.PERCENTAGE:
        covered = dataclasses.replace(found, members=over_covered(found.members, share))
        return dataclasses.replace(_with_counts(covered), guessed=counted & (np.isnan(share) | (pupils != "all")))
    said = _said(sources.gathered, here, measure, pupils)
    unsaid = counted & np.isnan(said)
    weights = share_of(found.members.pupils, np.where(np.isnan(share), 100.0, share))
    weights = np.where(counted, np.where(unsaid, weights, np.nan_to_num(said)), 0).astype(np.int64)
    # Eligible pupils times a printed coverage are close enough to the pupils behind a score of all pupils.
    close = pupils == "all" and measure.kind not in UNCOUNTED
    return _with_weights(found, weights, unsaid & np.isnan(share) if close else unsaid)


def _said(gathered: Gathered, here: InYear, measure: Measure, pupils: str) -> Numbers:
    """How many pupils or entries the publisher prints as being behind each score; NaN where it prints none."""
    said = np.full(len(here.at), np.nan)
    for form, own in here.by_form(gathered.stage):
        column = measure.column(form.name, "number", pupils)
        if column is None:
            continue
        number, status = gathered.result(form.name, here.year, column)
        known = own & (status[here.at] == VALUE)
        said[known] = number[here.at][known]
    return said


def _with_counts(found: MemberCells) -> Brought:
    counted = found.members.counted
    size = len(counted)
    empty = np.zeros(size, dtype=np.int64)
    counts = CountRanges(empty.copy(), empty.copy(), empty.copy(), np.zeros(size, dtype=bool))
    if counted.any():
        ranges = counts_of(found.number[counted], found.members.pupils[counted], found.role[counted] == COUNTED)
        for name in ("low", "central", "high", "swapped"):
            getattr(counts, name)[counted] = getattr(ranges, name)
    return Brought(found.members, counts, empty, np.zeros(size), np.zeros(size, dtype=bool))


def _with_returns(brought: Brought, sources: Sources, measure: Measure, pupils: str, here: InYear) -> Brought:
    asked = Asked(here.year, pupils, here.at)
    found = filled(brought.members, brought.counts, _returned_cells(sources, measure), measure, asked)
    return dataclasses.replace(brought, members=found.members, counts=found.counts, reported=found.reported)


def _with_rates(found: MemberCells, sources: Sources, measure: Measure, pupils: str, here: InYear) -> Brought:
    told = reported_rates(found.members, _returned_cells(sources, measure), measure, Asked(here.year, pupils, here.at))
    brought = _with_sums(dataclasses.replace(found, members=told.members), told.divisors, told.rates, ~told.reported)
    return dataclasses.replace(brought, reported=told.reported)


def _returned_cells(sources: Sources, measure: Measure) -> Cells | None:
    form = measure.stage.returns
    return sources.gathered.families.get(form.results_family) if form else None


def _with_weights(found: MemberCells, weights: Integers, guessed: Flags) -> Brought:
    # A school none of whose pupils stand behind the score brings nothing, whatever is printed.
    nothing = found.members.counted & (weights == 0)
    members = _without(found.members, nothing)
    size = len(weights)
    empty = np.zeros(size, dtype=np.int64)
    counts = CountRanges(empty, empty, empty, np.zeros(size, dtype=bool))
    return Brought(members, counts, weights, np.nan_to_num(found.number), guessed)


def _with_sums(found: MemberCells, weights: Numbers, scores: Numbers, guessed: Flags) -> Brought:
    empty = np.zeros(len(weights), dtype=np.int64)
    counts = CountRanges(empty, empty, empty, np.zeros(len(weights), dtype=bool))
    nothing = found.members.counted & ~(weights > 0)
    members = _without(found.members, nothing)
    return Brought(members, counts, np.where(members.counted, weights, 0), scores, guessed & members.counted)


def _without(members: Members, nothing: Flags) -> Members:
    states = np.where(nothing, MemberState.NOT_PUBLISHED.code, members.states).astype(np.uint8)
    return dataclasses.replace(members, states=states)


def _share(gathered: Gathered, here: InYear, measure: Measure) -> Numbers:
    """Which percentage of its pupils stands behind each result, as printed for all pupils; NaN where it is not."""
    role = "absent" if measure.kind in UNCOUNTED else "coverage"
    share = np.full(len(here.at), np.nan)
    for form, own in here.by_form(gathered.stage):
        number, status = gathered.result(form.name, here.year, measure.column(form.name, role, "all"))
        known = own & (status[here.at] == VALUE)
        share[known] = number[here.at][known] if role == "coverage" else 100 - number[here.at][known]
    return share


def pool(measure: Measure, years: Sequence[Brought], pupil_sd: float | None, *, over_years: bool) -> Figure:
    """One figure from one year, or from several pooled.

    ``over_years`` says that the figure speaks for several years, even where only one of them is there; its
    interval then allows for how schools vary between years, or there is none.
    """
    members = join([each.members for each in years])
    if measure.kind is Kind.TOTAL:
        return add_up(Parts(members, join_counts([each.counts for each in years])), len(years))
    if measure.kind is Kind.PERCENTAGE:
        counts = join_counts([each.counts for each in years])
        year_pool = YearPool(measure.school_year_sd) if over_years else None
        figure = pool_percentage(Parts(members, counts), year_pool)
        figure = saying_who_reports(figure, [(each.members, each.reported) for each in years])
        guessed = figure.status is Status.MEASURED and any(each.guessed.any() for each in years)
        return dataclasses.replace(figure, status=Status.APPROXIMATE) if guessed else figure
    weights = np.concatenate([each.weights for each in years])
    scores = np.concatenate([each.scores for each in years])
    guessed = any(each.guessed.any() for each in years)
    if measure.kind in OF_SUMS:
        figure = pool_sums(Sums(members, weights, scores), approximate=guessed)
        return saying_who_reports(figure, [(each.members, each.reported) for each in years])
    # Years have their own spread between pupils; a pool over them has no interval of the publisher's.
    sd = None if over_years else pupil_sd
    return pool_scores(Scores(members, weights, scores), approximate=guessed, pupil_sd=sd)


def pool_each(measure: Measure, brought: Brought, pupil_sd: float | None, grouping: Grouping) -> Figures:
    """The figure of one year for every group of a grouping over the schools that brought something."""
    parts = Parts(brought.members, brought.counts)
    if measure.kind is Kind.TOTAL:
        return add_up_each(parts, grouping)
    if measure.kind is Kind.PERCENTAGE:
        figures = pool_percentages(parts, brought.guessed, grouping)
        return saying_how_many_report(figures, brought.members, brought.reported, grouping)
    if measure.kind in OF_SUMS:
        sums = Sums(brought.members, brought.weights, brought.scores)
        figures = pool_sums_of_each(sums, brought.guessed, grouping)
        return saying_how_many_report(figures, brought.members, brought.reported, grouping)
    scores = Scores(brought.members, brought.weights, brought.scores)
    return pool_scores_of_each(scores, brought.guessed, pupil_sd, grouping)


def pupil_sd(measure: Measure, year: int, editions: Editions) -> float | None:
    """The national spread between pupils of a progress score: from all schools released, else as data."""
    if measure.kind not in WITH_COVERAGE:
        return None
    stage = measure.stage
    here = {key: each for key, each in editions.items() if key[1] == year and key[0] in stage.families}
    key = (fingerprint(here.values()), measure.version, year)
    if key not in _RELEASED_SD:
        if len(_RELEASED_SD) >= MOST_KEPT:
            _RELEASED_SD.clear()
        _RELEASED_SD[key] = _released_sd(measure, year, here)
    return _RELEASED_SD[key] or measure.pupil_sd.get(year)


MOST_KEPT = 256
_RELEASED_SD: dict[tuple[str, str, int], float | None] = {}
"""What was recovered, by the releases, the measure's version and the year it was recovered from."""


def _released_sd(measure: Measure, year: int, here: Editions) -> float | None:
    stage = measure.stage
    families = [form.pupils_family for form in stage.forms]
    found = places(releases_folder(), of_families(here, families, (year,)), Whom("school"))
    codes = sorted({place.code for place in found})
    gathered = gather([measure], ["all"], here, Whom("school"), codes)
    for form in stage.forms:
        if "lower" in measure.columns.get(form.name, {}):
            estimate = _sd_in_form(gathered, measure, form, year)
            if estimate is not None:
                return estimate
    return None


def _sd_in_form(gathered: Gathered, measure: Measure, form: Form, year: int) -> float | None:
    lower, lower_status = gathered.result(form.name, year, measure.column(form.name, "lower", "all"))
    upper, upper_status = gathered.result(form.name, year, measure.column(form.name, "upper", "all"))
    printed = (lower_status == VALUE) & (upper_status == VALUE)
    if measure.column(form.name, "number", "all") is not None:
        number, number_status = gathered.result(form.name, year, measure.column(form.name, "number", "all"))
        usable = printed & (number_status == VALUE)
        return national_pupil_sd(number[usable].astype(np.int64), lower[usable], upper[usable])
    coverage, coverage_status = gathered.result(form.name, year, measure.column(form.name, "coverage", "all"))
    number, number_status = gathered.eligible(form, year)
    usable = printed & (coverage_status == VALUE) & (number_status == VALUE)
    if not usable.any():
        return None
    pupils = share_of(number[usable].astype(np.int64), coverage[usable])
    return national_pupil_sd(pupils, lower[usable], upper[usable])
