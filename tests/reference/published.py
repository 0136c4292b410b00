"""The real files: where they are, and their rows read without the product."""

import os
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

import pytest

from tests.reference import naive

REPOSITORY = Path(__file__).parents[2]
AUTHORITIES = {"850": "Hampshire", "936": "Surrey"}
# Three columns of the derived national tables under the names DfE gives them.
DERIVED = {"KS2 Pupils": "TELIG", "Overall Meet Std": "PTRWM_EXP", "Overall Exceed Std": "PTRWM_HIGH"}


def folder() -> Path:
    """The folder of published files (`ACCORD_REAL_DATA`); the test is skipped where it is absent."""
    place = Path(os.environ.get("ACCORD_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (place / "ks2").is_dir():
        pytest.skip(f"The published files are not at {place}; set ACCORD_REAL_DATA to try this")
    return place


def rows_of(path: Path) -> list[naive.Row]:
    """Every row of a published or derived file; a derived one has schools only."""
    rows = naive.read(path, DERIVED)
    return rows if "RECTYPE" in rows[0] else [row | {"RECTYPE": "1"} for row in rows]


def half_up(value: float, places: int) -> Decimal:
    """The figure as DfE prints it: rounded in decimals, a half going up (also below zero)."""
    step = Decimal(1).scaleb(-places)
    return ((Decimal(repr(value)) + step / 2) / step).to_integral_value(ROUND_FLOOR) * step


def rounds_to(value: float, printed: str, measure: str) -> bool:
    """Whether a pooled figure rounds to the printed cell: progress to one decimal, the others to none."""
    return half_up(value, 1 if measure in naive.PROGRESS else 0) == Decimal(printed.removesuffix("%"))
