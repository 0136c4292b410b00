"""Labels stand beside what they name, never on one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.ui.charts.labels import push_apart, wrapped


def test_labels_that_do_not_touch_stay_where_they_are():
    assert push_apart([20, 100], [18, 18], 0, 200) == [20, 100]


def test_two_on_one_spot_share_it_evenly():
    assert push_apart([100, 100], [20, 20], 0, 200) == [90, 110]


def test_at_the_edge_they_stay_inside():
    assert push_apart([0, 2], [20, 20], 0, 200) == [10, 30]


@given(st.lists(st.tuples(st.floats(-50, 400), st.sampled_from([18.0, 34.0, 51.0])), min_size=1, max_size=6))
def test_never_overlap_and_keep_their_order(wanted):
    places, heights = [p for p, _ in wanted], [h for _, h in wanted]
    centres = push_apart(places, heights, 0, 350)
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    for above, below in zip(order, order[1:], strict=False):
        assert centres[below] - centres[above] >= (heights[above] + heights[below]) / 2 - 1e-6
    assert min(c - h / 2 for c, h in zip(centres, heights, strict=True)) >= -1e-6
    assert max(c + h / 2 for c, h in zip(centres, heights, strict=True)) <= 350 + 1e-6


def test_too_many_for_the_room_are_squeezed_not_lost():
    centres = push_apart([10, 10, 10], [20, 20, 20], 0, 30)
    assert centres == pytest.approx([5, 15, 25])


def test_long_names_are_cut_with_a_sign():
    assert wrapped("Saint Somebody Church of England Primary School", 20, 1) == ["Saint Somebody …"]
    assert wrapped("Elm", 20) == ["Elm"]
