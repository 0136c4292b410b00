"""Small Key Stage 2 files of invented schools, and ways to spoil them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

HEADERS = (
    "RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "PCODE", "NFTYPE", "ICLOSE", "TELIG", "BELIG",
    "GELIG", "PTRWM_EXP", "PTRWM_HIGH", "READPROG", "READPROG_LOWER", "READPROG_UPPER", "READCOV",
    "READ_AVERAGE", "READPROG_DESCR", "PTRWM_EXP_17",
)  # fmt: skip
ROWS = (
    "1,101,399,2001,900001,Ash Primary School,AB1 1AA,CY,0,40,22,18,65%,10%,1.2,-0.7,3.1,98%,105,3,60%",
    "1,102,399,2002,900002,Beech Primary School,AB1 2AA,VA,0,30,14,16,80%,13%,-2.1,-4.3,0.1,100%,107,3,77%",
    "1,103,399,2003,900003,Cedar Primary School,AB1 3AA,AC,0,7,3,4,SUPP,SUPP,SUPP,SUPP,SUPP,SUPP,SUPP,SUPP,NEW",
    "2,104,399,7001,900004,Elm School,AB1 4AA,CYS,0,9,6,3,0%,0%,LOWCOV,LOWCOV,LOWCOV,LOWCOV,NA,LOWCOV,0%",
    "3, ,399, , ,Exampleshire, , , ,86,45,41,64%,10%,0.1,-0.5,0.7,97%,105,3,62%",
    "4, , , , , , , , ,624151,319078,305073,64%,10%, , , , ,105,,61%",
    "5, , , , , , , , ,619703,316783,302920,65%,10%, , , , ,105,,62%",
)

TIDY_HEADERS = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "old_la_code", "new_la_code", "la_name", "school_laestab", "school_urn", "school_name",
    "establishment_type_group", "breakdown_topic", "breakdown", "subject", "expected_standard_pupil_percent",
    "higher_standard_pupil_percent", "average_scaled_score", "progress_measure_score",
    "progress_measure_lower_conf_interval", "progress_measure_upper_conf_interval",
)  # fmt: skip


def table() -> list[list[str]]:
    """The small file as rows of cells, the header first: four schools, their authority, England twice; year 2018."""
    return [list(HEADERS), *(row.split(",") for row in ROWS)]


def spoilt(row: int, column: str, value: str) -> list[list[str]]:
    """The small file with one cell changed; ``row`` is as a person sees it (the header is row 1)."""
    cells = table()
    cells[row - 1][HEADERS.index(column)] = value
    return cells


def without(*columns: str) -> list[list[str]]:
    """The small file without some columns."""
    keep = [place for place, header in enumerate(HEADERS) if header not in columns]
    return [[row[place] for place in keep] for row in table()]


def with_column(header: str, values: Sequence[str]) -> list[list[str]]:
    """The small file with one more column at the end; missing values are blank."""
    filled = [*values, *[""] * len(ROWS)]
    return [[*row, cell] for row, cell in zip(table(), [header, *filled], strict=False)]


def csv_bytes(
    rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",", ending: str = "\r\n"
) -> bytes:
    """Rows as a CSV file's bytes."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[str]]], *, numbers: bool = False) -> Path:
    """Rows as a workbook. With ``numbers``, figures are numbers and percentages formatted fractions, as people save."""
    book = xlsxwriter.Workbook(str(path))
    percent = book.add_format({"num_format": "0%"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if numbers and cell.removesuffix("%").isdigit() and cell.endswith("%"):
                    sheet.write_number(at, place, int(cell[:-1]) / 100, percent)
                elif numbers and cell.lstrip("-").replace(".", "", 1).isdigit():
                    sheet.write_number(at, place, float(cell))
                else:
                    sheet.write_string(at, place, cell)
    book.close()
    return path


def tidy_row(level: str, year: str, code: str, breakdown: str, subject: str, *figures: str, **more: str) -> list[str]:
    """One row of the tidy form; ``code`` is a URN, an authority's number or nothing. Figures are filled up with z."""
    cells = dict.fromkeys(TIDY_HEADERS, "")
    cells.update(
        time_period=year, time_identifier="Academic year", geographic_level=level, country_code="E92000001",
        country_name="England", breakdown=breakdown, subject=subject,
        establishment_type_group="All state funded",
    )  # fmt: skip
    if level == "School":
        cells.update(school_urn=code, school_name=f"School {code}", old_la_code="399")
        cells["establishment_type_group"] = "Maintained schools"
    if level == "Local authority":
        cells.update(old_la_code=code, la_name="Exampleshire")
    cells.update(more)
    filled = [*figures, *["z"] * 6][:6]
    return [*list(cells.values())[:-6], *filled]
