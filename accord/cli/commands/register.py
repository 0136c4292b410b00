"""``accord register``: what the register holds, and what is odd about it."""

from __future__ import annotations

from dataclasses import asdict

import click

from accord.cli.printing import print_json
from accord.config.opening import open_home
from accord.register.queries.inventory import inventory


@click.command("register")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def register_command(as_json: bool) -> None:
    """What the register holds: schools, groups, links by type, and what is odd about the links."""
    open_home()
    found = asdict(inventory())
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        if not isinstance(value, dict):
            click.echo(f"{name.replace('_', ' ')}: {value:,}")
            continue
        click.echo(f"{name.replace('_', ' ')}:")
        for key, number in value.items():
            counted = f"{number:,}" if isinstance(number, int) else ", ".join(number) or "none"
            click.echo(f"  {str(key).replace('_', ' ')}: {counted}")
