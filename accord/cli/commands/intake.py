"""``accord intake``: take in published files."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from accord.cli.printing import print_json
from accord.config.opening import open_home
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.warehouse.definitions import DefinitionError

STATUSES = ("provisional", "revised", "final")


@click.command("intake")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "family", metavar="FAMILY", help="The family of the file, where it is not recognised.")
@click.option("--year", type=int, metavar="YYYY", help="The summer of the results: 2018 is 2017/18.")
@click.option("--status", type=click.Choice(STATUSES), default="final", help="How settled the figures are.")
@click.option("--hold", is_flag=True, help="Check only, and wait for acceptance.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def intake_command(
    paths: tuple[Path, ...], family: str | None, year: int | None, status: str, hold: bool, as_json: bool
) -> None:
    """Take in published files: each is checked, and published if nothing in it must be refused.

    Each file is taken in whole or not at all. Exit status 1 if any file was refused.
    """
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise click.UsageError(f"There is no file {missing[0]}.")
    open_home()
    asked = Asked(family=family, year=year, settled=status, hold=hold)
    with _progress(paths, as_json) as each:
        taken = [_take_in(path, asked, as_json) for path in each]
    if as_json:
        print_json(taken)
    if any(each["outcome"] == Progress.REFUSED for each in taken):
        raise SystemExit(1)


def _progress(paths: tuple[Path, ...], quiet: bool) -> AbstractContextManager[Iterable[Path]]:
    """The paths one after another, with a bar on a terminal."""
    terminal = click.get_text_stream("stderr")
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


def _say(path: Path, intake: Intake) -> None:
    click.echo(f"{path.name}: {Progress(intake.progress).label.lower()}")
    for release in intake.releases.all():
        years = f"{release.year - 1}/{release.year % 100:02d}"
        click.echo(
            f"  {release.family} {years}, {release.extent}: {release.schools:,} schools, {release.settled}"
            f" (release {release.public_id})"
        )
    if intake.progress == Progress.UNCHANGED:
        click.echo("  A published release says exactly the same; nothing was added.")
    for label, found in (("Refused", intake.problems), ("Note", intake.warnings)):
        for each in found:
            click.echo(f"  {label}: {describe(each)}", err=label == "Refused")


def describe(problem: dict[str, Any]) -> str:
    """A problem in one line: where, what and what to do."""
    parts = ("sheet", "row", "column")
    where = [f"{part} {problem[part]}" for part in parts if problem.get(part) not in (None, "")]
    value = f" [{problem['value']}]" if problem.get("value") else ""
    place = f"{', '.join(where)}{value}: " if where or value else ""
    return f"{place}{problem['message']} {problem['fix']}"


def as_plain(release: Release) -> dict[str, Any]:
    """A release as plain values, for JSON."""
    return {
        "id": str(release.public_id),
        "family": release.family,
        "form": release.form,
        "year": release.year,
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
