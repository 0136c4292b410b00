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


def note_schools(rows: Iterable[SchoolRow], seen: Seen, reader: Reader) -> None:
    """Note each school whose own results were shown from releases that are not public."""
    if not seen.shown:
        return
    counted: Counter[tuple[str, str, str]] = Counter()
    for each in rows:
        for release in each.row.releases:
            if release in seen.shown:
                agreement = seen.shown[release].agreement(each.urn, each.row.measure)
                counted[each.urn, release, agreement or ""] += 1
    for (urn, release, agreement), number in counted.items():
        grant = next(iter(seen.shown[release].grants), "")
        note_read(
            reader=reader, kind="school", subject=urn, rows=number, under=Under(grant, agreement), release=release,
            at=timezone.now(),
        )  # fmt: skip


def note_figures(rows: Iterable[FigureRow], who: Who, belongs: Belonging, seen: Seen, reader: Reader) -> None:
    """Note each group whose figure was made from releases that are not public.

    Of schools named one by one each is noted; so is a member that may be the only one behind a figure.
    """
    if not seen.shown:
        return
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for release in row.releases:
            if release in seen.shown:
                urns = who.urns or _one_behind(row, release, belongs, seen)
                counted.update(("school", urn, release) for urn in urns)
                if not who.urns:
                    counted["figure", row.group, release] += 1
    _note(counted, seen, reader)


def note_behind(schools: Iterable[tuple[str, str | None]], seen: Seen, reader: Reader) -> None:
    """Note the schools behind a figure, each with the release it was read from, where they are told by name."""
    shown = ((urn, release) for urn, release in schools if release is not None and release in seen.shown)
    _note(Counter(("school", urn, release) for urn, release in shown), seen, reader)


def _one_behind(row: FigureRow, release: str, belongs: Belonging, seen: Seen) -> tuple[str, ...]:
    """The members whose number a figure may be, where one school counts; none where several do."""
    if row.figure.coverage is None or row.figure.coverage.schools_counted != 1:
        return ()
    members = dict(belongs.places).get(row.year, ())
    told = seen.shown[release]
    return members if told.everything else tuple(sorted(set(members) & seen.named(release, row.measure)))


def _note(counted: Counter[tuple[str, str, str]], seen: Seen, reader: Reader) -> None:
    for (kind, subject, release), number in counted.items():
        grant = next(iter(seen.shown[release].grants), "")
        note_read(
            reader=reader, kind=kind, subject=subject, rows=number, under=Under(grant), release=release,
            at=timezone.now(),
        )  # fmt: skip
