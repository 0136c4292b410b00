"""``accord doctor``: what is wrong with a home, what it means, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from django.conf import settings
from django.utils import timezone

from accord.cli.printing import print_json
from accord.upkeep.doctor import look_over
from accord.upkeep.findings import Asked, Finding

MOST_SHOWN = 10


@click.command("doctor")
@click.option("--mend", is_flag=True, help="Put right what can be put right without losing anything.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor_command(mend: bool, as_json: bool) -> None:
    """Look the whole home over: files, database, record, worker, definitions, settings, backups.

    Exit status 1 when something is wrong; notes alone are nothing wrong.
    """
    asked = Asked(settings.ACCORD_HOME, timezone.localdate(), timezone.now())
    found = list(look_over(asked))
    if mend and _mend(found, quiet=as_json):
        found = list(look_over(asked))
    if as_json:
        print_json([_plain(each) for each in found])
    else:
        _say(found)
    sys.exit(1 if any(not each.note for each in found) else 0)


def _mend(found: Sequence[Finding], quiet: bool) -> bool:
    """Mend what can be; whether there was any."""
    can = [each for each in found if each.mend is not None]
    for each in can:
        assert each.mend is not None
        said = each.mend()
        if not quiet:
            click.echo(f"Mended: {said}")
    return bool(can)


def _say(found: Sequence[Finding]) -> None:
    for each in found:
        click.echo(f"{'Note' if each.note else 'Wrong'}: {each.what}.")
        for one in each.which[:MOST_SHOWN]:
            click.echo(f"    {one}")
        if len(each.which) > MOST_SHOWN:
            click.echo(f"    and {len(each.which) - MOST_SHOWN:,} more (--json has all)")
        click.echo(f"  {each.means}")
        click.echo(f"  What to do: {each.do}")
    wrong = sum(not each.note for each in found)
    click.echo("Nothing is wrong." if not wrong else f"{wrong:,} to see to.")


def _plain(each: Finding) -> dict[str, object]:
    return {
        "wrong": not each.note, "what": each.what, "which": list(each.which), "means": each.means, "do": each.do,
        "can_be_mended": each.mend is not None,
    }  # fmt: skip
