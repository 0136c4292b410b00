"""Percentages of the pupils who could be followed, held to a plain computation with fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.counts import recover
from accord.analytics.covered import over_covered
from accord.analytics.figures import Status
from accord.analytics.members import Members, MemberState
from accord.analytics.pooling import Parts, pool_percentage

SCHOOL = st.tuples(
    st.integers(1, 200),  # eligible pupils
    st.one_of(st.none(), st.integers(0, 100)),  # coverage as printed
    st.one_of(st.none(), st.integers(0, 100)),  # percentage as printed, or suppressed
)


def members(schools: list[tuple[int, int | None, int | None]]) -> Members:
    states = [MemberState.SUPPRESSED if percent is None else MemberState.COUNTED for _, _, percent in schools]
    size = len(schools)
    return Members(
        codes=np.array([str(100001 + at) for at in range(size)]),
        states=np.array([each.code for each in states], dtype=np.uint8),
        pupils=np.array([pupils for pupils, _, _ in schools], dtype=np.int64),
        known=np.ones(size, dtype=bool),
        at_most=np.array([pupils for pupils, _, _ in schools], dtype=np.int64),
        bounded=np.ones(size, dtype=bool),
    )


def half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


@given(st.lists(SCHOOL, min_size=1, max_size=12))
def test_pooled_as_a_plain_sum_over_covered_pupils(schools: list[tuple[int, int | None, int | None]]):
    coverage = np.array([np.nan if share is None else share for _, share, _ in schools], dtype=float)
    found = over_covered(members(schools), coverage)
    in_it = found.counted
    percent = np.array([0 if each is None else each for _, _, each in schools], dtype=float)[in_it]
    figure = pool_percentage(Parts(cut(found, in_it), recover(percent, found.pupils[in_it]))) if in_it.any() else None
    part = whole = 0
    for pupils, share, printed in schools:
        covered = pupils if share is None else half_up(Fraction(pupils * share, 100))
        if printed is not None and covered:
            part += half_up(Fraction(covered * printed, 100))
            whole += covered
    assert (figure.whole if figure else 0) == whole
    if figure is not None:
        assert figure.status is Status.MEASURED
        assert abs(Fraction(figure.value) - Fraction(100 * part, whole)) < Fraction(1, 10**9)


@given(st.lists(SCHOOL, min_size=1, max_size=12))
def test_of_a_school_that_is_left_out_never_more_pupils_are_expected_than_are_eligible(schools):
    coverage = np.array([np.nan if share is None else share for _, share, _ in schools], dtype=float)
    found = over_covered(members(schools), coverage)
    for at, (pupils, share, percent) in enumerate(schools):
        if percent is None and share is None:
            assert (found.known[at], found.pupils[at], found.at_most[at]) == (False, 0, pupils)
        else:
            assert found.known[at] and found.pupils[at] <= pupils


def cut(found: Members, which: np.ndarray) -> Members:
    return Members(*(getattr(found, name)[which] for name in Members.__slots__))
