"""From a weak figure, who does this well reliably and is near; from a strong one, who might be helped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.analytics.reliable import usually
from accord.analytics.shrinkage import Shrunk
from accord.dashboards.queries.one_school import Looking, members, now
from accord.dashboards.queries.three_years import SPAN
from accord.performance.queries import usual_rates
from accord.performance.selections import Who
from accord.performance.single_schools import SchoolRow
from accord.register.queries.distances import nearest, places_on_the_grid
from accord.register.queries.lineage import standing_for

MOST_AUTHORITIES = 3
"""Schools of more authorities than this are not near one another."""


@dataclass(frozen=True, slots=True)
class Known:
    """A school with its usual rate: how that stands to England's figure, and which school of ours is nearest."""

    urn: str
    row: SchoolRow
    usual: Shrunk
    stands: Comparison
    ours: bool
    near: str
    metres: int | None


@dataclass(frozen=True, slots=True)
class Help:
    """The mainstream schools of so many authorities with a usual rate; how many of ours have none."""

    england: Figure
    authorities: int
    schools: tuple[Known, ...]
    ours_unknown: int

    def of(self, stands: Comparison, *, ours: bool | None = None) -> list[Known]:
        """Those that stand so, the nearest first; ours, others, or both."""
        found = [each for each in self.schools if each.stands is stands and ours in (None, each.ours)]
        return sorted(found, key=lambda each: (each.metres is None, each.metres or 0, each.row.name, each.urn))


def who_could_help(looking: Looking) -> Help | None:
    """None where nobody can tell: a score, no figure of England to judge by, a measure whose S is not known, schools
    of many authorities, or special schools alone."""
    question, figures = looking.question, now(looking)
    england = next((row.figure for row in figures.england[:1] if not row.every_type), None)
    ours = [each for each in members(looking) if not each.is_special]
    homes = sorted({each.authority for each in ours if each.authority})
    if england is None or question.year is None or not 1 <= len(homes) <= MOST_AUTHORITIES:
        return None
    own = replace(looking.selection((question.year,), (question.pupils,)), special=False, members=None, through=())
    rates: dict[str, Shrunk] = {}
    rows: list[SchoolRow] = []
    for home in homes:
        rates |= usual_rates(replace(own, who=Who.authority(home), span=SPAN), looking.reader)
        rows += looking.school_figures(replace(own, who=Who.authority(home)))
    if not rates:
        return None
    known, without = _known(england, rates, rows, ours)
    return Help(england, len(homes), tuple(known), without)


def _known(
    england: Figure, rates: Mapping[str, Shrunk], rows: list[SchoolRow], ours: list[SchoolRow]
) -> tuple[list[Known], int]:
    """Every school with a usual rate, and how many of ours have none."""
    came_to_be = standing_for(each.urn for each in [*rows, *ours])
    mine = {came_to_be.get(each.urn, each.urn) for each in ours}
    by_urn = {came_to_be.get(each.urn, each.urn): each for each in rows if each.row.figure.value is not None}
    shown = {urn: row for urn, row in by_urn.items() if urn in rates}
    stands = {urn: usually(rates[urn], england) for urn in shown}
    weak = {urn for urn in mine if stands.get(urn) is Comparison.BELOW} or mine
    places = places_on_the_grid(shown)
    found = []
    for urn, row in shown.items():
        close = nearest(urn, weak, places)
        name = shown[close[0]].name if close else ""
        found.append(Known(urn, row, rates[urn], stands[urn], urn in mine, name, close[1] if close else None))
    return found, len(mine - set(shown))
