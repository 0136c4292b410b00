"""``accord people``: who may sign in."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accord.accounts.actions.people import invite
from accord.cli.commands.confirmations import confirmations_command
from accord.config.opening import open_home


@click.group()
def people() -> None:
    """People who may sign in."""


people.add_command(confirmations_command)

@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Their full name.")
@click.password_option(help="Left out, it is asked for twice and not shown.")
def add_command(email: str, name: str, password: str) -> None:
    """Add somebody who may sign in, or give a known person this name and password."""
    open_home()
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        for message in error.messages:
            click.echo(message, err=True)
        raise SystemExit(1) from error
    person = invite(email=email, name=name, password=password, by=None, at=timezone.now())
    click.echo(f"{person.email} may sign in.")
