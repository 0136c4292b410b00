"""Who moves the figure: leave one out, and shares that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.contributions import contributions, shares_of_distance
from accord.analytics.rates import Rate


def exact(part: int, whole: int) -> Rate:
    return Rate(part, part, part, whole, None)


def test_left_out_one_by_one() -> None:
    found = contributions({"ash": exact(5, 20), "elm": exact(15, 20), "fir": exact(12, 20)})
    assert [each.code for each in found] == ["ash", "elm", "fir"]
    assert [each.without for each in found] == pytest.approx([67.5, 42.5, 50.0])
    assert found[0].moves == pytest.approx(100 * 32 / 60 - 67.5)
    assert found[0].moves_low == pytest.approx(found[0].moves) == found[0].moves_high


def test_rounding_opens_how_far_one_moves_it() -> None:
    found = contributions({"ash": Rate(70, 71, 72, 120, None), "elm": Rate(80, 80, 81, 120, None)})
    low, moves, high = found[0].moves_low, found[0].moves, found[0].moves_high
    assert low is not None and moves is not None and high is not None
    assert low == pytest.approx(50 * (70 - 81) / 120) and high == pytest.approx(50 * (72 - 80) / 120)
    assert low < moves < high


def test_without_the_only_member_there_is_nothing() -> None:
    (only,) = contributions({"ash": exact(5, 20)})
    assert (only.without, only.moves, only.moves_low, only.moves_high) == (None, None, None, None)


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3),
                    st.integers(1, 90).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1),
    st.integers(0, 100),
)  # fmt: skip
def test_shares_of_the_distance_add_up_to_all_of_it(drawn, percent) -> None:
    members = {name: exact(*count) for name, count in drawn.items()}
    whole = sum(rate.whole for rate in members.values())
    value = 100 * sum(rate.central for rate in members.values()) / whole
    shares = shares_of_distance(members, percent).values()
    assert sum(each.points for each in shares) == pytest.approx(value - percent, abs=1e-9)
    assert sum(each.pupils for each in shares) == pytest.approx(whole * (value - percent) / 100, abs=1e-9)
