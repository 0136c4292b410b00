"""Ways to publish that a kill breaks, each of them plausible. The checker has to find every one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import transaction

from accord.accounts.models.people import Person
from accord.intake.actions import intakes
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.warehouse.candidates import Candidate


def _point_first(intake: Intake, candidates: Sequence[Candidate], by: Person | None, at: datetime) -> None:
    """The rows are committed before the files they point at are there."""
    rows = [intakes._release(intake, candidate, by, at) for candidate in candidates]
    with transaction.atomic():
        for row in rows:
            row.save()
        intakes._finish(intake, Progress.PUBLISHED, by, at)
    for row, candidate in zip(rows, candidates, strict=True):
        intakes.place(candidate.folder, Path(settings.ACCORD_RELEASES), str(row.public_id))


def _one_by_one(intake: Intake, candidates: Sequence[Candidate], by: Person | None, at: datetime) -> None:
    """Each row is committed by itself, so a file may be half published."""
    for candidate in candidates:
        row = intakes._release(intake, candidate, by, at)
        intakes.place(candidate.folder, Path(settings.ACCORD_RELEASES), str(row.public_id))
        row.save()
    intakes._finish(intake, Progress.PUBLISHED, by, at)


def _in_place(source: Path, raw: Path, sha256: str) -> Path:
    """The bytes are written under their final name, where half of them may be left for ever."""
    target = raw / sha256
    if not target.exists():
        with source.open("rb") as coming, target.open("wb") as kept:
            while block := coming.read(100):
                kept.write(block)
                kept.flush()
                os.fsync(kept.fileno())
    return target


DESIGNS: dict[str, tuple[str, Callable[..., Any]]] = {
    "points before it places": ("_place_and_point", _point_first),
    "commits row by row": ("_place_and_point", _one_by_one),
    "writes bytes in place": ("keep_raw", _in_place),
}


@contextlib.contextmanager
def design(name: str) -> Iterator[None]:
    """Publish in a broken way for as long as the block runs; an empty name leaves our own."""
    if not name:
        yield
        return
    with patch.object(intakes, *DESIGNS[name]):
        yield
