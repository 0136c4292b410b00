"""A file on its way in: received, checked, and published or held; or refused, with nothing kept of it
but the bytes and the reasons."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.intake.actions.following import follow_published
from accord.intake.actions.objections import reasons_against
from accord.intake.actions.orphans import sweep_under_lock
from accord.intake.actions.own_returns import keep_returned
from accord.intake.actions.returned_objections import returned_strangely
from accord.intake.actions.terms import set_accepted_terms, set_starting_terms
from accord.intake.choices import Progress, Settled
from accord.intake.models.files import Intake, SourceFile
from accord.intake.models.releases import Release
from accord.intake.queries.intakes import sent_lately
from accord.intake.queries.returns import current_release
from accord.intake.rules import Quota, ReleaseKey, check_can_accept, check_can_send, new_ones
from accord.register.actions.extracts import FAMILIES
from accord.sharing.rules.stages import Terms
from accord.warehouse.candidates import Candidate, prepare
from accord.warehouse.hashes import hash_of
from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem
from accord.warehouse.publishing import keep_raw, place, publish_lock, raw_lock
from accord.warehouse.records.preparing import academic_year
from accord.warehouse.returned_rows import FAMILY

PUBLISHED_ALREADY = "Another sending of the same figures was published while this one waited."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sender says of a file; None or empty leaves it to the file itself. ``belongs_to`` is the authority whose
    people see what became of it, empty for all here.
    """

    family: str | None = None
    year: int | None = None
    settled: str = Settled.FINAL
    hold: bool = False
    as_of: date | None = None
    belongs_to: str = ""
    source: str = ""
    to_schools_on: date | None = None
    to_members_on: date | None = None
    to_public_on: date | None = None
    compiled: bool = False
    """Whether it was put together here from what schools reported."""


def take_in(*, path: Path, name: str, asked: Asked, by: Person | None, at: datetime) -> Intake:
    """Receive a file, check it, and publish or hold what it holds; returns the intake with its outcome."""
    intake = receive(path=path, name=name, asked=asked, by=by, at=at)
    return check(intake=intake, by=by, at=at)


def receive(*, path: Path, name: str, asked: Asked, by: Person | None, at: datetime) -> Intake:
    """Keep the bytes under their hash, and who sent them when. Nothing is read yet.

    Raises `NotNow` for a person who has sent as much as one may in a day; the command line may send any amount.
    """
    _check_quota(path, by, at)
    sha256 = hash_of(path)
    with raw_lock(Path(settings.ACCORD_HOME)):
        keep_raw(path, Path(settings.ACCORD_RAW), sha256)
        with transaction.atomic():
            if by is not None:
                # Another file of theirs may have come in since: one after another from here on. Bytes that are refused
                # only now are named by no row, and are dropped with what else is left over.
                Person.objects.select_for_update(no_key=True).get(pk=by.pk)
                _check_quota(path, by, at)
            file, _ = SourceFile.objects.get_or_create(
                sha256=sha256, defaults={"name": name, "size": path.stat().st_size, "received_at": at}
            )
            return Intake.objects.create(
                file=file,
                name=name,
                received_at=at,
                received_by=by,
                asked_family=asked.family or "",
                asked_year=asked.year,
                settled=asked.settled,
                hold=asked.hold,
                asked_day=asked.as_of,
                asked_source=asked.source,
                to_schools_on=asked.to_schools_on,
                to_members_on=asked.to_members_on,
                to_public_on=asked.to_public_on,
                belongs_to=asked.belongs_to,
                compiled=asked.compiled,
            )


def _check_quota(path: Path, by: Person | None, at: datetime) -> None:
    if by is not None:
        allowed = Quota(settings.ACCORD_FILES_A_DAY, settings.ACCORD_BYTES_A_DAY)
        check_can_send(sent_lately(by, at), path.stat().st_size, allowed)


def check(*, intake: Intake, by: Person | None, at: datetime) -> Intake:
    """Read a received file in a limited child process, then publish it, hold it or refuse it.

    May be repeated: an intake that is finished is returned as it is.
    """
    if intake.progress != Progress.RECEIVED:
        return intake
    staging = Path(settings.ACCORD_STAGING) / uuid4().hex
    staging.mkdir()
    try:
        outcome = prepare(
            Path(settings.ACCORD_RAW) / intake.file.sha256,
            staging,
            definitions=tuple(settings.ACCORD_DEFINITIONS),
            family=intake.asked_family or None,
            year=intake.asked_year,
            as_of=intake.asked_day,
            limits=Limits(),
            original_name=intake.name,
        )
        candidates = outcome.candidates
        problems = [*outcome.problems, *reasons_against(candidates, intake)]
        intake.problems = [problem.as_json() for problem in problems]
        warnings = [*outcome.warnings, *returned_strangely(candidates, intake)]
        intake.warnings = [warning.as_json() for warning in warnings]
        if problems:
            _finish(intake, Progress.REFUSED, by, at)
        else:
            _place_and_point(intake, candidates, by, at)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return intake


def give_up(*, intake: Intake, because: str, at: datetime) -> Intake:
    """Close an intake that could not be checked because this machine failed; nothing of it is published."""
    problem = Problem(
        code="failed_here",
        message=f"It could not be taken in, because something failed on this machine: {because}.",
        fix="Put that right, then send it again. Nothing of it is half published.",
        file=intake.name,
    )
    intake.problems = [problem.as_json()]
    _finish(intake, Progress.REFUSED, None, at)
    return intake


