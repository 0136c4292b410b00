"""Groups and their dated members: a list is taken in whole or not at all."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Barrier, BrokenBarrierError
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from accord.register.actions import groups
from accord.register.actions.group_lists import ListRefused, ListTaken, import_groups
from accord.register.actions.groups import make, place
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.queries.groups import group_called, groups_of, groups_with_sizes
from accord.register.queries.members import members_on
from accord.register.rules.memberships import NotSense, check_no_circle

AT = datetime(2026, 11, 1, tzinfo=UTC)
A, B, C = "100001", "100002", "100003"

pytestmark = pytest.mark.django_db


def take(*lines: str) -> ListTaken:
    text = "\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines])
    return import_groups(text=text, by=None, at=AT)


def on(slug: str, day: str) -> tuple[str, ...]:
    group = group_called(slug)
    assert group is not None
    return members_on(group, date.fromisoformat(day))


def test_a_membership_lasts_from_its_first_day_to_the_day_before_another():
    take(f"Coast,alliance,{A},,2024-09-01,2025-09-01,", f"Coast,alliance,{B},,,2024-09-01,", f"Coast,alliance,{C},,,,")
    assert on("coast", "2024-08-31") == (B, C)
    assert on("coast", "2024-09-01") == (A, C)
    assert on("coast", "2025-08-31") == (A, C)
    assert on("coast", "2025-09-01") == (C,)


def test_the_same_list_twice_changes_nothing_and_a_new_end_changes_one():
    lines = [f"Coast,alliance,{A},lead,2024-09-01,,", f"Coast,alliance,{B},,,,"]
    assert take(*lines) == ListTaken(1, 2, 0, 0)
    assert take(*lines) == ListTaken(0, 0, 0, 2)
    assert take(f"Coast,alliance,{A},member,2024-09-01,2026-01-01,") == ListTaken(0, 0, 1, 0)
    kept = Membership.objects.get(urn=A)
    assert (kept.role, kept.ends_before, kept.recorded_at) == ("member", date(2026, 1, 1), AT)


REFUSED = [
    pytest.param(f"Coast,trust,{B},,,,", "kind", "already known as alliance", id="another kind"),
    pytest.param(f"COAST,alliance,{B},,,,", "group", "same address as Coast", id="another spelling"),
    pytest.param(f"Coast,alliance,{A},,2025-01-01,,", "urn", "already in Coast", id="twice at once"),
    pytest.param("Coast,alliance,,,,,Nowhere", "parent", "neither in the list nor known", id="no such parent"),
    pytest.param(f"Compare,alliance,{B},,,,", "group", "address of another page", id="the address of a page"),
    pytest.param("County,district,,,,,Coast", "parent", "inside itself", id="a circle through what is known"),
]


@pytest.mark.parametrize(("line", "column", "words"), REFUSED)
def test_a_line_against_what_is_known_is_refused_and_nothing_kept(line: str, column: str, words: str):
    take(f"Coast,alliance,{A},,2024-09-01,,County", f"County,district,{C},,,,")
    before = list(Group.objects.values()), list(Membership.objects.values())
    with pytest.raises(ListRefused) as error:
        take(f"Newer,alliance,{C},,,,", f"County,district,{B},,,,", line)
    problem = error.value.problems[0]
    assert (problem.line, problem.column) == (4, column)
    assert words in problem.message
    assert problem.fix
    assert before == (list(Group.objects.values()), list(Membership.objects.values()))
    assert len(before[0]) == 2


def test_a_group_holds_the_members_of_the_groups_inside_it_once():
    take(
        f"Coast,alliance,{A},,,,County",
        f"Hills,alliance,{A},,,,County",
        f"Hills,alliance,{B},,,2020-01-01,County",
        f"County,district,{C},,,,",
    )
    assert on("county", "2026-11-01") == (A, C)
    assert on("county", "2019-11-01") == (A, B, C)
    listed = {each.slug: (each.schools, each.parent) for each in groups_with_sizes(date(2026, 11, 1))}
    assert listed == {"coast": (1, "County"), "hills": (1, "County"), "county": (2, "")}
    assert groups_of([A, C, "100009"], date(2026, 11, 1)) == {
        A: ["coast", "hills"],
        C: ["county"],
        "100009": [],
    }


def test_an_empty_group_and_its_parent_are_listed():
    take("Coast,alliance,,,,,County", "County,district,,,,,All", f"All,programme,{A},,,,")
    assert [(each.slug, each.schools) for each in groups_with_sizes(AT.date())] == [
        ("all", 1),
        ("coast", 0),
        ("county", 0),
    ]


def test_listing_groups_asks_as_much_for_thirty_as_for_three():
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as found:
            listed = groups_with_sizes(AT.date())
        return len(listed), len(found)

    take(*(f"Small {at},alliance,{100001 + at},,,,Top" for at in range(2)), f"Top,district,{A},,,,")
    assert asked() == (3, 3)
    take(*(f"Large {at},alliance,{100001 + at},,,,Small 1" for at in range(27)))
    assert asked() == (30, 3)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_place_groups_at_once_close_no_circle():
    """North holds South and East holds West; North into West and East into South would be a circle of four."""
    north, south, east, west = (make(name=name, kind="alliance", by=None, at=AT) for name in ("N", "S", "E", "W"))
    place(inner=south, outer=north, starts_on=None, by=None, at=AT)
    place(inner=west, outer=east, starts_on=None, by=None, at=AT)
    together, came = Barrier(2), Counter[str]()

    def at_the_same_moment(*given: Any) -> None:
        with suppress(BrokenBarrierError):
            together.wait(2)  # who has to wait for the other comes too late
        check_no_circle(*given)

    def work(inner: Group, outer: Group) -> None:
        try:
            place(inner=inner, outer=outer, starts_on=None, by=None, at=AT)
            came["placed"] += 1
        except (NotSense, OperationalError):
            came["refused"] += 1
        finally:
            connection.close()

    with patch.object(groups, "check_no_circle", at_the_same_moment), ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (north, east), (west, south)))
    assert came == {"placed": 1, "refused": 1}
    assert Nesting.objects.count() == 3
