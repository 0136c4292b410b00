"""Own returns as they come: numbers of one school from a form or a link, or of many from a file. Rows are added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.intake.arithmetic import Counts
from accord.intake.choices import SentHow
from accord.intake.models.releases import Release
from accord.intake.models.returns import ReturnedCount, ReturnLink, ReturnSent
from accord.intake.queries.returns import form_of, what_is_reportable
from accord.warehouse.returned_rows import FAMILY, ReturnedRow, returned_rows


@dataclass(frozen=True, slots=True)
class AboutSchool:
    """Whose numbers are sent: a school of an authority, a summer and a form (empty where none asks for them)."""

    urn: str
    authority: str
    year: int
    form: str


@transaction.atomic
def send_counts(
    *,
    about: AboutSchool,
    counts: Counts,
    by: Person | None,
    at: datetime,
    link: ReturnLink | None = None,
) -> ReturnSent:
    """Keep what a school reports, by somebody who has signed in or by a link, and record who did it, when and how."""
    how = SentHow.LINK if link is not None else SentHow.FORM
    sent = ReturnSent(
        urn=about.urn, authority=about.authority, year=about.year, form=about.form, how=how, sent_at=at, sent_by=by,
        link=link,
    )  # fmt: skip
    sent.save(force_insert=True)
    _add(sent, counts)
    detail = {"year": about.year, "form": about.form, "how": str(how), "numbers": len(counts)}
    visitor = by is None and link is not None
    record("sent", kind="own return", subject=about.urn, by=by, at=at, detail=detail, visitor=visitor)
    return sent


def _add(sent: ReturnSent, counts: Counts) -> None:
    ReturnedCount.objects.bulk_create(
        ReturnedCount(sent=sent, measure=measure, pupil_group=group, pupils=count.pupils, met=count.met)
        for (measure, group), count in counts.items()
    )


def keep_returned(releases: Iterable[Release], *, by: Person | None, at: datetime) -> None:
    """Keep the rows of own returns that were just published from a file, in the transaction that publishes them."""
    for release in releases:
        if release.family == FAMILY and not release.intake.compiled:
            _keep(release, by, at)


def _keep(release: Release, by: Person | None, at: datetime) -> None:
    known = what_is_reportable()

    def form_of_row(row: ReturnedRow) -> str:
        return form_of(known.measure(row.measure) or "")

    folder = Path(settings.ACCORD_RELEASES) / str(release.public_id)
    rows = [row for row in returned_rows(folder) if known.measure(row.measure)]
    rows.sort(key=lambda row: (row.urn, form_of_row(row)))
    for (urn, form), some in groupby(rows, key=lambda row: (row.urn, form_of_row(row))):
        theirs = list(some)
        sent = ReturnSent(
            urn=urn, authority=theirs[0].authority, year=release.year, form=form, how=SentHow.FILE, sent_at=at,
            sent_by=by, intake=release.intake,
        )  # fmt: skip
        sent.save(force_insert=True)
        ReturnedCount.objects.bulk_create(_count(sent, row) for row in theirs)
    detail = {"year": release.year, "how": str(SentHow.FILE), "schools": len({row.urn for row in rows})}
    record("sent", kind="own return", subject=release.public_id, by=by, at=at, detail=detail)


def _count(sent: ReturnSent, row: ReturnedRow) -> ReturnedCount:
    known = what_is_reportable()
    measure = known.measure(row.measure) or ""
    group = known.group(measure, row.group) or ""
    return ReturnedCount(sent=sent, measure=measure, pupil_group=group, pupils=row.pupils or 0, met=row.met or 0)
