"""Write KS2 tables in the published wide form, column for column as DfE heads them, from plain rows.

Used to put random worlds through the product's own door. Knows nothing of the product.
"""

import csv
import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

PLACE = ["RECTYPE", "AlphaIND", "LEA", "ESTAB", "URN", "SCHNAME", "TOWN", "PCODE", "NFTYPE", "ICLOSE", "AGERANGE"]
COHORT = [
    "TOTPUPS",
    "TELIG",
    "BELIG",
    "GELIG",
    "TKS1GROUP_L",
    "TKS1GROUP_M",
    "TKS1GROUP_H",
    "TFSM6CLA1A",
    "TNotFSM6CLA1A",
    "TEALGRP2",
    "TMOBN",
    "TSENELE",
    "TSENELK",
]
EVERY_GROUP = ["_B", "_G", "_L", "_M", "_H", "_FSM6CLA1A", "_NotFSM6CLA1A", "_EAL", "_MOBN"]
SOME_GROUPS = ["_L", "_M", "_H", "_FSM6CLA1A", "_NotFSM6CLA1A"]
SUBJECTS = ["PTREAD", "PTGPS", "PTMAT", "PTWRITTA"]


def headings(year: int) -> list[str]:
    """The columns of that summer's table, with the prior-year columns that date it."""
    names = PLACE + COHORT
    for stem in ("PTRWM_EXP", "PTRWM_HIGH"):
        names += [stem + group for group in ["", *EVERY_GROUP]]
    for stem in ("READPROG", "WRITPROG", "MATPROG"):
        names += [stem + group + limit for group in ["", *EVERY_GROUP] for limit in ("", "_LOWER", "_UPPER")]
    names += ["READCOV", "WRITCOV", "MATCOV", "PTREAD_AT", "PTGPS_AT", "PTMAT_AT"]
    for stem in ("READ_AVERAGE", "MAT_AVERAGE", "GPS_AVERAGE"):
        names += [stem + group for group in ["", *EVERY_GROUP]]
    for subject in SUBJECTS:
        names += [f"{subject}_{bar}{group}" for bar in ("EXP", "HIGH") for group in ["", *SOME_GROUPS]]
    # The table of 2023 looks back to 2019: no results by school were published in between.
    before = f"_{(2019 if year == 2023 else year - 1) % 100:02d}"
    return names + [stem + before for stem in ("PTRWM_EXP", "PTRWM_HIGH", "READPROG", "READ_AVERAGE")]


def write(path: Path, year: int, rows: Iterable[Mapping[str, str]]) -> Path:
    """One table as DfE would send it: a byte-order mark, CRLF, and rows without results cut short.

    A row with the key `SHORT` stops after its last filled cell. A name ending in `.gz` is compressed.
    """
    names = headings(year)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        for row in rows:
            upper = {name.upper(): cell for name, cell in row.items()}
            cells = [upper.get(name.upper(), "") for name in names]
            if "SHORT" in row:
                filled = max(place for place, cell in enumerate(cells) if cell)
                cells = cells[: filled + 1]
            lines.writerow(cells)
    return path
