"""A list that names no authority: other published files tell which authority its schools count in."""

from __future__ import annotations

from pathlib import Path

from accord.accounts.readers import Reader
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.performance.queries import authorities_of
from accord.performance.selections import Who
from tests.factories.register_files import establishment, link, taken
from tests.factories.school_tables import ask, ask_one, publish, school, state

A, B, C, D, E = (f"10000{at}" for at in range(1, 6))
CENSUS = ("URN", "LA", "ESTAB", "NOR", "PNUMEAL")
NAMELESS = [school(A, "", 40, "50%"), school(B, "", 20, "50%"), school(C, "", 10, "50%")]


def census(folder: Path, year: int, authorities: dict[str, str]) -> Release:
    rest = {"ESTAB": "2001", "NOR": "200", "PNUMEAL": "3.5"}
    rows = [{"URN": urn, "LA": la} | rest for urn, la in authorities.items()]
    return publish(folder, rows, year, always=CENSUS)


def whole(year: int = 2018) -> int:
    return ask_one(Who.authority("201"), year).figure.whole or 0


def test_a_school_counts_where_the_nearest_file_puts_it(home: Path, tmp_path: Path):
    publish(tmp_path, NAMELESS, 2018)
    assert state(ask_one(Who.authority("201"), 2018))[0] == "not_released"
    census(tmp_path, 2022, {A: "201", B: "201"})
    assert whole() == 60
    nearer = census(tmp_path, 2019, {B: "202"})
    assert whole() == 40
    withdraw(release=nearer, because="a test", by=None, at=nearer.accepted_at)
    assert whole() == 60


def test_a_row_that_names_its_authority_is_believed(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "202", 40), school(B, "", 20)], 2018)
    census(tmp_path, 2018, {A: "201", B: "201"})
    assert whole() == 20


def levels(folder: Path, year: int, *rows: tuple[str, str, str]) -> Release:
    listed = [{"RECTYPE": kind, "URN": urn, "TAPS": points} for kind, urn, points in rows]
    return publish(folder, listed, year, always=("RECTYPE", "URN", "TAPS"))


def test_rows_in_the_same_place_of_two_files_may_be_of_two_authorities(home: Path, tmp_path: Path):
    levels(tmp_path, 2013, ("1", A, "28.1"), ("3", "", "27.5"))
    levels(tmp_path, 2014, ("1", B, "28.4"), ("3", "", "27.9"))
    census(tmp_path, 2013, {A: "201", B: "202"})
    for code, year, points in (("201", 2013, 27.5), ("202", 2014, 27.9)):
        rows = ask(Who.authority(code), 2013, 2014, measures=["ks2_aps"])
        assert {row.year: row.figure.value for row in rows if row.basis == "published"} == {year: points}


def test_a_group_is_beside_the_authority_that_is_told(home: Path, tmp_path: Path):
    publish(tmp_path, NAMELESS, 2018)
    assert authorities_of([A, B], Reader.operator()) == ()
    census(tmp_path, 2015, {A: "201", B: "201"})
    assert authorities_of([A, B, C], Reader.operator()) == ("201",)


def test_the_register_tells_too_and_then_what_a_school_was_or_became(home: Path, tmp_path: Path):
    publish(tmp_path, NAMELESS, 2018)
    assert state(ask_one(Who.authority("201"), 2018))[0] == "not_released"
    # The extract describes A; of B only is known that it became a school of the same authority.
    taken(tmp_path, "edubasealldata20240901.csv", [establishment(A, "Ash", la="201")])
    assert whole() == 40
    census(tmp_path, 2019, {D: "201", E: "202"})
    links = [link(D, B, "Predecessor", "01-09-2018"), link(D, C, "Predecessor - Split School", "01-09-2018")]
    taken(tmp_path, "links20230901.csv", [*links, link(E, C, "Predecessor - Split School", "01-09-2018")])
    # What C became lies in two authorities: nobody knows which was C's.
    assert whole() == 60
    taken(tmp_path, "links20240901.csv", links)
    assert whole() == 70
    assert authorities_of([A, B, C], Reader.operator()) == ("201",)
    # A file that names it is believed before the register.
    census(tmp_path, 2018, {A: "202"})
    assert whole() == 30
