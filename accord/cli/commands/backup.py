"""``accord backup``: one file that holds the whole home, made while it is in use."""

from __future__ import annotations

from datetime import datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils import timezone

from accord.config.opening import open_home
from accord.upkeep.archives import InTheWay, checked
from accord.upkeep.backups import Made, NotWhole, back_up
from accord.upkeep.manifests import Damaged, Manifest
from accord.upkeep.snapshots import SeesTooLittle

MOST_NAMED = 20


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave out the keys and passwords that lie in the home.")
@click.option("--although-not-whole", is_flag=True, help="Make it even where files are missing or altered in the home.")
@click.option("--check", is_flag=True, help="Make none: read through the backup that FILE is.")
def backup_command(file: Path, without_keys: bool, although_not_whole: bool, check: bool) -> None:
    """Write everything to FILE while Accord is in use; `accord restore` puts it back.

    The database as it is at one moment, and every file that it names. FILE is there when it is whole, and not before.
    """
    if check:
        _check(file)
        return
    open_home()
    try:
        made = back_up(
            target=file, at=timezone.now(), without_keys=without_keys, although_not_whole=although_not_whole
        )
    except NotWhole as error:
        _say_not_whole(error)
        raise SystemExit(1) from error
    except (InTheWay, SeesTooLittle, Damaged) as error:
        raise click.ClickException(str(error)) from error
    except (OSError, DatabaseError) as error:
        raise click.ClickException(_failed(file, error)) from error
    _say(made)


def _check(file: Path) -> None:
    try:
        manifest = checked(file)
    except (OSError, Damaged) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Whole: {describe(manifest)}.")
    for each in manifest.left_out:
        click.echo(f"When it was made, {each}.")


def _say(made: Made) -> None:
    click.echo(f"{made.path}: {made.size:,} bytes, written and read through.")
    click.echo(f"In it: {describe(made.manifest)}.")
    for each in made.manifest.left_out[:MOST_NAMED]:
        click.echo(f"Not whole: {each}. `accord doctor` says what to do.", err=True)
    if made.others:
        click.echo(f"Not in it, because Accord does not know it: {', '.join(made.others[:MOST_NAMED])}.")
    secrets = f" and the keys of this home ({', '.join(made.secrets)})" if made.secrets else ""
    click.echo(f"It holds people and results that are not public{secrets}: keep it as safe as the home itself.")
    if "secret_key" not in made.secrets:
        click.echo("The key that signs sessions and reads second factors is not in it: keep that yourself.")


def describe(manifest: Manifest) -> str:
    """What is in a backup, in a line."""
    rows = sum(manifest.rows.values())
    files = len(manifest.members) - len(manifest.rows)
    at = f"{timezone.localtime(datetime.fromisoformat(manifest.made_at)):%Y-%m-%d %H:%M:%S}"
    return f"the home as on {at}, {rows:,} rows of {len(manifest.rows)} tables, {files:,} files"


def _say_not_whole(error: NotWhole) -> None:
    click.echo("No backup was made, because the home is not whole:", err=True)
    for each in error.faults[:MOST_NAMED]:
        click.echo(f"  {each}", err=True)
    if len(error.faults) > MOST_NAMED:
        click.echo(f"  and {len(error.faults) - MOST_NAMED:,} more", err=True)
    click.echo("Put them back from an older backup, or make one of the rest with --although-not-whole.", err=True)


def _failed(file: Path, error: OSError | DatabaseError) -> str:
    full = isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)
    said = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    first = "Make room on the disks of the home and of the backup" if full or "disk is full" in said else "Mend that"
    return f"No backup was made, and nothing of {file} is there: {said}. {first}, then begin again."
