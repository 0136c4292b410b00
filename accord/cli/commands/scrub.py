"""``accord scrub``: people taken out of a copy."""

from __future__ import annotations

import secrets
from pathlib import Path

import click
from django.utils import timezone

from accord.accounts.actions.scrubbing import Scrubbed, scrub
from accord.accounts.models.people import Person
from accord.accounts.rules.mentions import SHORTEST_NAME
from accord.cli.copies import (
    ALIAS,
    NotACopy,
    check_is_copy,
    check_is_other,
    clear_out,
    close_copy,
    left_over,
    open_copy,
    take_back_what_is_not_public,
)
from accord.config.opening import open_home

KEY_BYTES = 32


@click.command("scrub")
@click.argument("copy")
@click.option("--yes", is_flag=True, help="Do not ask whether it is a copy.")
def scrub_command(copy: str, yes: bool) -> None:
    """Take people out of COPY, for somebody who develops or teaches: never out of what is in use.

    COPY is a folder that is a copy of a home, or the address of a copied database (postgres://...). Names, addresses
    and ids become pseudonyms, and what was written freely, secrets and files as they were sent are removed.
    """
    open_home()
    try:
        if "://" in copy:
            given, folder = check_is_other(copy), None
        else:
            folder = Path(copy)
            check_is_copy(folder)
            given = {"ENGINE": "django.db.backends.sqlite3", "NAME": str((folder / "accord.sqlite3").resolve())}
    except NotACopy as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if not yes:
        click.confirm(f"Everything that names people in {folder or 'that database'} will be lost. Go on?", abort=True)
    open_copy(given)
    names = _names_in_copy()
    try:
        closed = take_back_what_is_not_public(folder, timezone.localdate())
        done = scrub(using=ALIAS, key=secrets.token_bytes(KEY_BYTES))
    finally:
        close_copy()
    gone = clear_out(folder) if folder else []
    _say(done, closed, gone, names, list(left_over(folder, names)) if folder else [])


def _names_in_copy() -> list[str]:
    people = Person.objects.using(ALIAS).values_list("public_id", "email", "name")
    known = [word for id_, email, name in people for word in (id_.hex, str(id_), email, name)]
    return [word for word in known if len(word) >= SHORTEST_NAME]


def _say(done: Scrubbed, closed: int, gone: list[str], names: list[str], left: list[str]) -> None:
    click.echo(f"Scrubbed: {done.fields} fields of {done.tables} tables, {done.rows_changed:,} rows changed,", nl=False)
    click.echo(f" {done.rows_removed:,} removed. Files removed: {', '.join(gone) or 'none'}.")
    if left:
        click.echo(f"Names of people are still in {', '.join(left)}. Do not hand this copy over.", err=True)
        raise SystemExit(1)
    click.echo(f"Looked for {len(names):,} names, addresses and ids of people in what is left: none.")
    click.echo(f"Releases that are not public: {closed}, taken out. What is left of results is published.")
