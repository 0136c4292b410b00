"""What one printed cell says, by the type of its column."""

from __future__ import annotations

import pytest

from accord.warehouse.cells import CellStatus, CellType
from accord.warehouse.checking.readings import read_cell
from accord.warehouse.forms import Column

MARKERS = {"SUPP": CellStatus.SUPPRESSED, "LOW": CellStatus.ROUNDS_TO_ZERO}
BANDS = {"WELL ABOVE AVERAGE": 1, "AVERAGE": 3}


@pytest.mark.parametrize(
    ("text", "cell_type", "number"),
    [
        ("67%", CellType.PERCENT, 67.0),
        ("67", CellType.PERCENT, 67.0),
        ("67 %", CellType.PERCENT, 67.0),
        ("66.7%", CellType.PERCENT, 66.7),
        ("0", CellType.PERCENT, 0.0),
        ("100%", CellType.COVERAGE, 100.0),
        ("619,703", CellType.COUNT, 619703.0),
        ("12.0", CellType.COUNT, 12.0),
        ("-1.4", CellType.SCORE, -1.4),
        ("−1.4", CellType.LIMIT, -1.4),
        ("+.5", CellType.SCORE, 0.5),
        ("3", CellType.BAND, 3.0),
        ("Well above average", CellType.BAND, 1.0),
        ("£1,200.50", CellType.MONEY, 1200.5),
        ("4.7980000000000002E-2", CellType.NUMBER, 0.04798),
        ("-1.5e3", CellType.NUMBER, -1500.0),
        ("1,204", CellType.NUMBER, 1204.0),
    ],
)
def test_values(text: str, cell_type: CellType, number: float):
    reading = read_cell(text, Column("X", cell_type), MARKERS, BANDS)
    assert (reading.number, reading.status, reading.wrong) == (number, CellStatus.VALUE, None)


@pytest.mark.parametrize(
    ("text", "status"),
    [("SUPP", CellStatus.SUPPRESSED), ("supp", CellStatus.SUPPRESSED), ("low", CellStatus.ROUNDS_TO_ZERO),
     ("", CellStatus.BLANK)],
)  # fmt: skip
def test_markers_have_a_status_and_no_number(text: str, status: CellStatus):
    for cell_type in CellType:
        reading = read_cell(text, Column("X", cell_type), MARKERS, BANDS)
        assert (reading.number, reading.status, reading.wrong) == (None, status, None)


@pytest.mark.parametrize(
    ("text", "cell_type", "wrong"),
    [
        ("100.1%", CellType.PERCENT, "percent_out_of_range"),
        ("-1", CellType.COVERAGE, "percent_out_of_range"),
        ("12.5", CellType.COUNT, "not_whole"),
        ("2.5", CellType.BAND, "not_whole"),
        ("-3", CellType.COUNT, "below_zero"),
        ("12%", CellType.COUNT, "unreadable_cell"),
        ("12%", CellType.SCORE, "unreadable_cell"),
        ("1,23", CellType.COUNT, "unreadable_cell"),
        ("1 234", CellType.COUNT, "unreadable_cell"),
        ("NaN", CellType.SCORE, "unreadable_cell"),
        ("inf", CellType.SCORE, "unreadable_cell"),
        ("1e3", CellType.COUNT, "unreadable_cell"),
        ("٣", CellType.COUNT, "unreadable_cell"),
        ("%", CellType.PERCENT, "unreadable_cell"),
        (".", CellType.SCORE, "unreadable_cell"),
        ("£5", CellType.COUNT, "unreadable_cell"),
        ("Average", CellType.SCORE, "unreadable_cell"),
        ("9" * 400, CellType.COUNT, "unreadable_cell"),
        ("1" + "0" * 300 + "e99", CellType.NUMBER, "unreadable_cell"),
    ],
)
def test_what_is_wrong(text: str, cell_type: CellType, wrong: str):
    reading = read_cell(text, Column("X", cell_type), MARKERS, BANDS)
    assert (reading.number, reading.status, reading.wrong) == (None, None, wrong)


@pytest.mark.parametrize(
    ("text", "wrong"), [("59", "out_of_range"), ("60", None), ("140", None), ("141", "out_of_range")]
)
def test_a_column_can_have_bounds(text: str, wrong: str | None):
    assert read_cell(text, Column("X", CellType.SCORE, 60, 140), MARKERS, BANDS).wrong == wrong


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [("4.8E-2", CellType.SCORE), ("1E5", CellType.COUNT), ("1,2E3", CellType.NUMBER), ("E3", CellType.NUMBER),
     ("1E", CellType.NUMBER), ("1E2E3", CellType.NUMBER)],
)  # fmt: skip
def test_an_exponent_is_read_only_where_any_number_may_stand(text: str, cell_type: CellType):
    assert read_cell(text, Column("X", cell_type), MARKERS, BANDS).wrong == "unreadable_cell"
