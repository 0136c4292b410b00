"""A group among random ones of like schools."""

import numpy as np
import pytest

from accord.analytics.random_groups import _without_repeats, in_thousandths, place, strata

WHOLES = np.tile(np.array([8, 15, 22, 30, 60]), 40)
ALIKE = strata(["primary"] * 200, WHOLES)


def test_strata_are_phases_and_fifths_of_size() -> None:
    assert len(set(ALIKE.tolist())) == 5
    assert all(len(set(WHOLES[each == ALIKE].tolist())) == 1 for each in set(ALIKE.tolist()))
    two = strata(["primary", "junior"] * 100, WHOLES)
    assert not set(two[::2].tolist()) & set(two[1::2].tolist())


def test_the_best_and_the_worst_stand_at_the_ends() -> None:
    parts = WHOLES // 2
    high, low = parts.copy(), parts.copy()
    high[:5], low[:5] = WHOLES[:5], 0
    top, bottom = (place(each, WHOLES, ALIKE, range(5), seed=1, draws=2000) for each in (high, low))
    assert top is not None and bottom is not None
    assert top.lower > 0.99 and bottom.lower < 0.01
    assert top.draws == 2000


def test_equal_groups_are_counted_half() -> None:
    found = place(WHOLES // 1, WHOLES, ALIKE, range(5), seed=1, draws=500)
    assert found is not None and found.lower == 0.5


def test_one_seed_one_answer() -> None:
    parts = np.random.default_rng(3).binomial(WHOLES, 0.6)
    one, again, other = (place(parts, WHOLES, ALIKE, range(7), seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one is not None and other is not None and one.lower == pytest.approx(other.lower, abs=0.02)


def test_too_few_like_schools_give_no_reference() -> None:
    alike = strata(["primary"] * 190 + ["infant"] * 10, WHOLES)
    assert place(WHOLES // 2, WHOLES, alike, [0, 195], seed=1) is None


def test_equal_scores_are_equal_however_they_add_up() -> None:
    """0.1 three times is not 0.3 in broken numbers: in thousandths it is."""
    parts = in_thousandths(np.full(200, 0.1)) * WHOLES
    found = place(parts, WHOLES, ALIKE, range(5), seed=1, draws=500)
    assert found is not None and found.lower == 0.5
    assert in_thousandths(np.array([-1.25, np.nan, 104.0])).tolist() == [-1250, 0, 104000]


def test_every_set_of_places_is_drawn_as_often_and_none_twice() -> None:
    drawn = np.sort(_without_repeats(np.random.default_rng(5), 60_000, 3, 6), axis=1)
    assert (np.diff(drawn, axis=1) > 0).all() and drawn.min() == 0 and drawn.max() == 5
    _, often = np.unique(drawn, axis=0, return_counts=True)
    assert len(often) == 20
    assert abs(often - 3000).max() < 4 * (60_000 * 0.05 * 0.95) ** 0.5