def accept(*, intake: Intake, terms: Terms | None = None, by: Person | None, at: datetime) -> Intake:
    """Publish what was held, except what another sending has published meanwhile.

    With ``terms`` they take the place of those it was sent with, before anybody sees it. Raises `NotNow` if the intake
    does not wait for acceptance.
    """
    with publish_lock(Path(settings.ACCORD_HOME)), transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=intake.pk)
        check_can_accept(intake.progress)
        live = set(_live_keys(held_too=False))
        held = list(intake.releases.all())
        fresh = [release.pk for release in held if _key_of(release) not in live]
        if terms is not None:
            set_accepted_terms(releases=intake.releases.filter(pk__in=fresh), terms=terms, by=by, at=at)
        intake.releases.filter(pk__in=fresh).update(accepted_at=at, accepted_by=by)
        intake.releases.exclude(pk__in=fresh).update(withdrawn_at=at, withdrawn_because=PUBLISHED_ALREADY)
        published = list(intake.releases.filter(pk__in=fresh))
        follow_published(published, by=by, at=at)
        keep_returned(published, by=by, at=at)
        _finish(intake, Progress.PUBLISHED if fresh else Progress.UNCHANGED, by, at)
    return intake


def _place_and_point(intake: Intake, candidates: Sequence[Candidate], by: Person | None, at: datetime) -> None:
    """Files first, then one transaction that points at them: killed in between, nothing is half published."""
    home, releases = Path(settings.ACCORD_HOME), Path(settings.ACCORD_RELEASES)
    with publish_lock(home):
        if Intake.objects.filter(pk=intake.pk).exclude(progress=Progress.RECEIVED).exists():
            intake.refresh_from_db()  # another process was asked to check it as well, and is done
            return
        sweep_under_lock()
        candidates = [_dated(candidate, intake) for candidate in candidates]
        keys = [_key(candidate, intake.settled) for candidate in candidates]
        fresh = [candidates[each] for each in new_ones(keys, _live_beside(keys, held_too=intake.hold))]
        rows = [_release(intake, candidate, by, at) for candidate in fresh]
        for row, candidate in zip(rows, fresh, strict=True):
            place(candidate.folder, releases, str(row.public_id))
        with transaction.atomic():
            for row in rows:
                row.save()
                set_starting_terms(release=row, by=by, at=at)
            if not intake.hold:
                follow_published(rows, by=by, at=at)
                keep_returned(rows, by=by, at=at)
            reached = Progress.HELD if intake.hold else Progress.PUBLISHED
            _finish(intake, reached if rows else Progress.UNCHANGED, by, at)


def _dated(candidate: Candidate, intake: Intake) -> Candidate:
    """An extract of a register describes no day after it was received; that day, where it tells none.

    So do other records that tell neither a day nor a year.
    """
    received = timezone.localdate(intake.received_at)
    if candidate.family not in FAMILIES and candidate.year:
        return candidate
    if candidate.as_of is not None and candidate.as_of <= received:
        return candidate
    return replace(candidate, as_of=received, year=academic_year(received))


def _release(intake: Intake, candidate: Candidate, by: Person | None, at: datetime) -> Release:
    return Release(
        intake=intake,
        member=candidate.member,
        family=candidate.family,
        form=candidate.form,
        year=candidate.year,
        settled=intake.settled,
        england=candidate.extent.england,
        authorities=list(candidate.extent.authorities),
        fingerprint=candidate.fingerprint,
        as_of=candidate.as_of,
        schools=candidate.schools,
        rows=candidate.rows,
        cells=candidate.cells,
        markers=dict(candidate.markers),
        accepted_at=None if intake.hold else at,
        accepted_by=None if intake.hold else by,
    )


def _key(candidate: Candidate, settled: str) -> ReleaseKey:
    extent = candidate.extent
    return ReleaseKey(
        candidate.family,
        candidate.year,
        settled,
        extent.england,
        tuple(extent.authorities),
        candidate.fingerprint,
        candidate.as_of,
    )


def _key_of(release: Release) -> ReleaseKey:
    extent = release.england, tuple(release.authorities)
    return ReleaseKey(release.family, release.year, release.settled, *extent, release.fingerprint, release.as_of)


def _live_keys(*, held_too: bool) -> list[ReleaseKey]:
    """What is published already; to hold something, also what waits already."""
    fields = ("family", "year", "settled", "england", "authorities", "fingerprint", "as_of")
    found = Release.objects.filter(withdrawn_at=None)
    if not held_too:
        found = found.exclude(accepted_at=None)
    return [
        ReleaseKey(*row[:4], tuple(row[4]), *row[5:])
        for row in found.values_list(*fields)
    ]


def _live_beside(keys: Sequence[ReleaseKey], *, held_too: bool) -> list[ReleaseKey]:
    """What is live; of own returns what stands now alone, since numbers sent again after others are new again."""
    own = {(authority, key.year) for key in keys if key.family == FAMILY for authority in key.authorities}
    stands = [current_release(authority, year) for authority, year in sorted(own)]
    others = [each for each in _live_keys(held_too=held_too) if each.family != FAMILY]
    return [*others, *(_key_of(each) for each in stands if each is not None)]


def _finish(intake: Intake, progress: str, by: Person | None, at: datetime) -> None:
    intake.progress, intake.finished_at = progress, at
    intake.save()
    record(progress, kind="intake", subject=intake.public_id, by=by, at=at, detail={"file": intake.name})
