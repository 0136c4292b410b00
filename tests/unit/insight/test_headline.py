"""The first sentence of a page never says what its figure does not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import Coverage, Figure, Status
from accord.analytics.intervals import wilson_on_range
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.cells import plain_value
from accord.insight.sentences.headline import headline
from accord.insight.sentences.level import level
from accord.insight.sentences.rounding import PERCENTAGE, PROGRESS, SCALED
from accord.insight.sentences.topic import Topic

RWM = Topic(PERCENTAGE, "met the expected standard in reading, writing and maths", "pupils", 2025)
PROG = Topic(PROGRESS, "progress in reading", "pupils", 2019)
SCORE = Topic(SCALED, "average scaled score in reading", "pupils", 2019)


def share(low: int, high: int, whole: int, *, schools=(13, 13), hidden: int = 0) -> Figure:
    """A figure as pooling makes it: ``low``…``high`` of ``whole``, with ``hidden`` pupils suppressed."""
    limits = wilson_on_range(low, high, whole)
    return Figure(
        Status.MEASURED,
        100 * ((low + high) // 2) / whole,
        100 * low / (whole + hidden),
        100 * (high + hidden) / (whole + hidden),
        low,
        high,
        whole,
        100 * limits[0],
        100 * limits[1],
        Coverage(*schools, whole, whole + hidden),
    )


def published(value: float) -> Figure:
    """A whole percentage as a publisher prints it."""
    return Figure(
        Status.MEASURED, value, max(0, value - 0.5), min(100, value + 0.5), None, None, None, None, None,
        Coverage(None, None, 0, None),
    )  # fmt: skip


def scored(value: float, low: float | None, high: float | None, status=Status.MEASURED) -> Figure:
    """A pooled score."""
    return Figure(status, value, None, None, None, None, 530, low, high, Coverage(12, 13, 530, 560))


def without(status: Status, *, counted=0, expected: int | None = 400, part=None, schools=(3, 13)) -> Figure:
    """A figure without a value."""
    part = part or (None, None)
    return Figure(status, None, None, None, *part, counted, None, None, Coverage(*schools, counted, expected))


def test_example_of_the_design():
    said = headline(RWM, share(361, 361, 583, schools=(12, 13), hidden=8), published(61))
    assert said[0] == (
        "62% of pupils met the expected standard in reading, writing and maths in summer 2025: "
        "361 of 583 pupils, in 12 of 13 schools."
    )
    assert said[1] == (
        "1 school is left out; whatever its results were, the figure for all pupils lies between 61% and 63%."
    )
    assert said[2] == "That is about the same as England’s published 61%; the 95% interval runs from 58% to 66%."


def test_range_of_counts_is_said():
    said = headline(RWM, share(360, 362, 583), None)[0]
    assert said.startswith("62% of pupils")
    assert "between 360 and 362 of 583 pupils" in said
    assert "all 13 schools" in said


def test_range_that_spans_two_percentages_is_said():
    assert headline(RWM, share(188, 189, 306), None)[0].startswith("61% to 62% of pupils")


def test_all_schools_counted_says_nothing_of_bounds():
    assert len(headline(RWM, share(30, 30, 60), None)) == 1


@pytest.mark.parametrize(
    ("part", "england", "words"),
    [
        (480, 61, "above England’s published 61%"),
        (240, 61, "below England’s published 61%"),
        (361, 62, "about the same as England’s published 62%"),
    ],
)
def test_large_group_beside_england(part, england, words):
    assert words in headline(RWM, share(part, part, 583), published(england))[-1]


def test_far_apart_but_few_pupils_is_not_called_the_same():
    said = headline(RWM, share(4, 4, 8), published(61))[-1]
    assert "cannot be told apart from England’s published 61%" in said
    assert "about the same" not in said


def test_england_added_up_is_never_called_published():
    said = headline(RWM, share(361, 361, 583), published(62), added_up=True)[-1]
    assert "added up from its schools" in said
    assert "published" not in said


@pytest.mark.parametrize(
    ("value", "low", "high", "words"),
    [
        (0.8, 0.1, 1.5, "above 0"),
        (-0.8, -1.5, -0.1, "below 0"),
        (0.3, -0.4, 1.0, "cannot be told apart from 0"),
        # DfE bands by printed limits: 0.04 is printed as 0.0, which is average.
        (0.7, 0.04, 1.4, "cannot be told apart from 0"),
    ],
)
def test_progress_beside_zero(value, low, high, words):
    assert words in headline(PROG, scored(value, low, high), None)[-1]


def test_progress_says_score_and_pupils():
    said = headline(PROG, scored(0.8, 0.1, 1.5), None)
    assert said[0] == (
        "The score for progress in reading in summer 2019 was +0.8, from 530 pupils, in 12 of 13 schools."
    )
    assert said[1] == "1 school is left out, so the figure may not speak for all of them."


def test_scaled_score_is_called_approximate_and_not_compared():
    said = headline(SCORE, scored(104.63, None, None, Status.APPROXIMATE), published(105))
    assert "was about 104.6, from 530 pupils" in said[0]
    assert said[-1] == "Beside it stands England’s published 105."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUPPRESSED, "suppresses"),
        (Status.NOT_APPLICABLE, "no pupils who take this measure"),
        (Status.NOT_PUBLISHED, "does not give this figure"),
        (Status.NOT_RELEASED, "No results for summer 2025 have been loaded"),
        (Status.CANNOT_POOL, "without the number of pupils"),
        (Status.LOW_COVERAGE, "covering too few"),
        (Status.INCOMPLETE, "Too few results are in"),
        (Status.NO_PUPILS, "no such pupils"),
    ],
)
def test_each_absence_has_its_own_words(status, words):
    said = headline(RWM, without(status), published(61))
    assert len(said) == 1
    assert words in said[0]
    assert "England" not in said[0]
    assert level(RWM, without(status)) == said[0]


def test_absences_are_all_different():
    absent = [status for status in Status if status not in (Status.MEASURED, Status.APPROXIMATE)]
    assert len({headline(RWM, without(status), None)[0] for status in absent}) == len(absent) == 9
    assert len({plain_value(without(status), PERCENTAGE) for status in absent}) == 9
    assert set(STATUS_WORDS) == set(Status)


def test_incomplete_shows_what_is_in_and_compares_nothing():
    figure = without(Status.INCOMPLETE, counted=120, part=(70, 72))
    said = headline(RWM, figure, published(61))[0]
    assert "120 of 400 pupils, in 3 of 13 schools" in said
    assert "between 70 and 72 of 120 pupils met the expected standard" in said
    assert "Nothing is compared" in said
    assert "%" not in said
    disadvantaged = replace(RWM, pupils="disadvantaged pupils")
    assert "for a figure for disadvantaged pupils in summer 2025" in headline(disadvantaged, figure, None)[0]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1, 400, "Less than 1%"), (399, 400, "More than 99%"), (0, 40, "0%"), (40, 40, "100%"), (1, 200, "1%")],
)
def test_nobody_and_everybody_are_not_rounded_to(part, whole, words):
    assert headline(RWM, share(part, part, whole), None)[0].startswith(words)


@st.composite
def shares(draw):
    """Any percentage figure that pooling can make, beside any whole percentage for England."""
    whole = draw(st.integers(1, 4000))
    low = draw(st.integers(0, whole))
    high = draw(st.integers(low, min(whole, low + 12)))
    hidden = draw(st.integers(0, 200))
    schools = draw(st.integers(1, 40))
    missing = draw(st.integers(1, 5)) if hidden else 0
    return share(low, high, whole, schools=(schools, schools + missing), hidden=hidden), draw(st.integers(0, 100))


def numbers(text: str) -> list[int]:
    """The percentages in a text, in order, apart from the name of the interval."""
    return [int(found) for found in re.findall(r"(\d+)%", text.replace("95% interval", ""))]


@given(shares())
def test_sentences_never_contradict_the_figure(case):
    figure, england = case
    said = headline(RWM, figure, published(england))
    first, last = said[0], said[-1]
    assert f"of {figure.whole:,} pupil" in first
    assert f"{figure.part_low:,}" in first and f"{figure.part_high:,}" in first
    for printed in numbers(first):
        exact = (100 * figure.part_low / figure.whole, 100 * figure.part_high / figure.whole)
        assert exact[0] - 1 <= printed <= exact[1] + 1
    if len(said) == 3:
        low, high = numbers(said[1])
        assert low <= figure.low + 1e-6 and high >= figure.high - 1e-6
    theirs, low, high = numbers(last)[-3:] if "less" not in last and "more" not in last else (0, 0, 0)
    outcome = compare(figure, published(england))
    words = {
        Comparison.ABOVE: "above England",
        Comparison.BELOW: "below England",
        Comparison.CANNOT_TELL: "England",
    }
    assert words[outcome] in last
    if (theirs, low, high) != (0, 0, 0):
        assert theirs == england
        if outcome is Comparison.ABOVE:
            assert low > theirs
        elif outcome is Comparison.BELOW:
            assert high < theirs
        else:
            assert low <= theirs <= high
    assert "signific" not in " ".join(said)
