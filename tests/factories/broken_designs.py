"""Ways to do things that a kill breaks, each of them plausible. The checker has to find every one."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import transaction

from accord.accounts.models.people import Person
from accord.intake.actions import intakes, releases
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.upkeep import archives, backups, restores
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


@contextlib.contextmanager
def _under_its_name(target: Path) -> Iterator[archives.Writer]:
    """A backup is written where it is looked for, so half of one may be found there."""
    with target.open("w+b") as file:
        with zipfile.ZipFile(file, "w") as archive:
            yield archives.Writer(archive)
            archive.comment = archives.SIGN + b"0" * archives.HASH_LENGTH
        archives._sign(file)
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Design:
    """What is done another way, and the kind of kill that has to find it."""

    found_while: str
    place: ModuleType
    name: str
    instead: Any


INTAKES = "taking in"
WITHDRAWING = "withdrawing"
BACKING_UP = "backing up"
RESTORING = "restoring"

DESIGNS = {
    "points before it places": Design(INTAKES, intakes, "_place_and_point", _point_first),
    "commits row by row": Design(INTAKES, intakes, "_place_and_point", _one_by_one),
    "writes bytes in place": Design(INTAKES, intakes, "keep_raw", _in_place),
    "withdraws without a transaction": Design(
        WITHDRAWING, releases, "transaction", SimpleNamespace(atomic=contextlib.nullcontext)
    ),
    "writes a backup under its name": Design(BACKING_UP, backups, "writing", _under_its_name),
    "puts back without the mark that others heed": Design(RESTORING, restores, "RESTORING", "restoring-too"),
}


@contextlib.contextmanager
def design(name: str) -> Iterator[None]:
    """Work in a broken way for as long as the block runs; an empty name leaves our own."""
    if not name:
        yield
        return
    broken = DESIGNS[name]
    with patch.object(broken.place, broken.name, broken.instead):
        yield
