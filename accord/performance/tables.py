"""The pooled figures of many groups as one table: all measures, pupil groups and years in one pass.

A figure is what `accord.performance.queries.figures` gives for the group by itself. Every school is read once and
added up for each group that it is in (`accord.analytics.grouped`). A table is for keeping and passing on: it is made
from what everybody may see, whoever asks, and has no sums over schools that are hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.analytics.figures import Status
from accord.analytics.grouped import STATUSES, Figures, Grouping, not_pooled
from accord.performance import catalogue
from accord.performance.authorities import told_by
from accord.performance.belonging import Belonging, belongings, of_all
from accord.performance.gathering import Covered, InYear, gather, in_year
from accord.performance.kept import Kept
from accord.performance.pooled import Sources, bring, pool_each, pupil_sd
from accord.performance.queries import check_reader
from accord.performance.schools import Editions, Schools, list_schools, releases_folder, schools_of
from accord.performance.selections import Selection, Who
from accord.performance.standing import edition, register_state
from accord.warehouse.counts import Whom
from accord.warehouse.editions import fingerprint
from accord.warehouse.measures import Measure, Stage

AT_ONCE = 2
"""Years that are added up at the same time."""
FLOATS = ("value", "low", "high", "interval_low", "interval_high")
COUNTS = (
    "part_low", "part_high", "whole", "schools_counted", "schools_expected", "pupils_expected", "schools_reported",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """Who counts in which group, year by year: found once, whatever is asked of them."""

    schools: Schools
    belongs: Belonging
    by_year: Mapping[int, tuple[InYear, Grouping]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One stage of a table: its groups by slug, its measures and years, and the editions that answer."""

    slugs: tuple[str, ...]
    stage: Stage
    measures: tuple[Measure, ...]
    years: tuple[int, ...]
    editions: Editions


def figure_table(slugs: Sequence[str], measures: Sequence[str], years: Sequence[int], reader: Reader) -> pl.DataFrame:
    """The pooled figure of every group, measure, pupil group of the measure, and year in which it was taken.

    Columns are those of `accord figures --csv` that have words or numbers; null where there is none. Members are
    today's, carried back; special schools are in where groups have them at a stage.
    Raises `UnknownSelection` for a group or measure that does not exist.
    """
    found = [_of_stage(asked) for asked in _asked(slugs, measures, years, reader)]
    return pl.concat([frame for frames in found for frame in frames]) if found else pl.DataFrame()


def counted_in(slugs: Sequence[str], measures: Sequence[str], years: Sequence[int], reader: Reader) -> list[Counted]:
    """Who counts in each of the groups of a table, stage by stage."""
    return [_counted(asked) for asked in _asked(slugs, measures, years, reader)]


def _asked(slugs: Sequence[str], measures: Sequence[str], years: Sequence[int], reader: Reader) -> list[_Asked]:
    check_reader(reader)
    editions = catalogue.seen(reader).open_editions()
    known = [catalogue.measure(code) for code in measures]
    stages = {each.stage.code: each.stage for each in known}
    return [
        _Asked(
            tuple(slugs), stage, tuple(each for each in known if each.stage.code == stage.code),
            tuple(sorted(set(years))), editions,
        )
        for stage in (stages.values() if slugs else ())
    ]  # fmt: skip


def _of_stage(asked: _Asked) -> list[pl.DataFrame]:
    counted = _counted(asked)
    # Asked for before the years are parted: what is found here is kept, and both would find it.
    spread = {(each.code, year): pupil_sd(each, year, asked.editions) for each, year in _taken(asked)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda year: _of_year(asked, counted, year, spread), asked.years))


def _counted(asked: _Asked) -> Counted:
    key = asked.slugs, asked.stage.code, asked.years, timezone.localdate(), edition(), register_state()
    return _COUNTED.get((*key, fingerprint(asked.editions.values())), lambda: _count(asked))


def _taken(asked: _Asked) -> Iterator[tuple[Measure, int]]:
    return ((each, year) for year in asked.years for each in asked.measures if each.gap(year) is None)


