"""Asking a publisher for a file, and taking in what came: by the same door as every other file, and held.

Killed at any moment, what is here is whole: a download goes on where it broke off, a file that came lies under the id
of its row until it was received, and one that was received is checked by the next run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.fetching.downloading import Came, Download, Known, NotFetched, Unchanged, Wanted
from accord.intake.actions.intakes import Asked, accept, check, receive
from accord.intake.choices import Outcome, Progress
from accord.intake.models.fetches import Fetch
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.queries.calendar import publications
from accord.intake.queries.fetches import Due, last_that_came, on_the_way, received_of, sources
from accord.meaning.acceptance import Content, edition_in_name, reasons_to_wait
from accord.meaning.publications import Of
from accord.meaning.sources import FileOffered

LONGEST_REASON = 1000
NO_ADDRESS = "Nobody has said what the publisher calls the file of this year: give its id under `ids` of the source."


def folder() -> Path:
    """Where files lie that are on their way."""
    return Path(settings.ACCORD_STATE) / "fetching"


def ask(*, due: Due, download: Download, refused_too: bool, at: datetime) -> Fetch:
    """Ask for a file and note what came of it. A new file waits under the id of its row.

    With ``refused_too`` a file that was refused when it last came is nothing new either, until it is another.
    """
    row = Fetch(
        offered=due.offered.code, publication=due.publication.code, year=due.year, settled=due.settled,
        edition_told=due.edition_told, asked_at=at, outcome=Outcome.FAILED,
    )  # fmt: skip
    before = last_that_came(row.offered, row.year, refused_too=refused_too)
    known = Known(before.etag, before.last_modified) if before else Known()
    addresses = due.addresses(timezone.localdate(at))
    row.reason = "" if addresses else NO_ADDRESS
    for address in addresses:
        row.address = address
        wanted = Wanted(address, due.offered.forms, f"{row.offered}-{row.year}", due.offered.hashes.get(due.year, ""))
        try:
            _note(row, download.fetch(wanted, known if before and before.address == address else Known()), before)
            download.drop(wanted)
            break
        except NotFetched as error:
            row.outcome = Outcome.ABSENT if error.absent else Outcome.FAILED
            row.reason, row.status = str(error)[:LONGEST_REASON], error.status
            if not error.absent:
                break
    row.save()
    return row


def _note(row: Fetch, result: Came | Unchanged, before: Fetch | None) -> None:
    row.reason, row.status, row.outcome = "", result.status, Outcome.UNCHANGED
    if isinstance(result, Unchanged):
        return
    row.answered_from, row.sha256, row.name = result.address, result.sha256, result.name
    row.etag = result.etag if len(result.etag) <= 200 else ""
    row.last_modified = result.last_modified if len(result.last_modified) <= 60 else ""
    if before is not None and before.sha256 == result.sha256:
        return
    row.outcome = Outcome.COMING
    row.settled = edition_in_name(row.name) or row.settled
    row.edition_told = row.edition_told or bool(edition_in_name(row.name))
    os.replace(result.path, folder() / str(row.public_id))


def take_on_all(*, by: Person | None, at: datetime) -> list[Fetch]:
    """Take in what came and has not been taken in; returns it. What nothing tells of any more is dropped."""
    begun = on_the_way()
    known = {str(each.public_id) for each in begun}
    for each in folder().iterdir():
        if ".part" not in each.name and each.name not in known:
            each.unlink()  # whoever fetched it was stopped before noting it, and it comes again
    return [each for each in begun if _take_on(each, by, at)]


def _take_on(row: Fetch, by: Person | None, at: datetime) -> bool:
    path = folder() / str(row.public_id)
    if row.intake is None:
        row.intake = received_of(row) or (_receive(row, path, by, at) if path.exists() else None)
        if row.intake is None:
            row.outcome, row.reason = Outcome.FAILED, "The file was lost on this machine before it was taken in."
            row.save(update_fields=["outcome", "reason"])
            return False
        row.save(update_fields=["intake"])
    row.intake = check(intake=row.intake, by=by, at=at)
    offered = _offered(row.offered)
    if row.intake.progress == Progress.HELD and offered is not None:
        _accept_by_rule(row, offered, by, at)
    row.outcome = Outcome.NEW
    row.save(update_fields=["outcome", "reason"])
    with suppress(FileNotFoundError):
        path.unlink()
    return True


def _receive(row: Fetch, path: Path, by: Person | None, at: datetime) -> Intake:
    of_a_day = {each.code for each in publications() if each.of is Of.DAY}
    year = None if row.publication in of_a_day else row.year
    return receive(path=path, name=row.name, asked=Asked(year=year, settled=row.settled, hold=True), by=by, at=at)


def _accept_by_rule(row: Fetch, offered: FileOffered, by: Person | None, at: datetime) -> None:
    """Accept what was held where its source's rule lets it; else note why it waits."""
    assert row.intake is not None
    held = list(row.intake.releases.all())
    reasons = reasons_to_wait(
        offered, [_content(each) for each in held], _before(held),
        warnings=len(row.intake.warnings), edition_told=row.edition_told,
    )  # fmt: skip
    if reasons:
        row.reason = f"It waits: {'; '.join(reasons)}."[:LONGEST_REASON]
        return
    row.intake = accept(intake=row.intake, by=by, at=at)
    detail = {"rule": [str(each) for each in offered.accept_when], "address": row.address}
    with transaction.atomic():
        record("accepted_by_rule", kind="intake", subject=row.intake.public_id, by=by, at=at, detail=detail)


def _before(held: Sequence[Release]) -> dict[str, Content]:
    """Of each family the release published last of the newest year up to this one's."""
    found = {}
    for each in held:
        lived = Release.objects.filter(family=each.family, year__lte=each.year, withdrawn_at=None)
        last = lived.exclude(accepted_at=None).order_by("-year", "-accepted_at", "-pk").first()
        if last is not None:
            found[each.family] = _content(last)
    return found


def _content(release: Release) -> Content:
    extent = ("England",) if release.england else tuple(sorted(release.authorities))
    return Content(release.family, release.form, extent, release.schools or release.rows)


def _offered(code: str) -> FileOffered | None:
    return next((each for source in sources() for each in source.files if each.code == code), None)
