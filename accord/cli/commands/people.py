"""``accord people``: who may sign in, and with which rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accord.accounts.actions.granting import give
from accord.accounts.actions.invitations import invite as invite_person
from accord.accounts.actions.invitations import make_link
from accord.accounts.actions.people import enrol
from accord.accounts.actions.second_factors import reset_second_factor
from accord.accounts.links import link_to
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.invitations import Brought
from accord.accounts.rules.rights import Scope
from accord.cli.commands.confirmations import confirmations_command
from accord.cli.days import Day
from accord.config.opening import open_home

ADDED = "Given at the command line"
SITE = "http://localhost:8000"


@click.group()
def people() -> None:
    """People who may sign in."""


people.add_command(confirmations_command)


class _ScopeType(click.ParamType[Scope]):
    """``authority:501``, ``group:elm-alliance``, ``school:100001`` or ``everywhere``."""

    name = "scope"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Scope:
        """A scope as it is written."""
        if isinstance(value, Scope):
            return value
        try:
            return Scope.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@dataclass(frozen=True, slots=True)
class _Right:
    """A right as the options say it."""

    role: str
    scope: Scope
    until: date | None
    reason: str

    @property
    def ends_before(self) -> date | None:
        """The first day without it."""
        return self.until + timedelta(days=1) if self.until else None


def _right_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--reason", default=ADDED, show_default=True, help="Why; shown to whoever asks later."),
        click.option("--until", type=Day(), help="The last day of the right."),
        click.option("--scope", type=_ScopeType(), default="everywhere", show_default=True, help="Over what."),
        click.option("--role", help="A role to give as well, such as data_manager (docs/reference/roles.md)."),
    ):
        command = option(command)
    return command


def _site_option(command: Callable[..., Any]) -> Callable[..., Any]:
    said = "The address of the site, which the link begins with."
    return click.option("--site", default=SITE, show_default=True, help=said)(command)


def _right(role: str | None, scope: Scope, until: date | None, reason: str) -> _Right | None:
    return _Right(role, scope, until, reason) if role else None


def _stop(*messages: str) -> None:
    for message in messages:
        click.echo(message, err=True)
    raise SystemExit(1)


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        _stop(*error.messages)


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Their full name.")
@click.password_option(help="Left out, it is asked for twice and not shown.")
@_right_options
def add_command(
    email: str, name: str, password: str, role: str | None, scope: Scope, until: date | None, reason: str
) -> None:
    """Add somebody who may sign in, or give a known person this name and password; with --role also a right."""
    open_home()
    _check_address(email)
    try:
        validate_password(password)
    except ValidationError as error:
        _stop(*error.messages)
    at = timezone.now()
    person = enrol(email=email, name=name, password=password, by=None, at=at)
    click.echo(f"{person.email} may sign in.")
    right = _right(role, scope, until, reason)
    if right is None:
        return
    try:
        give(
            person=person, role=right.role, scope=right.scope, reason=right.reason,
            starts_on=timezone.localdate(at), ends_before=right.ends_before, by=None, at=at,
        )  # fmt: skip
    except NotGiven as refused:
        _stop(refused.message)
    click.echo(f"{person.email} is now {right.role} over {right.scope}.")


@people.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="Their full name.")
@_right_options
@_site_option
def invite_command(
    email: str, name: str, role: str | None, scope: Scope, until: date | None, reason: str, site: str
) -> None:
    """Invite somebody, and print the link to hand over. They choose themselves how they sign in."""
    open_home()
    _check_address(email)
    at, right = timezone.now(), _right(role, scope, until, reason)
    today = timezone.localdate(at)
    brings = [Brought(right.role, right.scope, right.reason, today, right.ends_before)] if right else []
    try:
        made = invite_person(email=email, name=name, brings=brings, by=None, at=at)
    except NotGiven as refused:
        _stop(refused.message)
    _print_link(made, site, at)


@people.command("reset-second-factor")
@click.argument("email")
@click.option("--because", required=True, help="Why; it is recorded.")
@_site_option
def reset_command(email: str, because: str, site: str) -> None:
    """Take away how somebody signs in, after they lost it, and print a link to choose anew. Make sure who they are."""
    open_home()
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        _stop(f"Nobody has the address {email}. Check how it is written.")
    at = timezone.now()
    _print_link(reset_second_factor(person=person, because=because, by=None, at=at), site, at)


def _print_link(invitation: Invitation, site: str, at: datetime) -> None:
    token = make_link(invitation=invitation, by=None, at=at)
    click.echo(f"Hand this link to {invitation.email} and to nobody else. It works once, and for 14 days:")
    click.echo(link_to(token, site))
