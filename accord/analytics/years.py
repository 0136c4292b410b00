"""The school year, named by its summer."""

from __future__ import annotations


class AcademicYear(int):
    """A school year as the integer of its summer: 2018 is 2017/18."""

    def __str__(self) -> str:
        return f"{int(self) - 1}/{int(self) % 100:02d}"
