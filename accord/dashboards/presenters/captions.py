"""What a picture cannot show by itself: gaps, breaks and what an interval covers, in words."""

from __future__ import annotations

from collections.abc import Sequence

from accord.dashboards.queries.questions import Question
from accord.insight.sentences.wording import listed
from accord.performance import catalogue
from accord.performance.belonging import Crossing
from accord.performance.figure_rows import FigureRow
from accord.register.rules.lineage import NEW_STARTS
from accord.register.rules.memberships import spelled

INTERVAL = (
    "The bars are 95% intervals for this year\u2019s own rate: how far chance alone could move it with "
    "so many pupils. Results also differ from one year\u2019s pupils to the next by more than that."
)
BAND = INTERVAL.replace("The bars are", "The shaded band is the").replace("intervals", "interval")
BARS_OF_YEARS = (
    "The thin upright bars are 95% intervals for that year\u2019s own rate: with few pupils a line goes up and down by "
    "chance."
)
HOLLOW = (
    "A hollow point rests, wholly or partly, on what schools report themselves before results are published, or where "
    "they are hidden. No line joins it to published results."
)
PROGRESS_INTERVAL = (
    "The 95% intervals are worked out as the Department for Education does: from the spread between pupils in England."
)


def gap_runs(measure: catalogue.Measure, years: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of years in which the measure was not taken, between the first and the last year shown."""
    runs: list[tuple[int, int]] = []
    for year in range(min(years), max(years) + 1) if years else ():
        if measure.gap(year) is None:
            continue
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def breaks_between(measure: catalogue.Measure, years: Sequence[int]) -> list[int]:
    """First years of a new series that the picture reaches across; a gap right there says it already."""
    inside = [each.starts for each in measure.breaks if years and min(years) < each.starts <= max(years)]
    return [start for start in inside if measure.gap(start) is None and measure.gap(start - 1) is None]


def why_the_line_stops(measure: catalogue.Measure, years: Sequence[int]) -> list[str]:
    """One sentence for each gap and break within the years shown, and for years nobody has loaded."""
    if not years:
        return []
    inside = range(min(years), max(years) + 1)
    said = [gap.reason for gap in measure.gaps if any(year in inside for year in gap.years)]
    lone = breaks_between(measure, years)
    said += [each.reason for each in measure.breaks if each.starts in lone]
    missing = [year for year in inside if year not in years and measure.gap(year) is None]
    if missing:
        said.append(f"There is no figure for {listed([str(year) for year in missing])}: the line stops there too.")
    return list(dict.fromkeys(said))


MOST_TOLD = 3
"""Crossings to older numbers are told one by one up to so many."""


def new_numbers(rows: Sequence[FigureRow]) -> str:
    """Where a line goes on across schools that changed their number, with the days; empty where it nowhere does."""
    found = {(each.urn, each.into): each for row in rows for each in row.crossings}
    crossings = [found[key] for key in sorted(found)]
    if not crossings:
        return ""
    if len(crossings) <= MOST_TOLD:
        return f"The line goes on across new numbers: {listed([_crossed(each) for each in crossings])}."
    fresh = sum(each.how in NEW_STARTS for each in crossings)
    starts = f" {fresh} of them are new starts, joined for context." if fresh else ""
    days = sorted(each.on for each in crossings if each.on)
    between = f", between {spelled(days[0])} and {spelled(days[-1])}" if len(set(days)) > 1 else ""
    told = f"The line goes on across {len(crossings)} changes of a school\u2019s number{between}.{starts}"
    return f"{told} How the figure of a summer was made names each."


def _crossed(crossing: Crossing) -> str:
    became = "gave way, as a new start, to" if crossing.how in NEW_STARTS else "became"
    day = f" on {spelled(crossing.on)}" if crossing.on else ""
    return f"URN {crossing.urn} {became} URN {crossing.into}{day}"


def in_a_line(question: Question) -> str:
    """What was asked, for the foot of a picture: ``Measure: …. Summer: 2025. …``."""
    return ". ".join(f"{name}: {words}" for name, words in question.in_words()) + "."
