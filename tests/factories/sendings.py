"""Small sendings of published tables: an archive of two summers, the same figures under ever new bytes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from accord.warehouse.outcomes import Outcome
from tests.factories.naive_files import write

AUTHORITY = "201"
YEARS = (2017, 2018)
MEASURE = "ks2_rwm_expected"


def school_rows(authority: str = AUTHORITY, schools: int = 4, shift: int = 0) -> list[dict[str, str]]:
    """So many schools of 50 pupils each, and their authority; ``shift`` moves the percentages."""
    first = int(authority) * 1000
    places = {"RECTYPE": "1", "LEA": authority, "ICLOSE": "0", "AGERANGE": "4-11", "TELIG": "50"}
    rows = [
        places
        | {"URN": str(first + at), "ESTAB": str(2000 + at), "SCHNAME": f"School {at}"}
        | {"PTRWM_EXP": f"{(50 + 2 * at + 2 * shift) % 100}%", "PTRWM_HIGH": "SUPP"}
        for at in range(schools)
    ]
    whole = {"RECTYPE": "3", "LEA": authority, "TELIG": str(50 * schools), "PTRWM_EXP": "53%"}
    return [*rows, whole]


def table(path: Path, year: int = 2018, rows: Sequence[Mapping[str, str]] | None = None) -> Path:
    """One summer's table as CSV."""
    return write(path, year, rows if rows is not None else school_rows())


def archive(path: Path, shift: int = 0, label: str = "", authority: str = AUTHORITY) -> Path:
    """Two summers in one ZIP. Another ``label`` gives other bytes with the same figures."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as together:
        for year in YEARS:
            part = table(path.with_name(f"{path.stem}-{year}.csv"), year, school_rows(authority, 4, shift))
            together.write(part, f"{year}.csv")
            part.unlink()
        together.comment = label.encode()
    return path


def read_already(ready: Outcome) -> Callable[..., Outcome]:
    """In place of reading a file: what reading it gave before, laid out anew."""

    def prepared(path: Path, staging: Path, **_: Any) -> Outcome:
        folders = [Path(shutil.copytree(each.folder, staging / each.folder.name)) for each in ready.candidates]
        copies = zip(ready.candidates, folders, strict=True)
        return replace(ready, candidates=tuple(replace(each, folder=folder) for each, folder in copies))

    return prepared
