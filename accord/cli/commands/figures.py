"""``accord figures``: the figures of a selection."""

from __future__ import annotations

from typing import Any

import click

from accord.accounts.readers import Reader
from accord.analytics.years import AcademicYear
from accord.cli.printing import print_csv, print_json, print_table
from accord.cli.selecting import question_of, selection_from, selection_options
from accord.config.opening import open_home
from accord.meaning.definitions import DefinitionError
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import UnknownSelection

# fmt: off
COLUMNS = (
    "group", "measure", "pupils", "year", "members", "basis", "status", "value", "low", "high",
    "part_low", "part_high", "whole", "interval_low", "interval_high", "interval_covers",
    "schools_counted", "schools_expected", "pupils_counted", "pupils_expected", "schools_reported",
    "releases",
)
OVER_YEARS = ("years_pooled", "years_missing", "crosses_break")
# fmt: on


@click.command("figures")
@selection_options
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV.")
def figures_command(as_json: bool, as_csv: bool, **options: Any) -> None:
    """Figures of a group of schools as if it were one school.

    Percentages run from 0 to 100 and are not rounded in JSON and CSV.
    """
    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    selection = selection_from(**options)
    open_home()
    try:
        selection = selection or question_of(options["frozen"])
        rows = figures(selection, Reader.operator())
    except (UnknownSelection, DefinitionError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if as_json:
        print_json([row.as_json() for row in rows])
    elif as_csv:
        print_csv([row.as_json() for row in rows], COLUMNS if selection.span == 1 else COLUMNS + OVER_YEARS)
    else:
        _print(rows)


def _print(rows: list[FigureRow]) -> None:
    if not rows:
        click.echo("Nothing was measured in these years.")
        return
    headings = ("measure", "pupils", "year", "basis", "value", "95% interval", "bounds", "schools", "status")
    click.echo(f"{rows[0].title} (undisclosed, for the operator)")
    print_table(headings, [_line(row) for row in rows])
    if any(row.crossings for row in rows):
        click.echo("Some results are those of what these schools were before; `accord explain` names each.")


def _line(row: FigureRow) -> tuple[str, ...]:
    figure, coverage = row.figure, row.figure.coverage
    schools = ""
    if coverage.schools_expected is not None:
        schools = f"{coverage.schools_counted} of {coverage.schools_expected}"
        schools += f", {coverage.schools_reported} reporting" if coverage.schools_reported else ""
    return (
        row.measure,
        row.pupils,
        _years(row),
        str(row.basis),
        _number(figure.value),
        _range(figure.interval_low, figure.interval_high),
        _range(figure.low, figure.high),
        schools,
        str(figure.status),
    )


def _years(row: FigureRow) -> str:
    """The year, or the years pooled with those missing named, and whether a break lies between them."""
    if len(row.years_pooled) + len(row.years_missing) < 2:
        return str(AcademicYear(row.year))
    words = " + ".join(str(AcademicYear(year)) for year in row.years_pooled)
    if row.years_missing:
        words += f" (missing {', '.join(str(AcademicYear(year)) for year in row.years_missing)})"
    return f"{words} (across a break)" if row.crosses_break else words


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _range(low: float | None, high: float | None) -> str:
    return "-" if low is None or high is None else f"{low:.2f} to {high:.2f}"
