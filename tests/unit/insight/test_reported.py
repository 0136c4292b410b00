"""What schools report themselves is told apart from published results in every sentence and cell."""

from __future__ import annotations

import pytest

from accord.analytics.figures import Coverage, Figure, Status
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.headline import headline
from accord.insight.sentences.level import level, with_count
from accord.insight.sentences.topic import Topic

TOPIC = Topic("percentage", "met the expected standard in reading, writing and maths", "pupils", 2026)


def figure(reported: int, schools: int = 3, expected: int = 4, status: Status = Status.MEASURED) -> Figure:
    value = 60.0 if status is Status.MEASURED else None
    coverage = Coverage(schools, expected, 100, None, reported)
    return Figure(status, value, None, None, 60, 60, 100, None, None, coverage)


@pytest.mark.parametrize(
    ("reported", "schools", "said"),
    [
        (0, 3, "60 of 100 pupils, in 3 of 4 schools."),
        (3, 3, "60 of 100 pupils, in 3 of 4 schools, as reported by the schools themselves."),
        (2, 3, "60 of 100 pupils, in 3 of 4 schools, 2 of them as reported by the schools themselves."),
        (1, 3, "60 of 100 pupils, in 3 of 4 schools, 1 of them as reported by the school itself."),
        (1, 1, "60 of 100 pupils, in 1 of 4 schools, as reported by the school itself."),
    ],
)
def test_the_sentence_of_a_figure_says_how_many_schools_report_themselves(reported: int, schools: int, said: str):
    assert level(TOPIC, figure(reported, schools)).endswith(said)


def test_cells_and_counts_carry_the_mark_and_published_ones_none():
    assert (plain_value(figure(0), "percentage"), plain_counts(figure(0))) == ("60%", "60 of 100")
    assert (plain_value(figure(3), "percentage"), plain_counts(figure(3))) == (
        "60% (reported)", "60 of 100, school-reported",
    )  # fmt: skip
    assert (plain_value(figure(1), "percentage"), plain_counts(figure(1))) == (
        "60% (partly reported)", "60 of 100, of 1 school school-reported",
    )  # fmt: skip
    assert with_count(TOPIC, figure(3)) == "60% (60 of 100 pupils, school-reported)"


def test_a_page_opens_with_what_such_a_figure_rests_on_and_one_that_is_incomplete_too():
    assert headline(TOPIC, figure(3), None)[1] == (
        "These are the schools’ own returns; published results take their place, where there come any."
    )
    assert headline(TOPIC, figure(1), None)[1] == (
        "It joins published results with what is not published: 1 school of the 3 is in with its own return."
    )
    assert len(headline(TOPIC, figure(0), None)) == len(headline(TOPIC, figure(3), None)) - 1
    assert "own return" in headline(TOPIC, figure(1, 1, status=Status.INCOMPLETE), None)[1]
