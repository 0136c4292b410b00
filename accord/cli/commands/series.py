"""``accord series``: what data sets that describe themselves hold, and one of their series as printed."""

from __future__ import annotations

from collections.abc import Sequence

import click

from accord.accounts.readers import Reader
from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.performance.benchmarks import WHY_NOT
from accord.performance.selections import UnknownSelection
from accord.performance.series import (
    ENGLAND_CODE,
    DataSet,
    Point,
    data_set,
    data_sets,
    place_in,
    series,
    words_of_filters,
)

MOST_WORDS_SHOWN = 30


@click.command("series")
@click.argument("name", required=False)
@click.option("--indicator", metavar="COLUMN", help="The indicator; without one, what the data set holds is shown.")
@click.option("--only", multiple=True, metavar="FILTER=WORD", help="Only rows of which a filter is this.")
@click.option("--la", "authority", metavar="CODE", help="A local authority by its three digits.")
@click.option("--region", metavar="CODE", help="A region by its code.")
@click.option("--urn", metavar="URN", help="A school.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def series_command(
    name: str | None,
    indicator: str | None,
    only: Sequence[str],
    authority: str | None,
    region: str | None,
    urn: str | None,
    as_json: bool,
) -> None:
    """Data sets of Explore Education Statistics, and the series in them as printed.

    Without a NAME the data sets are listed; without an indicator, what one holds. A series is England's unless a place
    is named.
    """
    open_home()
    try:
        if name is None:
            _list(data_sets(Reader.operator()), as_json)
        elif indicator is None:
            _describe(data_set(name, Reader.operator()), as_json)
        else:
            level, code = _place(authority, region, urn)
            _show(data_set(name, Reader.operator()), indicator, _chosen(only), level, code, as_json)
    except UnknownSelection as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error


def _place(authority: str | None, region: str | None, urn: str | None) -> tuple[str, str]:
    named = [each for each in (("authority", authority), ("region", region), ("school", urn)) if each[1]]
    if len(named) > 1:
        raise click.UsageError("Name one place: an authority, a region or a school.")
    level, code = named[0] if named else ("england", ENGLAND_CODE)
    return level, code or ""


def _chosen(only: Sequence[str]) -> dict[str, str]:
    if any("=" not in each for each in only):
        raise click.UsageError("Write --only as FILTER=WORD, such as gender=Girls.")
    return {name.strip(): word.strip() for name, _, word in (each.partition("=") for each in only)}


def _list(found: Sequence[DataSet], as_json: bool) -> None:
    if as_json:
        plain = [
            {
                "name": each.family,
                "years": list(each.years),
                "filters": [column.name.lower() for column in each.filters],
                "indicators": [column.name.lower() for column in each.indicators],
            }
            for each in found
        ]
        print_json(plain)
        return
    if not found:
        click.echo("No data set of this kind is here. `accord intake FILE` takes them in.")
    rows = [(each.family, _span(each), str(len(each.filters)), str(len(each.indicators))) for each in found]
    print_table(("data set", "years here", "filters", "indicators"), rows)


def _span(found: DataSet) -> str:
    return " ".join(map(str, found.years))


def _describe(found: DataSet, as_json: bool) -> None:
    level = "authority"
    words = words_of_filters(found, level, Reader.operator())
    if as_json:
        filters = [
            {"name": each.name.lower(), "label": each.label, "words": words[each.name]} for each in found.filters
        ]
        indicators = [{"name": each.name.lower(), "label": each.label, "unit": each.unit} for each in found.indicators]
        print_json({"name": found.family, "years": list(found.years), "filters": filters, "indicators": indicators})
        return
    click.echo(f"{found.family}: {_span(found)}")
    rows = [(each.name.lower(), "filter", each.label, _some(words[each.name])) for each in found.filters]
    rows += [(each.name.lower(), "indicator", each.label, each.unit) for each in found.indicators]
    print_table(("column", "is", "label", "words or unit"), rows)


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - MOST_WORDS_SHOWN} more" if len(words) > MOST_WORDS_SHOWN else ""
    return "; ".join(words[:MOST_WORDS_SHOWN]) + more


def _show(
    found: DataSet, indicator: str, chosen: dict[str, str], level: str, code: str, as_json: bool
) -> None:
    title = place_in(found, level, code, Reader.operator())
    points = series(found, indicator, chosen, level, code, Reader.operator())
    if as_json:
        head = {"name": found.family, "indicator": indicator, "level": level, "code": code, "title": title}
        print_json(head | {"points": [each.as_json() for each in points]})
        return
    click.echo(f"{title} ({code}): {indicator}, as printed")
    names = [each.name.lower() for each in found.filters]
    rows = [(*(each.chosen.get(name, "") for name in names), str(each.year), _said(each)) for each in points]
    print_table((*names, "year", "value"), rows)


def _said(point: Point) -> str:
    return f"{point.value:g}" if point.value is not None else WHY_NOT.get(point.status, point.status)
