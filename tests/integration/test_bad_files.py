"""Bad files, made by hand: each is refused with the problem, the place and the way out.

Every case goes through the same steps in this process, every sixth through the child: starting one takes a second.
Every case is the small file of tests.factories.ks2_files with one thing spoilt; the file itself loads.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Outcome
from tests.factories.ks2_files import HEADERS, csv_bytes, spoilt, table, with_column, without, xlsx
from tests.factories.preparing import in_child, of_bytes

pytestmark = pytest.mark.confined


@dataclass(frozen=True)
class Bad:
    """A bad file and the first problem it must be refused with."""

    title: str
    content: bytes
    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    name: str = "england_ks2final.csv"
    year: int | None = None


def cell(title: str, code: str, row: int, column: str, value: str) -> Bad:
    """The small file with one cell changed, refused for that very cell."""
    return Bad(title, csv_bytes(spoilt(row, column, value)), code, row, column, value)


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP of members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def locked() -> bytes:
    """A ZIP that says its member is encrypted."""
    content = bytearray(zipped(("schools.csv", GOOD)))
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def repeated(row: int, **changes: str) -> list[list[str]]:
    """The small file with one row again at its end, some cells changed."""
    again = list(table()[row - 1])
    for column, value in changes.items():
        again[HEADERS.index(column)] = value
    return [*table(), again]


def slipped(extra: Sequence[str]) -> list[list[str]]:
    """The small file with cells beyond the last header in row 3."""
    rows = table()
    rows[2] += extra
    return rows


GOOD = csv_bytes(table())
OPEN_QUOTE = GOOD.replace(b"Beech Primary School", b'"Beech Primary School')
STRAY_QUOTE = GOOD.replace(b"Beech Primary School", b'"Beech" Primary School')
TWO_YEARS = with_column("TIME_PERIOD", ["201718"] * 7)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

BAD = [
    cell("a percentage above 100", "percent_out_of_range", 2, "PTRWM_EXP", "101%"),
    cell("a percentage below 0", "percent_out_of_range", 3, "PTRWM_HIGH", "-4%"),
    cell("a lost decimal point in a percentage", "percent_out_of_range", 2, "READCOV", "9800%"),
    cell("pupils that are not whole", "not_whole", 2, "TELIG", "40.5"),
    cell("pupils below zero", "below_zero", 3, "GELIG", "-16"),
    cell("a percentage where pupils belong", "unreadable_cell", 3, "BELIG", "47%"),
    cell("a word in a figure", "unreadable_cell", 2, "PTRWM_EXP", "about 65"),
    cell("the letter O for a nought", "unreadable_cell", 3, "TELIG", "3O"),
    cell("a decimal comma", "unreadable_cell", 2, "READPROG", "1,2"),
    cell("a spreadsheet's scientific notation", "unreadable_cell", 7, "TELIG", "6.24E+05"),
    cell("an unknown marker", "unreadable_cell", 4, "PTRWM_EXP", "SUPPRESSED"),
    cell("a spreadsheet error", "unreadable_cell", 2, "PTRWM_EXP", "#DIV/0!"),
    cell("two numbers in one cell", "unreadable_cell", 3, "PTRWM_EXP_17", "77 80"),
    cell("a scaled score of another scale", "out_of_range", 2, "READ_AVERAGE", "1050"),
    cell("a band that does not exist", "out_of_range", 3, "READPROG_DESCR", "7"),
    cell("limits the wrong way round", "limits_reversed", 2, "READPROG_LOWER", "3.2"),
    cell("a URN of five digits", "urn_not_six_digits", 3, "URN", "90000"),
    cell("a URN with a letter", "urn_not_six_digits", 2, "URN", "9O0001"),
    cell("a URN a spreadsheet made a decimal of", "urn_not_six_digits", 2, "URN", "900001.0"),
    Bad("a school without URN", csv_bytes(spoilt(4, "URN", "")), "urn_missing", 4, "URN"),
    cell("an authority's number of two digits", "la_not_three_digits", 2, "LEA", "39"),
    Bad("an authority without number", csv_bytes(spoilt(6, "LEA", " ")), "la_missing", 6, "LEA"),
    cell("an unknown kind of row", "unknown_level", 3, "RECTYPE", "9"),
    cell("a row without its kind", "unknown_level", 5, "RECTYPE", ""),
    Bad(
        "the same school twice with different figures",
        csv_bytes(repeated(3, PTRWM_EXP="81%")),
        "twice_with_different_figures", 9, "PTRWM_EXP", "81%",
    ),
    Bad(
        "the same school twice, once suppressed",
        csv_bytes(repeated(2, TELIG="SUPP")),
        "twice_with_different_figures", 9, "TELIG", "SUPP",
    ),
    Bad(
        "two files one after the other, the second with its header",
        csv_bytes([*table(), *table()]),
        "header_again", 9,
    ),
    Bad("a note below the table", GOOD + b"Source: an invented county\r\n", "unknown_level", 9, "RECTYPE",
        "Source: an invented county"),
    Bad("a row that slipped by a comma", csv_bytes(slipped(["77%"])), "surplus_cells", 3, None, "77%"),
    Bad("a header lost above filled cells", csv_bytes(with_column("", ["12"])), "surplus_cells", 2, None, "12"),
    Bad("a column twice", csv_bytes(with_column("telig", ["41"])), "column_twice", 1, "telig"),
    Bad("a header and no rows", csv_bytes(table()[:1]), "no_rows", 1),
    Bad("nothing at all", b"", "empty_file"),
    Bad("blank lines only", b"\r\n\r\n,,,\r\n", "empty_file"),
    Bad("no header", csv_bytes(table()[1:]), "not_recognised"),
    Bad("a needed column cut out", csv_bytes(without("TELIG")), "not_recognised", 1, "TELIG"),
    Bad("a dictionary of columns", b"Column,Field Name,Label/Description\n1,URN,School\n", "dictionary_file", 1),
    Bad("a Key Stage 4 file", b"RECTYPE,LEA,URN,TOTPUPS,ATT8SCR\n1,399,900001,900,46.1\n", "key_stage_4_file", 1),
    Bad("a file from the time of levels said to be of 2018", b"RECTYPE,URN,TELIG,TAPS,AVGLEVEL\n1,900001,30,28.1,4A\n",
        "year_too_late", year=2018),
    Bad("two years at odds: given and suffix", GOOD, "year_contradiction", year=2019),
    Bad("two years at odds: suffix and column", csv_bytes(with_column("TIME_PERIOD", ["201819"] * 7)),
        "year_contradiction"),
    Bad("two years in a file of one", csv_bytes(with_column("TIME_PERIOD", ["201718"] * 6 + ["201819"])),
        "several_years"),
    Bad("a year that is none", csv_bytes(with_column("TIME_PERIOD", ["201718"] * 6 + ["2017-19"])),
        "year_unreadable", 8, "TIME_PERIOD", "2017-19"),
    Bad("no year anywhere", csv_bytes(without("PTRWM_EXP_17")), "year_unknown"),
    Bad("a year before files of this form", csv_bytes(without("PTRWM_EXP_17")), "year_too_early", year=2014),
    Bad("a quotation mark left open", OPEN_QUOTE, "open_quotation", 3),
    Bad("a stray quotation mark", STRAY_QUOTE, "broken_row", 3),
    Bad("zero bytes", GOOD.replace(b"30", b"3\0", 1), "zero_bytes", 3),
    Bad("half of a UTF-16 letter", GOOD.decode().encode("utf-16")[:-1], "unreadable_text"),
    Bad("a web page saved as CSV", b"<!DOCTYPE html><html><body>Sign in</body></html>", "web_page"),
    Bad("a Common Transfer File", b'<?xml version="1.0"?>\n<!-- made -->\n<CTfile><Header/></CTfile>', "pupil_file",
        name="ctf.xml"),
    Bad("a Common Transfer File in UTF-16", '<?xml version="1.0"?><CTfile/>'.encode("utf-16"), "pupil_file",
        name="ctf.xml"),
    Bad("XML that is no page", b'<?xml version="1.0"?><rows><row/></rows>', "xml_file", name="rows.xml"),
    Bad("a page that begins as XML", b'<?xml version="1.0"?><!DOCTYPE html><html></html>', "web_page"),
    Bad("XML of entities that grow",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>', "xml_file",
        name="rows.xml"),
    Bad("a dictionary of benchmark series",
        b"Measure_code,Topic,Measure,Measure_short,Polarity,Description\n4,Health,Mortality,InfMort,Low,Deaths\n",
        "dictionary_file", 1),
    Bad("a dictionary of series with many commas in a cell of several lines",
        b'Measure_code,Topic,Measure,Measure_short,Polarity,Description\n4,A,B,C,Low,"a, b\nc, d, e, f, g"\n',
        "dictionary_file", 1),
    Bad("a PDF", b"%PDF-1.7 ...", "not_a_table", name="results.pdf"),
    Bad("an old spreadsheet", OLE, "old_spreadsheet", name="results.xls"),
    Bad("a locked spreadsheet", OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected",
        name="results.xlsx"),
    Bad("a locked archive", locked(), "password_protected", name="results.zip"),
    Bad("half an archive", zipped(("a.csv", GOOD))[:-30], "damaged_archive", name="results.zip"),
    Bad("an archive with damaged content", zipped(("a.csv", GOOD)).replace(b"\x8d", b"\x8e", 1)[:200],
        "damaged_archive", name="results.zip"),
    Bad("half a GZ", gzip.compress(GOOD)[:-20], "damaged_archive", name="results.csv.gz"),
    Bad("an archive in an archive", zipped(("in.zip", zipped(("a.csv", GOOD)))), "archive_in_archive",
        name="results.zip"),
    Bad("an archive that writes elsewhere", zipped(("../../a.csv", GOOD)), "unsafe_archive", name="results.zip"),
    Bad("an archive of nothing", zipped(), "empty_file", name="results.zip"),
    Bad("damaged Parquet", b"PAR1" + b"\0" * 50, "damaged_archive", name="results.parquet"),
    Bad("fractions for percentages", csv_bytes(
        [[c[:-1] and str(int(c[:-1]) / 100) if c.endswith("%") else c for c in row] for row in table()]),
        "fractions_for_percentages", 2, "PTRWM_EXP", "0.65"),
]  # fmt: skip


@pytest.fixture
def read(tmp_path: Path):
    """Write a file under its name and take it through the child."""

    def taken(name: str, content: bytes, year: int | None = None, limits: Limits | None = None) -> Outcome:
        path = tmp_path / name
        path.write_bytes(content)
        return in_child(path, tmp_path / "staging", year=year, limits=limits)

    return taken


def test_the_file_that_is_spoilt_here_loads(read):
    outcome = read("england_ks2final.csv", GOOD)
    assert outcome.problems == ()
    assert [(c.year, c.schools, c.rows) for c in outcome.candidates] == [(2018, 4, 7)]


def test_there_are_many_bad_files():
    assert len({bad.title for bad in BAD}) == len(BAD) >= 40


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.title)
def test_a_bad_file_is_refused_with_its_reason(bad: Bad, tmp_path: Path):
    assert_refused(bad, of_bytes(bad.content, tmp_path, bad.name, year=bad.year))


@pytest.mark.parametrize("bad", BAD[::6], ids=lambda bad: bad.title)
def test_the_child_refuses_it_too_and_leaves_nothing(bad: Bad, read, tmp_path: Path):
    assert_refused(bad, read(bad.name, bad.content, bad.year))
    assert [entry.name for entry in (tmp_path / "staging").iterdir()] == []


def assert_refused(bad: Bad, outcome: Outcome) -> None:
    """The first problem is the one named, and every problem says what is wrong and what to do."""
    assert outcome.candidates == ()
    first = outcome.problems[0]
    assert (first.code, first.row, first.column, first.value) == (bad.code, bad.row, bad.column, bad.value)
    assert first.file.startswith(bad.name)
    for problem in (*outcome.problems, *outcome.warnings):
        assert problem.message.endswith(".") and problem.fix.endswith(".")


def far_cell(path: Path) -> bytes:
    """A tiny workbook with one cell at the far end of its sheet."""
    xlsx(path, {"Data": [["RECTYPE"]]})
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)
    return out.getvalue()


def test_a_tiny_workbook_with_a_far_cell_is_refused_and_does_not_abort(read, tmp_path: Path):
    outcome = read("far.xlsx", far_cell(tmp_path / "made.xlsx"))
    assert [(p.code, p.sheet) for p in outcome.problems] == [("sheet_too_large", "Data")]


def test_a_bomb_is_refused_by_the_size_it_declares(read):
    bomb = zipped(("bomb.csv", b"a," * 4_000_000))
    outcome = read("bomb.zip", bomb, limits=Limits(expanded_bytes=1_000_000))
    assert [p.code for p in outcome.problems] == ["unpacks_too_large"]


def test_a_compressed_bomb_is_stopped_while_it_unpacks(read):
    outcome = read("bomb.csv.gz", gzip.compress(b"a," * 4_000_000), limits=Limits(expanded_bytes=1_000_000))
    assert [p.code for p in outcome.problems] == ["unpacks_too_large"]


def test_a_file_above_the_limit_is_not_opened(read):
    assert [p.code for p in read("big.csv", GOOD, limits=Limits(raw_bytes=100)).problems] == ["file_too_large"]


def test_too_many_rows_are_refused(read):
    many = csv_bytes([*table()[:1], *[table()[2]] * 5000])
    assert [p.code for p in read("long.csv", many, limits=Limits(rows=100)).problems] == ["too_many_rows"]


def test_too_many_members_are_refused(read):
    many = zipped(*[(f"{number}.csv", GOOD) for number in range(4)])
    assert [p.code for p in read("many.zip", many, limits=Limits(members=3)).problems] == ["too_many_parts"]


def test_a_reader_without_memory_says_so(read):
    rows = [*table()[:1], *[[*row[:4], str(900_000 + n), *row[5:]] for n in range(99_000) for row in [table()[2]]]]
    outcome = read("long.csv", csv_bytes(rows), limits=Limits(memory_bytes=90 * 2**20))
    assert [p.code for p in outcome.problems] == ["too_much_memory"]


def test_a_slow_reader_is_stopped_and_says_so(read):
    assert [p.code for p in read("slow.csv", GOOD, limits=Limits(wall_seconds=0)).problems] == ["too_slow"]


def test_a_spreadsheet_error_is_not_taken_for_a_blank(read, tmp_path: Path):
    made = xlsx(tmp_path / "made.xlsx", {"Data": table()})
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = content.index(b'<c r="M2"')
                end = content.index(b"</c>", start) + 4
                content = content[:start] + b'<c r="M2" t="e"><v>#DIV/0!</v></c>' + content[end:]
            new.writestr(name, content)
    outcome = read("error.xlsx", out.getvalue())
    assert [(p.code, p.sheet, p.row, p.column) for p in outcome.problems] == [
        ("unreadable_cell", "Data", 2, "PTRWM_EXP")
    ]


def test_only_fifty_of_a_kind_are_listed_and_the_rest_counted(read):
    rows = [*table()[:1], *[[*row[:4], str(900_000 + n), *row[5:]] for n in range(80) for row in [table()[2]]]]
    for row in rows[1:]:
        row[HEADERS.index("PTRWM_EXP")] = "180%"
    problems = read("many.csv", csv_bytes(rows)).problems
    assert [p.code for p in problems] == ["percent_out_of_range"] * 50
    assert "There are 30 more of this kind" in problems[-1].message


def test_parquet_with_a_bad_cell_names_it(read, tmp_path: Path):
    rows = spoilt(3, "TELIG", "30.5")
    pl.DataFrame(rows[1:], schema=list(HEADERS), orient="row").write_parquet(tmp_path / "made.parquet")
    outcome = read("bad.parquet", (tmp_path / "made.parquet").read_bytes())
    assert [(p.code, p.row, p.column, p.value) for p in outcome.problems] == [("not_whole", 3, "TELIG", "30.5")]
