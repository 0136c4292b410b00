"""Whatever text a table holds, no file of it holds a formula, and no workbook holds what is not seen."""

from __future__ import annotations

import ast
import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from accord.ui.tables.files import as_csv, as_xlsx, defused, write_frame
from accord.ui.tables.tables import Cell, Column, Source, Table, said
from tests.fixtures.skipping import thorough

ACCORD = Path(__file__).resolve().parents[3] / "accord"
BOOKS = 500 if thorough() else 60
SOURCE = Source("Elm Alliance", (("Measure", "Reading"),), "6 March 2026", "Open Government Licence v3.0")
STARTS = (
    *"=+-@\t\r\n\u2212\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u207c",
    "\u00a0=", "\u200b=", "\ufeff+", "\u3000@", "", "'", '"', ",", ";", "_x003D_",
)  # fmt: skip
ENDS = ('cmd|"/c calc"!A1', 'HYPERLINK("http://x.example")', "1+1", "SUM(A1:A9)", "\ufffe", "\x00\x1f")
hostile = st.tuples(st.sampled_from(STARTS), st.one_of(st.text(max_size=20), st.sampled_from(ENDS))).map("".join)
names = st.lists(hostile, min_size=25, max_size=60)
PLAIN_LIVE = re.compile(r"[\s\u00a0\u200b\u3000\ufeff]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]")
"""Written by hand: what must not begin a cell."""
ALLOWED_PARTS = {
    "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/metadata.xml",
    "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
}  # fmt: skip
tried = {"texts": 0}


def table(texts: list[str]) -> Table:
    """A table with these texts in its first column, and a negative number beside each."""
    columns = (Column("name", "School"), Column("=value", "Percentage", "-not rounded", numeric=True))
    return Table("schools", texts[0], columns, tuple(((said(text), Cell("x", -1.5)), False) for text in texts))


def not_seen(content: bytes) -> list[str]:
    """What a workbook holds besides two sheets of plain cells, by looking into its parts."""
    book = zipfile.ZipFile(io.BytesIO(content))
    found = sorted(f"part {name}" for name in set(book.namelist()) - ALLOWED_PARTS)
    for name in book.namelist():
        for tag in ElementTree.fromstring(book.read(name)).iter():
            kind = tag.tag.rpartition("}")[2]
            if kind in ("f", "hyperlink", "definedName", "legacyDrawing", "oleObject", "externalReference"):
                found.append(f"{kind} in {name}")
            if kind in ("creator", "lastModifiedBy", "Company", "Manager", "description", "keywords") and tag.text:
                found.append(f"{kind} is {tag.text}")
            if tag.get("hidden") == "1" or tag.get("state") in ("hidden", "veryHidden"):
                found.append(f"hidden {kind} in {name}")
    return found


@given(names)
@settings(max_examples=BOOKS)
@example(list(STARTS[:-6]))
@example(["=" + "x" * 40_000])
def test_no_text_is_a_formula_in_any_file(texts):
    made, tried["texts"] = table(texts), tried["texts"] + len(texts)
    rows = list(csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"), newline="")))
    live = [cell for row in rows for cell in row if PLAIN_LIVE.match(cell) and cell != "-1.5"]
    assert live == []
    assert [row[1] for row in rows] == ["'=value", *["-1.5"] * len(texts)]
    assert [row[0] for row in rows[1:]] == [defused(text) for text in texts]
    content = as_xlsx(made, SOURCE)
    assert not_seen(content) == []
    if not any("_x" in text or len(text) > 32_000 or re.search("[\x00-\x1f\ufffe\uffff]", text) for text in texts):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert book.sheet_names == ["Table", "Notes"]
        read = book.get_sheet_by_name("Table").to_python(skip_empty_area=False)
        assert [row[0] for row in read[1:]] == texts
        assert {row[1] for row in read[1:]} == {-1.5}


def test_enough_was_tried():
    print(f"{tried['texts']} hostile texts in {BOOKS} pairs of files")
    assert tried["texts"] >= 20 * BOOKS


@pytest.mark.parametrize("number", [-1, -0.25, 0, 3, -1e-9])
def test_numbers_are_left_as_they_are(number):
    assert defused(number) is number


@pytest.mark.parametrize("name", ["Elm", "St Mary's", "(Elm)", "1st School", "École-Élan", "#", "A = B", ""])
def test_names_are_left_as_they_are(name):
    assert defused(name) == name


def test_what_is_not_seen_is_found():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "A. Officer", "company": "Elsewhere"})
    book.add_worksheet("Seen").write_formula(0, 0, "=1+1")
    second = book.add_worksheet("Unseen")
    second.write_comment(0, 0, "psst")
    second.hide()
    book.define_name("Secret", "=Unseen!$A$1")
    book.close()
    found = " ".join(not_seen(out.getvalue()))
    for planted in ("f in xl", "creator", "lastModifiedBy", "Company", "hidden sheet", "definedName", "comments"):
        assert planted in found, (planted, found)


def writers(text: str) -> set[str]:
    """What in a program writes CSV or workbooks."""
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    named = {ast.unparse(call) for call in calls}
    return {name for name in named if re.search(r"csv\.(writer|DictWriter)$|Workbook$|write_csv$|write_excel$", name)}


@settings(max_examples=25, deadline=None)
@given(names)
def test_no_text_of_a_large_table_begins_like_a_formula(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    file = tmp_path_factory.mktemp("large") / "table.csv"
    frame = pl.DataFrame({"name": pl.Series(texts, dtype=pl.Categorical), "title": texts, "value": [-1.5] * len(texts)})
    frame.with_columns(title=pl.col("title").cast(pl.String)).write_csv(file)
    if any(PLAIN_LIVE.match(text) for text in texts):
        assert live_in(file), "without it there would be some"
    write_frame(frame, file)
    assert live_in(file) == []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["value"] for row in csv.DictReader(lines)] == ["-1.5"] * len(texts)


def live_in(file: Path) -> list[str]:
    """The cells of words in a file that begin like a formula."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row[at] for row in csv.DictReader(lines) for at in ("name", "title") if PLAIN_LIVE.match(row[at])]


def test_there_is_one_place_that_writes_files_for_people():
    assert writers("import csv\ncsv.writer(out)\nframe.write_csv(x)") == {"csv.writer", "frame.write_csv"}
    programs = [path for path in ACCORD.rglob("*.py") if "demo" not in path.relative_to(ACCORD).parts]
    found = {str(path.relative_to(ACCORD)) for path in programs if writers(path.read_text(encoding="utf-8"))}
    # Own returns are put together for the door of files, of codes and numbers alone.
    found -= {"intake/actions/putting_together.py"}
    assert found == {"ui/tables/files.py", "cli/printing.py"}, "use accord.ui.tables.files, which defuses text"
