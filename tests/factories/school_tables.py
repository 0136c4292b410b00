"""Small Key Stage 2 tables written from plain rows, wide and tidy, and sent through the product's own door.

A row needs only what a test is about: `school("100001", "201", 40, "55%")`. Nothing here knows how a figure
is made.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who

Row = Mapping[str, str]
RWM = "ks2_rwm_expected"
EVERY_FILE = ("RECTYPE", "LEA", "URN", "SCHNAME", "TELIG", "PTRWM_EXP")
INFORMATION = ("time_period", "geographic_level", "school_urn", "school_name", "old_la_code", "telig")
ATTAINMENT = (
    "time_period",
    "geographic_level",
    "school_urn",
    "school_name",
    "breakdown_topic",
    "breakdown",
    "subject",
    "expected_standard_pupil_percent",
    "average_scaled_score",
)
_MINUTES = count()


def school(urn: str, la: str, pupils: int | str, percent: str = "50%", **more: str) -> dict[str, str]:
    """A mainstream school with its eligible pupils and its RWM percentage; ``more`` names other columns."""
    row = {"RECTYPE": "1", "LEA": la, "URN": urn, "SCHNAME": f"School {urn}", "TELIG": str(pupils)}
    return row | {"PTRWM_EXP": percent} | more


def special(urn: str, la: str, pupils: int | str, percent: str = "50%", **more: str) -> dict[str, str]:
    """A special school."""
    return school(urn, la, pupils, percent, **more) | {"RECTYPE": "2"}


def authority(la: str, pupils: int | str, percent: str, **more: str) -> dict[str, str]:
    """The publisher's own row for an authority."""
    return {"RECTYPE": "3", "LEA": la, "TELIG": str(pupils), "PTRWM_EXP": percent} | more


def england(pupils: int | str, percent: str, *, every_school: bool = False, **more: str) -> dict[str, str]:
    """The publisher's own row for England: state-funded schools, or ``every_school``."""
    row = {"RECTYPE": "4" if every_school else "5", "TELIG": str(pupils), "PTRWM_EXP": percent}
    return row | more


def write(path: Path, rows: Sequence[Row], always: Sequence[str] = EVERY_FILE) -> Path:
    """A CSV with the columns that any row has, blank where a row has none."""
    names = list(dict.fromkeys([*always, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, names, restval="")
        lines.writeheader()
        lines.writerows(rows)
    return path


def pupils_2025(urn: str, la: str, pupils: int | str, **more: str) -> dict[str, str]:
    """A school's row of the tidy information file."""
    row = {"time_period": "202425", "geographic_level": "School", "school_urn": urn, "old_la_code": la}
    return row | {"school_name": f"School {urn}", "telig": str(pupils)} | more


def result(urn: str, percent: str, year: int = 2025, **more: str) -> dict[str, str]:
    """A school's row of the tidy attainment file: RWM of all pupils unless ``more`` says otherwise."""
    row = {"time_period": f"{year - 1}{year % 100:02d}", "geographic_level": "School", "school_urn": urn}
    row |= {"school_name": f"School {urn}", "breakdown_topic": "All pupils", "breakdown": "Total"}
    return row | {"subject": "Reading, writing and maths", "expected_standard_pupil_percent": percent} | more


def take(path: Path, year: int | None = None, settled: str = "final", *, hold: bool = False) -> Intake:
    """Take a file in, a minute after the one before."""
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=next(_MINUTES))
    asked = Asked(year=year, settled=settled, hold=hold)
    return take_in(path=path, name=path.name, asked=asked, by=None, at=at)


def publish(
    folder: Path,
    rows: Sequence[Row],
    year: int | None,
    settled: str = "final",
    always: Sequence[str] = EVERY_FILE,
) -> Release:
    """Write rows to a file, take it in, and return the one release that came of it."""
    intake = take(write(folder / f"{uuid4().hex}.csv", rows, always), year, settled)
    assert intake.progress == "published", intake.problems
    return intake.releases.get()


def ask(
    who: Who,
    *years: int,
    measures: Sequence[str] = (RWM,),
    pupils: Sequence[str] = ("all",),
    special: bool | None = None,
    span: int = 1,
) -> list[FigureRow]:
    """The figures of a selection, as the operator sees them."""
    return figures(Selection(who, tuple(measures), years, tuple(pupils), special, span), Reader.operator())


def ask_one(who: Who, year: int, **more: object) -> FigureRow:
    """The one pooled figure of a selection."""
    found = [row for row in ask(who, year, **more) if row.basis == "pooled"]  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


def state(row: FigureRow) -> tuple[str, int | None, int | None, int, int | None]:
    """Status, schools counted and expected, pupils counted and expected."""
    covered = row.figure.coverage
    schools = covered.schools_counted, covered.schools_expected
    return str(row.figure.status), *schools, covered.pupils_counted, covered.pupils_expected
