"""``accord fetch`` and ``accord nightly``: ask publishers for files, and take in what comes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from accord.accounts.rules.rights import OPERATOR
from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.fetching.addresses import Listed
from accord.fetching.downloading import MEGABYTE, Download
from accord.fetching.pace import Pace
from accord.intake.actions.arrivals import AlreadyAsking, Run, in_words, kind_of, run
from accord.intake.actions.fetches import folder
from accord.intake.choices import Outcome
from accord.intake.models.fetches import Fetch
from accord.intake.queries.calendar import calendar, publications
from accord.intake.queries.fetches import Due, due, is_time, of_years, sources
from accord.meaning.definitions import DefinitionError
from accord.ui.installation import installation

SUMMERS = re.compile(r"(20[0-9]{2})(?:-(20[0-9]{2}))?")
DEMONSTRATION = "The demonstration takes invented files only. Name an empty folder in ACCORD_HOME for real ones."


@click.command("fetch")
@click.argument("families", nargs=-1, metavar="[FAMILY]...")
@click.option("--years", metavar="YYYY[-YYYY][,...]", help="Of these summers: 2018-2019,2024; else what is due.")
@click.option("--list", "only_list", is_flag=True, help="Say what would be asked, and ask nobody.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def fetch_command(families: tuple[str, ...], years: str | None, only_list: bool, as_json: bool) -> None:
    """Ask publishers for files of some families, or of all, and take in what comes.

    What comes is checked and waits to be accepted, unless a rule of its source lets it count at once. Addresses are in
    definitions/sources; no address that is shipped has been tried. Exit status 1 if a file did not come.
    """
    _open()
    today = timezone.localdate()
    dues = _named(_dues(_years(years), today), families)
    if only_list:
        _list(dues, today)
        return
    done = _run(dues, tells=False, quiet=as_json)
    if as_json:
        print_json([_as_plain(each) for each in done.asked])
    if any(kind_of(each) == "failed" and each.outcome != Outcome.UNCHANGED for each in done.asked):
        raise SystemExit(1)


@click.command("nightly")
def nightly_command() -> None:
    """Ask for what is due, take in what comes, and tell those who watch. Run it by a timer, once a night.

    Each thing is told once. A run that was stopped is gone on with by the next; two at once do not get in each other's
    way: the second does nothing.
    """
    _open()
    at = timezone.now()
    dues = [each for each in _dues((), timezone.localdate()) if is_time(each, at)]
    done = _run(dues, tells=True, quiet=False)
    click.echo(f"{len(done.asked)} asked, {len(done.taken)} taken in, {done.letters} letters.")


def _open() -> None:
    open_home()
    if settings.ACCORD_DEMONSTRATION:
        raise click.ClickException(DEMONSTRATION)


def _dues(years: Sequence[int], today: date) -> list[Due]:
    try:
        if years:
            return of_years(sources(), publications(), years, today)
        return due(sources(), calendar(today, OPERATOR), today)
    except DefinitionError as error:
        raise click.ClickException(f"A definition cannot be used. {error}") from error


def _named(dues: list[Due], families: tuple[str, ...]) -> list[Due]:
    offered = {family for source in sources() for each in source.files for family in (each.code, *each.families)}
    for each in families:
        if each not in offered:
            known = ", ".join(sorted(offered))
            raise click.UsageError(f"No source offers {each}. Those that are offered: {known}.")
    return [each for each in dues if not families or {each.offered.code, *each.offered.families} & set(families)]


def _years(written: str | None) -> list[int]:
    found: set[int] = set()
    for part in (written or "").split(","):
        if not (written or "").strip():
            return []
        if not (span := SUMMERS.fullmatch(part.strip())):
            raise click.UsageError(f"{part.strip()!r} is no summer and no span of them. Write 2018 or 2018-2019.")
        found |= set(range(int(span[1]), int(span[2] or span[1]) + 1))
    return sorted(found)


def _run(dues: Sequence[Due], *, tells: bool, quiet: bool) -> Run:
    paces: dict[str, Pace] = {}
    try:
        with _bar(quiet) as told:
            return run(
                dues=dues, download=lambda each: _download(each, paces, told(each)), tells=tells, by=None,
                at=timezone.now(), heard=(lambda row: None) if quiet else _say,
            )  # fmt: skip
    except AlreadyAsking as error:
        raise click.ClickException(str(error)) from error


def _download(each: Due, paces: dict[str, Pace], told: Callable[[int, int | None], None]) -> Download:
    """One pace a source, kept for the whole run."""
    manners = each.source.manners
    return Download(
        Listed(each.source.hosts, each.source.inside), folder(), _agent(),
        paces.setdefault(each.source.code, Pace(manners.pause)), timezone.now,
        manners.tries, manners.most_megabytes * MEGABYTE, manners.minutes * 60.0, told=told,
    )  # fmt: skip


def _agent() -> str:
    """Who asks, so that a publisher can tell whom to turn to."""
    who = "".join(each for each in installation().authority if each.isascii() and each.isprintable()).strip()
    return f"accord-schools/{version('accord-schools')} ({who or 'Accord'})"


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[Due], Callable[[int, int | None], None]]]:
    """A bar for each file on a terminal, where the publisher says how much will come."""
    terminal = sys.stderr
    shown: list[Any] = []

    def end() -> None:
        while shown:
            shown.pop().__exit__(None, None, None)

    def begin(each: Due) -> Callable[[int, int | None], None]:
        end()

        def told(done: int, whole: int | None) -> None:
            if quiet or not terminal.isatty() or not whole:
                return
            if not shown:
                label = f"{each.offered.code} {each.year}"
                shown.append(click.progressbar(length=whole, label=label, file=terminal))
                shown[0].__enter__()
            shown[0].update(done - shown[0].pos)

        return told

    try:
        yield begin
    finally:
        end()


def _say(row: Fetch) -> None:
    click.echo(in_words(row), err=kind_of(row) == "failed" and row.outcome == Outcome.FAILED)


def _list(dues: Sequence[Due], today: date) -> None:
    rows = [
        (each.offered.code, str(each.year), each.settled, each.standing, _tried(each), *_addresses(each, today))
        for each in dues
    ]
    print_table(("file", "summer", "edition", "here?", "address tried", "address"), rows)


def _tried(each: Due) -> str:
    return each.offered.verified.isoformat() if each.offered.verified else "never"


def _addresses(each: Due, today: date) -> tuple[str]:
    return (next(iter(each.addresses(today)), "unknown: its id is not given"),)


def _as_plain(row: Fetch) -> dict[str, Any]:
    return {
        "file": row.offered,
        "year": row.year,
        "outcome": str(row.outcome),
        "reason": row.reason,
        "address": row.address,
        "answered_from": row.answered_from,
        "etag": row.etag,
        "sha256": row.sha256,
        "name": row.name,
        "intake": str(row.intake.public_id) if row.intake else None,
        "progress": str(row.intake.progress) if row.intake else None,
    }
