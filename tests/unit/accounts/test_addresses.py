"""Which written addresses are one mailbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.rules.invitations import same_address

LETTERS = st.text(st.sampled_from("abkisAKIS.@\u212a\u0131\u0130\u017f\u00df"), min_size=1, max_size=6)


@given(LETTERS, LETTERS)
def test_addresses_are_one_if_they_differ_in_capitals_alone(one, other):
    def naive(text: str) -> list[int]:
        return [ord(each) + 32 if 65 <= ord(each) <= 90 else ord(each) for each in text]

    assert same_address(one, other) is (naive(one) == naive(other))
    assert same_address(one, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("tom@elm.example", " TOM@Elm.Example ", True),
        ("kate@elm.example", "\u212aate@elm.example", False),
        ("ian@elm.example", "\u0131an@elm.example", False),
        ("sam@elm.example", "\u017fam@elm.example", False),
        ("gross@elm.example", "gro\u00df@elm.example", False),
    ],
)
def test_letters_that_only_look_alike_are_another_address(one, other, same):
    assert same_address(one, other) is same
