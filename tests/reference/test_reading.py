"""The reader of our sentences notices what is wrong in one."""

import pytest

from tests.reference import reading

RIGHT = "62% (361 of 583 pupils) met it in 1 school. The 95% interval runs from −3 to +1 points."


def test_a_true_sentence_passes():
    assert reading.wrong_words(RIGHT) == []
    assert reading.wrong_counts(RIGHT, [(361, 361, 583)]) == []
    assert reading.counts_in("between 1,360 and 1,362 of 2,583 pupils, 5 of 1 pupil") == [(1360, 1362, 2583), (5, 5, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "None of it.  Twice.", "It was None.", "It was nan.", "This is significant.", "It is proved.", "In 1 schools.",
        "In 2 school.", "For 1 pupils.", "With 21 more child.", "For 1,001 pupil.", "No full stop", "no capital.",
        "A gap of 1 points.", "The schools failed.",
    ],
)  # fmt: skip
def test_wrong_words_are_noticed(text):
    assert reading.wrong_words(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("63% (361 of 583 pupils) did.", (361, 361, 583)),
        ("62% (361 of 583 pupils) did.", (360, 360, 583)),
        ("0% (1 of 583 pupils) did.", (1, 1, 583)),
        ("100% (582 of 583 pupils) did.", (582, 582, 583)),
        ("61% to 63% (between 360 and 362 of 583 pupils) did.", (360, 362, 583)),
    ],
)
def test_wrong_counts_are_noticed(text, count):
    assert reading.wrong_counts(text, [count])


def test_limits_are_read_and_weighed():
    assert reading.limits_in("runs from −3 to +12 points") == (-3, 12)
    assert reading.limits_in("is 0.4 to 7 points") == (reading.Fraction(4, 10), 7)
    assert reading.limits_in("no limits") is None
    assert reading.holds((-3, 12), -2.2, 11.9)
    assert not reading.holds((-3, 12), -3.2, 11.9)
    assert not reading.holds((-3, 12), -2.2, 10.9)
    assert not reading.holds(None, 0, 1)
