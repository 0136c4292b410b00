"""``accord releases``, ``accord accept`` and ``accord withdraw``."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click
from django.utils import timezone

from accord.accounts.rules.rights import OPERATOR
from accord.cli.commands.intake import as_plain
from accord.cli.printing import print_json, print_table
from accord.cli.terms import read_terms, with_terms
from accord.config.opening import open_home
from accord.intake.actions.intakes import accept
from accord.intake.actions.releases import withdraw
from accord.intake.actions.terms import has_terms
from accord.intake.queries.intakes import intake
from accord.intake.queries.releases import published, release
from accord.intake.rules import NotNow
from accord.sharing.actions.terms import set_terms
from accord.sharing.queries.terms import terms_for
from accord.sharing.rules.stage_words import terms_sentence


@click.group("releases", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def releases_command(context: click.Context, as_json: bool) -> None:
    """List the published releases; `accord releases terms` says who may see one."""
    if context.invoked_subcommand is None:
        _list(as_json)


def _list(as_json: bool) -> None:
    open_home()
    found = list(published(OPERATOR, timezone.localdate()))
    if as_json:
        print_json([as_plain(each) for each in found])
        return
    if not found:
        click.echo("Nothing is published yet. `accord intake FILE` takes in a published file.")
        return
    rows = [
        (str(each.public_id), each.family, each.about, each.settled, each.extent, each.intake.name)
        for each in found
    ]
    print_table(("release", "family", "year", "status", "extent", "file"), rows)


@releases_command.command("terms")
@click.argument("public_id", metavar="RELEASE", type=click.UUID)
@with_terms(required=False)
@click.option("--because", default="", help="Why, for the record.")
def terms_command(public_id: UUID, source: str | None, because: str, **days: datetime | None) -> None:
    """Say who may see a release from when; without --source, tell who may."""
    terms = read_terms(source, days, because) if source or any(days.values()) else None
    open_home()
    found = release(public_id, OPERATOR, timezone.localdate())
    if found is None or not has_terms(found):
        click.echo(f"There is no release of results {public_id}. `accord releases` lists them.", err=True)
        raise SystemExit(1)
    if terms is not None:
        set_terms(release=public_id, terms=terms, reason=because, by=None, at=timezone.now())
    click.echo(terms_sentence(terms_for(public_id), timezone.localdate()))


@click.command("withdraw")
@click.argument("public_id", metavar="RELEASE", type=click.UUID)
@click.option("--because", default="", help="Why, for the record.")
def withdraw_command(public_id: UUID, because: str) -> None:
    """Withdraw a published release; the one before it answers again."""
    open_home()
    found = release(public_id, OPERATOR, timezone.localdate())
    if found is None:
        click.echo(f"There is no release {public_id}. `accord releases` lists them.", err=True)
        raise SystemExit(1)
    try:
        withdraw(release=found, because=because, by=None, at=timezone.now())
    except NotNow as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    click.echo(f"Withdrawn: {found.family} {found.year}, {found.extent}.")


@click.command("accept")
@click.argument("public_id", metavar="INTAKE", type=click.UUID)
def accept_command(public_id: UUID) -> None:
    """Publish what an intake held back with --hold; `accord intake --json` prints its id."""
    open_home()
    found = intake(public_id, OPERATOR)
    if found is None:
        click.echo(f"There is no intake {public_id}. `accord intake` prints the id of each.", err=True)
        raise SystemExit(1)
    try:
        accepted = accept(intake=found, by=None, at=timezone.now())
    except NotNow as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    for each in accepted.releases.all():
        click.echo(f"Published: {each.family} {each.year}, {each.extent} (release {each.public_id}).")
