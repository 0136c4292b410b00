"""``accord measures``."""

from __future__ import annotations

from typing import Any

import click

from accord.accounts.readers import Reader
from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.meaning.definitions import DefinitionError
from accord.performance.catalogue import measures, years_with_releases
from accord.warehouse.measures import Measure


@click.command("measures")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def measures_command(as_json: bool) -> None:
    """List the measures, and the years for which there are releases."""
    open_home()
    try:
        found = list(measures().values())
    except DefinitionError as error:
        raise click.ClickException(f"A definition cannot be used. {error}") from error
    if as_json:
        print_json([_plain(each) for each in found])
        return
    rows = [(each.code, each.name, each.unit, _years(each)) for each in found]
    print_table(("measure", "name", "unit", "years here"), rows)


def _years(measure: Measure) -> str:
    return " ".join(str(year) for year in years_with_releases(measure.code, Reader.operator())) or "none"


def _plain(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure.code,
        "name": measure.name,
        "kind": str(measure.kind),
        "unit": measure.unit,
        "higher_is_better": measure.higher_is_better,
        "counts": measure.counts,
        "over": measure.over,
        "pools": measure.pools,
        "pupils": list(measure.pupils),
        "first_year": measure.first_year,
        "last_year": measure.last_year,
        "not_measured": [
            {"years": list(gap.years), "status": gap.status, "reason": gap.reason} for gap in measure.gaps
        ],
        "breaks": [{"from": each.starts, "reason": each.reason} for each in measure.breaks],
        "columns": {form: dict(roles) for form, roles in measure.columns.items()},
        "why_it_matters": measure.why_it_matters,
        "owner": measure.owner,
        "checked_by": measure.checked_by,
        "review_due": measure.review_due,
        "version": measure.version,
        "years": years_with_releases(measure.code, Reader.operator()),
    }
