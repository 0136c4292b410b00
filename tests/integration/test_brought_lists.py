"""Brought lists: put in force as a whole, undone exactly, put in force again, or refused with nothing kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.accounts.models.events import Event
from accord.register.actions.group_lists import ListRefused
from accord.register.actions.groups import make, rename
from accord.register.actions.memberships import Book, join, leave
from accord.register.actions.putting_in_force import Applied, apply, undo
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.models.schools import Establishment, School
from accord.register.queries.lineage import standing_for
from accord.register.rules.history import replay
from accord.register.rules.memberships import NotSense
from tests.factories.register_schools import school

BEFORE = datetime(2026, 10, 1, tzinfo=UTC)
AT = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1)
URNS = ("100001", "100002", "100003", "100004")

pytestmark = pytest.mark.django_db


def brought(*rows: dict[str, Any], starts_on: date | None = SEPTEMBER) -> BroughtList:
    one = BroughtList.objects.create(name="Alliances", default_kind="alliance", starts_on=starts_on, brought_at=AT)
    for line, row in enumerate(rows, start=2):
        filled = {"group": "Coast", "kind": "alliance", "certainty": "exact"} | row
        BroughtRow.objects.create(brought=one, line=line, **filled)
    return one


def state() -> tuple[Any, ...]:
    """All that a list may touch, without the numbers of rows."""
    groups = {each["id"]: each["slug"] for each in Group.objects.values("id", "slug")}
    fields = ("group_id", "urn", "role", "starts_on", "ends_before", "left_because", "recorded_at", "recorded_by_id")
    members = [(groups[row[0]], *row[1:]) for row in Membership.objects.values_list(*fields)]
    places = Nesting.objects.values_list("inner__slug", "outer__slug", "starts_on", "ends_before")
    kinds = Group.objects.values_list("slug", "name", "kind", "starts_on", "ends_before")
    return sorted(map(repr, members)), sorted(map(repr, places)), sorted(map(repr, kinds))


def test_a_list_is_put_in_force_undone_and_put_in_force_again():
    one = brought(
        {"urn": "100001", "role": "lead", "parent": "West"},
        {"urn": "100002", "starts_on": date(2020, 9, 1)},
        {"urn": "100003", "group": "Hills", "ends_before": date(2024, 9, 1)},
        {"urn": "", "certainty": "held", "left_out": True},
    )
    before = state()
    assert apply(brought=one, by=None, at=AT) == Applied(3, 3, 0, 0)
    applied = state()
    assert set(Membership.objects.values_list("group__slug", "urn", "role", "starts_on", "ends_before")) == {
        ("coast", "100001", "lead", SEPTEMBER, None),
        ("coast", "100002", "member", date(2020, 9, 1), None),
        ("hills", "100003", "member", None, date(2024, 9, 1)),
    }
    assert list(Nesting.objects.values_list("inner__slug", "outer__slug", "outer__kind")) == [
        ("coast", "west", "area_partnership")
    ]
    undo(brought=one, by=None, at=AT)
    assert state() == before
    assert BroughtList.objects.get().state == "undone"
    assert apply(brought=one, by=None, at=AT) == Applied(3, 3, 0, 0)
    assert state() == applied
    verbs = list(Event.objects.filter(subject_kind="list").values_list("verb", flat=True))
    assert verbs == ["applied", "undone", "applied"]


def test_what_is_known_is_changed_and_restored_with_who_recorded_it():
    coast = make(name="Coast", kind="alliance", by=None, at=BEFORE)
    join(group=coast, urn="100001", starts_on=date(2020, 9, 1), by=None, at=BEFORE)
    join(group=coast, urn="100002", starts_on=None, by=None, at=BEFORE)
    before = state()
    one = brought({"urn": "100001", "role": "lead"}, {"urn": "100002"})
    assert apply(brought=one, by=None, at=AT) == Applied(0, 0, 1, 1)
    undo(brought=one, by=None, at=LATER)
    assert state() == before


def test_lists_are_undone_in_turn():
    first, second = brought({"urn": "100001"}), brought({"urn": "100001", "role": "lead"})
    apply(brought=first, by=None, at=AT)
    apply(brought=second, by=None, at=LATER)
    with pytest.raises(NotSense, match="was changed on 1 December 2026 since this list"):
        undo(brought=first, by=None, at=LATER)
    undo(brought=second, by=None, at=LATER)
    undo(brought=first, by=None, at=LATER)
    assert not Group.objects.exists()


def test_undo_is_refused_where_something_builds_on_it_and_changes_nothing():
    one = brought({"urn": "100001"}, {"urn": "100002"})
    apply(brought=one, by=None, at=AT)
    leave(membership=Membership.objects.get(urn="100001"), on=date(2026, 11, 30), because="", by=None, at=LATER)
    kept = state()
    with pytest.raises(NotSense, match="was changed") as error:
        undo(brought=one, by=None, at=LATER)
    assert error.value.fix and state() == kept
    Membership.objects.get(urn="100001").delete()
    with pytest.raises(NotSense, match="has been taken away"):
        undo(brought=one, by=None, at=LATER)


def test_a_group_that_others_joined_stays_and_a_renamed_one_refuses():
    one = brought({"urn": "100001"})
    apply(brought=one, by=None, at=AT)
    coast = Group.objects.get()
    extra = join(group=coast, urn="100009", starts_on=None, by=None, at=LATER)
    undo(brought=one, by=None, at=LATER)
    assert list(Membership.objects.all()) == [extra]
    extra.delete()
    apply(brought=one, by=None, at=LATER)
    undo(brought=one, by=None, at=LATER)
    coast.delete()
    apply(brought=one, by=None, at=LATER)
    rename(group=Group.objects.get(), name="Shore", by=None, at=LATER)
    with pytest.raises(NotSense, match="renamed"):
        undo(brought=one, by=None, at=LATER)


REFUSED = [
    pytest.param({"urn": "100005"}, "closed on 1 September 2020", id="a closed school"),
    pytest.param({"urn": "100001"}, "twice: line 2 is the same school", id="a school twice"),
    pytest.param({"urn": "100006"}, "twice: line 2 is the same school", id="by two of its numbers"),
    pytest.param({"urn": "100002", "kind": "federation"}, "already known as alliance", id="another kind"),
    pytest.param({"urn": "100002", "parent": "Coast"}, "would be", id="inside itself"),
    pytest.param({"urn": "100002", "group": "…"}, "makes no address", id="no name"),
]


@pytest.mark.parametrize(("row", "words"), REFUSED)
def test_a_row_that_makes_no_sense_refuses_the_list_and_nothing_is_kept(row: dict[str, Any], words: str):
    school("100001", "One"), school("100002", "Two")
    school("100005", "Five", status="closed", closed_on=date(2020, 9, 1))
    place = School.objects.get(address="100001")
    Establishment.objects.create(urn="100006", school=place, name="Old", status="closed", stands=False)
    before = state()
    with pytest.raises(ListRefused) as error:
        apply(brought=brought({"urn": "100001"}, row), by=None, at=AT)
    assert [each.line for each in error.value.problems] == [3]
    assert words in error.value.problems[0].message
    assert error.value.problems[0].fix
    assert state() == before and not Event.objects.exists()


@pytest.mark.parametrize("certainty", ["close", "held", "unknown"])
def test_a_list_waits_for_doubtful_rows(certainty: str):
    one = brought({"urn": "100001" if certainty == "close" else "", "certainty": certainty})
    with pytest.raises(NotSense, match="1 row waits"):
        apply(brought=one, by=None, at=AT)
    assert state() == ([], [], [])


def test_killed_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch):
    one, joined, join_one = brought({"urn": "100001"}, {"urn": "100002"}), [], Book.join

    def die(self: Book, *args: Any, **named: Any) -> Membership:
        if joined:
            raise OSError("planted")
        joined.append(join_one(self, *args, **named))
        return joined[0]

    monkeypatch.setattr(Book, "join", die)
    with pytest.raises(OSError, match="planted"):
        apply(brought=one, by=None, at=AT)
    assert joined and state() == ([], [], [])
    assert BroughtList.objects.get().state == "open"


days = st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2027, 1, 1)))
rows = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["Coast", "Hills", "Vale"]),
        "urn": st.sampled_from(URNS),
        "role": st.sampled_from(["member", "lead"]),
        "starts_on": days,
        "ends_before": days,
        "parent": st.sampled_from(["", "West", "Coast"]),
    }
)
lists = st.lists(rows, min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(lists, min_size=1, max_size=3), starts_on=days)
def test_apply_then_undo_restores_exactly(several: list[list[dict[str, Any]]], starts_on: date | None):
    with transaction.atomic():
        states, applied = [state()], []
        for at, each in enumerate(several):
            one = brought(*each, starts_on=starts_on)
            try:
                apply(brought=one, by=None, at=AT.replace(day=at + 1))
            except ListRefused:
                assert state() == states[-1]
                continue
            applied.append(one)
            states.append(state())
        for group in Group.objects.all():
            events = Event.objects.filter(subject_id=group.slug).values_list("verb", "detail")
            kept = group.memberships.values_list("urn", "role", "starts_on", "ends_before")
            assert sorted(map(repr, kept)) == sorted(
                repr((each.urn, each.role, each.starts_on, each.ends_before)) for each in replay(events)
            )
        for one, before in zip(reversed(applied), states[-2::-1], strict=True):
            undo(brought=one, by=None, at=LATER)
            assert state() == before
        assert standing_for(URNS) == {each: each for each in URNS}
        transaction.set_rollback(True)
