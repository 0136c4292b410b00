"""What schools report themselves: it counts where nothing is published of a school, or what is published is hidden.

A published result always comes first. Whatever is filled in is marked (`Filled.reported`), so that every figure can
say of how many of its schools it is; the number of pupils and of those who met the measure are exact.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accord.analytics.counts import CountRanges, Flags, Integers, Numbers
from accord.analytics.figures import Figure
from accord.analytics.members import Members, MemberState
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Cells, status_code
from accord.warehouse.measures import Measure
from accord.warehouse.returned import ROLES

VALUE = status_code(CellStatus.VALUE)
GIVES_WAY = (MemberState.NOT_RELEASED, MemberState.NOT_PUBLISHED, MemberState.SUPPRESSED)
"""What a school's own return takes the place of. That a school has no such pupils is a result, and stands."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Members and their counts with what schools report filled in; ``reported`` marks where."""

    members: Members
    counts: CountRanges
    reported: Flags


def returned_variables(measures: Sequence[Measure], pupils: Sequence[str]) -> Mapping[str, list[str]]:
    """By family the variables that some measures of one stage have in what schools report of pupil groups."""
    form = measures[0].stage.returns
    if form is None:
        return {}
    names = [each.returned_column(role, group) for each in measures for role in ROLES for group in pupils]
    return {form.results_family: list(dict.fromkeys(name for name in names if name is not None))}


def filled(members: Members, counts: CountRanges, cells: Cells | None, measure: Measure, asked: Asked) -> Filled:
    """Take what schools report of a pupil group in a year for those that nothing better is known of."""
    nowhere = np.zeros(len(members.codes), dtype=bool)
    if cells is None or not measure.returned or not len(members.codes):
        return Filled(members, counts, nowhere)
    (met, met_status), (number, number_status) = (
        cells.column(asked.year, measure.returned_column(role, asked.pupils)) for role in ROLES[:2]
    )
    known = (met_status == VALUE)[asked.at] & (number_status == VALUE)[asked.at]
    gives_way = np.isin(members.states, [each.code for each in GIVES_WAY])
    here = known & gives_way
    if not here.any():
        return Filled(members, counts, nowhere)
    pupils = np.where(here, number[asked.at], 0).astype(np.int64)
    part = np.where(here, met[asked.at], 0).astype(np.int64)
    told = np.where(pupils > 0, MemberState.COUNTED.code, MemberState.NO_PUPILS.code)
    states = np.where(here, told, members.states).astype(np.uint8)
    filled_in = dataclasses.replace(
        members,
        states=states,
        pupils=np.where(here, pupils, members.pupils),
        known=members.known | here,
        at_most=np.where(here, pupils, members.at_most),
        bounded=members.bounded | here,
    )
    exact = {name: np.where(here, part, getattr(counts, name)) for name in ("low", "central", "high")}
    return Filled(filled_in, CountRanges(**exact, swapped=counts.swapped & ~here), here)


@dataclass(frozen=True, slots=True)
class Rates:
    """The divisors and rates of members, and which of them are what the school reports; nothing else is."""

    members: Members
    divisors: Numbers
    rates: Numbers
    reported: Flags


def reported_rates(members: Members, cells: Cells | None, measure: Measure, asked: Asked) -> Rates:
    """What schools report of a rate: how much of what it is counted in, and of how many pupils.

    Such a rate has no published columns, so that no sum is made of both. Of whom nothing came, nobody knows how many
    pupils there were in the time that is told of.
    """
    nowhere, nothing = np.zeros(len(members.codes), dtype=bool), np.zeros(len(members.codes))
    if cells is None or not len(members.codes):
        return Rates(members, nothing, nothing, nowhere)
    (part, part_told), (whole, whole_told), (pupils, pupils_told) = (
        [each[asked.at] for each in cells.column(asked.year, measure.returned_column(role, asked.pupils))]
        for role in ROLES
    )
    here = (part_told == VALUE) & (whole_told == VALUE) & (pupils_told == VALUE)
    here &= np.isin(members.states, [each.code for each in GIVES_WAY])
    there: Integers = np.where(here, pupils, 0).astype(np.int64)
    counted = here & (there > 0) & (whole > 0)
    state = np.where(counted, MemberState.COUNTED.code, MemberState.NO_PUPILS.code)
    states = np.where(here, state, members.states).astype(np.uint8)
    told = dataclasses.replace(
        members, states=states, pupils=there, known=here.copy(), at_most=there, bounded=here.copy()
    )
    divisors = np.where(counted, whole, 0.0)
    rates = np.where(counted, measure.per * part / np.where(counted, whole, 1), 0.0)
    return Rates(told, divisors, rates, here)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which column is asked for: the year, the pupil group, and where the members stand among the codes read."""

    year: int
    pupils: str
    at: np.ndarray


def saying_who_reports(figure: Figure, years: Sequence[tuple[Members, Flags | None]]) -> Figure:
    """The figure with the number of its schools whose numbers are their own, not published ones."""
    codes: set[str] = set()
    for members, reported in years:
        if reported is not None:
            codes.update(members.codes[reported & members.counted].tolist())
    if not codes:
        return figure
    return dataclasses.replace(figure, coverage=dataclasses.replace(figure.coverage, schools_reported=len(codes)))
