"""``accord intake``: take in published files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import date
from errno import EDQUOT, ENOSPC
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from typing import Any

import click
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from accord.cli.days import Day
from accord.cli.printing import print_json
from accord.cli.terms import read_terms, with_terms
from accord.config.opening import open_home
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.pairs import packed
from accord.intake.actions.putting_together import put_all_together
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.meaning.definitions import DefinitionError
from accord.warehouse.problems import Problem

STATUSES = ("provisional", "revised", "final")
LEAST_SPACE = 1024 * 1024
"""With fewer bytes left than this, a disk is called full."""

FAILED = "failed"
"""The outcome of a file that could not be taken in because the machine failed."""


@click.command("intake")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "family", metavar="FAMILY", help="The family of the file, where it is not recognised.")
@click.option("--year", type=int, metavar="YYYY", help="The summer of the results: 2018 is 2017/18.")
@click.option(
    "--on", "day", type=Day(), metavar="YYYY-MM-DD",
    help="The day that an extract of the register describes, where its name does not tell.",
)  # fmt: skip
@click.option("--status", type=click.Choice(STATUSES), default="final", help="How settled the figures are.")
@click.option("--hold", is_flag=True, help="Check only, and wait for acceptance.")
@with_terms(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def intake_command(
    paths: tuple[Path, ...],
    family: str | None,
    year: int | None,
    day: date | None,
    status: str,
    hold: bool,
    source: str | None,
    as_json: bool,
    **days: date | None,
) -> None:
    """Take in published files: each is checked, and published if nothing in it must be refused.

    Each file is taken in whole or not at all. A data set and its description (rates.csv, rates.meta.csv) are one. Exit
    status 1 if any file was refused.
    """
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise click.UsageError(f"There is no file {missing[0]}.")
    read_terms(source, days, "as sent")
    open_home()
    asked = Asked(
        family=family, year=year, settled=status, hold=hold, as_of=day, source=source or "",
        **days,
    )  # fmt: skip
    with ExitStack() as stack:
        one_by_one = packed(paths, lambda: Path(stack.enter_context(TemporaryDirectory(prefix="accord-"))))
        each = stack.enter_context(_progress(one_by_one, as_json))
        taken = [_take_in(path, asked, as_json) for path in each]
    put_all_together(at=timezone.now())
    if as_json:
        print_json(taken)
    if any(each["outcome"] in (Progress.REFUSED, FAILED) for each in taken):
        raise SystemExit(1)


def _progress(paths: Sequence[Path], quiet: bool) -> AbstractContextManager[Iterable[Path]]:
    """The paths one after another, with a bar on a terminal."""
    terminal = sys.stderr
    if quiet or not terminal.isatty():
        return nullcontext(paths)
    return click.progressbar(
        paths, label="Taking in", file=terminal, item_show_func=lambda path: path.name if path else None
    )


def _take_in(path: Path, asked: Asked, quiet: bool) -> dict[str, Any]:
    try:
        intake = take_in(path=path, name=path.name, asked=asked, by=None, at=timezone.now())
    except DefinitionError as error:
        raise click.ClickException(f"A definition cannot be used. {error}") from error
    except (OSError, DatabaseError) as error:
        return _failed(path, error, quiet)
    if not quiet:
        _say(path, intake)
    return {
        "path": str(path),
        "intake": str(intake.public_id),
        "sha256": intake.file.sha256,
        "outcome": str(intake.progress),
        "releases": [as_plain(release) for release in intake.releases.all()],
        "problems": intake.problems,
        "warnings": intake.warnings,
    }


def _failed(path: Path, error: OSError | DatabaseError, quiet: bool) -> dict[str, Any]:
    """The outcome where the machine failed, and not the file."""
    said, first = str(error), "Put that right"
    if isinstance(error, OSError):
        said = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    full = isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)
    # A database on a full disk has several words for it.
    if full or "disk is full" in said or disk_usage(settings.ACCORD_HOME).free < LEAST_SPACE:
        first = f"Make room on the disk where {settings.ACCORD_HOME} is"
    problem = Problem(
        code="failed_here",
        message=f"It could not be taken in, because something failed on this machine: {said}.",
        fix=f"{first}, then send it again. Nothing of it is half published, and nothing is published twice.",
        file=path.name,
    )
    if not quiet:
        click.echo(f"{path.name}: not taken in\n  {describe(problem.as_json())}", err=True)
    nothing: dict[str, Any] = {"intake": None, "sha256": None, "releases": [], "warnings": []}
    return {"path": str(path), "outcome": FAILED, "problems": [problem.as_json()]} | nothing


def _say(path: Path, intake: Intake) -> None:
    click.echo(f"{path.name}: {Progress(intake.progress).label.lower()}")
    for release in intake.releases.all():
        click.echo(
            f"  {release.family} {release.about}, {release.extent}: {_what(release)}, {release.settled}"
            f" (release {release.public_id})"
        )
    if intake.progress == Progress.UNCHANGED:
        click.echo("  A release that is published or held says exactly the same; nothing was added.")
    for label, found in (("Refused", intake.problems), ("Note", intake.warnings)):
        for each in found:
            click.echo(f"  {label}: {describe(each)}", err=label == "Refused")


def _what(release: Release) -> str:
    """How many schools, or for a file without schools how many rows."""
    return f"{release.schools:,} schools" if release.schools else f"{release.rows:,} rows, none of a school"


def describe(problem: dict[str, Any]) -> str:
    """A problem in one line: where (unless the message says it itself), what and what to do."""
    message = f"{problem['message']} {problem['fix']}"
    if message.startswith("Row "):
        return message if not problem.get("sheet") else f"sheet {problem['sheet']}: {message}"
    parts = ("sheet", "row", "column")
    where = [f"{part} {problem[part]}" for part in parts if problem.get(part) not in (None, "")]
    value = f" [{problem['value']}]" if problem.get("value") else ""
    return f"{', '.join(where)}{value}: {message}" if where or value else message


def as_plain(release: Release) -> dict[str, Any]:
    """A release as plain values, for JSON."""
    return {
        "id": str(release.public_id),
        "family": release.family,
        "form": release.form,
        "year": release.year,
        "as_of": release.as_of.isoformat() if release.as_of else None,
        "status": release.settled,
        "extent": "england" if release.england else list(release.authorities),
        "schools": release.schools,
        "rows": release.rows,
        "cells": release.cells,
        "markers": release.markers,
        "file": release.intake.name,
        "sha256": release.intake.file.sha256,
        "member": release.member,
        "accepted_at": release.accepted_at.isoformat() if release.accepted_at else None,
    }
