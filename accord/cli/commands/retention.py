"""``accord retention``: how long what is kept, what goes next, and what has to stay."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import click
from django.utils import timezone

from accord.accounts.actions.retention import NotHeld, keep_to_the_schedule, lift_hold, place_hold
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.queries.retention import holds_in_force, preview, schedule
from accord.cli.days import Day
from accord.cli.printing import print_table
from accord.config.opening import open_home
from accord.intake.actions.leftovers import drop_leftovers
from accord.register.queries.school_records import school_record
from accord.register.queries.schools import resolve

BECAUSE = click.option("--because", required=True, help="Why, for the record.")
WORDS = {"delete": "deleted", "empty": "emptied", "forget": "forgotten", "leave": "become nobody"}


@click.group()
def retention() -> None:
    """How long what is kept, what goes next, and what a legal hold keeps."""


@retention.command("preview")
@click.option("--on", type=Day(), help="As on this day; today, if not given.")
def preview_command(on: date | None) -> None:
    """Count what is past its time, what will be within 30 days, and what a hold keeps. Changes nothing."""
    open_home()
    rows = [
        (each.kept.code, each.rule.table, f"{each.rule.after} after {each.rule.counted}", WORDS[each.rule.then])
        + (f"{each.now:,}", f"{each.soon:,}", f"{each.held:,}")
        for each in preview(on or timezone.localdate())
    ]
    print_table(("kept as", "table", "goes", "is", "now", "within 30 days", "held"), rows)
    good = [kept.code for kept in schedule().values() if kept.rest_for_good]
    click.echo(f"Kept for good: {', '.join(good)}. Why, and the whole schedule: docs/reference/data-protection.")


@retention.command("run")
def run_command() -> None:
    """Delete, empty and forget what is past its time, and record it. The worker does this each day."""
    open_home()
    done = keep_to_the_schedule(on=timezone.localdate(), by=None, at=timezone.now())
    dropped = drop_leftovers()
    for each in done:
        held = f", {each.held:,} kept by a hold" if each.held else ""
        click.echo(f"{each.kept.name}: {each.rows:,} rows {WORDS[each.rule.then]}{held}.")
    if dropped:
        click.echo(f"Files that no figure comes from: {dropped:,} deleted.")
    if not done and not dropped:
        click.echo("Nothing is past its time.")


@retention.group("hold")
def hold() -> None:
    """Keep what names somebody or something, whatever its time, until the hold is lifted."""


@hold.command("person")
@click.argument("email")
@BECAUSE
def hold_person_command(email: str, because: str) -> None:
    """Keep all that names the person who signs in with EMAIL."""
    open_home()
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise click.ClickException(f"Nobody signs in with {email}. Check the spelling.")
    _place(LegalHold.Over.PERSON, str(person.public_id), because)


@hold.command("school")
@click.argument("urn")
@BECAUSE
def hold_school_command(urn: str, because: str) -> None:
    """Keep all that names the school that goes or went by URN."""
    open_home()
    address = resolve(urn)
    record = school_record(address) if address else None
    if record is None:
        raise click.ClickException(f"No school goes or went by {urn}.")
    _place(LegalHold.Over.SCHOOL, record.address, because, tuple(each.urn for each in record.establishments))


@hold.command("group")
@click.argument("code")
@BECAUSE
def hold_group_command(code: str, because: str) -> None:
    """Keep all that the schedule keeps as CODE: acts, say."""
    open_home()
    _place(LegalHold.Over.GROUP, code, because)


def _place(over: LegalHold.Over, subject: str, because: str, numbers: tuple[str, ...] = ()) -> None:
    try:
        placed = place_hold(
            over=over, subject=subject, numbers=numbers, because=because, by=None, at=timezone.now()
        )
    except NotHeld as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Held until `accord retention lift {placed.public_id} --because ...`.")


@retention.command("holds")
def holds_command() -> None:
    """List the legal holds in force."""
    open_home()
    rows = [
        (str(each.public_id), each.over, each.subject, f"{timezone.localtime(each.placed_at):%Y-%m-%d}", each.because)
        for each in holds_in_force()
    ]
    if not rows:
        click.echo("There is no legal hold.")
        return
    print_table(("hold", "on", "which", "since", "because"), rows)


@retention.command("lift")
@click.argument("public_id", metavar="HOLD", type=click.UUID)
@BECAUSE
def lift_command(public_id: UUID, because: str) -> None:
    """Lift a hold; what it kept beyond its time goes at the next run."""
    open_home()
    found = holds_in_force().filter(public_id=public_id).first()
    if found is None:
        raise click.ClickException(f"There is no hold {public_id}. `accord retention holds` lists them.")
    try:
        lift_hold(hold=found, because=because, by=None, at=timezone.now())
    except NotHeld as error:
        raise click.ClickException(str(error)) from error
    click.echo("Lifted.")
