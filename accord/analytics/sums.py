"""Rates, ratios and totals: what is added up over schools and, for the first two, divided once."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.counts import Integers, Numbers
from accord.analytics.figures import Figure, Status
from accord.analytics.members import Members, coverage, expectation, status_without_value
from accord.analytics.pooling import Parts


@dataclass(frozen=True, slots=True)
class Sums:
    """A rate or ratio of each member: ``divisors`` are what it was divided by, 0 where not counted.

    Their unit is the measure's own: sessions, full-time teachers, or pupils where nothing better is printed.
    """

    members: Members
    divisors: Integers | Numbers
    rates: Numbers


def pool_sums(sums: Sums, *, approximate: bool) -> Figure:
    """Σ divisor × rate / Σ divisor: the dividends added up, divided once by the divisors.

    ``approximate`` says that other numbers stand for divisors that are not published. There is no interval: what
    is counted is no sample of pupils. Source: METHOD 1.4.
    """
    members = sums.members
    counted = members.counted
    pupils = int(members.pupils[counted].sum())
    divisor = float(sums.divisors[counted].sum())
    expected = expectation(members)
    status = status_without_value(members, expected, pupils)
    value = None
    if status is None:
        value = float((sums.divisors[counted] * sums.rates[counted]).sum() / divisor)
        status = Status.APPROXIMATE if approximate else Status.MEASURED
    return _figure(status, value, pupils, members)


def add_up(parts: Parts, years: int) -> Figure:
    """Pupils added up; over several years, in the mean of them.

    A sum over some of the schools is no sum of all: with one of them missing there is no value, however few its
    pupils may be.
    """
    members = parts.members
    counted = members.counted
    pupils = int(members.pupils[counted].sum())
    status = status_without_value(members, expectation(members), pupils)
    if status is None and bool((members.expected & ~counted).any()):
        status = Status.INCOMPLETE
    value = float(parts.counts.central[counted].sum() / years) if status is None else None
    return _figure(status or Status.MEASURED, value, pupils, members)


def _figure(status: Status, value: float | None, pupils: int, members: Members) -> Figure:
    return Figure(
        status=status,
        value=value,
        low=None,
        high=None,
        part_low=None,
        part_high=None,
        whole=pupils,
        interval_low=None,
        interval_high=None,
        coverage=coverage(members, expectation(members), pupils),
    )
