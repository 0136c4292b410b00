"""Tables leave as CSV and XLSX without a formula and without anything hidden."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from accord.ui.tables.files import as_csv, as_xlsx, defused
from accord.ui.tables.tables import Cell, Column, Source, Table, said

SOURCE = Source("Elm Alliance", (("Measure", "Reading"),), "6 March 2026", "Open Government Licence v3.0")
COLUMNS = (
    Column("name", "School"),
    Column("value", "Percentage", "not rounded", numeric=True),
    Column("urn", "URN", file_only=True),
)
HOSTILE = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\ufe62 1",
    "\u22121",
    '=HYPERLINK("http://x")',
    "http://x.example",
]


def table(*names: str, value: float | None = -1.5) -> Table:
    """A table with these names in its first column."""
    return Table(
        "schools",
        "Schools",
        COLUMNS,
        tuple(((said(n), Cell("x", value), said("100000")), False) for n in names),
    )


def test_csv_has_codes_raw_numbers_and_columns_the_page_leaves_out():
    rows = list(csv.reader(io.StringIO(as_csv(table("Elm")).decode("utf-8-sig"))))
    assert rows == [["name", "value", "urn"], ["Elm", "-1.5", "100000"]]


def test_no_number_stands_for_unknown():
    assert as_csv(table("Elm", value=None)).decode("utf-8-sig").splitlines()[1] == "Elm,,100000"


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_csv_defuses_text_that_begins_like_a_formula(text):
    assert list(csv.reader(io.StringIO(as_csv(table(text)).decode("utf-8-sig"), newline="")))[1][0] == f"'{text}"


def test_negative_numbers_stay_numbers():
    assert defused(-1.5) == -1.5


def test_xlsx_writes_text_as_text_and_hides_nothing():
    content = as_xlsx(table(*HOSTILE), SOURCE)
    book = zipfile.ZipFile(io.BytesIO(content))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    for sheet in sheets:
        assert "<f>" not in sheet and "hidden" not in sheet and "hyperlink" not in sheet
    assert "hidden" not in book.read("xl/workbook.xml").decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Table").to_python()
    assert [row[0] for row in rows[1:]] == HOSTILE
    assert {row[1] for row in rows[1:]} == {-1.5}


def test_notes_say_what_when_and_what_the_codes_mean():
    notes = (
        CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(table("Elm"), SOURCE))).get_sheet_by_name("Notes").to_python()
    )
    told = {row[0]: row[1] for row in notes}
    assert told["What this is"] == "Elm Alliance"
    assert told["Made on"] == "6 March 2026"
    assert told["value"] == "not rounded"
    assert "Open Government Licence" in told["Licence"]


