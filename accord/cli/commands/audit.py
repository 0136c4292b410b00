"""``accord audit``: whether the record of what was done and read is as it was written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from django.conf import settings

from accord.accounts.queries.heads import NotAHead, head_of, heads_file, heads_in
from accord.accounts.queries.whole_record import entry_with_digest, heads_now, look_through
from accord.accounts.rules.chain import Fault
from accord.accounts.rules.whole_record import DONE, Looked
from accord.config.opening import open_home

MOST_SHOWN = 20
DIGEST = 64


@click.group()
def audit() -> None:
    """The record of what was done, and of who read what."""


@audit.command("head")
def head_command() -> None:
    """Print where the record ends now. Keep the lines somewhere else: no later change can be hidden from them."""
    open_home()
    for head in heads_now():
        click.echo(f"{head.record} {head.sequence} {head.digest}")


@audit.command("verify")
@click.option("--head", "given", multiple=True, help="A line of `accord audit head` kept elsewhere, or its hash.")
@click.option("--heads", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file of them.")
def verify_command(given: Sequence[str], kept: Path | None) -> None:
    """Check every entry: changed, taken out, moved, put in, or cut off at either end. Exit status 1 when one is."""
    open_home()
    try:
        own = heads_file(settings.ACCORD_STATE)
        heads = [*heads_in(own), *(heads_in(kept) if kept else ())]
        heads += [head_of(text) for text in given if len(text.strip()) != DIGEST]
    except NotAHead as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    looked = look_through(heads)
    missing = [text.strip() for text in given if len(text.strip()) == DIGEST and not _known(text.strip())]
    faults = [*looked.faults, *(Fault(DONE, 0, f"No entry has the hash {each}.") for each in missing)]
    _say(looked, faults, len(heads) + sum(len(text.strip()) == DIGEST for text in given))
    sys.exit(1 if faults else 0)


def _known(digest: str) -> bool:
    return entry_with_digest(digest) is not None


def _say(looked: Looked, faults: Sequence[Fault], heads: int) -> None:
    click.echo(f"Acts: {looked.done:,}. Reads: {looked.reads:,}, sealed in {looked.seals:,} batches.")
    click.echo(f"Emptied when their time was over: {looked.forgotten:,}. Heads kept apart: {heads:,}.")
    if not faults:
        click.echo("The record is as it was written.")
        return
    click.echo(f"{len(faults):,} things are wrong. The first is entry {_place(faults[0])}", err=True)
    for fault in faults[1:MOST_SHOWN]:
        click.echo(f"  entry {_place(fault)}", err=True)
    click.echo("Compare with a backup from before, and keep this one as it is.", err=True)


def _place(fault: Fault) -> str:
    where = f"{fault.sequence:,} of what was {'done' if fault.record == DONE else 'read'}"
    return f"{where}: {fault.why}"
