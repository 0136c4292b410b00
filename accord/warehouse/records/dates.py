"""Days as registers write them, and the day that an extract describes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

# fmt: off
_FORMS = (
    "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d.%m.%Y", "%Y%m%d",
)
# fmt: on
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d)")
_SHORT_DAY_IN_NAME = re.compile(r"(?<!\d)(\d\d)([01]\d)([0-3]\d)(?!\d)")
FIRST_EXTRACT = date(2005, 1, 1)


def read_day(text: str) -> date:
    """A day written 31-08-2021, 31/08/2021 or 2021-08-31, with or without a time. Raises ValueError for none.

    The day comes before the month: these are British files.
    """
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def day_in_name(name: str) -> date | None:
    """The day in the name of a published extract (edubasealldata20250905.csv); None where there is none.

    The register's publisher writes the day of an extract nowhere but in its name.
    """
    return _first_day(_DAY_IN_NAME.findall(name))


def short_day_in_name(name: str) -> date | None:
    """The day in a name that has its year in two digits (all-open-sats-and-mats-161122.csv); else None."""
    return _first_day([(f"20{year}", month, day) for year, month, day in _SHORT_DAY_IN_NAME.findall(name)])


def _first_day(found: Iterable[tuple[str, str, str]]) -> date | None:
    for year, month, day in found:
        try:
            meant = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if meant >= FIRST_EXTRACT:
            return meant
    return None
