"""``accord groups match``: which schools a list of groups means, and putting it in force where nothing is in doubt."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.register.actions.brought_files import text_of
from accord.register.actions.brought_lists import bring, matched, rows_in
from accord.register.actions.group_lists import ListRefused
from accord.register.actions.groups import KINDS_KEPT_HERE
from accord.register.actions.putting_in_force import apply
from accord.register.queries.school_names import names_of
from accord.register.rules.brought_rows import CERTAIN
from accord.register.rules.matches import Match
from accord.register.rules.pasted_lists import ListRow
from accord.register.rules.school_years import school_year_start

KINDS = click.Choice([each.value for each in KINDS_KEPT_HERE])


@click.command("match")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=KINDS, default="alliance", show_default=True, help="Where the list does not say.")
@click.option("--group", default="", help="The group of all rows, where the list names no groups.")
@click.option("--authority", default="", help="Look for names in this authority first: its three-digit number.")
@click.option("--json", "as_json", is_flag=True, help="Print the matches as JSON.")
@click.option("--apply", "put_in_force", is_flag=True, help="Put the list in force, if nothing in it is in doubt.")
def match_command(file: Path, kind: str, group: str, authority: str, as_json: bool, put_in_force: bool) -> None:
    """Show which schools a list means, as people have it: by name or number, columns in any order; CSV, TXT or XLSX.

    Nothing is written without --apply, and with it only if every row is matched without doubt. Members start on the
    1 September of this school year where the list does not say. Doubtful rows are decided on the site.
    """
    open_home()
    try:
        text = text_of(file, file.name)
        rows = rows_in(text, group=group)
        matches = matched(rows, authority)
        _print(rows, matches, as_json)
        if put_in_force:
            _put_in_force(matches, text=text, name=file.name, kind=kind, group=group, prefers=authority)
    except ListRefused as refused:
        for each in refused.problems:
            where = f", line {each.line}" if each.line else ""
            click.echo(f"{file.name}{where}: {each.message} {each.fix}", err=True)
        raise SystemExit(1) from refused


def _put_in_force(matches: list[Match | None], **given: Any) -> None:
    doubtful = sum(each is not None and each.certainty not in CERTAIN for each in matches)
    if doubtful:
        rows = "1 row is" if doubtful == 1 else f"{doubtful} rows are"
        click.echo(f"Nothing was written: {rows} in doubt. Bring the list on the site to decide them.", err=True)
        raise SystemExit(1)
    at: datetime = timezone.now()
    starts_on = school_year_start(timezone.localdate())
    brought = bring(**given, starts_on=starts_on, by=None, at=at)
    done = apply(brought=brought, by=None, at=at)
    click.echo(
        f"{done.groups_made} groups made; memberships: {done.memberships_added} added,"
        f" {done.memberships_changed} changed, {done.memberships_unchanged} as they were.",
        err=True,
    )


def _print(rows: list[ListRow], matches: list[Match | None], as_json: bool) -> None:
    names = names_of(each.urn for each in matches if each and each.urn)
    lines = [_line(row, match, names) for row, match in zip(rows, matches, strict=True)]
    if as_json:
        print_json(lines)
        return
    columns = ("line", "group", "said", "certainty", "urn", "school")
    print_table(columns, [tuple(str(each[column] or "") for column in columns) for each in lines])
    counted = Counter(str(each["certainty"] or "names no school") for each in lines)
    click.echo(", ".join(f"{number} {certainty}" for certainty, number in sorted(counted.items())))


def _line(row: ListRow, match: Match | None, names: dict[str, str]) -> dict[str, Any]:
    said = (row.school_name, row.urn, row.dfe_number, row.postcode, row.town)
    return {
        "line": row.line,
        "group": row.group,
        "said": ", ".join(each for each in said if each),
        "certainty": str(match.certainty) if match else None,
        "urn": match.urn if match else None,
        "school": names.get(match.urn) if match and match.urn else None,
        "because": match.because if match else None,
        "candidates": [each.urn for each in match.candidates] if match else [],
    }
