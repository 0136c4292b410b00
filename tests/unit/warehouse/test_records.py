"""Rows of the national register: what is kept, how cells are read, what is set aside and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.warehouse.outcomes import Outcome
from accord.warehouse.records.dates import read_day
from tests.factories.preparing import of_bytes

HEADERS = "URN,EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (name),OpenDate"


def row(urn: str, name: str = "Oak School", opened: str = "01-09-2016") -> str:
    return f"{urn},2000,{name},02,Open,{opened}"


def taken(folder: Path, *rows: str, headers: str = HEADERS, encoding: str = "utf-8") -> tuple[Outcome, pl.DataFrame]:
    outcome = of_bytes("\n".join([headers, *rows, ""]).encode(encoding), folder)
    if not outcome.candidates:
        return outcome, pl.DataFrame()
    return outcome, pl.read_parquet(outcome.candidates[0].folder / "records.parquet")


def set_aside(outcome: Outcome) -> list[int | None]:
    return sorted(each.row or 0 for each in outcome.warnings if each.code == "row_set_aside")


@pytest.mark.parametrize(
    "form", ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y", "%d.%m.%Y"]
)
@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_however_it_is_written(form: str, day: date):
    assert read_day(day.strftime(form)) == day


@pytest.mark.parametrize("text", ["31-02-2020", "01-09-16", "September 2016", "2016", "12/31/2020", ".."])
def test_what_is_no_day_is_not_guessed(text: str):
    with pytest.raises(ValueError, match=r".+"):
        read_day(text)


def test_a_wrong_day_is_left_out_and_named_and_its_row_kept(tmp_path: Path):
    outcome, kept = taken(tmp_path, row("100001", opened="31-02-2020"))
    assert kept.select("urn", "opened_on").rows() == [("100001", None)]
    (warning,) = outcome.warnings
    assert (warning.code, warning.row, warning.column, warning.value) == (
        "cell_unreadable", 2, "OpenDate", "31-02-2020",
    )  # fmt: skip


@pytest.mark.parametrize("urn", ["Total", "abc", "12", "100 004", "12345678", "-100001", "١٠٠٠٠١", "", "0"])
def test_a_row_without_a_urn_is_set_aside_and_the_rest_taken_in(urn: str, tmp_path: Path):
    outcome, kept = taken(tmp_path, row("100001"), row(urn))
    assert outcome.problems == ()
    assert kept["urn"].to_list() == ["100001"]
    assert set_aside(outcome) == [3]


@pytest.mark.parametrize(
    ("written", "kept_as"), [("20115", "20115"), ("1234567", "1234567"), ("100002.0", "100002"), ("0100003", "100003")]
)
def test_a_urn_is_known_however_it_is_written(written: str, kept_as: str, tmp_path: Path):
    _, kept = taken(tmp_path, row(written))
    assert kept["urn"].to_list() == [kept_as]


def test_every_row_with_surplus_cells_is_set_aside_and_named_however_many(tmp_path: Path):
    rows = [row(str(100000 + at), "Oak" if at % 3 else "Oak, Ash") for at in range(240)]
    outcome, kept = taken(tmp_path, *rows)
    assert set_aside(outcome) == [at + 2 for at in range(240) if at % 3 == 0]
    assert kept.height == 160


def test_a_header_torn_in_two_is_refused(tmp_path: Path):
    outcome, _ = taken(tmp_path, row("100001"), row("100002"), headers=HEADERS.replace("EstablishmentStatus", "\r"))
    assert [(each.code, each.row) for each in outcome.problems] == [("header_torn", 1)]


def test_a_row_of_names_of_columns_is_the_rest_of_a_header(tmp_path: Path):
    first, rest = HEADERS.rsplit(",", 1)
    outcome, _ = taken(tmp_path, rest, row("100001"), row("100002"), headers=first)
    assert [(each.code, each.row) for each in outcome.problems] == [("header_torn", 1)]
    assert "row 2 holds names of columns" in outcome.problems[0].message


def test_more_rows_that_are_too_wide_than_not_are_no_torn_header(tmp_path: Path):
    outcome, kept = taken(tmp_path, *(row(str(100000 + at), "Oak, Ash" if at % 3 else "Oak") for at in range(9)))
    assert outcome.problems == () and kept.height == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_come_through_every_encoding(encoding: str, tmp_path: Path):
    _, kept = taken(tmp_path, row("100001", "Café of St Zoë’s – £ÿ"), encoding=encoding)
    assert kept["name"].to_list() == ["Café of St Zoë’s – £ÿ"]


@pytest.mark.parametrize(
    "headers", [HEADERS.upper(), HEADERS.lower(), HEADERS.replace(" (", "("), HEADERS.replace(" (", "  ( ")]
)
def test_headers_are_known_whatever_their_case_and_spaces(headers: str, tmp_path: Path):
    outcome, kept = taken(tmp_path, row("100001"), headers=headers)
    assert outcome.warnings == ()
    assert kept.select("urn", "type_code", "status").rows() == [("100001", "2", "Open")]


def test_a_column_that_is_there_twice_refuses_the_file(tmp_path: Path):
    outcome, _ = taken(tmp_path, f"{row('100001')},100002", headers=f"{HEADERS},urn")
    assert [problem.code for problem in outcome.problems] == ["column_twice"]


def test_the_second_of_two_rows_of_one_urn_is_set_aside_and_an_exact_repeat_counted_once(tmp_path: Path):
    outcome, kept = taken(tmp_path, row("100001"), row("100001"), row("100001", "Elm School"))
    assert kept.select("urn", "name").rows() == [("100001", "Oak School")]
    assert set_aside(outcome) == [4]
    assert [warning.code for warning in outcome.warnings].count("rows_repeated") == 1


def test_the_fingerprint_hangs_on_the_records_and_not_on_their_order(tmp_path: Path):
    one, other = row("100001"), row("100002")
    (first,) = taken(tmp_path, one, other)[0].candidates
    (second,) = taken(tmp_path, other, one, encoding="utf-16")[0].candidates
    (third,) = taken(tmp_path, one, row("100002", "Elm School"))[0].candidates
    assert first.fingerprint == second.fingerprint != third.fingerprint
