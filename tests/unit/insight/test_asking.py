"""What a governor may ask tonight: each question follows from the figures, and none claims more than they do."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.figures import Status
from accord.insight.sentences.asking import INSPECTION, Known, to_ask
from accord.insight.sentences.change import Earlier
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.topic import Named, Topic
from tests.unit.dashboards.figures import hidden, printed, share

TOPIC = Topic("percentage", "met the expected standard", "pupils", 2025)
ENGLAND = Comparator("England", printed(62))
BLAME = re.compile(r"\b(fail|poor|weak|bad|worst|blame|significant|proved)", re.I)


def asked(part: int, whole: int, **more: object) -> list[str]:
    return to_ask(TOPIC, Known(Named("Elm Alliance", share(part, whole)), england=ENGLAND, **more))


def test_what_cannot_be_told_apart_is_asked_about_as_open():
    first, last = asked(20, 35)
    assert first == (
        "The figure is 57% (20 of 35 pupils), and chance alone could account for the distance from England’s 62%. What "
        "do your own checks say of the children who come next?"
    )
    assert last == INSPECTION


def test_a_figure_below_and_one_above_are_asked_about_without_blame():
    below, above = asked(80, 200)[0], asked(170, 200)[0]
    assert "40% (80 of 200 pupils), below England’s 62%. What did the other children need" in below
    assert "85% (170 of 200 pupils), above England’s 62%. What do you think lies behind it" in above


def test_change_gap_subject_and_missing_schools_each_bring_a_question():
    known = Known(
        Named("Elm Alliance", replace(share(80, 200), cohort=40.0)),
        ENGLAND,
        Earlier(2023, replace(share(150, 200), cohort=40.0)),
        school_year_sd=0.1,
        gaps=[(Named("disadvantaged pupils", share(20, 80)), Named("other pupils", share(60, 120)))],
        subjects=[Named("reading", share(120, 200)), Named("writing", share(90, 200)), Named("maths", share(95, 200))],
        missing=["A", "B", "C", "D", "E"],
    )
    questions = to_ask(TOPIC, known)
    assert len(questions) == 4
    assert questions[0].startswith("The figure is down from 75% (150 of 200 pupils) in summer 2023. What changed")
    assert "disadvantaged pupils is lower than that of other pupils: 25% (20 of 80 pupils) against" in questions[2]
    assert "20 more children would have closed that" in questions[2]
    assert "fewest children met the standard in writing (45%, 90 of 200 pupils)" in questions[3]
    missing = asked(80, 200, missing=["A", "B", "C", "D", "E"])[1]
    assert missing == "A, B, C and 2 more are not in the figure. How did the children there do?"
    assert asked(80, 200, missing=["A"])[1].startswith("A is not in the figure.")


def test_what_the_figures_do_not_support_is_not_asked():
    assert len(asked(20, 35, earlier=Earlier(2023, share(21, 35)), school_year_sd=0.3)) == 2
    assert len(asked(80, 200, earlier=Earlier(2023, share(150, 200), broken="The tests changed."))) == 2
    level = [(Named("boys", share(50, 100)), Named("girls", share(51, 100)))]
    assert len(asked(101, 200, gaps=level)) == 2
    tied = [Named("reading", share(90, 200)), Named("writing", share(90, 200)), Named("maths", share(95, 200))]
    assert len(asked(80, 200, subjects=tied)) == 2


def test_few_pupils_are_asked_about_without_naming_them_and_no_figure_is_said():
    hide = [(Named("disadvantaged pupils", hidden()), Named("other pupils", share(60, 120)))]
    assert "No figure of disadvantaged pupils may be shown: they are too few." in asked(80, 200, gaps=hide)[1]
    nothing = to_ask(TOPIC, Known(Named("Elm", hidden(Status.SUPPRESSED)), england=ENGLAND, gaps=hide))
    assert len(nothing) == 2 and nothing[0].startswith("There is no figure to be shown for summer 2025.")


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The textbook interval for a share, in percent."""
    z, p = 1.959963984540054, part / whole
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return 100 * (middle - half) / (1 + z * z / whole), 100 * (middle + half) / (1 + z * z / whole)


@given(st.data())
def test_no_question_says_more_than_an_independent_sum_allows(data: st.DataObject):
    whole = data.draw(st.integers(1, 400))
    part = data.draw(st.integers(0, whole))
    england = data.draw(st.integers(1, 99))
    subjects = [Named(name, share(data.draw(st.integers(0, whole)), whole)) for name in ("reading", "writing", "maths")]
    known = Known(Named("Elm", share(part, whole)), Comparator("England", printed(england)), subjects=subjects)
    questions = to_ask(TOPIC, known)
    assert 2 <= len(questions) <= 4 and all(each.endswith("?") and not BLAME.search(each) for each in questions)
    low, high = wilson(part, whole)
    told = questions[0]
    if "below England" in told:
        assert high < england + 0.5
    if "above England" in told:
        assert low > england - 0.5
    counts = sorted((each.figure.part_low or 0, each.name) for each in subjects)
    for question in questions:
        if question.startswith("Of the subjects"):
            assert f"in {counts[0][1]} (" in question and counts[0][0] < counts[1][0]
