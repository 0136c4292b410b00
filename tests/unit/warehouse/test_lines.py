"""Lines of text that become columns at once give what a reader of CSV gives cell by cell."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Findings, Refused
from accord.warehouse.reading.delimited import delimited_sheet
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.recognition import recognise
from accord.warehouse.tables import gather
from tests.factories.ks2_files import HEADERS, ROWS
from tests.factories.preparing import known_families

ODD = st.text(st.sampled_from('a1%," \t;|\u00a0\ufeff\u200b\x0b\x85é\'\\#'), max_size=6)
CELL = ODD | st.sampled_from(["40", "SUPP", "", "x\ny", "x\r\ny", '"', "a,b", "=1", "100%", " 5 ", "x" * 100_001])
ENDING = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """The small file with odd cells, quoted rightly or not, rows too short and too long, and every end of a line."""
    lines = [",".join(HEADERS)]
    for row in ROWS:
        cells = row.split(",")
        for place in draw(st.lists(st.integers(0, len(cells) - 1), max_size=3)):
            odd = draw(CELL)
            quoted = '"' + odd.replace('"', '""') + '"'
            cells[place] = quoted if draw(st.booleans()) else odd
        whole = ",".join(cells[: draw(st.sampled_from([None, None, None, -1]))])
        lines.append(whole + draw(st.sampled_from(["", ","])))
    lines += draw(st.lists(st.sampled_from(["", ",,,", " ", lines[0], lines[1]]), max_size=2))
    return "".join(line + draw(ENDING) for line in lines) + draw(st.sampled_from(["", lines[2]]))


def rows_by_csv(path: Path) -> list[Row]:
    """What Python's own reader gives; raises `csv.Error`."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(enumerate(csv.reader(stream, strict=True), start=1))


def table_of(sheet: Sheet) -> tuple[list[str], object]:
    """The problems met, and the columns of a sheet as plain lists; the codes alone where it is refused."""
    found = recognise([(1, list(HEADERS))], known_families())
    assert found is not None
    findings, warnings = Findings(50), Findings(50)
    try:
        table = gather(sheet, found, Limits(), findings, warnings)
    except Refused as refused:
        return [each.code for each in refused.problems], None
    told = [f"{each.code} {each.row} {each.value}" for each in (*findings.listing(), *warnings.listing())]
    return told, {name: table.frame[name].to_list() for name in table.frame.columns}


@given(files())
@example(",".join(HEADERS) + "\n" + "\n".join(ROWS) + "\n")
def test_lines_give_what_cells_give(tmp_path_factory, text: str):
    path = tmp_path_factory.mktemp("lines") / "england_ks2final.csv"
    path.write_text(text, encoding="utf-8", newline="")
    sheet = delimited_sheet(path, path.name, lambda rows: True)
    try:
        plain = rows_by_csv(path)
    except csv.Error:
        assert table_of(sheet)[1] is None
        return
    if any("\n" in cell and cell.count(",") >= 5 for _, row in plain for cell in row):
        assert table_of(sheet)[0] == ["open_quotation"]
        return
    assert [(number, row if any(row) else []) for number, row in sheet.rows()] == [
        (number, row if any(row) else []) for number, row in plain
    ]
    by_cells = replace(sheet, rows=lambda: iter([(number, list(row)) for number, row in plain]), lines=None)
    assert table_of(sheet) == table_of(by_cells)
