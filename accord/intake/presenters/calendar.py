"""The calendar of what usually comes, and how it stands, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from accord.intake.presenters.releases import when
from accord.intake.queries.calendar import Expected, Standing, missing
from accord.meaning.publications import Rhythm
from accord.ui.tables.tables import Cell, Column, Table, said

WORDS = {
    Standing.HERE: "here",
    Standing.PASSED_BY: "a later edition is here",
    Standing.DUE: "usual this month, not here yet",
    Standing.NOT_HERE: "not here",
    Standing.LATER: "later",
}


def calendar_table(found: Sequence[Expected]) -> Table:
    """Every edition expected around today, in the order of months."""
    columns = (
        Column("month", "Usually in", "the month in which it has usually been published"),
        Column("publication", "What", "", words=True),
        Column("about", "About", "the summer, school year or month"),
        Column("settled", "Edition", "provisional, revised or final"),
        Column("standing", "How it stands", "here, not here, due this month, later", words=True),
        Column("arrived", "Arrived", "when the release that answers it was accepted"),
        Column("note", "Note", "", file_only=True),
        Column("source", "Source", "where the month comes from", file_only=True),
    )
    sources = sorted({each.publication.source for each in found})
    return Table("calendar", "What usually comes when", columns, tuple((_row(each), False) for each in found),
                 notes=tuple(sources))  # fmt: skip


def _row(each: Expected) -> tuple[Cell, ...]:
    release = each.release
    href = reverse("intake:release", args=[release.public_id]) if release else ""
    arrived = when(release.accepted_at).partition(" at ")[0] if release else ""
    monthly = each.publication.rhythm is Rhythm.MONTHLY
    return (
        Cell(f"{each.month:%B %Y}", each.month.isoformat()[:7]),
        said(each.publication.name),
        said(each.about),
        said("any day’s" if monthly else each.edition.settled),
        said(WORDS[each.standing]),
        Cell(arrived, release.accepted_at.date().isoformat() if release and release.accepted_at else None, href),
        said(each.edition.note),
        said(each.publication.source),
    )


def data_sentence(found: Sequence[Expected], published: int, waiting: int, refused: int) -> str:
    """What answers now, what waits for somebody, and what usually is here by now and is not."""
    if not published:
        told = "Nothing has been published yet."
    else:
        told = f"{published:,} release{'' if published == 1 else 's'} answer{'s' if published == 1 else ''} today."
    if waiting:
        told += f" {waiting} file{' waits' if waiting == 1 else 's wait'} to be accepted."
    if refused:
        told += f" {refused} of the files sent last {'was' if refused == 1 else 'were'} refused."
    late = missing(found)
    if not late:
        return f"{told} Everything that usually is published by now is here."
    last = late[-1]
    number = f"{len(late)} publication{'' if len(late) == 1 else 's'}"
    verb = "is" if len(late) == 1 else "are"
    return f"{told} {number} that usually came by now {verb} not here; the latest is {last.named}."
