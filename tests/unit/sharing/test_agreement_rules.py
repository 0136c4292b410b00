"""Between which schools an agreement is in force, written out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.sharing.choices import PartyState, State
from accord.sharing.rules.agreements import (
    NotAgreed,
    PartyFacts,
    VersionFacts,
    check_can_issue,
    check_can_sign,
    check_can_withdraw,
    in_force_between,
    party_state,
    sharing,
    state,
)

FIRST, AFTER = date(2026, 9, 1), date(2027, 9, 1)
SIGNED = date(2026, 8, 20)
ONE, TWO, THREE = (PartyFacts(urn, signed_on=SIGNED) for urn in ("100001", "100002", "100003"))
DAY = timedelta(days=1)


def version(*parties: PartyFacts, **values) -> VersionFacts:
    given_ = {"issued": True, "superseded": False, "starts_on": FIRST, "ends_before": AFTER}
    return VersionFacts(**(given_ | {"families": frozenset({"ks2_schools"}), **values}), parties=parties)


@pytest.mark.parametrize(
    ("terms", "day", "shared", "said"),
    [
        (version(ONE, TWO, issued=False), FIRST, 0, State.DRAFT),
        (version(ONE, TWO, superseded=True), FIRST, 0, State.SUPERSEDED),
        (version(ONE, TWO), FIRST - DAY, 0, State.NOT_BEGUN),
        (version(ONE, TWO), FIRST, 2, State.IN_FORCE),
        (version(ONE, TWO), AFTER - DAY, 2, State.IN_FORCE),
        (version(ONE, TWO), AFTER, 0, State.EXPIRED),
        (version(ONE, replace(TWO, signed_on=None)), FIRST, 0, State.AWAITING),
        (version(ONE, replace(TWO, signed_on=FIRST + DAY)), FIRST, 0, State.AWAITING),
        (version(ONE, replace(TWO, signed_on=FIRST + DAY)), FIRST + DAY, 2, State.IN_FORCE),
        (version(ONE, replace(TWO, withdrawn_on=FIRST + DAY)), FIRST, 2, State.IN_FORCE),
        (version(ONE, replace(TWO, withdrawn_on=FIRST + DAY)), FIRST + DAY, 0, State.WITHDRAWN),
        (version(ONE, TWO, replace(THREE, withdrawn_on=FIRST)), FIRST, 2, State.IN_FORCE),
        (version(ONE, replace(TWO, belongs=False)), FIRST, 0, State.AWAITING),
        (version(ONE, replace(TWO, closed_on=FIRST)), FIRST, 0, State.AWAITING),
        (version(ONE, replace(TWO, closed_on=FIRST + DAY)), FIRST, 2, State.IN_FORCE),
        (version(ONE, TWO, replace(THREE, signed_on=None)), FIRST, 2, State.IN_FORCE),
    ],
)
def test_who_shares_on_a_day(terms: VersionFacts, day: date, shared: int, said: State):
    assert len(sharing(terms, day)) == shared
    assert state(terms, day) == said
    assert in_force_between(terms, "100001", "100002", day) is (shared == 2)
    assert not in_force_between(terms, "100001", "100003", day)


def test_a_school_shares_nothing_with_itself():
    assert not in_force_between(version(ONE, TWO), "100001", "100001", FIRST)


@given(st.lists(st.booleans(), min_size=2, max_size=6))
def test_a_pair_is_in_force_only_where_both_have_signed(signed: list[bool]):
    parties = [PartyFacts(str(at), signed_on=SIGNED if has else None) for at, has in enumerate(signed)]
    terms = version(*parties)
    for one, has in enumerate(signed):
        for other, has_too in enumerate(signed):
            assert in_force_between(terms, str(one), str(other), FIRST) is (has and has_too and one != other)


def test_what_it_covers():
    all_of_it = version(ONE, TWO)
    assert all_of_it.covers("ks2_schools") and all_of_it.covers("ks2_schools", "ks2_rwm_expected")
    assert not all_of_it.covers("absence")
    some = version(ONE, TWO, fields=frozenset({"ks2_rwm_expected"}))
    assert some.covers("ks2_schools", "ks2_rwm_expected") and not some.covers("ks2_schools", "ks2_maths_progress")


def test_a_school_that_left_is_said_to_have_left_even_if_it_never_signed():
    assert party_state(PartyFacts("1", belongs=False), FIRST) == PartyState.LEFT
    assert party_state(PartyFacts("1"), FIRST) == PartyState.NOT_SIGNED


UNSIGNED = replace(ONE, signed_on=None)


@pytest.mark.parametrize(
    ("terms", "party", "signed_on", "words"),
    [
        (version(UNSIGNED, issued=False), UNSIGNED, FIRST, "draft"),
        (version(UNSIGNED, superseded=True), UNSIGNED, FIRST, "newer version"),
        (version(UNSIGNED, ends_before=FIRST), UNSIGNED, FIRST, "has ended"),
        (version(UNSIGNED), UNSIGNED, FIRST + DAY, "future"),
        (version(ONE), ONE, FIRST, "signed already"),
        (version(ONE), replace(UNSIGNED, withdrawn_on=FIRST), FIRST, "withdrew"),
        (version(ONE), replace(UNSIGNED, closed_on=FIRST), FIRST, "closed"),
        (version(ONE), replace(UNSIGNED, belongs=False), FIRST, "not in the group"),
    ],
)
def test_what_cannot_be_signed(terms: VersionFacts, party: PartyFacts, signed_on: date, words: str):
    check_can_sign(version(UNSIGNED), UNSIGNED, FIRST, FIRST)
    with pytest.raises(NotAgreed, match=words):
        check_can_sign(terms, party, signed_on, FIRST)


def test_what_cannot_be_put_out_to_be_signed():
    check_can_issue(version(ONE, TWO, issued=False), FIRST)
    for terms, words in (
        (version(ONE, TWO), "words stand"),
        (version(ONE, issued=False), "two schools"),
        (version(ONE, TWO, issued=False, families=frozenset()), "data sets"),
        (version(ONE, TWO, issued=False, ends_before=FIRST), "last day"),
    ):
        with pytest.raises(NotAgreed, match=words):
            check_can_issue(terms, FIRST)


def test_what_cannot_be_withdrawn_from():
    check_can_withdraw(version(ONE), ONE, "we left")
    for terms, party, because, words in (
        (version(ONE), ONE, " ", "Say why"),
        (version(ONE, superseded=True), ONE, "x", "binds nobody"),
        (version(ONE), UNSIGNED, "x", "not signed"),
        (version(ONE), replace(ONE, withdrawn_on=FIRST), "x", "already"),
    ):
        with pytest.raises(NotAgreed, match=words):
            check_can_withdraw(terms, party, because)
