"""A list of groups on plain values: what is read, and every kind of line that is refused."""

from __future__ import annotations

from datetime import date

import pytest

from accord.register.choices import GroupKind, Role
from accord.register.rules.group_lists import GroupRow, ListProblem, read_rows
from accord.register.rules.periods import overlap

HEADER = "group,kind,urn,role,starts_on,ends_before,parent"
GOOD = "Coast,alliance,100001,lead,2024-09-01,2025-09-01,County"


def read(*lines: str, header: str = HEADER) -> tuple[list[GroupRow], list[ListProblem]]:
    return read_rows("\n".join([header, *lines]), GroupKind.values, Role.values)


def test_a_line_is_read_whole():
    rows, problems = read(GOOD)
    starts, ends = date(2024, 9, 1), date(2025, 9, 1)
    assert problems == []
    assert rows == [GroupRow(2, "Coast", "alliance", "100001", "lead", starts, ends, "County")]


def test_columns_come_in_any_order_with_defaults_and_blank_lines_between():
    rows, problems = read(" 100001 ,Coast,alliance", "", ",,", header="URN, Group ,KIND")
    assert problems == []
    assert rows == [GroupRow(2, "Coast", "alliance", "100001", "member", None, None, "")]


BAD = [
    pytest.param(",alliance,100001,,,,", "group", "no name", id="no group"),
    pytest.param("!!!,alliance,100001,,,,", "group", "letter or digit", id="a name without letters"),
    pytest.param("x" * 121 + ",alliance,100001,,,,", "group", "120", id="a name too long"),
    pytest.param("Co\x00ast,alliance,100001,,,,", "group", "cannot be shown", id="a name with a NUL"),
    pytest.param("Coast,club,100001,,,,", "kind", "not a kind", id="an unknown kind"),
    pytest.param("Coast,,100001,,,,", "kind", "not a kind", id="no kind"),
    pytest.param("Coast,alliance,10001,,,,", "urn", "not a URN", id="a short URN"),
    pytest.param("Coast,alliance,10000A,,,,", "urn", "not a URN", id="a URN with a letter"),
    pytest.param("Coast,alliance,١٠٠٠٠١,,,,", "urn", "not a URN", id="a URN in other digits"),
    pytest.param("Coast,alliance,,,,,", "urn", "no school and no parent", id="nobody"),
    pytest.param("Coast,alliance,100001,boss,,,", "role", "not a role", id="an unknown role"),
    pytest.param("Coast,alliance,100001,,1/9/2024,,", "starts_on", "not a date", id="a date in words"),
    pytest.param("Coast,alliance,100001,,,2024-02-30,", "ends_before", "not a date", id="no such day"),
    pytest.param("Coast,alliance,100001,,2024-09-01,2024-09-01,", "ends_before", "ends before", id="no time"),
    pytest.param("Coast,alliance,100001,,,,Coast", "parent", "inside itself", id="its own parent"),
    pytest.param("Coast,alliance,100001,,,,,surplus", "", "more cells", id="a cell too many"),
]


@pytest.mark.parametrize(("line", "column", "words"), BAD)
def test_a_line_that_makes_no_sense_is_refused_with_its_number_and_the_fix(line: str, column: str, words: str):
    rows, problems = read("Hills,alliance,100009,,,,", line)
    assert [(each.line, each.column) for each in problems] == [(3, column)]
    assert words in problems[0].message
    assert len(problems[0].fix) > 10
    assert "Hills" in {row.group for row in rows}


def test_every_problem_of_a_line_is_named():
    problems = read("Coast,club,12,boss,soon,later,")[1]
    assert {each.column for each in problems} == {"kind", "urn", "role", "starts_on", "ends_before"}


TOGETHER = [
    pytest.param(["Coast,alliance,100001,,,,", "Coast,trust,100002,,,,"], "kind", id="two kinds"),
    pytest.param(["Coast,alliance,100001,,,,", "Coast,alliance,100001,,,,"], "urn", id="twice"),
    pytest.param(["Coast,alliance,100001,,,2025-01-02,", "Coast,alliance,100001,,2025-01-01,,"], "urn", id="overlap"),
    pytest.param(["A,district,,,,,B", "B,district,,,,,A"], "parent", id="a circle"),
    pytest.param(["A,district,100001,,,,B", "A,district,100002,,,,C"], "parent", id="two parents"),
    pytest.param(["A & B,district,100001,,,,", "A B,district,100002,,,,"], "group", id="one address for two"),
]


@pytest.mark.parametrize(("lines", "column"), TOGETHER)
def test_lines_that_contradict_each_other_are_refused(lines: list[str], column: str):
    problems = read(*lines)[1]
    assert column in {each.column for each in problems}
    assert all(each.line and each.fix for each in problems)


def test_a_school_may_come_back_after_it_left():
    lines = ["Coast,alliance,100001,,,2024-09-01,", "Coast,alliance,100001,,2024-09-01,,"]
    assert read(*lines)[1] == []


def test_a_cell_without_end_is_refused():
    problems = read(GOOD, 'Coast,alliance,100002,,,,"' + "x" * 200_000)[1]
    assert "cannot be read" in problems[0].message
    assert "quotation mark" in problems[0].fix


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no column"), ("group,kind", "no column urn"), (HEADER, "no rows"), (HEADER + "\n,,,,,,", "no rows")],
)
def test_an_empty_list_and_missing_columns_are_refused(text: str, words: str):
    rows, problems = read_rows(text, GroupKind.values, Role.values)
    assert rows == []
    assert words in problems[0].message


JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)


@pytest.mark.parametrize(
    ("one", "two", "share"),
    [
        ((None, None), (None, None), True),
        ((None, JULY), (JULY, None), False),
        ((None, AUGUST), (JULY, None), True),
        ((JULY, AUGUST), (None, JULY), False),
    ],
)
def test_periods_end_before_their_last_day(one: tuple, two: tuple, share: bool):
    assert overlap(one, two) is share
    assert overlap(two, one) is share
