"""Own returns of invented schools, written as the documented CSV and sent through the product's own door."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from accord.intake.models.files import Intake
from tests.factories.school_tables import RWM, take

HEADERS = ("URN", "LA", "YEAR", "MEASURE", "PUPIL_GROUP", "PUPILS", "MET")
Line = tuple[object, ...]


def line(
    urn: str,
    pupils: object,
    met: object,
    group: str = "all",
    *,
    year: object = 2019,
    measure: str = RWM,
    la: str = "501",
) -> Line:
    """One row: a school's pupils of a group and those of them who met a measure."""
    return urn, la, year, measure, group, pupils, met


def write_returns(folder: Path, lines: Iterable[Line], headers: Iterable[str] = HEADERS) -> Path:
    """The documented CSV with these rows."""
    path = folder / f"returns-{uuid4().hex[:8]}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(lines)
    return path


def send(folder: Path, *lines: Line) -> Intake:
    """Send rows as a file; the intake with what came of it."""
    return take(write_returns(folder, lines))
