"""``accord table``: the public figures of many groups as one file."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.cli.selecting import listed, years_of
from accord.config.opening import open_home
from accord.meaning.definitions import DefinitionError
from accord.performance import catalogue
from accord.performance.selections import UnknownSelection
from accord.performance.tables import figure_table
from accord.register.queries.groups import groups_with_sizes
from accord.ui.tables.files import write_frame

ENDINGS = (".parquet", ".csv")


@click.command("table")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--groups", metavar="A,B", help="Groups by slug; all that people here keep, unless given.")
@click.option("--measures", metavar="A,B", help="`accord measures` lists them; all unless given.")
@click.option("--years", metavar="2017-2019", required=True, help="Summers: 2018 is 2017/18.")
def table_command(file: Path, groups: str | None, measures: str | None, years: str) -> None:
    """Write the public figures of every group, measure, pupil group and year into FILE, as Parquet or CSV.

    One row a figure, as `accord figures --csv` has it; empty where there is none. It is made from what everybody may
    see: results that are not public yet are not in it.
    """
    if file.suffix not in ENDINGS:
        raise click.UsageError(f"The file ends in .parquet or .csv; not {file.suffix or 'in nothing'}.")
    codes, summers = listed(measures, "--measures") if measures else (), years_of(years)
    slugs = listed(groups, "--groups") if groups else ()
    open_home()
    try:
        codes = codes or tuple(catalogue.measures())
        slugs = slugs or tuple(each.slug for each in groups_with_sizes(timezone.localdate()) if not each.ended)
        found = figure_table(slugs, codes, summers, Reader.operator())
    except (UnknownSelection, DefinitionError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if file.suffix == ".parquet":
        found.write_parquet(file)
    else:
        write_frame(found, file)
    click.echo(f"{file.name}: {found.height:,} figures.")
