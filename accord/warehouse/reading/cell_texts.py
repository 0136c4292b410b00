"""Values of spreadsheets and Parquet as the text a person sees in the cell."""

from __future__ import annotations

import datetime

_MIDNIGHT = datetime.time()


def as_text(value: object, percent: bool = False) -> str:
    """A cell's text: 100000.0 is ``100000``; 0.67 in a cell formatted as a percentage is ``67%``.

    Numbers have at most the 15 digits a spreadsheet shows, so 0.1 + 0.2 is ``0.3``.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{_digits(value * 100)}%" if percent else _digits(value)
    if isinstance(value, datetime.datetime) and value.time() == _MIDNIGHT:
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _digits(number: float) -> str:
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"
