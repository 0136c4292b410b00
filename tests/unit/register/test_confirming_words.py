"""How many rights wait to be confirmed, in a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from accord.register.rules.confirming_words import confirming_sentence

NOVEMBER, MARCH = date(2026, 11, 1), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("closes", "kept", "says"),
    [
        ([], 0, "No right waits for you to confirm it."),
        ([NOVEMBER], 0, "1 right waits for you to confirm by 31 October 2026."),
        ([MARCH, NOVEMBER], 0, "2 rights wait for you to confirm by 31 October 2026."),
        ([], 1, "1 post of a head or chair was not confirmed by anybody in time, and kept: confirm or end it."),
        (
            [MARCH],
            2,
            "1 right waits for you to confirm by 28 February 2027. 2 posts of heads and chairs were not confirmed by"
            " anybody in time, and kept: confirm or end it.",
        ),
    ],
)
def test_what_waits(closes: list[date], kept: int, says: str) -> None:
    assert confirming_sentence(closes, kept) == says
