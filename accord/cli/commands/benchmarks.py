"""``accord benchmarks``: a published series of an authority beside its neighbours, its region and England."""

from __future__ import annotations

import click

from accord.accounts.readers import Reader
from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.performance.benchmarks import WHY_NOT, Benchmark, Benchmarks, Standing, benchmark_series
from accord.performance.selections import UnknownSelection


@click.command("benchmarks")
@click.option("--la", "authority", required=True, metavar="CODE", help="A local authority by its three digits.")
@click.option("--series", required=True, metavar="NAME", help="The series by its short name, as the file has it.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def benchmarks_command(authority: str, series: str, as_json: bool) -> None:
    """A published series of an authority beside its statistical neighbours, its region and England.

    Figures and years stand as printed. Of the neighbours the lowest, the middle and the highest figure are shown,
    never a mean: the pupils behind them are not published.
    """
    open_home()
    try:
        found = benchmark_series(series, authority, Reader.operator())
    except UnknownSelection as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if as_json:
        head = {"series": found.series, "authority": found.authority, "name": found.name, "region": found.region}
        print_json(head | {"rows": [row.as_json() for row in found.rows], "releases": list(found.releases)})
        return
    click.echo(f"{found.name} ({found.authority}): {found.series}")
    headings = ("years", found.name, "neighbours (lowest, middle, highest)", found.region or "region", "England")
    print_table(headings, [_line(row) for row in found.rows])
    click.echo(_neighbours(found))


def _line(row: Benchmark) -> tuple[str, ...]:
    between = row.neighbours_between
    with_value = sum(each.value is not None for each in row.neighbours.values())
    beside = "none"
    if between is not None:
        beside = f"{', '.join(f'{value:g}' for value in between)} ({with_value} of {len(row.neighbours)})"
    return row.years, _said(row.authority), beside, _said(row.region), _said(row.england)


def _said(standing: Standing) -> str:
    return f"{standing.value:g}" if standing.value is not None else WHY_NOT.get(standing.status, standing.status)


def _neighbours(found: Benchmarks) -> str:
    codes = list(found.rows[0].neighbours) if found.rows else []
    if not codes:
        return "No statistical neighbours are released here."
    return f"Neighbours, nearest first: {', '.join(codes)}."
