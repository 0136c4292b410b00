"""Dates as people write them in lists."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t].*)?", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?: .*)?", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ \-])?([a-z]+)\.?[ \-](\d{4}|\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)


def read_date(text: str) -> date | None:
    """The day that a cell names; None where it names none.

    Days come before months (01/09/2024 is 1 September); a month alone (Sept 2024, 09/2024) means its first day.
    """
    read = _parts(text)
    return _day(*read[0]) if read else None


def read_last_day(text: str) -> date | None:
    """The day after the last one that a cell names: until 31/08/2025, or until August 2025, ends before 1 September."""
    read = _parts(text)
    if read is None:
        return None
    (year, month, day), whole_month = read
    if whole_month:
        return _day(year + month // 12, month % 12 + 1, 1)
    last = _day(year, month, day)
    return last + timedelta(days=1) if last and last < date.max else None


def _parts(text: str) -> tuple[tuple[int, int, int], bool] | None:
    said = " ".join(text.casefold().replace(",", " ").replace(" of ", " ").split())
    if found := _ISO.fullmatch(said):
        return (int(found[1]), int(found[2]), int(found[3])), False
    if found := _BRITISH.fullmatch(said):
        return (_year(found[3]), int(found[2]), int(found[1])), False
    if found := _MONTH.fullmatch(said):
        return (int(found[2]), int(found[1]), 1), True
    if found := _WORDS.fullmatch(said):
        month = _month(found[2])
        return ((_year(found[3]), month, int(found[1] or 1)), found[1] is None) if month else None
    return None


def _month(word: str) -> int | None:
    place = next((at for at, short in enumerate(_MONTHS) if word.startswith(short)), None)
    if place is None or not (_FULL[place].startswith(word) or word == "sept"):
        return None
    return place + 1


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
