"""What must hold of a home at any moment, whatever was killed in it; each fault is one line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from click.testing import CliRunner
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accord.accounts.readers import Reader
from accord.accounts.rules.rights import OPERATOR
from accord.cli.commands.releases import releases_command
from accord.intake.choices import Progress
from accord.intake.models.files import Intake, SourceFile
from accord.intake.models.releases import Release
from accord.intake.queries.releases import published
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from tests.factories.sendings import MEASURE

PARTS = ("places", "cells")


def faults(lived: Collection[str] = (), *, thoroughly: bool = False) -> list[str]:
    """Everything wrong with the home of this process. ``lived`` are the releases that were published before.

    Thoroughly: withdrawn releases are read too, and the database checks itself.
    """
    found = [*_files(thoroughly), *_intakes(), *_lost(lived), *_figures(), *_command()]
    return [*found, *_raw(), *_integrity()] if thoroughly else found


def all_published() -> QuerySet[Release]:
    """Every release that is published, whoever asks."""
    return published(OPERATOR, date.max)


def shown() -> dict[str, list[Any]]:
    """Every figure that the published releases give, by authority and year."""
    return {
        f"{authority} {year}": [
            [str(row.basis), str(row.figure.status), row.figure.value, row.figure.whole, sorted(row.releases)]
            for row in figures(Selection(Who.authority(authority), (MEASURE,), (year,)), Reader.operator())
        ]
        for authority, year in sorted({(la, each.year) for each in all_published() for la in each.authorities})
    }


def _files(also_withdrawn: bool) -> Iterator[str]:
    rows = list(Release.objects.all() if also_withdrawn else Release.objects.filter(withdrawn_at=None))
    folders = {str(row.public_id): Path(settings.ACCORD_RELEASES) / str(row.public_id) for row in rows}
    gone = {name for name, folder in folders.items() if not all((folder / f"{p}.parquet").is_file() for p in PARTS)}
    yield from (f"release {name} has no files" for name in sorted(gone))
    sound = [row for row in rows if str(row.public_id) not in gone]
    with duckdb.connect() as asked:
        for row in sound:
            try:
                places, cells, numbered = _counted(asked, folders[str(row.public_id)])
            except duckdb.Error as error:
                yield f"release {row.public_id} cannot be read: {str(error).splitlines()[0]}"
                continue
            if not places or (cells, numbered) != (row.cells, row.rows):
                said = f"{row.cells} cells and {row.rows} rows"
                yield f"release {row.public_id} has {cells} cells, {numbered} rows, {places} places; said: {said}"


def _counted(asked: duckdb.DuckDBPyConnection, folder: Path) -> tuple[int, int, int]:
    """Places, cells, and the rows of the file that the cells came from; every column is read."""
    places, cells = (str(folder / f"{part}.parquet") for part in PARTS)
    found = asked.execute("select count(*), sum(hash(p)) from read_parquet(?) as p", [places]).fetchone()
    counts = "count(*), count(distinct row), sum(hash(c))"
    counted = asked.execute(f"select {counts} from read_parquet(?) as c", [cells]).fetchone()
    return found[0], counted[0], counted[1]


def _intakes() -> Iterator[str]:
    """An intake has releases exactly when it is said to be published or held; what never lived does not count."""
    for intake in Intake.objects.prefetch_related("releases"):
        has = len([each for each in intake.releases.all() if each.accepted_at or not each.withdrawn_at])
        if (intake.progress in (Progress.PUBLISHED, Progress.HELD)) != bool(has):
            yield f"the intake of {intake.name} is {intake.progress} with {has} releases"


def _lost(lived: Collection[str]) -> Iterator[str]:
    there = {str(each.public_id) for each in all_published()}
    yield from (f"release {name} was published and is gone" for name in sorted(set(lived) - there))


def _figures() -> Iterator[str]:
    there = {str(each.public_id) for each in all_published()}
    try:
        answers = shown()
    except (OSError, duckdb.Error) as error:
        yield f"no figure can be asked for: {str(error).splitlines()[0]}"
        return
    for asked, rows in answers.items():
        if not any(basis == "pooled" and value is not None for basis, _, value, _, _ in rows):
            yield f"no figure for {asked}"
        behind = {name for *_, releases in rows for name in releases}
        if not behind or behind - there:
            yield f"the figure for {asked} comes from {sorted(behind) or 'nothing'}"


def _command() -> Iterator[str]:
    """`accord releases` lists what is published."""
    answer = CliRunner().invoke(releases_command, ["--json"])
    if answer.exit_code:
        yield f"accord releases ended {answer.exit_code}: {answer.output[-200:]} {answer.exception!r}"
    elif {each["id"] for each in json.loads(answer.output)} != {str(each.public_id) for each in all_published()}:
        yield "accord releases lists something else than is published"


def _raw() -> Iterator[str]:
    """Every file that is known is kept, whole."""
    for file in SourceFile.objects.all():
        kept = Path(settings.ACCORD_RAW) / file.sha256
        if not kept.is_file():
            yield f"the bytes of {file.name} are not kept"
        elif hashlib.sha256(kept.read_bytes()).hexdigest() != file.sha256:
            yield f"the bytes kept of {file.name} are not those that were sent"


def _integrity() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check").fetchall()
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if said != [("ok",)] or broken:
        yield f"the database is damaged: {said[:3]} {broken[:3]}"
