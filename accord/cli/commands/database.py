"""``accord database``: the roles and the second wall in PostgreSQL."""

from __future__ import annotations

import click
from django.conf import settings
from django.db import connection

from accord.accounts.rules.roles import load_roles
from accord.config.opening import open_home
from accord.config.viewer import wall_key
from accord.config.wall import has_wall, known_roles, raise_wall, statements_for_roles
from accord.config.wall_policies import PROTECTED

NO_WALL = "This home is kept in SQLite, which has no second wall: the application's own filter is the only one."


@click.group()
def database() -> None:
    """The database: its roles, and the wall that PostgreSQL itself is."""


@database.command("roles")
@click.option("--name", default="accord", show_default=True, help="The name of the database.")
def roles_command(name: str) -> None:
    """Print what a superuser of PostgreSQL runs once: the three roles, and an empty database."""
    if not name.replace("_", "").replace("-", "").isalnum():
        raise click.BadParameter("Letters, digits, - and _ only.", param_hint="--name")
    click.echo(statements_for_roles(name))


@database.command("wall")
def wall_command() -> None:
    """Raise the second wall anew, as the owner of the tables, and say what it protects."""
    open_home()
    if not has_wall(connection):
        click.echo(NO_WALL)
        return
    raise_wall(connection, load_roles(settings.ACCORD_DEFINITIONS), wall_key())
    with connection.cursor() as cursor:
        roles = known_roles(cursor)
    click.echo(f"{len(PROTECTED)} tables are protected row by row: {', '.join(sorted(PROTECTED))}.")
    click.echo(f"Rights were given to: {', '.join(roles) or 'nobody; run what `accord database roles` prints'}.")
