"""Lists as people paste them: every column order, layout and way of writing a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.register.rules.list_dates import read_date, read_last_day
from accord.register.rules.pasted_lists import ListRow, read_pasted

COAST = ("Coast Alliance", "St Osyth’s CE", "Hill Prim")


def said(text: str) -> list[tuple[str, str, str, str]]:
    rows, problems = read_pasted(text)
    assert problems == []
    return [(row.group, row.school_name, row.urn, row.dfe_number) for row in rows]


LAYOUTS = [
    pytest.param("Alliance,School\nCoast Alliance,St Osyth’s CE\nCoast Alliance,Hill Prim\n", id="comma"),
    pytest.param(
        "School;Postcode;Partnership\nSt Osyth’s CE;;Coast Alliance\nHill Prim;;Coast Alliance", id="semicolon"
    ),
    pytest.param("Coast Alliance\tSt Osyth’s CE\r\nCoast Alliance\tHill Prim\r\n", id="tabs without a header"),
    pytest.param("\ufeffSchool name,Cluster\n\nSt Osyth’s CE,Coast Alliance\n,\nHill Prim,Coast Alliance", id="BOM"),
    pytest.param("Our list 2024\n\nCluster,Name\nCoast Alliance,St Osyth’s CE\nCoast Alliance,Hill Prim", id="title"),
    pytest.param("Coast Alliance\nSt Osyth’s CE\nHill Prim\n", id="heading lines"),
    pytest.param("Coast Alliance:\n\nSt Osyth’s CE\nHill Prim\n", id="heading with a colon"),
    pytest.param("School,Postcode\nCoast Alliance,\nSt Osyth’s CE,ZX1 1AA\nHill Prim,ZX1 1AB", id="heading in a table"),
    pytest.param("Coast Alliance\tDown Alliance\nSt Osyth’s CE\t\nHill Prim\t", id="side by side"),
    pytest.param('"Alliance","School"\n"Coast Alliance","St Osyth’s CE"\n"Coast Alliance","Hill Prim"', id="quotes"),
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_every_layout_reads_the_same(text: str):
    assert said(text) == [(COAST[0], name, "", "") for name in COAST[1:]]


def test_numbers_tell_themselves_without_a_header():
    text = "845/2001,Hill Prim,100001,ZX1 1AA,Coast\n8452002,Dale Prim,100002,zx11ab,Coast"
    assert said(text) == [("Coast", "Hill Prim", "100001", "845/2001"), ("Coast", "Dale Prim", "100002", "8452002")]
    assert [row.postcode for row in read_pasted(text)[0]] == ["ZX1 1AA", "zx11ab"]


def test_numbers_are_put_together_and_put_right():
    assert said("School,LA,Estab\nHill,845,2001") == [("", "Hill", "", "845/2001")]
    assert said("Alliance,URN\nCoast,8452001") == [("Coast", "", "", "8452001")]
    assert said("Alliance,School\nCoast,100001") == [("Coast", "", "100001", "")]
    assert said("St John’s, Hill\nHill Prim\nDale Prim") == [("", each, "", "") for each in
                                                            ("St John’s, Hill", "Hill Prim", "Dale Prim")]  # fmt: skip


def test_the_groups_csv_can_be_read():
    rows, problems = read_pasted(
        "group,kind,urn,role,starts_on,ends_before,parent\nCoast,alliance,100001,lead,2024-09-01,2025-09-01,County\n"
    )
    assert problems == []
    cells = ("Coast", "alliance", "100001", "lead", "2024-09-01", "2025-09-01", "County")
    starts, ends = date(2024, 9, 1), date(2025, 9, 1)
    assert rows == [ListRow(2, cells, "Coast", "alliance", "", "100001", "", "", "", "lead", starts, ends, "County")]


@pytest.mark.parametrize(
    "text", ["01/09/2024", "2024-09-01", "1 September 2024", "Sept 2024", "1st Sep 24", "1.9.24", "09/2024"]
)
def test_a_date_however_written(text: str):
    assert read_date(text) == date(2024, 9, 1)


@pytest.mark.parametrize("text", ["", "31/02/2024", "soon", "2024", "13 Smarch 2024", "Ma 2024", "0 May 2024"])
def test_no_date(text: str):
    assert read_date(text) is None


def test_a_last_day_is_counted_in():
    assert read_last_day("31/08/2025") == read_last_day("August 2025") == date(2025, 9, 1)
    assert read_last_day("Dec 2025") == date(2026, 1, 1)
    rows, _ = read_pasted("School,From,Until\nHill Prim,Sept 2024,31/08/2025\n")
    assert (rows[0].starts_on, rows[0].ends_before) == (date(2024, 9, 1), date(2025, 9, 1))
    rows, _ = read_pasted("School,Joined,Left\nHill Prim,Sept 2024,01/09/2025\n")
    assert rows[0].ends_before == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("Hill,soon,,", "starts_on", "not a date"),
        ("Hill,1/9/2024,1/9/2023,", "ends_before", "ends before"),
        ("Hill,,,boss", "role", "not a role"),
        (",1/9/2024,,", "school_name", "names no school"),
    ],
)
def test_what_makes_no_sense_is_named(line: str, column: str, words: str):
    rows, problems = read_pasted(f"School,Joined,Left,Role\n{line}\nDale,,,Lead")
    assert [(each.line, each.column) for each in problems] == [(2, column)]
    assert words in problems[0].message
    assert [(row.school_name, row.role) for row in rows] == [("Dale", "lead")]


@pytest.mark.parametrize("text", [" \n,,\n", "Heron Alliance:;Wren Alliance:", ":;:"])
def test_a_list_without_schools_says_so(text: str):
    rows, problems = read_pasted(text)
    assert rows == [] and "no rows" in problems[0].message


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="URNSchol,;\t\n\"'1209/ Alliance:\x00\r")))
def test_no_text_breaks_the_reading(text: str):
    rows, problems = read_pasted(text)
    assert rows or problems
