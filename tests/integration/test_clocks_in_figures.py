"""Whose members count in which year: three clocks over one group that schools joined and left."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accord.accounts.readers import Reader
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, UnknownSelection, Who
from accord.register.actions.group_lists import import_groups
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group, Membership
from accord.register.models.links import Succession
from accord.register.rules.clocks import Clock
from tests.factories.register_files import establishment, taken
from tests.factories.school_tables import RWM, authority, publish, school

A, B, C, D = (f"10000{at}" for at in range(1, 5))
YEARS = (2017, 2018, 2019)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PUPILS = {A: 10, B: 20, C: 40, D: 80}


def asked(who: Who, members: Clock | None, *years: int, on: date | None = None, span: int = 1) -> list[FigureRow]:
    return figures(Selection(who, (RWM,), years, span=span, members=members, on=on), Reader.operator())


def pupils(who: Who, members: Clock | None, *years: int, on: date | None = None, span: int = 1) -> list[int]:
    """The pupils of each year: any set of the four schools has a number of its own."""
    rows = asked(who, members, *years, on=on, span=span)
    return [row.figure.whole for row in rows if row.basis == "pooled"]


@pytest.fixture
def coast(home: Path, tmp_path: Path) -> Who:
    """A always; B from May 2018, on the day the pupils are counted; C until August 2018; D in 2017/18 alone."""
    for year in YEARS:
        publish(tmp_path, [school(urn, "201", number) for urn, number in PUPILS.items()], year)
    lines = [
        "group,kind,urn,role,starts_on,ends_before,parent",
        f"Coast,alliance,{A},,,,",
        f"Coast,alliance,{B},,2018-05-15,,",
        f"Coast,alliance,{C},,,2018-09-01,",
        f"Coast,alliance,{D},,2017-09-01,2018-09-01,",
    ]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    return Who.group("coast")


def test_each_clock_has_members_of_its_own(coast: Who):
    # Today's members, carried back: those of any day, if one is given.
    assert pupils(coast, None, *YEARS) == pupils(coast, Clock.TODAY, *YEARS) == [30, 30, 30]
    assert pupils(coast, Clock.TODAY, *YEARS, on=date(2017, 12, 1)) == [130, 130, 130]
    assert pupils(coast, Clock.TODAY, *YEARS, on=date(2018, 5, 14)) == [130, 130, 130]
    assert pupils(coast, Clock.TODAY, *YEARS, on=date(2018, 5, 15)) == [150, 150, 150]
    # Those of the day on which the pupils of each year were counted.
    assert pupils(coast, Clock.THEN, *YEARS) == [50, 150, 30]
    # Those who were members on every such day asked for.
    assert pupils(coast, Clock.CONSTANT, *YEARS) == [10, 10, 10]
    assert pupils(coast, Clock.CONSTANT, 2017, 2018) == [50, 50]
    assert pupils(coast, Clock.CONSTANT, 2018) == [150]
    # A pool over years has the members of each of its years.
    assert pupils(coast, Clock.THEN, 2019, span=3) == [50 + 150 + 30]
    assert pupils(coast, Clock.TODAY, 2019, span=3) == [90]
    assert pupils(coast, Clock.CONSTANT, 2019, span=3) == [30]
    for clock in Clock:
        assert {row.members for row in asked(coast, clock, 2018)} == {str(clock)}
        assert pupils(Who.of_urns([A, C]), clock, *YEARS) == [50, 50, 50]
    assert {row.members for row in asked(coast, None, 2018)} == {"today"}


def test_a_school_that_became_another_was_a_member_throughout(coast: Who):
    """C left and D came, on one day and under a new number: it is the same school."""
    Membership.objects.filter(urn=D).update(starts_on=date(2018, 9, 1), ends_before=None)
    Succession.objects.create(older=C, newer=D, how="continued", on=date(2018, 9, 1), recorded_by="both")
    # Both numbers have a row in every file: of each year the one counts that was open then.
    assert pupils(coast, Clock.CONSTANT, *YEARS) == [50, 50, 90]
    assert pupils(coast, Clock.THEN, *YEARS) == [50, 70, 110]

    # And what changes changes an answer that was kept.
    Membership.objects.filter(urn=D).update(starts_on=date(2019, 5, 16))
    assert pupils(coast, Clock.THEN, *YEARS) == [50, 70, 30]
    assert pupils(coast, Clock.CONSTANT, *YEARS) == [10, 10, 10]


def test_an_authority_is_each_years_own_unless_the_register_is_asked_and_england_always(coast: Who, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 10), authority("201", 999, "50%")], 2018, "final")
    who = Who.authority("201")
    assert {row.members for row in asked(who, None, 2018)} == {"then"}
    with pytest.raises(UnknownSelection, match="does not know the schools of authority 201"):
        asked(who, Clock.TODAY, 2018)
    known = Group.objects.create(
        slug="la-201", name="Invented", kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS, code="201"
    )
    for urn, since in ((A, None), (B, date(2019, 1, 1))):
        Membership.objects.create(group=known, urn=urn, starts_on=since, recorded_at=NOON)
    assert pupils(who, Clock.TODAY, 2017, 2019) == [30, 30]
    assert pupils(who, Clock.CONSTANT, 2017, 2019) == [10, 10]
    rows = asked(who, Clock.TODAY, 2018)
    assert {(str(row.basis), row.members) for row in rows} == {("pooled", "today"), ("published", "then")}
    with pytest.raises(UnknownSelection, match="England"):
        asked(Who.england(), Clock.TODAY, 2018)
    assert {row.members for row in asked(Who.england(), Clock.THEN, 2018)} == {"then"}


def test_an_authority_of_today_is_what_the_extract_says(home: Path, tmp_path: Path):
    publish(tmp_path, [school(urn, "201", number) for urn, number in PUPILS.items()], 2018)
    rows = [establishment(urn, urn, la="202" if urn == C else "201") for urn in (A, B, C)]
    taken(tmp_path, "edubasealldata20240901.csv", rows)
    assert pupils(Who.authority("201"), Clock.TODAY, 2018) == [30]
    assert pupils(Who.authority("201"), None, 2018) == [150]
