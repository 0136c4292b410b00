"""``accord explain``: every school, count, release and file behind a figure."""

from __future__ import annotations

from typing import Any

import click

from accord.accounts.readers import Reader
from accord.analytics.years import AcademicYear
from accord.cli.printing import print_json, print_table
from accord.cli.selecting import question_of, selection_from, selection_options
from accord.config.opening import open_home
from accord.meaning.definitions import DefinitionError
from accord.performance.explanations import Explanation, ReleaseBehind, SchoolBehind, explain, lineage_sentences
from accord.performance.selections import UnknownSelection


@click.command("explain")
@selection_options
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def explain_command(as_json: bool, **options: Any) -> None:
    """Every school, count, release and file behind the figures."""
    selection = selection_from(**options)
    open_home()
    try:
        found = explain(selection or question_of(options["frozen"]), Reader.operator())
    except (UnknownSelection, DefinitionError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if as_json:
        print_json([each.as_json() for each in found])
        return
    for each in found:
        _print(each)


def _print(explanation: Explanation) -> None:
    row, figure = explanation.figure, explanation.figure.figure
    value = "no value" if figure.value is None else f"{figure.value:.2f}"
    year = AcademicYear(row.year)
    click.echo(f"\n{row.title}, {explanation.measure.name}, {row.pupils}, {year}: {row.basis}")
    click.echo(f"  {value} ({figure.status}); {explanation.measure.pools}")
    if explanation.pupil_sd is not None:
        click.echo(f"  national spread between pupils: {explanation.pupil_sd:.4f} points")
    if explanation.schools:
        headings = ("URN", "school", "year", "pupils", "count", "printed", "row", "why not counted")
        print_table(headings, [_line(each) for each in explanation.schools])
    for sentence in lineage_sentences(explanation):
        click.echo(f"  {sentence}")
    for release in explanation.releases:
        click.echo(
            f"  release {release.id}: {release.family} {release.year} {release.settled}, {release.extent},"
            f" from {release.file} (SHA-256 {release.sha256[:16]}…), received {release.received_at:%Y-%m-%d}"
            f" by {release.received_by}{_accepted(release)}"
        )


def _accepted(release: ReleaseBehind) -> str:
    return f", accepted {release.accepted_at:%Y-%m-%d} by {release.accepted_by}" if release.accepted_at else ""


def _line(school: SchoolBehind) -> tuple[str, ...]:
    return (
        school.urn,
        school.name,
        str(school.year),
        "hidden" if school.pupils is None else str(school.pupils),
        _count(school),
        " ".join(f"{name}={text or 'blank'}" for name, text in school.printed.items()),
        "" if school.row_in_file is None else str(school.row_in_file),
        school.reason,
    )


def _count(school: SchoolBehind) -> str:
    if school.score is not None:
        return f"{school.score:g} × {school.weight}"
    if school.part_low is None:
        return "-"
    low, high = school.part_low, school.part_high
    return str(low) if low == high else f"{low}–{high}"
