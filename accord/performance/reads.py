"""Noting that somebody was shown results that are not public: which, of whom, and what let them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from accord.accounts.actions.reading import Under, note_read
from accord.accounts.readers import Reader
from accord.performance.belonging import Belonging
from accord.performance.figure_rows import FigureRow
from accord.performance.restricted import Seen
from accord.performance.selections import Who
from accord.performance.single_schools import SchoolRow

Read = tuple[str, str, str, str]
"""A kind of subject and its name, the release, and the agreement that let it be shown (empty for a right)."""


def note_schools(rows: Iterable[SchoolRow], seen: Seen, reader: Reader) -> None:
    """Note each school whose own results were shown from releases that are not public."""
    shown = ((each.urn, release, each.row.measure) for each in rows for release in each.row.releases)
    note_behind(shown, seen, reader)


def note_behind(schools: Iterable[tuple[str, str | None, str]], seen: Seen, reader: Reader) -> None:
    """Note schools told by name, each with the release that it was read from and the measure."""
    named = [(urn, release, measure) for urn, release, measure in schools if release and release in seen.shown]
    _note((_school(urn, release, measure, seen) for urn, release, measure in named), reader, seen)


def note_figures(rows: Iterable[FigureRow], who: Who, belongs: Belonging, seen: Seen, reader: Reader) -> None:
    """Note each group whose figure was made from releases that are not public.

    Of schools named one by one each is noted; so is a member that may be the only one behind a figure.
    """
    reads: list[Read] = []
    for row in rows:
        for release in seen.shown.keys() & set(row.releases):
            urns = who.urns or _one_behind(row, release, belongs, seen)
            reads += (_school(urn, release, row.measure, seen) for urn in urns)
            if not who.urns:
                reads.append(("figure", row.group, release, ""))
    _note(reads, reader, seen)


def _school(urn: str, release: str, measure: str, seen: Seen) -> Read:
    return "school", urn, release, seen.shown[release].agreement(urn, measure) or ""


def _one_behind(row: FigureRow, release: str, belongs: Belonging, seen: Seen) -> tuple[str, ...]:
    """The members whose number a figure may be, where one school counts; none where several do."""
    if row.figure.coverage is None or row.figure.coverage.schools_counted != 1:
        return ()
    members = dict(belongs.places).get(row.year, ())
    told = seen.shown[release]
    return members if told.everything else tuple(sorted(set(members) & seen.named(release, row.measure)))


def _note(reads: Iterable[Read], reader: Reader, seen: Seen) -> None:
    for (kind, subject, release, agreement), number in Counter(reads).items():
        grant = next(iter(seen.shown[release].grants), "")
        note_read(
            reader=reader, kind=kind, subject=subject, rows=number, under=Under(grant, agreement), release=release,
            at=timezone.now(),
        )  # fmt: skip
