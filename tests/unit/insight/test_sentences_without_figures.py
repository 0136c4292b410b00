"""Where there is no figure every sentence says so, or says nothing; it never makes one up."""

from __future__ import annotations

import pytest

from accord.analytics.figures import HAS_VALUE, Status
from accord.analytics.funnels import Around
from accord.analytics.random_groups import Place
from accord.insight.sentences.caution import caution
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import Comparator, between, comparison
from accord.insight.sentences.coverage import who_is_missing
from accord.insight.sentences.findings import findings
from accord.insight.sentences.gaps import gap
from accord.insight.sentences.headline import headline
from accord.insight.sentences.level import level
from accord.insight.sentences.members import made_of, who_moves
from accord.insight.sentences.questions import Asked
from accord.insight.sentences.random_reference import among_random
from accord.insight.sentences.rounding import PROGRESS, SCALED, between_points, points, points_between
from accord.insight.sentences.standing import funnel, order, standing
from accord.insight.sentences.topic import Named, Topic, at_school, in_group
from accord.insight.sentences.wording import capital, joined, listed, possessive
from tests.factories.shares import printed, scored, share, without
from tests.reference import reading
from tests.unit.insight.drawn import TOPIC, england

ABSENT = [status for status in Status if status not in HAS_VALUE]
READING = Topic(PROGRESS, "progress in reading", "pupils", 2019)
SCALE = Topic(SCALED, "average scaled score in reading", "pupils", 2019)


@pytest.mark.parametrize("status", ABSENT)
def test_every_absence_through_every_sentence(status: Status):
    gone, here = without(status), share(19, 31)
    said = [
        *headline(TOPIC, gone, printed(61)),
        comparison(TOPIC, gone, england(61)),
        comparison(TOPIC, here, Comparator("East Sussex", gone)),
        change(TOPIC, gone, Earlier(2024, here), 0.27),
        change(TOPIC, here, Earlier(2024, gone), 0.27),
        gap(TOPIC, Named("boys", gone), Named("girls", here)),
        between(TOPIC, Named("Elm", gone), Named("Fir", here)),
        caution(TOPIC, gone, england(61)),
        standing(TOPIC, "school", [Named("Elm", gone), Named("Fir", here)], england(61)),
        standing(TOPIC, "school", [Named("Elm", gone)], england(61)),
        funnel(TOPIC, "school", [Named("Elm", gone)], england(61), Around(60.5, 61.5)),
        order(TOPIC, "school", [Named("Elm", gone), Named("Fir", here)]),
        who_moves(TOPIC, {"Elm": gone, "Fir": here}),
        made_of(TOPIC, here, Earlier(2024, gone), None),
        *findings([Asked("Elm", TOPIC, gone, england(61), 0.27)]),
    ]
    for text in said:
        assert reading.wrong_words(text) == []
        assert "%" not in text or "61%" in text
    assert said[2] == "" and said[3] == "" and said[7] == ""
    assert said[4] == "There is no figure for summer 2024 to set beside it."
    assert said[5] == level(Topic(TOPIC.kind, TOPIC.phrase, "boys", TOPIC.year), gone)
    assert said[8].endswith("1 more has no figure that can be shown here.")
    assert said[-1] == "No figure could be tested. 1 more could not be tested."


def test_scores_are_said_with_their_pupils_and_never_called_up_or_down():
    figure, before = scored(0.8, 530, 0.1, 1.5), scored(-0.4, 510, -1.1, 0.3)
    assert change(READING, figure, Earlier(2018, before), 0.27) == (
        "In summer 2018 it was \u22120.4 (from 510 pupils). Whether that is a change cannot be told: how far schools "
        "move by themselves from year to year is not known here."
    )
    assert gap(READING, Named("boys", before), Named("girls", figure)) == (
        "By progress in reading in summer 2019, boys: \u22120.4 (from 510 pupils); girls: +0.8 (from 530 pupils)."
    )
    assert caution(READING, scored(0.8, 8, -3.0, 4.6)) == (
        "A figure of 8 pupils is too small a base to judge a school by."
    )
    assert comparison(
        SCALE, scored(104.6, 530, None, None, Status.APPROXIMATE), Comparator("England", printed(105))
    ) == ("Beside it stands England’s published 105.")
    assert who_moves(READING, {"Elm": figure, "Fir": before}) == ""
    assert findings([]) == []


