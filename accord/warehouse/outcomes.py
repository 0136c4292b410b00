"""What came of a file: candidate releases, problems that refuse it, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accord.warehouse.problems import Problem, problem_from_json


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a release reaches: England, or the authorities named by their three-digit numbers."""

    england: bool
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release ready to be accepted: ``folder`` holds its ``places.parquet`` and ``cells.parquet``.

    ``schools`` are school rows, ``rows`` all rows kept, ``cells`` figure cells (blank ones too); ``markers`` counts
    the publisher's markers as printed, and ``blank``. ``member`` is the part of the ZIP or workbook it comes from.
    ``fingerprint`` is the same for the same content, whatever its order, encoding or container.
    ``as_of`` is the day that an extract of a register describes, where it is told; such a release holds
    ``records.parquet`` instead.
    """

    family: str
    form: str
    year: int
    extent: Extent
    folder: Path
    schools: int
    rows: int
    cells: int
    markers: dict[str, int]
    member: str
    fingerprint: str
    as_of: date | None = None

    def as_json(self) -> dict[str, Any]:
        """The candidate as plain values."""
        return {
            "family": self.family,
            "form": self.form,
            "year": self.year,
            "england": self.extent.england,
            "authorities": list(self.extent.authorities),
            "folder": str(self.folder),
            "schools": self.schools,
            "rows": self.rows,
            "cells": self.cells,
            "markers": self.markers,
            "member": self.member,
            "fingerprint": self.fingerprint,
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """Candidates only where nothing refuses the file: with any problem there are none."""

    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {
            "candidates": [candidate.as_json() for candidate in self.candidates],
            "problems": [problem.as_json() for problem in self.problems],
            "warnings": [warning.as_json() for warning in self.warnings],
        }


def refusal(*problems: Problem) -> Outcome:
    """The outcome of a file that is refused."""
    return Outcome((), problems, ())


def outcome_from_json(values: dict[str, Any]) -> Outcome:
    """The outcome that :meth:`Outcome.as_json` wrote. Raises KeyError or TypeError where it is not one."""
    return Outcome(
        tuple(_candidate(item) for item in values["candidates"]),
        tuple(problem_from_json(item) for item in values["problems"]),
        tuple(problem_from_json(item) for item in values["warnings"]),
    )


def _candidate(values: dict[str, Any]) -> Candidate:
    plain = dict(values)
    extent = Extent(bool(plain.pop("england")), tuple(plain.pop("authorities")))
    as_of = date.fromisoformat(plain["as_of"]) if plain.get("as_of") else None
    return Candidate(**{**plain, "extent": extent, "folder": Path(plain["folder"]), "as_of": as_of})
