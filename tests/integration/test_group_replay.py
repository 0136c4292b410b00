"""Replaying the events of a group equals reading its memberships, on every day, whatever was done to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accord.register.actions.groups import end, make
from accord.register.actions.memberships import amend, join
from accord.register.actions.several import give_role, leave_several, move_several
from accord.register.choices import Role
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import School
from accord.register.queries.group_history import history_of, replayed
from accord.register.queries.group_members import members_of
from accord.register.queries.members import members_on
from accord.register.rules.history import belonged_on
from accord.register.rules.history_words import sentence_of
from accord.register.rules.memberships import NotSense
from accord.register.rules.periods import overlap
from tests.factories.register_schools import school

pytestmark = pytest.mark.once

AT = datetime(2026, 10, 1, tzinfo=UTC)
FIRST = date(2020, 1, 1)
DAYS = 8
URNS = ("100001", "100002", "100003", "100004")

day = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
edge = st.none() | day
picked = st.lists(st.integers(0, 9), min_size=1, max_size=3)
act = st.one_of(
    st.tuples(st.just("join"), st.integers(0, 1), st.sampled_from(URNS), st.sampled_from(Role.values), edge, edge),
    st.tuples(st.just("amend"), st.integers(0, 1), st.integers(0, 9), st.sampled_from(Role.values), edge, edge),
    st.tuples(st.just("leave"), st.integers(0, 1), picked, day),
    st.tuples(st.just("move"), st.integers(0, 1), picked, day),
    st.tuples(st.just("role"), st.integers(0, 1), picked, st.sampled_from(Role.values), day),
    st.tuples(st.just("end"), st.integers(0, 1), day),
)


def do(groups: list[Group], deed: tuple) -> None:
    """One act through the actions, as a page would ask for it."""
    verb, which, *rest = deed
    group, who = groups[which], {"by": None, "at": AT}
    kept = list(Membership.objects.filter(group=group).select_related("group"))
    if verb == "join":
        urn, role, starts_on, ends_before = rest
        join(group=group, urn=urn, role=role, starts_on=starts_on, ends_before=ends_before, **who)
    elif verb == "end":
        end(group=group, on=rest[0], because="Over", **who)
    elif kept and verb == "amend":
        at, role, starts_on, ends_before = rest
        one = kept[at % len(kept)]
        amend(membership=one, role=role, starts_on=starts_on, ends_before=ends_before, left_because="", **who)
    elif kept:
        some = list({each.pk: each for each in (kept[at % len(kept)] for at in rest[0])}.values())
        if verb == "leave":
            leave_several(memberships=some, on=rest[1], because="Left", **who)
        elif verb == "move":
            move_several(memberships=some, to=groups[1 - which], on=rest[1], because="", **who)
        else:
            give_role(memberships=some, role=rest[1], on=rest[2], **who)


def try_out(deeds: list[tuple]) -> None:
    """Do all that makes sense, see that the rest changes nothing, and compare both readings on every day."""
    place = School.objects.create(address=URNS[1])
    school(URNS[0], "Old Elm", place=place, status="closed", closed_on=FIRST + timedelta(days=6))
    school(URNS[1], "New Elm", place=place, stands=True, opened_on=FIRST + timedelta(days=6))
    school(URNS[2], "Oak", status="closed", closed_on=FIRST + timedelta(days=8))
    groups = [make(name=name, kind="alliance", by=None, at=AT) for name in ("North", "South")]
    for deed in deeds:
        groups = [Group.objects.get(pk=each.pk) for each in groups]
        before = list(Membership.objects.values()), [list(history_of(each).acts) for each in groups]
        try:
            with transaction.atomic():
                do(groups, deed)
        except NotSense as reason:
            assert reason.message and reason.fix
            assert before == (list(Membership.objects.values()), [list(history_of(each).acts) for each in groups])
    for group in groups:
        compare(group)


def compare(group: Group) -> None:
    """Both readings of a group, each day from before the first to after the last."""
    told = replayed(group)
    for n in range(-1, DAYS + 2):
        on = FIRST + timedelta(days=n)
        now = belonged_on(told, on)
        assert sorted({each.urn for each in now}) == list(members_on(group, on))
        shown = members_of(group, on)
        assert sorted((each.urn, each.role) for each in now) == sorted((each.urn, each.role) for each in shown)
    kept = list(Membership.objects.filter(group=group))
    for one in kept:
        for two in kept:
            same = {one.urn, two.urn} <= {URNS[0], URNS[1]} or one.urn == two.urn
            apart = not overlap((one.starts_on, one.ends_before), (two.starts_on, two.ends_before))
            assert one.pk == two.pk or not same or apart, "a school is in a group once at a time"
    history = history_of(group)
    assert all(sentence_of(each, history).endswith(".") for each in history.acts)


class RolledBack(Exception):
    """Ends one example without a trace in the database."""


def in_a_clean_database(deeds: list[tuple]) -> None:
    with pytest.raises(RolledBack), transaction.atomic():
        try_out(deeds)
        raise RolledBack


THIRD = FIRST + timedelta(days=3)
OAK_JOINS = ("join", 0, URNS[3], "lead", THIRD, None)


@pytest.mark.django_db
@example([OAK_JOINS, ("move", 0, [0], THIRD), ("role", 1, [0], "associate", THIRD + timedelta(days=1))])
@example([OAK_JOINS, ("end", 0, FIRST + timedelta(days=1))])
@example([OAK_JOINS, ("amend", 0, 0, "member", None, THIRD), ("leave", 0, [0], FIRST)])
@settings(max_examples=100, deadline=None)
@given(st.lists(act, max_size=14))
def test_replaying_what_happened_equals_what_is_kept(deeds: list[tuple]):
    in_a_clean_database(deeds)


@pytest.mark.thorough
@pytest.mark.django_db
@settings(max_examples=1000, deadline=None)
@given(st.lists(act, max_size=30))
def test_replaying_what_happened_equals_what_is_kept_in_long_histories(deeds: list[tuple]):
    in_a_clean_database(deeds)


@pytest.mark.django_db
def test_a_history_with_a_lost_event_is_found_out():
    group = make(name="North", kind="alliance", by=None, at=AT)
    join(group=group, urn=URNS[3], starts_on=None, by=None, at=AT)
    compare(group)
    Membership.objects.update(ends_before=FIRST)
    with pytest.raises(AssertionError):
        compare(group)
