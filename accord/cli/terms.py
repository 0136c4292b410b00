"""Who may see figures from when, as the command line asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from accord.cli.days import Day
from accord.sharing.choices import Source
from accord.sharing.rules.stages import NotTerms, Terms, check_terms

Command = TypeVar("Command", bound=Callable[..., Any])
DAYS = (
    ("--schools-on", "to_schools_on", "The day from which each school sees its own."),
    ("--members-on", "to_members_on", "The day from which members under an agreement see each other's."),
    ("--public-on", "to_public_on", "The day from which everybody sees them."),
)


def with_terms(required: bool) -> Callable[[Command], Command]:
    """Options that say where figures come from and who sees them from when."""

    def add(command: Command) -> Command:
        for name, argument, words in reversed(DAYS):
            command = click.option(name, argument, type=Day(), metavar="YYYY-MM-DD", help=words)(command)
        words = "Where the figures come from; only the authority sees what is not published, until the days given."
        kinds = click.Choice(Source.values)
        return click.option("--source", type=kinds, required=required, help=words)(command)

    return add


def read_terms(source: str | None, days: dict[str, date | None], reason: str) -> Terms:
    """The terms that were asked for; a usage error where they cannot be."""
    given: dict[str, date] = {name: day for name, day in days.items() if day is not None}
    if given and not source:
        raise click.UsageError("Say where the figures come from with --source: published figures have no days.")
    terms = Terms(Source(source or Source.PUBLISHED), **given)
    try:
        check_terms(terms, reason)
    except NotTerms as wrong:
        raise click.UsageError(wrong.message) from wrong
    return terms
