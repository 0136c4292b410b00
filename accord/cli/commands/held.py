"""``accord held``: everything that is held on a person or a school, in one file."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from accord.accounts.actions.export_held import export_held
from accord.accounts.models.people import Person
from accord.accounts.queries.held import person_subject, school_subject
from accord.config.opening import open_home
from accord.performance.held import held_in_releases
from accord.register.queries.school_records import school_record
from accord.register.queries.schools import resolve

TO = click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, held.zip if none.")


@click.group()
def held() -> None:
    """Everything that is held on a person or a school, marked by class, in one file."""


@held.command("person")
@click.argument("email")
@TO
def person_command(email: str, to: Path | None) -> None:
    """Write all that is held on the person who signs in with EMAIL; other people's names are taken out."""
    open_home()
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        click.echo(f"Nobody signs in with {email}. Check the spelling.", err=True)
        raise SystemExit(1)
    _write(export_held(subject=person_subject(person), by=None, at=timezone.now()), to)


@held.command("school")
@click.argument("urn")
@TO
def school_command(urn: str, to: Path | None) -> None:
    """Write all that is held on the school that goes or went by URN, its results in every release too."""
    open_home()
    address = resolve(urn)
    record = school_record(address) if address else None
    if record is None:
        click.echo(f"No school goes or went by {urn}. `accord schools find TEXT` looks for names too.", err=True)
        raise SystemExit(1)
    numbers = frozenset(each.urn for each in record.establishments)
    subject = school_subject(numbers, told=record.standing.name, address=record.address)
    also = held_in_releases(sorted(numbers), timezone.localdate())
    _write(export_held(subject=subject, also=also, by=None, at=timezone.now()), to)


def _write(packed: bytes, to: Path | None) -> None:
    path = to or Path("held.zip")
    if path.exists():
        click.echo(f"{path} is there already. Name another file with --to.", err=True)
        raise SystemExit(1)
    path.touch(mode=0o600)
    path.write_bytes(packed)
    click.echo(f"Written: {path}. Read its cover sheet before you hand it over.")
