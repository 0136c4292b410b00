"""``accord groups``: take in a list of groups, and list them."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.register.actions.group_lists import ListRefused, import_groups
from accord.register.queries.groups import groups_with_sizes


@click.group()
def groups() -> None:
    """Groups of schools."""


@groups.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(file: Path) -> None:
    """Take in a CSV of groups: group, kind, urn, role, starts_on, ends_before, parent.

    All of it is taken in, or nothing; the same file twice changes nothing.
    """
    open_home()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        click.echo(f"{file.name} is not UTF-8 text. Save it as CSV UTF-8 and try again.", err=True)
        raise SystemExit(1) from None
    try:
        taken = import_groups(text=text, by=None, at=timezone.now())
    except ListRefused as error:
        for each in error.problems:
            where = f"line {each.line}" if each.line else "the list"
            column = f", {each.column}" if each.column else ""
            click.echo(f"{file.name}, {where}{column}: {each.message} {each.fix}", err=True)
        raise SystemExit(1) from error
    click.echo(
        f"{taken.groups_added} groups added; memberships: {taken.memberships_added} added,"
        f" {taken.memberships_changed} changed, {taken.memberships_unchanged} as they were."
    )


@groups.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_command(as_json: bool) -> None:
    """List the groups and how many schools are in each today."""
    open_home()
    found = groups_with_sizes(timezone.localdate())
    if as_json:
        fields = ("slug", "name", "kind", "parent", "schools")
        print_json([{field: getattr(each, field) for field in fields} for each in found])
        return
    if not found:
        click.echo("There are no groups yet. `accord groups import FILE` takes in a list of them.")
        return
    rows = [(each.slug, each.name, each.kind_name, each.parent, str(each.schools)) for each in found]
    print_table(("group", "name", "kind", "in", "schools today"), rows)
