"""What is usually published when, read from ``definitions/calendar``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

SETTLED = ("provisional", "revised", "final")
"""How settled an edition may be, the least first; the words of releases."""


class Rhythm(StrEnum):
    """How often something is published."""

    YEARLY = "yearly"
    MONTHLY = "monthly"


class Of(StrEnum):
    """What a publication is about, which says how its year is written."""

    SUMMER = "summer"
    SCHOOL_YEAR = "school year"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class UsualEdition:
    """One edition of a publication: how settled, in which month, how many years after the year it is about.

    ``month`` is 0 where the rhythm is monthly.
    """

    settled: str
    month: int
    years_later: int
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Figures that come again and again: the families they may come in, and when. The least settled edition first."""

    code: str
    name: str
    families: tuple[str, ...]
    of: Of
    rhythm: Rhythm
    without: tuple[int, ...]
    editions: tuple[UsualEdition, ...]
    source: str


def load_publications(folders: Sequence[Path]) -> tuple[Publication, ...]:
    """Every publication, by name. Raises `DefinitionError`, naming file and key, for one that cannot be used."""
    found = [_publication(Entry(path, content)) for path, content in load_yaml(folders, "calendar").items()]
    return tuple(sorted(found, key=lambda each: each.name))


def _publication(entry: Entry) -> Publication:
    rhythm = entry.choice(Rhythm, entry.text("rhythm"), "rhythm")
    found = Publication(
        code=entry.text("publication"),
        name=entry.text("name"),
        families=tuple(str(each) for each in entry.items("families")),
        of=entry.choice(Of, entry.text("of"), "of"),
        rhythm=rhythm,
        without=tuple(int(each) for each in entry.items("without")),
        editions=tuple(_edition(each, rhythm) for each in entry.entries("editions")),
        source=entry.text("source"),
    )
    if not found.families or not found.editions:
        raise entry.error("families" if not found.families else "editions", "name at least one")
    entry.finish()
    return found


def _edition(entry: Entry, rhythm: Rhythm) -> UsualEdition:
    month = entry.whole("month", 0)
    if rhythm is Rhythm.YEARLY and not 1 <= month <= 12:
        raise entry.error("month", "a yearly publication needs its month, 1 to 12")
    settled = entry.text("settled")
    if settled not in SETTLED:
        raise entry.error("settled", f"{settled!r} is not one of {', '.join(SETTLED)}")
    found = UsualEdition(settled, month, entry.whole("years_later", 0), entry.text("note", ""))
    entry.finish()
    return found
