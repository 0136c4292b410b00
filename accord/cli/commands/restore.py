"""``accord restore``: a backup put back into an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from accord.cli.commands.backup import describe
from accord.upkeep.manifests import Damaged
from accord.upkeep.restores import NotEmpty, PutBack, restore

AFTERWARDS = "from accord.cli.main import main; main()"


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keep-what-is-past-its-time", is_flag=True, help="Leave deleting to you: to place a legal hold first.")
def restore_command(file: Path, keep_what_is_past_its_time: bool) -> None:
    """Put the backup FILE back into the empty home that ACCORD_HOME names (and an empty DATABASE_URL).

    It is read through first: a damaged one changes nothing. What was past its time since is deleted again at once.
    """
    try:
        done = restore(source=file, at=timezone.now())
    except (Damaged, NotEmpty) as error:
        raise click.ClickException(f"Nothing was put back. {error}") from error
    except (OSError, DatabaseError) as error:
        raise click.ClickException(_failed(error)) from error
    _say(done)
    if keep_what_is_past_its_time:
        click.echo("Nothing was deleted. Place the holds that are wanting, then run `accord retention run`.")
        return
    # By a process of its own, which reads the key and the definitions that were just put back.
    words = [sys.executable, "-c", AFTERWARDS, "retention", "run"]
    status = subprocess.run(words, env=os.environ, check=False).returncode
    if status:
        click.echo("It is all there, but could not be opened; the lines above say why.", err=True)
    raise SystemExit(status)


def _say(done: PutBack) -> None:
    made = datetime.fromisoformat(done.manifest.made_at)
    click.echo(f"Put back into {settings.ACCORD_HOME}: {describe(done.manifest)}.")
    for each in done.manifest.left_out:
        click.echo(f"When the backup was made, {each}.", err=True)
    click.echo(f"What was done after {timezone.localtime(made):%Y-%m-%d %H:%M:%S} is not in it.")


def _failed(error: OSError | DatabaseError) -> str:
    full = isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)
    said = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    first = f"Make room on the disk where {settings.ACCORD_HOME} is" if full or "disk is full" in said else "Mend that"
    return f"The backup was not put back: {said}. {first}, then run it again."
