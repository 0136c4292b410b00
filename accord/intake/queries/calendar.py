"""What should have come, what has come and what comes next: usual months held against the releases that are here."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from accord.accounts.rules.rights import Rights
from accord.intake.models.releases import Release
from accord.intake.queries.releases import published
from accord.meaning.publications import SETTLED, Of, Publication, Rhythm, UsualEdition, load_publications

MONTHS_BACK, MONTHS_AHEAD = 14, 7


class Standing(StrEnum):
    """How something expected stands today."""

    HERE = "here"
    PASSED_BY = "passed by"
    """A later edition came, so this one is not needed any more."""
    DUE = "due"
    """It usually comes this month."""
    NOT_HERE = "not here"
    """The month in which it usually comes is over."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Expected:
    """One edition that is usually published in a month; ``release`` is the one that answers it, where there is one.

    ``used`` tells whether anything of the publication is here, of whatever year.
    """

    publication: Publication
    edition: UsualEdition
    year: int
    month: date
    standing: Standing
    release: Release | None
    used: bool

    @property
    def about(self) -> str:
        """``summer 2025``, ``2024/25``, or ``November 2026`` for what describes a day."""
        match self.publication.of:
            case Of.SUMMER:
                return f"summer {self.year}"
            case Of.SCHOOL_YEAR:
                return f"{self.year - 1}/{self.year % 100:02d}"
            case _:
                return f"{self.month:%B %Y}"

    @property
    def named(self) -> str:
        """``Key Stage 2 results by school, summer 2025 (revised)``."""
        if self.publication.rhythm is Rhythm.MONTHLY:
            return f"{self.publication.name}, {self.about}"
        return f"{self.publication.name}, {self.about} ({self.edition.settled})"


def publications() -> tuple[Publication, ...]:
    """What is usually published, by name."""
    return _publications(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


@functools.lru_cache(maxsize=4)
def _publications(folders: tuple[Path, ...]) -> tuple[Publication, ...]:
    return load_publications(folders)


def calendar(today: date, rights: Rights) -> list[Expected]:
    """What is usually published in the months around a day, in their order, as far as somebody may know of it."""
    return expected(publications(), list(published(rights, today)), today)


def expected(known: Iterable[Publication], here: Sequence[Release], today: date) -> list[Expected]:
    """The same from what is given."""
    found = [each for publication in known for each in _of(publication, here, today)]
    return sorted(found, key=lambda each: (each.month, each.publication.name, each.about))


def missing(found: Iterable[Expected]) -> list[Expected]:
    """What usually is here by now and is not: of each publication and year the last edition that is waited for."""
    last: dict[tuple[str, int], Expected] = {}
    for each in sorted(found, key=lambda one: one.month):
        if each.standing is Standing.NOT_HERE:
            last[each.publication.code, each.year] = each
    return sorted(last.values(), key=lambda each: (each.month, each.publication.name))


def _of(publication: Publication, here: Sequence[Release], today: date) -> Iterator[Expected]:
    own = [each for each in here if each.family in publication.families]
    this_month = today.replace(day=1)
    if publication.rhythm is Rhythm.MONTHLY:
        fresh = [each for each in own if each.as_of and each.as_of >= this_month]
        newest = max(fresh, key=lambda each: each.as_of or today, default=None)
        standing = Standing.HERE if newest else Standing.DUE
        yield Expected(publication, publication.editions[0], today.year, this_month, standing, newest, bool(own))
        return
    for edition in publication.editions:
        for year in range(today.year - 3, today.year + 2):
            month = date(year + edition.years_later, edition.month, 1)
            if year not in publication.without and -MONTHS_BACK <= _months(this_month, month) <= MONTHS_AHEAD:
                release = _answering([each for each in own if each.year == year], edition.settled)
                standing = _standing(release, edition.settled, this_month, month)
                yield Expected(publication, edition, year, month, standing, release, bool(own))


def _months(start: date, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


def _answering(own: Sequence[Release], settled: str) -> Release | None:
    """The release of this edition, else of the next that came after it."""
    after = [each for each in own if SETTLED.index(each.settled) >= SETTLED.index(settled)]
    return min(after, key=lambda each: (SETTLED.index(each.settled), -each.pk), default=None)


def _standing(release: Release | None, settled: str, this_month: date, month: date) -> Standing:
    if release is not None:
        return Standing.HERE if release.settled == settled else Standing.PASSED_BY
    if month == this_month:
        return Standing.DUE
    return Standing.NOT_HERE if month < this_month else Standing.LATER
