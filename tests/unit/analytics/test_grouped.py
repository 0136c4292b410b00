"""What is added up for many groups at once is, for each of them, what is pooled of it alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.counts import CountRanges
from accord.analytics.figures import Figure, Status
from accord.analytics.grouped import (
    STATUSES,
    Figures,
    Grouping,
    add_up_each,
    not_pooled,
    pool_percentages,
    pool_scores_of_each,
    pool_sums_of_each,
)
from accord.analytics.intervals import wilson, wilson_of_each
from accord.analytics.members import STATES, Members
from accord.analytics.pooling import Parts, pool_percentage
from accord.analytics.scores import Scores, pool_scores
from accord.analytics.sums import Sums, add_up, pool_sums

SCHOOLS = 12
MET: list[Status] = []


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Members, np.ndarray, np.ndarray, Grouping, list[list[int]]]:
    """Schools in every state, numbers beside them, who is in doubt, and groups that overlap or have nobody."""
    numbers = st.lists(st.integers(1, 200), min_size=SCHOOLS, max_size=SCHOOLS)
    flags = st.lists(st.booleans(), min_size=SCHOOLS, max_size=SCHOOLS)
    states = draw(st.lists(st.integers(0, len(STATES) - 1), min_size=SCHOOLS, max_size=SCHOOLS))
    counted = np.array(states) == 0
    known = np.array(draw(flags)) | counted
    pupils = np.array(draw(numbers))
    found = Members(
        codes=np.array([str(100_000 + at) for at in range(SCHOOLS)]),
        states=np.array(states, dtype=np.uint8),
        pupils=np.where(known, pupils, 0),
        known=known,
        at_most=pupils,
        bounded=np.array(draw(flags)) | known,
    )
    groups = draw(st.lists(st.lists(st.integers(0, SCHOOLS - 1), unique=True), min_size=1, max_size=6))
    starts = np.cumsum([0, *map(len, groups)])
    at = np.array([each for group in groups for each in group], dtype=np.intp)
    beside = np.array(draw(numbers))
    return found, beside, np.array(draw(flags)) & counted, Grouping(at, starts), groups


def same(figures: Figures, at: int, alone: Figure) -> None:
    MET.append(alone.status)
    assert STATUSES[figures.status[at]] is alone.status
    coverage = alone.coverage
    expected = {
        **{name: getattr(alone, name) for name in ("value", "low", "high", "part_low", "part_high", "whole")},
        "interval_low": alone.interval_low, "interval_high": alone.interval_high,
        "schools_counted": coverage.schools_counted, "schools_expected": coverage.schools_expected,
        "pupils_expected": coverage.pupils_expected,
    }  # fmt: skip
    for name, each in expected.items():
        found = float(getattr(figures, name)[at])
        assert np.isnan(found) if each is None else found == pytest.approx(each, rel=1e-12, abs=1e-12), name


def each_alone(figures: Figures, groups: list[list[int]], alone: Callable[[np.ndarray], Figure]) -> None:
    for at, group in enumerate(groups):
        same(figures, at, alone(np.array(group, dtype=np.intp)))


@given(world=worlds())
def test_percentages_of_many_groups(world):
    found, beside, guessed, grouping, groups = world
    high = np.where(found.counted, np.minimum(beside, found.pupils), 0)
    parts = Parts(found, CountRanges(high // 2, high // 2 + high // 4, high, np.zeros(SCHOOLS, dtype=bool)))

    def alone(at: np.ndarray) -> Figure:
        figure = pool_percentage(Parts(found.only(at), parts.counts.only(at)))
        approximate = figure.status is Status.MEASURED and guessed[at].any()
        return figure if not approximate else Figure(**_plain(figure) | {"status": Status.APPROXIMATE})

    each_alone(pool_percentages(parts, guessed, grouping), groups, alone)
    plain = add_up_each(parts, grouping)
    each_alone(plain, groups, lambda at: add_up(Parts(found.only(at), parts.counts.only(at)), 1))


@given(world=worlds(), sd=st.sampled_from([None, 5.5]))
def test_scores_and_sums_of_many_groups(world, sd: float | None):
    found, beside, guessed, grouping, groups = world
    weights, scores = np.where(found.counted, beside, 0), beside / 7 - 10
    each_alone(
        pool_scores_of_each(Scores(found, weights, scores), guessed, sd, grouping),
        groups,
        lambda at: pool_scores(
            Scores(found.only(at), weights[at], scores[at]), approximate=bool(guessed[at].any()), pupil_sd=sd
        ),
    )
    each_alone(
        pool_sums_of_each(Sums(found, weights, scores), guessed, grouping),
        groups,
        lambda at: pool_sums(Sums(found.only(at), weights[at], scores[at]), approximate=bool(guessed[at].any())),
    )


def test_there_were_figures_of_every_sort():
    met = {str(each) for each in MET}
    print(f"{len(MET)} figures of groups, each as it is alone: {sorted(met)}")
    assert met >= {"measured", "approximate", "incomplete", "suppressed", "no_pupils", "not_applicable", "cannot_pool"}


def test_groups_of_which_nothing_is_pooled_know_how_many_schools_they_have():
    grouping = Grouping(np.array([2, 0, 1]), np.array([0, 2, 2, 3]))
    found = not_pooled(Status.NOT_RELEASED, grouping)
    assert [STATUSES[code] for code in found.status] == [Status.NOT_RELEASED] * 3
    assert found.schools_expected.tolist() == [2, 0, 1]
    assert np.isnan(found.value).all() and not found.whole.any()


@given(whole=st.integers(1, 10**6), share=st.floats(0, 1))
def test_the_interval_of_each_is_that_of_one(whole: int, share: float):
    part = round(whole * share)
    low, high = wilson_of_each(np.array([part]), np.array([whole]))
    assert (low[0], high[0]) == pytest.approx(wilson(part, whole), rel=1e-12, abs=1e-12)


def _plain(figure: Figure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in Figure.__slots__}
