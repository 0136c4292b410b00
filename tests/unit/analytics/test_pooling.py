"""Many schools as one: sums divided once, bounds that hold, coverage that is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.figures import Status
from accord.analytics.pooling import YearPool, pool_percentage
from tests.factories.members import members, parts


def test_counts_are_summed_and_divided_once() -> None:
    found = members(("counted", 10, None), ("counted", 90, None))
    figure = pool_percentage(parts(found, [9, 45]))
    assert figure.status is Status.MEASURED
    assert figure.value == pytest.approx(54.0)  # a mean of percentages would say 70
    assert (figure.part_low, figure.part_high, figure.whole) == (54, 54, 100)
    assert (figure.low, figure.high) == (54.0, 54.0)
    assert (figure.coverage.schools_counted, figure.coverage.schools_expected) == (2, 2)


def test_a_suppressed_school_gives_nothing_to_all_of_its_pupils() -> None:
    found = members(("counted", 40, None), ("suppressed", 4, None))
    figure = pool_percentage(parts(found, [24, 0]))
    assert figure.value == pytest.approx(60.0)
    assert figure.low == pytest.approx(100 * 24 / 44)
    assert figure.high == pytest.approx(100 * 28 / 44)
    assert (figure.coverage.pupils_counted, figure.coverage.pupils_expected) == (40, 44)


def test_a_hidden_number_of_pupils_stands_at_its_most() -> None:
    found = members(("counted", 40, None), ("suppressed", None, 10))
    figure = pool_percentage(parts(found, [24, 0]))
    assert figure.low == pytest.approx(100 * 24 / 50)
    assert figure.high == pytest.approx(100 * 34 / 50)
    assert figure.coverage.pupils_expected is None


def test_without_any_bound_on_a_school_nothing_is_certain() -> None:
    found = members(("counted", 40, None), ("not_released", None, None))
    figure = pool_percentage(parts(found, [24, 0]))
    assert (figure.low, figure.high) == (None, None)
    assert figure.value == pytest.approx(60.0)


def test_under_half_of_the_pupils_nothing_is_concluded() -> None:
    found = members(("counted", 49, None), ("suppressed", 51, None))
    figure = pool_percentage(parts(found, [30, 0]))
    assert figure.status is Status.INCOMPLETE
    assert (figure.value, figure.interval_low, figure.interval_high) == (None, None, None)
    assert (figure.part_low, figure.whole) == (30, 49)
    half = members(("counted", 50, None), ("suppressed", 50, None))
    assert pool_percentage(parts(half, [30, 0])).status is Status.MEASURED


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("suppressed", Status.SUPPRESSED),
        ("low_coverage", Status.LOW_COVERAGE),
        ("not_published", Status.NOT_PUBLISHED),
        ("not_released", Status.NOT_RELEASED),
        ("no_pupils", Status.NO_PUPILS),
        ("not_applicable", Status.NOT_APPLICABLE),
    ],
)
def test_nothing_counted_says_why(state: str, status: Status) -> None:
    figure = pool_percentage(
        parts(members((state, 0 if status in (Status.NO_PUPILS, Status.NOT_APPLICABLE) else 5, None)), [0])
    )
    assert figure.status is status
    assert (figure.value, figure.part_low, figure.whole) == (None, None, 0)


def test_nobody_waits_for_schools_without_pupils() -> None:
    found = members(("counted", 30, None), ("no_pupils", 0, None), ("not_applicable", 0, None))
    figure = pool_percentage(parts(found, [15, 0, 0]))
    assert figure.coverage.schools_expected == 1
    assert (figure.low, figure.high) == (50.0, 50.0)


def test_a_pool_over_years_is_wider_or_has_no_interval() -> None:
    found = members(*[("counted", 100, None)] * 3)
    one = pool_percentage(parts(found, [60, 60, 60]))
    wide = pool_percentage(parts(found, [60, 60, 60]), YearPool(0.27))
    none = pool_percentage(parts(found, [60, 60, 60]), YearPool(None))
    assert one.interval_low is not None and wide.interval_low is not None
    assert wide.interval_low < one.interval_low
    assert (none.interval_low, none.value) == (None, 60.0)


schools = st.lists(
    st.tuples(st.sampled_from(["counted", "suppressed"]), st.integers(1, 60), st.floats(0, 1)), min_size=1
)


@given(schools)
def test_whatever_was_hidden_the_true_rate_is_inside_the_bounds(
    drawn: list[tuple[str, int, float]],
) -> None:
    truth = [round(share * pupils) for _, pupils, share in drawn]
    found = members(*[(state, pupils, None) for state, pupils, _ in drawn])
    shown = [k if state == "counted" else 0 for k, (state, _, _) in zip(truth, drawn, strict=True)]
    figure = pool_percentage(parts(found, shown))
    rate = 100 * sum(truth) / sum(pupils for _, pupils, _ in drawn)
    assert figure.low is not None and figure.high is not None
    assert figure.low - 1e-9 <= rate <= figure.high + 1e-9
