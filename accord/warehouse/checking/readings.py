"""What one printed cell says, by the type of its column: a number, a publisher's marker, or nothing we can read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from accord.warehouse.cells import SHARES, CellStatus, CellType
from accord.warehouse.forms import Column

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell read. Either a status (with a number, if it is a value), or the code of what is wrong with it."""

    number: float | None
    status: CellStatus | None
    wrong: str | None = None


BLANK = Reading(None, CellStatus.BLANK)


def read_cell(
    text: str, column: Column, markers: Mapping[str, CellStatus], bands: Mapping[str, int]
) -> Reading:
    """What a stripped cell says. Every text gives a value, a marker's status, or a code of what is wrong:
    ``unreadable_cell``, ``percent_out_of_range``, ``not_whole``, ``below_zero`` or ``out_of_range``.
    """
    if not text:
        return BLANK
    status = markers.get(text.upper())
    if status is not None:
        return Reading(None, status)
    if column.type is CellType.BAND and text.upper() in bands:
        return Reading(float(bands[text.upper()]), CellStatus.VALUE)
    number = _number(text, column.type)
    if number is None:
        return Reading(None, None, "unreadable_cell")
    wrong = _wrong(number, column)
    return Reading(None, None, wrong) if wrong else Reading(number, CellStatus.VALUE)


def _number(text: str, cell_type: CellType) -> float | None:
    bare = text.replace("−", "-")
    if cell_type in SHARES:
        bare = bare.removesuffix("%").rstrip()
    if cell_type is CellType.MONEY:
        bare = bare.removeprefix("£").lstrip()
    exponent = _EXPONENT.search(bare) if cell_type is CellType.NUMBER else None
    if exponent is not None and exponent.end() == len(bare):
        mantissa = bare[: exponent.start()]
        plain = _NUMBER.fullmatch(mantissa) and mantissa[-1:].isdigit() and "," not in mantissa
        return _finite(float(bare)) if plain else None
    if not _NUMBER.fullmatch(bare) or not any(letter.isdigit() for letter in bare):
        return None
    return _finite(float(bare.replace(",", "")))


def _finite(number: float) -> float | None:
    """The number; None for one of so many digits that no number holds them."""
    return number + 0.0 if math.isfinite(number) else None  # no negative zero: it would print and compare apart


def _wrong(number: float, column: Column) -> str | None:
    if column.type in SHARES and not 0 <= number <= 100:
        return "percent_out_of_range"
    if column.type is CellType.COUNT and number < 0:
        return "below_zero"
    if column.type in (CellType.COUNT, CellType.BAND) and number != int(number):
        return "not_whole"
    low = column.low if column.low is not None else number
    high = column.high if column.high is not None else number
    return None if low <= number <= high else "out_of_range"
