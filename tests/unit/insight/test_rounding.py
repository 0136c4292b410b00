"""Numbers as people read them."""

from __future__ import annotations

import pytest

from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import (
    PERCENTAGE,
    PROGRESS,
    SCALED,
    between_percent,
    interval,
    limits,
    percent,
    score,
    signed,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (61.5, "62%"),
        (62.5, "63%"),
        (61.49, "61%"),
        (0, "0%"),
        (0.2, "less than 1%"),
        (99.8, "more than 99%"),
        (100, "100%"),
    ],
)
def test_percent_rounds_half_up_and_never_to_nobody_or_everybody(value, said):
    assert percent(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.85, "+0.9"),
        (-0.85, "\u22120.9"),
        (0.04, "0.0"),
        (-0.04, "0.0"),
        (1.25, "+1.3"),
        (-12.0, "\u221212.0"),
    ],
)
def test_progress_carries_its_sign(value, said):
    assert signed(value) == said


def test_scores_of_each_kind():
    assert score(61.9, PERCENTAGE) == "62%"
    assert score(0.61, PROGRESS) == "+0.6"
    assert score(104.63, SCALED) == "104.6"
    assert score(105.0, SCALED) == "105"


def test_interval_goes_outwards_at_a_half():
    assert interval(61.5, 65.5) == ("61%", "66%")
    assert limits(-0.44, 0.26, PROGRESS) == ("\u22120.4", "+0.3")


def test_certain_bounds_hold_what_is_so():
    assert between_percent(56.62, 59.19) == "56% and 60%"
    assert between_percent(50.0, 60.0) == "50% and 60%"


def test_one_and_many():
    assert counted(1, "school") == "1 school"
    assert counted(1204, "pupil") == "1,204 pupils"
