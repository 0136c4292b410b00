"""``accord demo``: an invented authority to walk through."""

from __future__ import annotations

import click

from accord.config.opening import open_home
from accord.demo.commands import prepare


@click.group()
def demo() -> None:
    """An invented authority."""


@demo.command("prepare")
def prepare_command() -> None:
    """Invent the authority and take its files in; a home that has it already is left as it is."""
    prepare(open_home(), side_by_side=True)
