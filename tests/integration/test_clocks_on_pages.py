"""A group's page says whose members it counts; every part of it and every file obeys the choice."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.accounts.actions.events import record
from accord.performance.kept import forget_everything
from accord.register.actions.group_lists import import_groups
from accord.register.models.groups import Membership
from accord.register.models.links import Succession
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school

A, B, C, D = (f"10000{at}" for at in range(1, 5))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ASKED = "/groups/coast/{}?measure=ks2_rwm_expected&year=2018&pupils=all&special=exclude{}"


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """A always; B (80%) joined in 2019; C (10%) left at the end of 2018."""
    percents = {A: "50%", B: "80%", C: "10%"}
    for year in (2018, 2019):
        publish(tmp_path, [school(urn, "201", 40, percent) for urn, percent in percents.items()], year)
    lines = [
        "group,kind,urn,role,starts_on,ends_before,parent",
        f"Coast,alliance,{A},,,,",
        f"Coast,alliance,{B},,2019-01-01,,",
        f"Coast,alliance,{C},,,2019-01-01,",
    ]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, members: str = "", path: str = "") -> str:
    answer = site.get(ASKED.format(path, f"&members={members}" if members else ""))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def pooled(site: Client, members: str) -> dict[str, tuple[str, str]]:
    """The group's own figures in the file under the trend: year -> value, schools counted."""
    rows = csv.DictReader(io.StringIO(page(site, members, "trend.csv").lstrip("\ufeff")))
    return {row["year"]: (row["value"], row["schools_counted"]) for row in rows if row["who"] == "Coast"}


def test_every_part_obeys_and_the_difference_is_said_in_a_sentence(site: Client):
    today, then, constant = page(site), page(site, "then"), page(site, "constant")
    assert (
        "These are today’s members carried back: 65%. By the members of the time it was 30%: 1 school joined "
        "and 1 school left since." in today
    )
    assert (
        "By the members of the time it was 30%; today’s carried back make 65%: 1 school joined and 1 school left since."
        in then
    )
    assert "These are the schools that were members throughout; the members of the time had 30%." in constant
    assert [len(pooled(site, each)) for each in ("", "then", "constant")] == [2, 2, 2]
    assert pooled(site, "") == {"2018": ("65.0", "2"), "2019": ("65.0", "2")}
    assert pooled(site, "then") == {"2018": ("30.0", "2"), "2019": ("65.0", "2")}
    assert pooled(site, "constant") == {"2018": ("50.0", "1"), "2019": ("50.0", "1")}
    # What the page opens with, its files and its workings are of the same schools as its line.
    for members, schools in (("", {A, B}), ("then", {A, C}), ("constant", {A})):
        rows = csv.DictReader(io.StringIO(page(site, members, "workings.csv").lstrip("\ufeff")))
        assert {row["urn"] for row in rows} == schools
        found = page(site, members, "how/")
        assert all((f"School {urn}" in found) == (urn in schools) for urn in (A, B, C))
        if members:
            assert f"members={members}" in page(site, members)
    assert site.get(ASKED.format("", "&members=nobody")).status_code == 404


def test_where_nothing_changed_the_page_says_so(site: Client):
    Membership.objects.exclude(urn=A).delete()
    same = "The members of summer 2018 were the same schools as today’s."
    assert same in page(site) and same in page(site, "then")
    Membership.objects.update(starts_on=date(2019, 1, 1))
    record("changed", kind="group", subject="coast", by=None, at=NOON)  # as every act on the register is
    assert "No school with such pupils was a member throughout" in page(site, "constant")


def test_crossings_are_said_under_the_line_and_in_the_workings(site: Client):
    Succession.objects.create(older=C, newer=D, how="continued", on=date(2018, 9, 1), recorded_by="both")
    Membership.objects.filter(urn=C).update(urn=D, ends_before=None)
    found = page(site)
    assert f"The line goes on across new numbers: URN {C} became URN {D} on 1 September 2018." in found
    assert f"School {C} (URN {C}) became URN {D} on 1 September 2018" in page(site, path="how/")


def test_queries_do_not_grow_with_members_histories_and_years(site: Client, home: Path, tmp_path: Path):
    def asked(members: str) -> int:
        forget_everything()
        with CaptureQueriesContext(connection) as found:
            page(site, members)
        return len(found)

    Succession.objects.create(older=A, newer=D, how="continued", on=date(2019, 9, 1), recorded_by="both")
    before = [asked(each) for each in ("", "then", "constant")]
    urns = [f"{110000 + at}" for at in range(50)]
    publish(tmp_path, [school(urn, "201", 40) for urn in urns], 2017)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in urns)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    for urn in urns[:40]:
        Succession.objects.create(older=urn, newer=f"2{urn[1:]}", how="merged", on=None, recorded_by="older")
    after = [asked(each) for each in ("", "then", "constant")]
    # One more where schools that stand today have had other numbers; not one for each of fifty members.
    assert all(now - then in (0, 1) for now, then in zip(after, before, strict=True))
