"""The ``accord`` command: the operator's. It shows undisclosed figures, and says so."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
import django
from django.db import DatabaseError

COMMANDS = {
    "intake": "accord.cli.commands.intake:intake_command",
    "fetch": "accord.cli.commands.fetch:fetch_command",
    "nightly": "accord.cli.commands.fetch:nightly_command",
    "releases": "accord.cli.commands.releases:releases_command",
    "accept": "accord.cli.commands.releases:accept_command",
    "withdraw": "accord.cli.commands.releases:withdraw_command",
    "measures": "accord.cli.commands.measures:measures_command",
    "register": "accord.cli.commands.register:register_command",
    "schools": "accord.cli.commands.schools:schools",
    "groups": "accord.cli.commands.groups:groups",
    "figures": "accord.cli.commands.figures:figures_command",
    "table": "accord.cli.commands.table:table_command",
    "benchmarks": "accord.cli.commands.benchmarks:benchmarks_command",
    "series": "accord.cli.commands.series:series_command",
    "explain": "accord.cli.commands.explain:explain_command",
    "people": "accord.cli.commands.people:people",
    "audit": "accord.cli.commands.audit:audit",
    "held": "accord.cli.commands.held:held",
    "scrub": "accord.cli.commands.scrub:scrub_command",
    "retention": "accord.cli.commands.retention:retention",
    "doctor": "accord.cli.commands.doctor:doctor_command",
    "backup": "accord.cli.commands.backup:backup_command",
    "restore": "accord.cli.commands.restore:restore_command",
    "database": "accord.cli.commands.database:database",
    "serve": "accord.cli.serve:serve_command",
    "demo": "accord.cli.commands.demo:demo",
}


class CommandsOnDemand(click.Group):
    """Loads a command when it is asked for: Django must be started before models can be imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
        django.setup()
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=CommandsOnDemand)
@click.version_option(package_name="accord-schools", prog_name="accord")
def accord() -> None:
    """Look at any group of schools as if it were one school.

    This is the operator's tool: it shows every figure in the home, undisclosed ones too.
    ACCORD_HOME names the folder that holds everything.
    """


def main() -> None:
    """Run the command; 0 done, 1 refused with reasons, 2 wrong usage."""
    try:
        accord(prog_name="accord")
    except (OSError, DatabaseError) as error:
        home = os.environ.get("ACCORD_HOME", "~/.local/share/accord")
        click.echo(f"Accord cannot use its home, {home}: {error}.", err=True)
        click.echo("Check that the folder can be written to, that its disk has room, and DATABASE_URL.", err=True)
        sys.exit(1)