def test_a_sentence_that_stands_alone_begins_with_its_place():
    elm = Topic(*_plain(), where=at_school("Elm Primary School"), one_school=True)
    (first, *_) = headline(elm, share(19, 31), None)
    assert first == "At Elm Primary School, 61% of boys met it in summer 2025: 19 of 31 pupils."
    (first, *_) = headline(Topic(*_plain(), where=in_group("Elm Alliance")), share(19, 31), None)
    assert first == "In Elm Alliance, 61% of boys met it in summer 2025: 19 of 31 pupils, in 1 school."
    alone = Topic(PROGRESS, "progress in reading", "boys", 2019, where=in_group("Elm Alliance"))
    (first, *_) = headline(alone, scored(0.8, 530, 0.1, 1.5), None)
    assert first.startswith("In Elm Alliance, the score for progress in reading of boys in summer 2019 was +0.8, from")


@pytest.mark.parametrize("status", ABSENT)
def test_of_one_school_nothing_is_said_of_schools(status: Status):
    said = level(Topic(*_plain(), one_school=True), without(status))
    assert "schools" not in said and "each" not in said and reading.wrong_words(said) == []
    assert said != level(Topic(*_plain()), without(status)) or status in (Status.NOT_PUBLISHED, Status.LOW_COVERAGE)


def _plain() -> tuple[str, str, str, int]:
    return "percentage", "met it", "boys", 2025


def test_who_is_missing_is_named_by_reason():
    assert who_is_missing({}) == "" and who_is_missing({"suppressed": []}) == ""
    assert who_is_missing({"suppressed": ["Ash"], "no release yet": ["Elm", "Fir"]}) == (
        "1 school not in the figure (suppressed): Ash. 2 schools not in the figure (no release yet): Elm and Fir."
    )
    assert who_is_missing({"suppressed": list("ABCDEF")}) == (
        "6 schools not in the figure (suppressed): A, B, C, D and 2 more."
    )


def test_words_and_distances():
    assert [possessive(each) for each in ("England", "East Sussex", "South Downs", "St James")] == [
        "England’s", "East Sussex’s", "South Downs’", "St James’"]  # fmt: skip
    assert [listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert capital("less than 1%") == "Less than 1%" and capital("") == ""
    assert joined("A.", "", "B.") == "A. B."
    assert [points(each) for each in (0.4, -1.2, 17.5, 0)] == ["less than 1 point", "1 point", "18 points", "0 points"]
    assert points_between(-3.2, 0.2) == "from \u22124 to +1 points"
    assert points_between(0.3, 6.2) == "from +0.3 to +7 points"
    assert points_between(0.01, 6) == "from just above 0 to +6 points"
    assert points_between(-6, -0.01) == "from \u22126 to just below 0 points"
    assert points_between(-2, 0) == "from \u22122 to 0 points"
    assert between_points(-28.2, -6.4) == "6 to 29 points"
    assert between_points(0.01, 6.4) == "just above 0 to 7 points"


def test_random_groups_are_told_with_the_count_and_only_where_there_are_any():
    elm = Named("Elm Alliance", share(51, 100))
    assert among_random(TOPIC, elm, None) == ""
    assert among_random(TOPIC, Named("Elm Alliance", without(Status.SUPPRESSED)), Place(0.3, 100)) == ""
    for lower, at_an_end in ((0.0499, True), (0.05, False), (0.95, False), (0.951, True)):
        text = among_random(TOPIC, elm, Place(lower, 10_000))
        assert reading.wrong_words(text) == [] and reading.wrong_counts(text, [(51, 51, 100)]) == []
        assert f"Of 10,000 groups drawn at random from schools of the same kinds and sizes, {lower:.0%}" in text
        assert ("neighbours are alike" in text) == at_an_end
