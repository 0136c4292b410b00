"""Figures under three clocks and across the numbers a school went by: small worlds counted by hand, then at random."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from accord.accounts.readers import Reader
from accord.performance.queries import figures
from accord.performance.selections import Selection, UnknownSelection, Who
from accord.register.models.groups import Group, Membership
from accord.register.models.links import Succession
from accord.register.rules.clocks import Clock
from tests.factories.register_files import AT, establishment, taken
from tests.factories.school_tables import publish, school

A, B, C, D = (f"10000{at}" for at in range(1, 5))
YEARS = (2018, 2019)


def members(*rows: tuple[str, date | None, date | None]) -> Who:
    group, _ = Group.objects.get_or_create(slug="coast", defaults={"name": "Coast", "kind": "alliance"})
    for urn, starts, ends in rows:
        Membership.objects.create(group=group, urn=urn, starts_on=starts, ends_before=ends, recorded_at=AT)
    return Who.group("coast")


def followed(older: str, newer: str, how: str = "continued", on: date | None = None) -> None:
    Succession.objects.create(older=older, newer=newer, how=how, on=on, recorded_by="both")


def pooled(who: Who, clock: Clock | None = None, on: date | None = None, years: tuple[int, ...] = YEARS) -> dict:
    rows = figures(Selection(who, ("ks2_rwm_expected",), years, members=clock, on=on), Reader.operator())
    return {row.year: row for row in rows if row.basis == "pooled"}


def parts(rows: dict) -> dict[int, tuple[int | None, int | None]]:
    return {year: (row.figure.part_low, row.figure.whole) for year, row in rows.items()}


@pytest.fixture
def results(home: Path, tmp_path: Path) -> None:
    """A 5 of 10 then 6 of 10; B 2 of 20 then 4 of 20; C 30 of 40 in both summers."""
    publish(tmp_path, [school(A, "201", 10, "50%"), school(B, "201", 20, "10%"), school(C, "201", 40, "75%")], 2018)
    publish(tmp_path, [school(A, "201", 10, "60%"), school(B, "201", 20, "20%"), school(C, "201", 40, "75%")], 2019)


def test_three_clocks_on_one_group(results: None):
    joined, left = date(2018, 9, 1), date(2018, 9, 1)
    who = members((A, None, None), (B, joined, None), (C, None, left))
    assert parts(pooled(who)) == {2018: (7, 30), 2019: (10, 30)}
    assert parts(pooled(who, Clock.THEN)) == {2018: (35, 50), 2019: (10, 30)}
    assert parts(pooled(who, Clock.CONSTANT)) == {2018: (5, 10), 2019: (6, 10)}
    assert parts(pooled(who, Clock.TODAY, date(2018, 1, 1))) == {2018: (35, 50), 2019: (36, 50)}
    assert {row.members for row in pooled(who, Clock.CONSTANT).values()} == {"constant"}


def test_the_day_of_the_count_is_the_test_week_in_may(results: None):
    who = members((A, None, None), (B, date(2018, 5, 16), None), (C, date(2018, 5, 15), None))
    assert parts(pooled(who, Clock.THEN))[2018] == (35, 50)


def test_england_has_no_other_clock_and_an_authority_none_without_a_register(results: None):
    with pytest.raises(UnknownSelection, match="members of the time only"):
        pooled(Who.england(), Clock.TODAY)
    with pytest.raises(UnknownSelection, match="does not know the schools of authority 201"):
        pooled(Who.authority("201"), Clock.TODAY)


def test_an_authority_of_today_is_what_the_register_says(results: None, tmp_path: Path):
    rows = [establishment(A, "A", la="201"), establishment(B, "B", la="201"), establishment(C, "C", la="202")]
    taken(tmp_path, "edubasealldata20240901.csv", rows)
    assert parts(pooled(Who.authority("201"), Clock.TODAY)) == {2018: (7, 30), 2019: (10, 30)}
    assert parts(pooled(Who.authority("201"))) == {2018: (37, 70), 2019: (40, 70)}


def test_a_converted_school_keeps_its_series(results: None):
    followed(A, D, on=date(2020, 9, 1))
    rows = pooled(Who.of_urns([D]))
    assert parts(rows) == {2018: (5, 10), 2019: (6, 10)}
    (crossing,) = rows[2018].crossings
    assert rows[2018].as_json()["lineage"] == [{"urn": A, "into": D, "how": "continued", "on": "2020-09-01"}]
    assert (crossing.place, crossing.urn) == (D, A)


def test_a_merger_pools_and_a_chain_is_followed_to_its_end(results: None):
    followed(A, "150001", "merged")
    followed(B, "150001", "merged")
    followed("150001", "150002")
    assert parts(pooled(Who.of_urns(["150002"]))) == {2018: (7, 30), 2019: (10, 30)}
    assert parts(pooled(Who.of_urns([A, B]))) == {2018: (7, 30), 2019: (10, 30)}


def test_an_amalgamation_has_the_history_of_the_junior_school(results: None):
    followed("100050", "150001", "amalgamated")  # the infant school has no results
    followed(A, "150001", "amalgamated")
    row = pooled(Who.of_urns(["150001"]))[2018]
    assert (row.figure.part_low, row.figure.whole, row.figure.coverage.schools_counted) == (5, 10, 1)


def test_two_members_that_share_a_past_count_it_once_and_the_split_is_told(results: None):
    followed(A, "150001", "split")
    followed(A, "150002", "split")
    who = members(("150001", None, None), ("150002", None, None))
    rows = pooled(who)
    assert parts(rows) == {2018: (5, 10), 2019: (6, 10)}
    assert {(each.into, str(each.how)) for each in rows[2018].crossings} == {("150001", "split"), ("150002", "split")}


def test_of_two_rows_of_the_same_pupils_the_one_with_pupils_counts(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 48, "77%"), school(D, "201", 0, "NEW")], 2018)
    followed(A, D, on=date(2018, 2, 1))
    assert parts(pooled(Who.of_urns([D]), years=(2018,))) == {2018: (37, 48)}


def test_a_membership_under_the_old_number_is_the_same_school(results: None):
    followed(A, D)
    who = members((A, None, date(2018, 9, 1)), (D, date(2018, 9, 1), None))
    assert parts(pooled(who, Clock.CONSTANT)) == {2018: (5, 10), 2019: (6, 10)}


# A second computation: nothing of the product's is used to find what is expected.

Span = tuple[date | None, date | None]


def naive(rows: dict[int, dict[str, tuple[int, int]]], spans: list[tuple[str, Span]], into: dict[str, str],
          clock: str, on: date) -> dict[int, tuple[int, int]]:  # fmt: skip
    """Part and whole of each year: schools of the day, each traced to its end, everything that led there, once."""

    def end(urn: str) -> str:
        while urn in into:
            urn = into[urn]
        return urn

    def here(day: date) -> set[str]:
        return {end(urn) for urn, (a, b) in spans if (a is None or a <= day) and (b is None or day < b)}

    days = {year: date(year, 5, 15) for year in rows}
    always = set.intersection(*(here(day) for day in days.values()))
    places = {year: {"today": here(on), "then": here(days[year]), "constant": always}[clock] for year in rows}
    found = {}
    for year, cells in rows.items():
        counted = [cells[urn] for urn in cells if end(urn) in places[year]]
        found[year] = sum(part for part, _ in counted), sum(whole for _, whole in counted)
    return found


def world(seed: int) -> tuple[dict, list, dict[str, str]]:
    """Schools that merge and convert between two summers, and their memberships of a group."""
    chance = random.Random(seed)
    urns = [str(110_000 + 20 * seed + at) for at in range(chance.randint(3, 9))]
    into: dict[str, str] = {}
    for at, urn in enumerate(urns):
        if chance.random() < 0.4 and at + 1 < len(urns):
            into[urn] = chance.choice(urns[at + 1 :])
    there = {2018: set(urns) - set(into.values()), 2019: set(urns) - set(into)}
    rows: dict[int, dict[str, tuple[int, int]]] = {2018: {}, 2019: {}}
    for year, listed in there.items():
        for urn in sorted(listed):
            if chance.random() < 0.85:
                whole = chance.randint(6, 90)
                rows[year][urn] = chance.randint(0, whole), whole
    edges = [None, date(2017, 9, 1), date(2018, 5, 15), date(2018, 5, 16), date(2018, 9, 1), date(2020, 1, 1)]
    spans = []
    for urn in urns:
        if chance.random() < 0.7:
            first, last = sorted(chance.sample(range(len(edges)), 2))
            spans.append((urn, (edges[first], edges[last] if chance.random() < 0.5 else None)))
    return rows, spans, into


def percent(part: int, whole: int) -> str:
    return f"{int(100 * part / whole + 0.5)}%"


WORLDS = 200


def test_figures_equal_a_second_computation(home: Path, tmp_path: Path):
    """Two hundred worlds under three clocks. A second computation in which nobody follows anybody is seen to differ."""
    worlds = [world(seed) for seed in range(WORLDS)]
    for year in YEARS:
        rows = [school(u, "201", w, percent(p, w)) for cells, _, _ in worlds for u, (p, w) in cells[year].items()]
        publish(tmp_path, rows, year)
    differ = wrongly = 0
    for rows, spans, into in worlds:
        Group.objects.all().delete()
        several = {newer for newer in into.values() if list(into.values()).count(newer) > 1}
        for older, newer in into.items():
            followed(older, newer, "merged" if newer in several else "continued")
        who = members(*((urn, *span) for urn, span in spans))
        for clock in Clock:
            got = parts(pooled(who, clock, date(2019, 1, 1)))
            for planted in (False, True):
                expected = naive(rows, spans, {} if planted else into, str(clock), date(2019, 1, 1))
                other = sum((got[year][1] or 0) != whole for year, (_, whole) in expected.items())
                other += sum(got[year][0] not in (None, part) for year, (part, _) in expected.items())
                differ, wrongly = differ + other * (not planted), wrongly + other * planted
    print(f"{WORLDS} worlds, {3 * 2 * WORLDS} figures: {differ} differ; with a planted fault {wrongly}")
    assert differ == 0 and wrongly > 50
