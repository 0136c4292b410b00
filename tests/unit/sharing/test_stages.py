"""How far an embargo has been lifted on a day, and terms that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.choices import Stage
from accord.sharing.choices import Source
from accord.sharing.rules.stages import NotTerms, Terms, can_terms, check_terms, stage_on

SCHOOLS, MEMBERS, PUBLIC = date(2027, 7, 12), date(2027, 9, 1), date(2027, 12, 10)
EMBARGO = Terms(Source.AUTHORITY, SCHOOLS, MEMBERS, PUBLIC)
DAYS = st.none() | st.dates(date(2027, 1, 1), date(2027, 3, 1))


@pytest.mark.parametrize(
    ("terms", "day", "stage"),
    [
        (Terms(), date(2000, 1, 1), Stage.PUBLIC),
        (EMBARGO, SCHOOLS - timedelta(days=1), Stage.AUTHORITY),
        (EMBARGO, SCHOOLS, Stage.SCHOOL),
        (EMBARGO, MEMBERS - timedelta(days=1), Stage.SCHOOL),
        (EMBARGO, MEMBERS, Stage.MEMBERS),
        (EMBARGO, PUBLIC - timedelta(days=1), Stage.MEMBERS),
        (EMBARGO, PUBLIC, Stage.PUBLIC),
        (Terms(Source.OWN), date(2099, 1, 1), Stage.AUTHORITY),
        (Terms(Source.NATIONAL, to_schools_on=SCHOOLS), date(2099, 1, 1), Stage.SCHOOL),
        (Terms(Source.OWN, to_public_on=PUBLIC), PUBLIC - timedelta(days=1), Stage.AUTHORITY),
        (Terms(Source.OWN, SCHOOLS, SCHOOLS, None), SCHOOLS, Stage.MEMBERS),
    ],
)
def test_each_step_holds_from_its_day(terms: Terms, day: date, stage: Stage):
    assert stage_on(terms, day) is stage


@given(DAYS, DAYS, DAYS)
def test_what_can_be_set_never_narrows_again(schools, members, public):
    terms = Terms(Source.AUTHORITY, schools, members, public)
    days = [date(2026, 12, 31) + timedelta(days=n) for n in range(70)]
    reached = [list(Stage).index(stage_on(terms, day)) for day in days]
    if can_terms(terms, "as agreed"):
        assert reached == sorted(reached)
    order = [day for day in (schools, members, public) if day]
    assert can_terms(terms, "as agreed") is (order == sorted(order))


@pytest.mark.parametrize(
    ("terms", "reason", "field", "words"),
    [
        (EMBARGO, " ", "reason", "Say why"),
        (Terms(Source.PUBLISHED, to_public_on=PUBLIC), "x", "to_public_on", "no dates"),
        (Terms(Source.OWN, MEMBERS, SCHOOLS), "x", "to_members_on", "before the schools. Give a day from 1 September"),
        (Terms(Source.OWN, MEMBERS, None, SCHOOLS), "x", "to_public_on", "the public would see them before"),
    ],
)
def test_terms_that_cannot_be_say_why(terms: Terms, reason: str, field: str, words: str):
    with pytest.raises(NotTerms, match=words) as refused:
        check_terms(terms, reason)
    assert refused.value.field == field
