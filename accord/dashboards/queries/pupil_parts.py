"""The schools of a page with their pupils told apart: boys and girls, disadvantaged or not, and what else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.analytics.members import NOT_EXPECTED
from accord.analytics.pupil_shares import NOBODY, LeftOver, Partition, School, Shares, share_out
from accord.analytics.rates import Rate, rate_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.wording import listed
from accord.performance import catalogue
from accord.performance.single_schools import SchoolRow

ALL = "all"


@dataclass(frozen=True, slots=True)
class Carrying:
    """Which pupils carry the distance from England's figure, by each way of telling pupils apart."""

    percent: float
    ways: Mapping[Partition, Shares]


def partitions(measure: catalogue.Measure) -> list[Partition]:
    """The ways in which a measure tells all pupils apart, in the order of its stage.

    First the groups that add up by definition, then each other group against everyone else.
    """
    sums = [
        each for each in measure.stage.adds_up
        if each.whole == ALL and all(part in measure.pupils for part in each.parts)
    ]  # fmt: skip
    inside = {part for each in sums for part in each.parts}
    alone = [code for code in measure.pupils if code != ALL and code not in inside]
    return [
        *(Partition(each.parts, LeftOver.IN_NONE if each.some_in_none else LeftOver.NOBODY) for each in sums),
        *(Partition((code,), LeftOver.EVERYONE_ELSE) for code in alone),
    ]


def name_of(measure: catalogue.Measure, way: Partition) -> str:
    """What tells the pupils apart: “Disadvantage”; of one group against everyone else the name of the group."""
    groups = measure.stage.pupil_groups
    named = [each.name for each in measure.stage.adds_up if each.parts == way.parts]
    return next(iter(named), "") or listed([groups[code].name for code in way.parts])


def who_carries(looking: Looking, rows: Beside) -> Carrying | None:
    """Of the summer asked about; None without a figure of all pupils or England's, for scores, and without groups.

    ``rows`` are the page's figures of every pupil group, England's among them.
    """
    measure, year = looking.question.measure, looking.question.year
    here = rows.of(year=year, pupils=ALL)
    total = rate_of(here.group[0].figure) if here.group else None
    england = here.england[0] if here.england and not here.england[0].every_type else None
    ways = partitions(measure)
    if year is None or total is None or england is None or england.figure.value is None or not ways:
        return None
    percent = england.figure.value
    schools = apart(looking.school_figures(looking.selection((year,), groups_of(ways))))
    shares = {way: share_out(total, list(schools.values()), way, percent) for way in ways}
    return Carrying(percent, {way: each for way, each in shares.items() if _any_pupils(each)})


def groups_of(ways: Sequence[Partition]) -> tuple[str, ...]:
    """All pupils, and every group of some ways of telling them apart."""
    return (ALL, *dict.fromkeys(code for way in ways for code in way.parts))


def apart(rows: Sequence[SchoolRow], everyone: str = ALL) -> dict[str, School]:
    """The schools of one summer whose own figure of ``everyone`` is told, by URN."""
    by_urn: dict[str, dict[str, SchoolRow]] = {}
    for each in rows:
        by_urn.setdefault(each.urn, {})[each.row.pupils] = each
    found = {}
    for urn, groups in by_urn.items():
        whole = rate_of(groups[everyone].row.figure) if everyone in groups else None
        if whole is not None:
            found[urn] = School(whole, {code: _part(row) for code, row in groups.items() if code != everyone})
    return found


def _any_pupils(shares: Shares) -> bool:
    """Whether there are such pupils at all, as far as is told."""
    return shares.untold is not None or any(each.whole for each in shares.parts.values())


def _part(row: SchoolRow) -> Rate | None:
    return NOBODY if row.state in NOT_EXPECTED else rate_of(row.row.figure)
