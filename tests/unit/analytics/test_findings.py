"""What stands out on a page: chance, the movement of schools and the number of looks all allowed for."""

import pytest

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Status
from accord.analytics.findings import Question, benjamini_hochberg, findings, p_value
from tests.factories.shares import printed, share, without

S = 0.27


def asked(part: int, whole: int, **more) -> Question[str]:
    return Question(f"{part}/{whole}", share(part, whole, **more), printed(61), S)


def test_one_far_away_among_many_near_stands_out() -> None:
    near = [asked(145 + each, 240, cohort=30) for each in range(9)]
    result = findings([*near, asked(90, 240, cohort=30)])
    assert [(each.key, each.side) for each in result.found] == [("90/240", Comparison.BELOW)]
    assert (result.tested, result.untested) == (10, ())
    above = findings([*near, asked(200, 240, cohort=30)])
    assert [each.side for each in above.found] == [Comparison.ABOVE]


def test_a_single_school_may_move_as_far_by_itself() -> None:
    # 48% of 240 pupils: seldom by chance alone, not so seldom for one large school from year to year.
    many, one = p_value(asked(116, 240, cohort=15)), p_value(asked(116, 240))
    assert many is not None and one is not None
    assert many < 0.01 < 0.05 < one


def test_inside_the_rounding_of_the_comparator_nothing_stands_out() -> None:
    # 61.25% of 400 pupils beside a printed 61%, and a count that may be one that prints the same.
    assert p_value(asked(245, 400)) == 1.0
    assert p_value(Question("", share(244, 400, most=250), printed(61), S)) == 1.0


def test_of_a_count_that_is_a_range_the_nearest_end_is_tested() -> None:
    above, below = asked(280, 400, most=290, cohort=50), asked(180, 400, most=190, cohort=50)
    assert p_value(above) == p_value(asked(280, 400, cohort=50)) != p_value(asked(285, 400, cohort=50))
    assert p_value(below) == p_value(asked(190, 400, cohort=50)) != p_value(asked(185, 400, cohort=50))


@pytest.mark.parametrize(
    "question",
    [
        Question("", share(5, 30), printed(61), None),
        Question("", share(5, 30, cohort=None), printed(61), S),
        Question("", without(Status.SUPPRESSED), printed(61), S),
        Question("", share(5, 30), without(Status.NOT_PUBLISHED), S),
    ],
)
def test_what_cannot_be_tested_is_named_and_not_counted(question) -> None:
    assert p_value(question) is None
    result = findings([question, asked(90, 240, cohort=30)])
    assert (result.tested, result.untested, len(result.found)) == (1, ("",), 1)


def test_the_clearest_comes_first() -> None:
    result = findings([asked(100, 240, cohort=30), asked(60, 240, cohort=30)])
    assert [each.key for each in result.found] == ["60/240", "100/240"]


def test_nothing_asked_nothing_found() -> None:
    assert findings([]).found == () and benjamini_hochberg([], 0.1) == []
    assert benjamini_hochberg([0.04, 0.2, 0.07], 0.1) == [False, False, False]
    # The third passes its own step, and takes the others with it.
    assert benjamini_hochberg([0.06, 0.2, 0.07, 0.05], 0.1) == [True, False, True, True]
