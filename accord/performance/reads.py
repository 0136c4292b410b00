"""Noting that somebody was shown results that are not public: which, of whom, and what let them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from accord.accounts.actions.reading import Under, note_read
from accord.accounts.readers import Reader
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


def note_figures(rows: Iterable[FigureRow], who: Who, seen: Seen, reader: Reader) -> None:
    """Note each group whose figure was made from releases that are not public; of schools named one by one, each."""
    if not seen.shown:
        return
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        subjects = [("school", urn) for urn in who.urns] or [("figure", row.group)]
        for release in row.releases:
            if release in seen.shown:
                counted.update((kind, subject, release) for kind, subject in subjects)
    for (kind, subject, release), number in counted.items():
        grant = next(iter(seen.shown[release].grants), "")
        note_read(
            reader=reader, kind=kind, subject=subject, rows=number, under=Under(grant), release=release,
            at=timezone.now(),
        )  # fmt: skip
