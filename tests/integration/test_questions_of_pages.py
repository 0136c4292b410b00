"""How often a page asks the database, and that it is of one state and never of an old one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.accounts.readers import Reader
from accord.intake.models.releases import Release
from accord.performance import catalogue, cubes
from accord.performance.kept import forget_everything
from accord.performance.standing import OneStateForAPage
from accord.register.actions.group_lists import import_groups
from accord.register.actions.memberships import join
from accord.register.models.groups import Group
from accord.warehouse import counts
from accord.warehouse.engine import DuckDB
from tests.factories.people import somebody
from tests.factories.school_tables import authority, publish, school

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URNS = [f"{100001 + at}" for at in range(24)]
PAGES = ("/groups/coast/?year=2019", "/groups/wide/?year=2019", "/authorities/201/?year=2019", "/groups/")
MOST_WARM, MOST_COLD = 14, 24


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Coast has three schools, Wide all of them; the first four reach 80%, the others 40%."""
    for year in (2017, 2018, 2019):
        schools = [school(urn, "201", 50, "80%" if at < 4 else "40%") for at, urn in enumerate(URNS)]
        publish(tmp_path, [*schools, authority("201", 1200, "47%")], year)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"Coast,alliance,{urn},,,," for urn in URNS[:3]] + [f"Wide,alliance,{urn},,,," for urn in URNS]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def asked(site: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert site.get(address).status_code == 200
    return len(found)


def test_pages_ask_the_database_seldom(site: Client, home: Path):
    cold, warm = {}, {}
    for address in PAGES:
        forget_everything()
        cold[address], warm[address] = asked(site, address), asked(site, address)
    print(f"first: {cold}\nagain: {warm}")
    assert max(cold.values()) <= MOST_COLD and max(warm.values()) <= MOST_WARM
    assert warm[PAGES[0]] == warm[PAGES[1]], "a group of 24 schools asks no more than one of 3"


def test_pages_ask_the_releases_nothing_twice(site: Client, home: Path, monkeypatch: pytest.MonkeyPatch):
    questions: list[tuple[str, str]] = []

    class Listening(DuckDB):
        def rows(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
            questions.append((sql, repr(sorted(bound.items()))))
            return super().rows(releases, sql, bound)

        def columns(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> Mapping[str, Any]:
            questions.append((sql, repr(sorted(bound.items()))))
            return super().columns(releases, sql, bound)

    monkeypatch.setattr(counts, "engine", Listening)
    cubes.forget()
    shutil.rmtree(home / "state" / "cubes", ignore_errors=True)
    for again in (False, True):
        for address in PAGES[:3]:
            forget_everything()
            assert site.get(address).status_code == 200
        if again:
            assert not questions, "cubes lie ready"
        assert again or (len(questions) > 5 and len(questions) == len(set(questions)))
        questions.clear()


@pytest.mark.parametrize("address", ["/groups/", "/authorities/201/groups/"])
def test_lists_ask_no_more_for_fifty_groups_than_for_five(site: Client, home: Path, address: str):
    def groups(first: int, last: int) -> None:
        lines = [f"Group {at},alliance,{URNS[at % len(URNS)]},,,," for at in range(first, last)]
        import_groups(text="\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines]), by=None, at=NOON)

    def counted() -> tuple[int, int]:
        forget_everything()
        site.get("/groups/coast/?year=2019")  # what every process finds once
        return asked(site, address), asked(site, address)

    groups(0, 3)
    five = counted()
    groups(3, 48)
    fifty = counted()
    print(f"{address}: first and again {five} for 5 groups, {fifty} for 50")
    assert fifty == five and Group.objects.filter(kept_by="people").count() == 50


def test_a_school_that_joins_is_on_the_next_page(site: Client):
    def shown() -> str:
        return unescape(site.get(PAGES[0]).content.decode())

    assert "120 of 150 pupils" in shown()
    join(group=Group.objects.get(slug="coast"), urn=URNS[3], starts_on=date(2016, 9, 1), by=None, at=NOON)
    assert "160 of 200 pupils" in shown()


@pytest.mark.parametrize(("method", "of_one_state"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_a_page_is_of_one_state_unless_it_changes_something(site: Client, method: str, of_one_state: bool):
    request, seen = HttpRequest(), []
    request.method = method

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(len(catalogue.editions(Reader.operator())))
        Release.objects.filter(year=2018).update(withdrawn_at=NOON)
        seen.append(len(catalogue.editions(Reader.operator())))
        return HttpResponse()

    OneStateForAPage(view)(request)
    assert seen == ([3, 3] if of_one_state else [3, 2])
    assert len(catalogue.editions(Reader.operator())) == 2, "what was found for a page is not kept beyond it"


def test_hundreds_of_groups_are_listed_a_page_at_a_time_and_found_by_name(site: Client):
    def shown(question: str = "") -> set[str]:
        return set(re.findall(r'href="/groups/(group-\d+)/"', site.get(f"/groups/{question}").content.decode()))

    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"Group {at:03},alliance,{URNS[at % len(URNS)]},,,," for at in range(130)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    pages = [shown(f"?page={number}") for number in (1, 2, 3)]
    assert sorted(sum(map(sorted, pages), [])) == [f"group-{at:03}" for at in range(130)]
    assert all(len(each) <= 60 for each in pages) and shown() == pages[0]
    assert shown("?find=gro+12") == {"group-012", "group-112", *(f"group-12{at}" for at in range(10))}
    nothing = site.get("/groups/?find=heron").content.decode()
    assert "No group goes by “heron”." in unescape(nothing) and 'href="/groups/group-' not in nothing
