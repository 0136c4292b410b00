"""What made a figure change: terms that add up, and none that says what did not happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.decomposition import Year, what_changed

ASH, ELM, FIR = ("ash", "all"), ("elm", "all"), ("fir", "all")


def test_a_school_that_joins_makes_no_results_of_its_own() -> None:
    # Filled with zeros for the joiner, this would read as better results where nothing changed.
    found = what_changed(Year({ASH: (12, 20), ELM: (9, 15)}), Year({ASH: (12, 20), ELM: (9, 15), FIR: (27, 30)}))
    assert found is not None
    assert found.joined == pytest.approx(found.change) == pytest.approx(100 * 48 / 65 - 60)
    assert (found.results, found.pupils, found.left, found.coverage) == pytest.approx((0, 0, 0, 0), abs=1e-12)


def test_a_school_that_leaves_takes_its_part_away() -> None:
    found = what_changed(Year({ASH: (12, 20), FIR: (27, 30)}), Year({ASH: (12, 20)}))
    assert found is not None
    assert found.left == pytest.approx(60 - 100 * 39 / 50) == pytest.approx(found.change)


def test_a_member_that_is_hidden_in_one_year_is_coverage() -> None:
    before = Year({ASH: (12, 20)}, hidden=frozenset({"elm"}))
    after = Year({ASH: (12, 20), ELM: (3, 10)})
    found, back = what_changed(before, after), what_changed(after, before)
    assert found is not None and back is not None
    assert found.coverage == pytest.approx(found.change) and found.joined == 0
    assert back.coverage == pytest.approx(back.change) and back.left == 0


def test_more_pupils_in_the_stronger_school_are_other_pupils_not_results() -> None:
    found = what_changed(Year({ASH: (10, 20), ELM: (18, 20)}), Year({ASH: (5, 10), ELM: (27, 30)}))
    assert found is not None
    assert found.pupils == pytest.approx(found.change) and found.results == pytest.approx(0, abs=1e-12)


def test_an_empty_cell_takes_the_other_years_rate() -> None:
    boys, girls = ("ash", "boys"), ("ash", "girls")
    found = what_changed(Year({boys: (5, 10)}), Year({boys: (5, 10), girls: (9, 10)}))
    assert found is not None
    assert found.results == pytest.approx(0, abs=1e-12)
    assert found.pupils == pytest.approx(20)


def test_without_a_school_in_both_years_there_is_nothing_to_take_apart() -> None:
    assert what_changed(Year({ASH: (5, 10)}), Year({ELM: (5, 10)})) is None
    assert what_changed(Year({}), Year({ELM: (5, 10)})) is None
    assert what_changed(Year({ASH: (0, 0)}), Year({ASH: (5, 10)})) is None


counts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
cells = st.dictionaries(
    st.tuples(st.sampled_from(["ash", "elm", "fir", "oak"]), st.sampled_from(["boys", "girls"])), counts
)


@given(cells, cells, st.frozensets(st.sampled_from(["ash", "elm", "fir", "oak"])))
def test_the_terms_add_up_to_the_change(before, after, hidden) -> None:
    found = what_changed(Year(before, hidden), Year(after, hidden))
    if found is not None:
        terms = found.joined + found.left + found.coverage + found.pupils + found.results
        assert terms == pytest.approx(found.change, abs=1e-11)
