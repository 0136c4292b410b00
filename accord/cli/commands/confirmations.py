"""``accord people confirmations``: the rounds in which rights are confirmed."""

from __future__ import annotations

from datetime import date

import click
from django.utils import timezone

from accord.accounts.actions.granting import confirm
from accord.accounts.queries.confirming import unconfirmed
from accord.cli.days import Day
from accord.config.opening import open_home
from accord.register.actions.reminding import confirm_daily, in_words
from accord.register.queries.scope_names import scope_of


@click.command("confirmations")
@click.option("--on", "day", type=Day(), help="As if it were this day; today if left out.")
@click.option("--do", "really", is_flag=True, help="Take the steps of the day: remind, or end what nobody confirmed.")
@click.option("--confirm-all", is_flag=True, help="Confirm every right that waits, as whoever runs this installation.")
def confirmations_command(day: date | None, really: bool, confirm_all: bool) -> None:
    """List the rights that nobody has confirmed. The worker takes the steps of each day by itself."""
    open_home()
    on, at = day or timezone.localdate(), timezone.now()
    waiting = unconfirmed(on)
    for each in waiting:
        kept = ", kept: nobody else holds the post" if each.closed else ""
        grant = each.grant
        click.echo(f"{grant.person.email}  {grant.role} {scope_of(grant)}  {each.round.name}{kept}")
    click.echo(f"{len(waiting)} rights wait to be confirmed on {on.isoformat()}.")
    if confirm_all:
        confirm(grants=[each.grant for each in waiting], by=None, at=at)
        click.echo(f"Confirmed {len(waiting)} rights.")
    if really:
        steps = confirm_daily(on=on, at=at)
        for done, letters in steps:
            click.echo(in_words(done, letters))
        if not steps:
            click.echo("Nothing is to be done that day.")
