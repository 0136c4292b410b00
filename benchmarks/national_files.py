"""Files of national size in the published forms, made of invented figures: what benchmarks and tests have read."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from accord.meaning.definitions import folders
from accord.warehouse.cells import CellType
from accord.warehouse.datasets import families
from accord.warehouse.forms import Form

SUBJECTS = ("Reading", "Writing", "Maths", "Grammar, punctuation and spelling", "Reading, writing and maths")
GROUPS = (
    ("All pupils", "Total"),
    ("Sex", "Boys"),
    ("Sex", "Girls"),
    ("Disadvantaged status", "Disadvantaged"),
    ("Disadvantaged status", "Disadvantaged all other"),
    ("First language", "Known or believed to be other than English"),
    ("Mobility status", "Non mobile"),
)


def wide_rows(schools: int, seed: int = 1) -> Iterator[list[str]]:
    """A header of 326 columns and a row a school, in 150 authorities."""
    chance = random.Random(seed)
    form = next(form for family in families(folders(None)) for form in family.forms if form.code == "ks2final")
    headers = [*form.columns, "PTRWM_EXP_17"][:326]
    yield headers
    for number in range(schools):
        yield [_cell(form, header, number, chance) for header in headers]


def _cell(form: Form, header: str, number: int, chance: random.Random) -> str:
    fixed = {"RECTYPE": "1", "URN": str(100_000 + number), "LEA": str(200 + number % 150), "LA": "", "YEAR": "2018"}
    if header in fixed or header in form.year.columns:
        return fixed.get(header, "2018")
    column = form.column_for(header)
    if column is None or column.type is CellType.TEXT:
        return f"Words, {number}" if number % 10 == 0 else f"Words {number}"  # every tenth row has quotation marks
    if chance.random() < 0.2:
        return "SUPP"
    if column.type in (CellType.PERCENT, CellType.COVERAGE):
        return f"{chance.randrange(101)}%"
    if column.type is CellType.BAND:
        return str(chance.randrange(1, 6))
    if column.type is CellType.LIMIT:
        return f"{-5 if header.endswith('LOWER') else 5}.{chance.randrange(10)}"
    return str(chance.randrange(90, 120))


def tidy_rows(rows: int, seed: int = 2) -> Iterator[list[str]]:
    """A tidy file of three years."""
    chance = random.Random(seed)
    yield [
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "school_laestab",
        "school_urn", "school_name", "old_la_code", "new_la_code", "la_name", "version",
        "establishment_type_group", "breakdown_topic", "breakdown", "subject", "expected_standard_pupil_percent",
        "higher_standard_pupil_percent", "average_scaled_score", "progress_measure_score",
        "progress_measure_lower_conf_interval", "progress_measure_upper_conf_interval",
    ]  # fmt: skip
    made = 0
    for school in range(rows):
        for year in ("202223", "202324", "202425"):
            for subject in SUBJECTS:
                for topic, breakdown in GROUPS:
                    if made == rows:
                        return
                    made += 1
                    place = ["School", "E92000001", "England", f"{200 + school % 150}2000", str(100_000 + school)]
                    where = [f"School {school}", str(200 + school % 150), "E06000001", "Here", "final", "Academies"]
                    figures = [str(chance.randrange(101)), str(chance.randrange(40)), "104", "z", "z", "z"]
                    yield [year, "Academic year", *place, *where, topic, breakdown, subject, *figures]


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write rows as publishers do, with a mark of the encoding."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write rows as text into the one sheet of a workbook."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path
