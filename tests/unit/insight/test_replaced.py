"""July's school-reported figure beside December's published one: what changed, in a sentence."""

from __future__ import annotations

import pytest

from accord.analytics.figures import Coverage, Figure, Status
from accord.insight.sentences.replaced import difference, differs, what_was_replaced
from accord.insight.sentences.topic import Topic

TOPIC = Topic("percentage", "met the expected standard in reading, writing and maths", "pupils", 2026)


def figure(low: int, whole: int, reported: int = 0, schools: int = 9, high: int | None = None) -> Figure:
    coverage = Coverage(schools, 9, whole, None, reported)
    high = low if high is None else high
    return Figure(Status.MEASURED, 100 * low / whole, None, None, low, high, whole, None, None, coverage)


JULY = figure(120, 196, 9)


def test_a_page_says_what_was_reported_what_is_published_and_the_difference():
    assert what_was_replaced(TOPIC, JULY, figure(115, 195), "14 July 2026") == (
        "By 14 July 2026 the schools themselves had reported 61%, 120 of 196 pupils, in all 9 schools that have such "
        "pupils; the published figure is 59%, 115 of 195 pupils. That is 5 fewer who met it, of 1 pupil fewer."
    )


def test_of_one_school_it_is_the_school_and_of_a_part_the_figure_that_joins_both():
    one = Topic("percentage", TOPIC.phrase, "disadvantaged pupils", 2026, one_school=True)
    assert what_was_replaced(one, figure(2, 6, 1, 1), figure(3, 6, 0, 1), "14 July 2026") == (
        "By 14 July 2026 the school itself had reported 33% of disadvantaged pupils, 2 of 6 pupils; the published "
        "figure is 50%, 3 of 6 pupils. That is 1 more who met it, of as many pupils."
    )
    told = what_was_replaced(TOPIC, JULY, figure(115, 195, 2), "14 July 2026")
    assert "the figure that joins published results with the rest is 59%" in told


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (figure(120, 196), "Nothing changed."),
        (figure(119, 196, high=121), "The published percentage fits as many who met it, of as many pupils."),
        (figure(121, 198, high=123), "That is between 1 more and 3 more who met it, of 2 pupils more."),
        (figure(120, 190), "That is as many who met it, of 6 pupils fewer."),
        (figure(100, 150, schools=8), "It counts 8 schools, where 9 had reported."),
    ],
)
def test_the_difference_is_told_as_far_as_the_counts_allow(now: Figure, said: str):
    assert difference(JULY, now) == said


def test_nothing_is_said_where_nothing_was_replaced_or_there_is_no_figure():
    assert what_was_replaced(TOPIC, JULY, JULY, "14 July 2026") == ""
    none = Figure(Status.NOT_RELEASED, None, None, None, None, None, 0, None, None, Coverage(0, 9, 0, None))
    assert what_was_replaced(TOPIC, none, figure(115, 195), "14 July 2026") == ""
    assert what_was_replaced(TOPIC, JULY, none, "14 July 2026") == ""


def test_a_school_differs_where_what_is_published_cannot_be_what_it_reported():
    assert not differs(figure(20, 30, 1), figure(19, 30, high=21))
    assert differs(figure(20, 30, 1), figure(21, 30))
    assert differs(figure(20, 30, 1), figure(20, 31))
