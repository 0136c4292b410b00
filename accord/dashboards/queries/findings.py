"""The figures behind all questions of a subject and a summer, whatever measure and pupils its page is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY
from accord.analytics.figures import HAS_VALUE, Basis
from accord.analytics.random_groups import Place
from accord.dashboards.queries.measures_together import measures_of
from accord.dashboards.queries.one_school import Looking, preferred
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import among_random
from accord.performance.random_groups import FEWEST_SCHOOLS
from accord.performance.selections import Selection
from accord.performance.single_schools import SchoolRow

EVERYBODY = "all"
Cells = Mapping[tuple[str, str, int], FigureRow]
"""Figures by measure, pupil group and year."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The percentages of the stage whose S is known; the subject's figures of them; England's of the summer.

    The subject's are of the summer and of those before it that may be compared. The ``headline`` of the stage has the
    subject's ``place`` among random groups, and the ``schools``, the members one by one.
    """

    measures: tuple[catalogue.Measure, ...]
    own: Cells
    england: Cells
    headline: catalogue.Measure | None
    schools: tuple[SchoolRow, ...]
    place: Place | None


def figures_of_all_questions(looking: Looking) -> Figures:
    """The same whatever the measure and the pupils of the page are: only stage, summer, members and schools matter.

    And the same for everybody: of what is public alone. So a link to what stands out says the same to whoever opens it,
    what people say of it names nothing that others may not see, and no sum is made of what is not public.
    """
    year = looking.question.year
    everybody = Looking(
        looking.subject, replace(looking.question, pupils=EVERYBODY), Reader(looking.reader.who, NOBODY)
    )
    taken = tuple(sorted(measures_of(everybody), key=lambda each: each.code))
    if year is None or not taken:
        return Figures((), {}, {}, None, (), None)
    headline = next((each for each in taken if each.code == each.stage.headline), taken[0])
    tested = tuple(each for each in taken if each.kind == PERCENTAGE and each.school_year_sd is not None)
    own: dict[tuple[str, str, int], FigureRow] = {}
    england: dict[tuple[str, str, int], FigureRow] = {}
    for selection in _selections(everybody, tested if headline in tested else (headline, *tested), year):
        own |= _by_cell(everybody.figures(replace(selection, basis=Basis.POOLED)))
        england |= _england(everybody, replace(selection, years=(year,)))
    place = _place(everybody, headline, own.get((headline.code, EVERYBODY, year)), year)
    return Figures(tested, own, england, headline, _schools(everybody, headline, year), place)


def _selections(looking: Looking, measures: Sequence[catalogue.Measure], year: int) -> Iterator[Selection]:
    """Measures with the same pupil groups and the same comparable summers are asked together."""
    alike: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = {}
    for each in measures:
        earlier = (summer for summer in looking.question.summers if summer < year)
        years = (*(summer for summer in earlier if each.series(summer) == each.series(year)), year)
        alike.setdefault((each.pupils, years), []).append(each.code)
    for (pupils, years), codes in alike.items():
        yield replace(looking.selection(years, pupils), measures=tuple(codes))


def _england(looking: Looking, selection: Selection) -> dict[tuple[str, str, int], FigureRow]:
    """The published figures; where no file has one for all pupils of a measure, its schools added up."""
    theirs = replace(selection, who=looking.england, special=None, members=None, through=(), basis=Basis.PUBLISHED)
    rows = looking.figures(theirs)
    known = {row.measure for row in rows if row.pupils == EVERYBODY and row.figure.status in HAS_VALUE}
    lacking = tuple(code for code in selection.measures if code not in known)
    if lacking and not theirs.who.is_only_published:
        rows += looking.figures(replace(theirs, measures=lacking, basis=Basis.POOLED))
    by_measure = [preferred([row for row in rows if row.measure == code]) for code in selection.measures]
    return _by_cell([row for some in by_measure for row in some])


def _by_cell(rows: Sequence[FigureRow]) -> dict[tuple[str, str, int], FigureRow]:
    return {(row.measure, row.pupils, row.year): row for row in rows}


def _place(looking: Looking, headline: catalogue.Measure, row: FigureRow | None, year: int) -> Place | None:
    """Of a group alone: an authority is no group of neighbours, and of few schools each is what it is.

    At the headline alone, because all of England's schools have to be gathered for a measure.
    """
    schools = row.figure.coverage.schools_counted if row is not None and row.figure.status in HAS_VALUE else None
    if looking.subject.room != "groups" or (schools or 0) < FEWEST_SCHOOLS:
        return None
    asked = replace(looking.selection((year,), (EVERYBODY,)), measures=(headline.code,))
    return among_random(asked, looking.reader).get(year)


def _schools(looking: Looking, headline: catalogue.Measure, year: int) -> tuple[SchoolRow, ...]:
    if looking.subject.is_school:
        return ()
    asked = replace(looking.selection((year,), (EVERYBODY,)), measures=(headline.code,))
    return tuple(looking.school_figures(asked))
