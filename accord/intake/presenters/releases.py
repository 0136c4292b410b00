"""Releases and the files they came from, as tables and lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.queries.families import family_titles
from accord.ui.tables.tables import Cell, Column, Table, said

TAG_COLOURS = {
    Progress.RECEIVED: "grey",
    Progress.REFUSED: "red",
    Progress.HELD: "yellow",
    Progress.PUBLISHED: "green",
    Progress.UNCHANGED: "grey",
}


def when(moment: datetime | None) -> str:
    """6 March 2013 at 14:05, London time; empty for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def who(person: object | None) -> str:
    """A person's name; the command line where there is none."""
    return str(person) if person else "the command line"


def extent_words(release: Release) -> str:
    """England, or the authorities; many of them are counted."""
    if not release.england and len(release.authorities) > 4:
        return f"{len(release.authorities)} authorities"
    return release.extent


def state(release: Release) -> str:
    """Whether a release answers now, in one word."""
    if release.withdrawn_at is not None:
        return "withdrawn"
    return "published" if release.accepted_at is not None else "waiting to be accepted"


def releases_table(found: Iterable[Release]) -> Table:
    """Every release, those that answer first."""
    titles = family_titles()
    columns = (
        Column("family", "What it holds", words=True),
        Column("about", "About"),
        Column("extent", "Covers"),
        Column("settled", "Settled"),
        Column("state", "State"),
        Column("accepted", "Accepted"),
        Column("by", "By"),
    )
    ordered = sorted(found, key=lambda r: (state(r) != "published", r.family, -r.year))
    lines = tuple(
        (
            (
                Cell(titles.get(r.family, r.family), r.family, reverse("intake:release", args=[r.public_id])),
                Cell(r.about, r.as_of.isoformat() if r.as_of else r.year),
                said(extent_words(r)),
                said(r.get_settled_display()),
                said(state(r)),
                said(when(r.accepted_at)),
                said(who(r.accepted_by) if r.accepted_at else ""),
            ),
            False,
        )
        for r in ordered
    )
    return Table("releases", "Releases", columns, lines)


def waiting_table(found: Iterable[Intake]) -> Table:
    """Those of them that somebody has to do something about, or that are still being checked."""
    return intakes_table(found, "waiting", "Files that wait for somebody")


def intakes_table(found: Iterable[Intake], code: str = "sent", caption: str = "Files sent last") -> Table:
    """Files that were sent, and what became of each."""
    columns = (
        Column("file", "File", words=True),
        Column("progress", "What became of it"),
        Column("received", "Sent"),
        Column("by", "By"),
    )
    lines = tuple(
        (
            (
                Cell(each.name, each.name, reverse("intake:sent", args=[each.public_id])),
                said(each.get_progress_display()),
                said(when(each.received_at)),
                said(who(each.received_by)),
            ),
            False,
        )
        for each in found
    )
    return Table(code, caption, columns, lines)


def release_rows(release: Release) -> list[tuple[str, str] | tuple[str, str, str]]:
    """One release, all that is known of it."""
    intake = release.intake
    rows: list[tuple[str, str] | tuple[str, str, str]] = [
        ("What it holds", family_titles().get(release.family, release.family)),
        ("About", release.about),
        ("Covers", extent_words(release)),
        ("How settled", release.get_settled_display()),
        ("State", state(release).capitalize()),
        ("Schools", f"{release.schools:,}"),
        ("Rows and figures", f"{release.rows:,} rows, {release.cells:,} figures"),
        ("File", intake.name, reverse("intake:sent", args=[intake.public_id])),
        ("SHA-256 of the file", intake.file.sha256),
        ("Received", f"{when(intake.received_at)} by {who(intake.received_by)}"),
    ]
    if release.member and release.member != intake.name:
        rows.insert(8, ("Inside the file", release.member))
    if release.accepted_at:
        rows.append(("Accepted", f"{when(release.accepted_at)} by {who(release.accepted_by)}"))
    if release.withdrawn_at:
        rows.append(("Withdrawn", f"{when(release.withdrawn_at)} by {who(release.withdrawn_by)}"))
        rows.append(("Why", release.withdrawn_because))
    return rows


def markers_table(release: Release) -> Table:
    """The markers found in place of numbers, and how many of each."""
    columns = (Column("marker", "In place of a number"), Column("cells", "Cells", numeric=True))
    counted = sorted(release.markers.items(), key=lambda item: -item[1])
    lines = tuple(((said(name.replace("_", " ")), Cell(f"{n:,}", n)), False) for name, n in counted)
    return Table("markers", "Cells without a number", columns, lines)
