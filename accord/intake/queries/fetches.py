"""What publishers are to be asked for, and what they answered last."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from accord.accounts.choices import Act
from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed
from accord.accounts.rules.roles import load_roles
from accord.intake.choices import Outcome, Progress
from accord.intake.models.fetches import Fetch
from accord.intake.models.files import Intake
from accord.intake.queries.calendar import Expected, Standing
from accord.meaning.publications import Publication, Rhythm
from accord.meaning.sources import FileOffered, Source, load_sources

WATCHED = "data"
"""The address that people follow to be told of data that came."""
AGAIN_AFTER = timedelta(days=7)
"""What is here is asked for again so long after the last time."""


@dataclass(frozen=True, slots=True)
class Due:
    """A file that a publisher is to be asked for; ``settled`` is the edition that usually is out by now."""

    source: Source
    offered: FileOffered
    publication: Publication
    year: int
    settled: str
    edition_told: bool
    standing: Standing

    def addresses(self, today: date) -> tuple[str, ...]:
        """Where to ask, one after another: a day's file may be offered the day after. Empty where it is unknown."""
        days = (today, today - timedelta(days=1)) if "day" in self.offered.places() else (today,)
        found = (self.offered.address_of(self.year, day) for day in days)
        return tuple(each for each in found if each is not None)


def sources() -> tuple[Source, ...]:
    """Where files are fetched from."""
    return _sources(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


@functools.lru_cache(maxsize=4)
def _sources(folders: tuple[Path, ...]) -> tuple[Source, ...]:
    return load_sources(folders)


def due(known: Sequence[Source], expected: Iterable[Expected], today: date) -> list[Due]:
    """Every file of the editions that usually are out by a day: of each year the one that is due last."""
    last: dict[tuple[str, int], Expected] = {}
    for each in sorted(expected, key=lambda one: one.month):
        if each.month <= today:
            last[each.publication.code, each.year] = each
    return [found for each in last.values() for found in _files_of(known, each)]


def of_years(
    known: Sequence[Source], publications: Iterable[Publication], years: Sequence[int], today: date
) -> list[Due]:
    """Every file of some years, whatever the calendar says; the edition is the last that usually is out by a day."""
    named = {each.code: each for each in publications}
    return [
        Due(source, offered, publication, year, *_edition_by(publication, year, today), Standing.NOT_HERE)
        for source in known
        for offered in source.files
        if (publication := named.get(offered.publication)) is not None
        for year in years
    ]


def _files_of(known: Sequence[Source], each: Expected) -> Iterator[Due]:
    told = len(each.publication.editions) == 1
    for source in known:
        for offered in source.files:
            if offered.publication == each.publication.code and each.year >= offered.first_year:
                yield Due(source, offered, each.publication, each.year, each.edition.settled, told, each.standing)


def _edition_by(publication: Publication, year: int, today: date) -> tuple[str, bool]:
    """How settled the last edition of a year is that usually is out by a day, and whether there is only that one."""
    if publication.rhythm is Rhythm.MONTHLY:
        return publication.editions[0].settled, True
    out = [each for each in publication.editions if date(year + each.years_later, each.month, 1) <= today]
    return (out or publication.editions)[-1 if out else 0].settled, len(publication.editions) == 1


def is_time(each: Due, at: datetime) -> bool:
    """Whether to ask tonight: every night for what is not here, and once a week for what is."""
    if each.standing not in (Standing.HERE, Standing.PASSED_BY):
        return True
    last = Fetch.objects.filter(offered=each.offered.code, year=each.year).first()
    return last is None or last.asked_at <= at - AGAIN_AFTER


def last_that_came(offered: str, year: int, *, refused_too: bool) -> Fetch | None:
    """The last time that a file came; where it was refused, only if that counts as well."""
    last = Fetch.objects.filter(offered=offered, year=year, outcome=Outcome.NEW).select_related("intake").first()
    refused = last is not None and (last.intake is None or last.intake.progress == Progress.REFUSED)
    return None if refused and not refused_too else last


def on_the_way() -> list[Fetch]:
    """What came and was not yet taken in, the first first."""
    return list(Fetch.objects.filter(outcome=Outcome.COMING).select_related("intake__file").order_by("asked_at", "pk"))


def received_of(fetch: Fetch) -> Intake | None:
    """The intake of a file that was received before its row could say so."""
    found = Intake.objects.filter(file__sha256=fetch.sha256, received_by=None, received_at__gte=fetch.asked_at)
    return found.filter(fetches=None).order_by("received_at").first()


def last_answers() -> dict[tuple[str, int], Fetch]:
    """What came of asking last, by publication and year."""
    found: dict[tuple[str, int], Fetch] = {}
    for each in Fetch.objects.select_related("intake").order_by("asked_at", "pk"):
        found[each.publication, each.year] = each
    return found


def who_acts() -> str:
    """The names of the roles whose holders may send files here: those who see to what does not come by itself."""
    roles = load_roles(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS)).values()
    return ", ".join(role.name for role in roles if Act.SEND_DATA in role.may and not role.on_behalf)


def watchers() -> list[Person]:
    """Who asked to be told of data that came, and may still sign in."""
    followed = Followed.objects.filter(address=WATCHED, person__is_active=True).select_related("person")
    return [each.person for each in followed.order_by("person__email")]
