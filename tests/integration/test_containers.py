"""Workbooks, archives and odd text: what is read, what is left out and said, and what the child is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from accord.warehouse.candidates import prepare
from accord.warehouse.reading.cell_texts import as_text
from tests.factories.ks2_files import csv_bytes, spoilt, table, with_column, xlsx
from tests.factories.preparing import DEFINITIONS, in_child, in_process, of_bytes

pytestmark = pytest.mark.confined

GOOD = csv_bytes(table())


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP of members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def later(year: int) -> bytes:
    """The small file as one of a later year, by its prior-year column."""
    return GOOD.replace(b"PTRWM_EXP_17", f"PTRWM_EXP_{year - 2001}".encode())


def test_an_archive_of_two_years_gives_two_candidates_and_leaves_out_the_rest(tmp_path: Path):
    members = [
        ("2018/england_ks2final.csv", GOOD),
        ("2019/england_ks2final.csv", later(2019)),
        ("2018/ks2_meta.csv", b"Column,Field Name,Label\n1,URN,School\n"),
        ("read me.txt", b'He said "read" me\n'),
        ("guide.pdf", b"%PDF-1.7"),
        ("picture.bin", b"\x00\x01\x02"),
        ("__MACOSX/._england_ks2final.csv", b"\x00\x05"),
    ]
    outcome = of_bytes(zipped(*members), tmp_path, "tables.zip")
    assert outcome.problems == ()
    assert [(c.year, c.member) for c in outcome.candidates] == [
        (2018, "2018/england_ks2final.csv"), (2019, "2019/england_ks2final.csv")
    ]  # fmt: skip
    assert {(w.code, w.file.partition("/")[2]) for w in outcome.warnings} == {
        ("part_left_out", name) for name in ("2018/ks2_meta.csv", "read me.txt", "guide.pdf", "picture.bin")
    }


def test_one_bad_member_refuses_the_whole_archive(tmp_path: Path):
    bad = csv_bytes(spoilt(2, "TELIG", "4O"))
    outcome = of_bytes(zipped(("a.csv", GOOD), ("b.csv", bad)), tmp_path, "tables.zip")
    assert [(p.code, p.file, p.row) for p in outcome.problems] == [("unreadable_cell", "tables.zip/b.csv", 2)]
    assert outcome.candidates == ()


def test_an_archive_of_strangers_says_what_each_is(tmp_path: Path):
    outcome = of_bytes(zipped(("m.csv", b"Field Name,x\n"), ("a.pdf", b"%PDF")), tmp_path, "tables.zip")
    assert [p.code for p in outcome.problems] == ["dictionary_file", "not_a_table"]


def test_sheets_are_read_hidden_ones_left_out_and_rows_numbered_as_seen(tmp_path: Path):
    book = xlsxwriter.Workbook(str(tmp_path / "made.xlsx"))
    sheet, hidden, notes = (book.add_worksheet(name) for name in ("Results", "Old", "Notes"))
    notes.write(0, 0, "Made for a test")
    hidden.hide()
    hidden.write(0, 0, "RECTYPE")
    for at, row in enumerate(spoilt(3, "TELIG", "30.5")):
        for place, cell in enumerate(row):
            sheet.write_string(at + 4, place + 1, cell)
    book.close()
    outcome = in_process(tmp_path / "made.xlsx", tmp_path / "staging")
    assert [(p.code, p.sheet, p.row, p.column) for p in outcome.problems] == [("not_whole", "Results", 7, "TELIG")]
    assert [(w.code, w.sheet) for w in outcome.warnings] == [("part_left_out", "Old"), ("part_left_out", "Notes")]


def test_numbers_of_a_workbook_are_read_as_they_are_seen(tmp_path: Path):
    made = xlsx(tmp_path / "made.xlsx", {"Data": table()}, numbers=True)
    outcome = in_child(made, tmp_path / "staging")
    cells = pl.read_parquet(outcome.candidates[0].folder / "cells.parquet")
    said = cells.filter((pl.col("code") == "900001") & pl.col("variable").is_in(["TELIG", "PTRWM_EXP", "READPROG"]))
    assert said.select("variable", "number", "text").rows() == [
        ("PTRWM_EXP", 65.0, "65%"), ("READPROG", 1.2, "1.2"), ("TELIG", 40.0, "40")
    ]  # fmt: skip
    assert outcome.candidates[0].member == "Data"


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (100000.0, False, "100000"), (0.67, True, "67%"), (0.07, True, "7%"), (0.1 + 0.2, False, "0.3"),
        (None, False, ""), (True, False, "TRUE"), ("67%", True, "67%"), (-1.4, False, "-1.4"), (1, True, "100%"),
    ],
)  # fmt: skip
def test_values_become_the_text_a_person_sees(value: object, percent: bool, text: str):
    assert as_text(value, percent) == text


def test_unknown_columns_are_named_in_one_warning_and_the_file_loads(tmp_path: Path):
    outcome = of_bytes(csv_bytes(with_column("NEWLY_MADE", ["x"] * 7)), tmp_path)
    assert [(w.code, w.column, w.row) for w in outcome.warnings] == [("unknown_columns", "NEWLY_MADE", 1)]
    assert "NEWLY_MADE" in outcome.warnings[0].message and len(outcome.candidates) == 1


def test_short_rows_and_empty_surplus_cells_do_no_harm(tmp_path: Path):
    content = GOOD.replace(b",61%\r\n", b"\r\n").replace(b",62%\r\n", b",62%,,\r\n")
    assert content != GOOD
    assert len(of_bytes(content, tmp_path).candidates) == 1


def test_a_year_nobody_has_seen_loads(tmp_path: Path):
    assert [c.year for c in of_bytes(later(2031), tmp_path).candidates] == [2031]


def test_the_family_can_be_said_and_must_be_known(tmp_path: Path):
    assert len(of_bytes(GOOD, tmp_path, family="ks2_schools").candidates) == 1
    assert [p.code for p in of_bytes(GOOD, tmp_path, family="ks2_trusts").problems] == ["not_recognised"]
    assert [p.code for p in of_bytes(GOOD, tmp_path, family="ks9").problems] == ["no_such_family"]


def test_extent_follows_the_authorities(tmp_path: Path):
    assert of_bytes(GOOD, tmp_path).candidates[0].extent.authorities == ("399",)
    header, school = table()[0], table()[1]
    many = [[*school[:2], str(200 + n), school[3], str(900_000 + n), *school[5:]] for n in range(140)]
    whole = of_bytes(csv_bytes([header, *many]), tmp_path).candidates[0].extent
    part = of_bytes(csv_bytes([header, *many[:139]]), tmp_path).candidates[0].extent
    assert (whole.england, whole.authorities) == (True, ())
    assert (part.england, len(part.authorities)) == (False, 139)


def test_the_child_is_told_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ACCORD_SECRET_KEY", "do not tell")
    monkeypatch.setenv("POLARS_TEMP_DIR", "do not tell")
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/environment\nexit 7\n")
    spy.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(spy))
    path = tmp_path / "file.csv"
    path.write_bytes(GOOD)
    outcome = prepare(path, tmp_path / "staging", definitions=DEFINITIONS, original_name="file.csv")
    assert [p.code for p in outcome.problems] == ["reader_died"]
    told = (tmp_path / "environment").read_text()
    assert "POLARS_MAX_THREADS=1" in told and "do not tell" not in told
