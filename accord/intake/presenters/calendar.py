"""The calendar of what usually comes, and how it stands, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from accord.intake.choices import Outcome
from accord.intake.models.fetches import Fetch
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


def calendar_table(found: Sequence[Expected], answers: Mapping[tuple[str, int], Fetch], acts: str) -> Table:
    """Every edition expected around today, in the order of months: how it stands, what asking for it came to, and who
    acts where it is due and not here.
    """
    columns = (
        Column("month", "Usually in", "the month in which it has usually been published"),
        Column("publication", "What", "", words=True),
        Column("about", "About", "the summer, school year or month"),
        Column("settled", "Edition", "provisional, revised or final"),
        Column("standing", "How it stands", "here, not here, due this month, later", words=True),
        Column("arrived", "Arrived", "when the release that answers it was accepted"),
        Column("asked", "Asked for by itself", "what the publisher answered last", words=True),
        Column("acts", "Who acts", "the roles whose holders may send files", file_only=True),
        Column("note", "Note", "", file_only=True),
        Column("source", "Source", "where the month comes from", file_only=True),
    )
    sources = sorted({each.publication.source for each in found})
    who = f"What usually is here by now and is not is seen to by whoever may send files here: {acts}."
    rows = tuple((_row(each, answers, acts), False) for each in found)
    return Table("calendar", "What usually comes when", columns, rows, notes=(who, *sources))


def _row(each: Expected, answers: Mapping[tuple[str, int], Fetch], acts: str) -> tuple[Cell, ...]:
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
        said(_asked(each, answers)),
        said(acts if each.standing in (Standing.DUE, Standing.NOT_HERE) else ""),
        said(each.edition.note),
        said(each.publication.source),
    )


def _asked(each: Expected, answers: Mapping[tuple[str, int], Fetch]) -> str:
    """When the publisher was last asked, what came of it, and why not; empty for what is not due or was never asked."""
    row = answers.get((each.publication.code, each.year))
    if row is None or each.standing is Standing.LATER:
        return ""
    outcome = row.get_outcome_display()
    if row.outcome == Outcome.NEW and row.intake is not None:
        outcome = row.intake.get_progress_display()
    told = f"{when(row.asked_at).partition(' at ')[0]}: {outcome.lower()}"
    return f"{told}. {row.reason}" if row.reason else told


def data_sentence(found: Sequence[Expected], published: int, waiting: int, refused: int) -> str:
    """What answers now, what waits for somebody, and what usually comes here, should be here by now and is not."""
    if not published:
        told = "Nothing has been published yet."
    else:
        told = f"{published:,} release{'' if published == 1 else 's'} answer{'s' if published == 1 else ''} today."
    if waiting:
        told += f" {waiting} file{' waits' if waiting == 1 else 's wait'} to be accepted."
    if refused:
        told += f" {refused} of the files sent last {'was' if refused == 1 else 'were'} refused."
    used = [each for each in found if each.used]
    late = missing(used)
    if not used:
        return told
    if not late:
        return f"{told} What usually comes here has come."
    last = late[-1]
    number = f"{len(late)} publication{'' if len(late) == 1 else 's'}"
    verb = "is" if len(late) == 1 else "are"
    return f"{told} {number} that usually came by now {verb} not here; the latest is {last.named}."