def _count(asked: _Asked) -> Counted:
    """Resolve the members of all groups together, and where each stands among the schools of a year."""
    first = Selection(Who.group(asked.slugs[0]), (asked.measures[0].code,), asked.years)
    selections = [replace(first, who=Who.group(slug)) for slug in asked.slugs]
    belongs = belongings(selections, asked.stage.counted_on, timezone.localdate())
    everybody, who = of_all(belongs), first.who
    told = told_by(releases_folder(), asked.editions.values())
    listing = list_schools([who], [everybody], asked.years, asked.editions, asked.stage, told)
    schools = schools_of(
        who, everybody, asked.years, listing, with_special=first.with_special_at(asked.stage)
    )
    by_year = {}
    for year in asked.years:
        here = {key: each for key, each in asked.editions.items() if key[1] == year}
        pupils = gather(asked.measures[:1], ("all",), here, Whom("school"), schools.codes)
        present = in_year(pupils, schools, year, Covered(asked.stage, here, schools))
        listed = {code for (each, code) in schools.rows if each == year}
        listed |= {code for family, each, code in schools.releases if (family, each) == (listing.reported_family, year)}
        with_pupils = {code for each, code in listing.with_pupils if each == year}
        chosen = everybody.counted_by_place(year, listed, with_pupils)
        by_year[year] = present, _grouping(belongs, year, chosen, present)
    return Counted(schools, everybody, by_year)


def _grouping(
    belongs: Sequence[Belonging], year: int, chosen: Mapping[str, tuple[str, ...]], here: InYear
) -> Grouping:
    position = {code: at for at, code in enumerate(here.codes.tolist())}
    at: list[int] = []
    starts = [0]
    for each in belongs:
        urns = {urn for place in dict(each.places).get(year, ()) for urn in chosen[place]}
        at += sorted(position[urn] for urn in urns if urn in position)
        starts.append(len(at))
    return Grouping(np.array(at, dtype=np.intp), np.array(starts, dtype=np.intp))


def _of_year(
    asked: _Asked, counted: Counted, year: int, spread: Mapping[tuple[str, int], float | None]
) -> pl.DataFrame:
    present, grouping = counted.by_year[year]
    taken = [each for each in asked.measures if each.gap(year) is None]
    here = {key: each for key, each in asked.editions.items() if key[1] == year}
    found: list[tuple[str, str, Figures]] = []
    if taken:
        pupils = tuple(dict.fromkeys(code for each in taken for code in each.pupils))
        gathered = gather(taken, pupils, here, Whom("school"), counted.schools.codes)
        covered = Covered(asked.stage, here, counted.schools)
        sources = Sources(counted.schools, gathered, covered, here, counted.belongs, {year: present})
        found = [
            (each.code, code, _one(sources, each, code, year, spread[each.code, year], grouping))
            for each in taken
            for code in each.pupils
        ]
    return _frame(asked, year, found)


def _one(
    sources: Sources, measure: Measure, pupils: str, year: int, sd: float | None, grouping: Grouping
) -> Figures:
    """A figure of every group, or why there is none of any."""
    families = {form.pupils_family for form in measure.stage.forms}
    families |= {measure.stage.returns.results_family} if measure.returned and measure.stage.returns else set()
    if not any((family, year) in sources.editions for family in families):
        return not_pooled(Status.NOT_RELEASED, grouping)
    brought = bring(sources, measure, pupils, year)
    if measure.stage.not_by_school and (brought.reported is None or not brought.reported.any()):
        return not_pooled(Status.NOT_BY_SCHOOL, grouping)
    return pool_each(measure, brought, sd, grouping)


def _frame(asked: _Asked, year: int, found: Sequence[tuple[str, str, Figures]]) -> pl.DataFrame:
    groups, each = len(asked.slugs), len(found)
    measures, pupils = tuple(code.code for code in asked.measures), tuple(asked.stage.pupil_groups)
    told = {
        "group": (np.tile(np.arange(groups, dtype=np.uint32), each), asked.slugs),
        "measure": (np.repeat(np.array([measures.index(one) for one, _, _ in found], np.uint32), groups), measures),
        "pupils": (np.repeat(np.array([pupils.index(one) for _, one, _ in found], np.uint32), groups), pupils),
        "status": (_joined(found, "status").astype(np.uint32), tuple(str(one) for one in STATUSES)),
    }
    words = [pl.Series(name, at).cat.to(pl.Enum(named)).cast(pl.Categorical) for name, (at, named) in told.items()]
    floats = [pl.Series(name, _joined(found, name), nan_to_null=True) for name in FLOATS]
    counts = [pl.Series(name, _joined(found, name), nan_to_null=True).cast(pl.Int64) for name in COUNTS]
    years = pl.Series("year", np.full(groups * each, year, dtype=np.int32))
    return pl.DataFrame([*words[:3], years, words[3], *floats, *counts])


def _joined(found: Sequence[tuple[str, str, Figures]], name: str) -> np.ndarray:
    return np.concatenate([np.empty(0), *(getattr(each, name) for _, _, each in found)])


_COUNTED: Kept[Counted] = Kept("counted_in_groups", most=4)
