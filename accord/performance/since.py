"""What has changed since a page was frozen, so that the page can say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accord.accounts.readers import Reader
from accord.intake.queries.releases import by_ids
from accord.performance import catalogue
from accord.performance.frozen import Frozen, WithdrawnSince
from accord.performance.moved import Moved, figures_moved
from accord.performance.queries import figures_beside, places_of
from accord.performance.selections import Selection
from accord.warehouse.editions import ReleaseRef
from accord.warehouse.measures import Stage


@dataclass(frozen=True, slots=True)
class Arrived:
    """A release that came after the page was frozen and bears on what it shows."""

    id: str
    year: int
    settled: str
    extent: str
    accepted_at: datetime
    by: str
    replaces: str = ""
    """How settled the results were whose place it took, and on which day they had come; empty where it took none's."""
    replaced_from: datetime | None = None
    reported: bool = False
    """Whether it holds what schools report themselves."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed: newer releases, releases withdrawn, members, and whether the rules now give other figures.

    ``joined`` and ``left`` count places; ``redefined`` says that the measure's definition is another;
    ``recomputed`` that the frozen question is no longer answered with the figures that were frozen. ``figures`` has
    every figure of the page beside today's, as the reader may see both.
    """

    arrived: tuple[Arrived, ...]
    joined: int
    left: int
    redefined: bool
    recomputed: bool
    figures: tuple[Moved, ...]

    @property
    def anything(self) -> bool:
        """Whether there is something to say."""
        told = self.arrived or self.joined or self.left or self.redefined or self.recomputed
        return bool(told or self.moved)

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The figures that are not today what they were; the newest year first."""
        return tuple(each for each in self.figures if not each.same)


def since(then: Frozen, selections: Sequence[Selection], reader: Reader, year: int | None = None) -> Since:
    """What has changed since for the figures of selections of one measure under a permanent link.

    ``year`` is the one whose schools are compared one by one, if any.
    """
    measure = catalogue.measure(selections[0].measures[0])
    moved = [(_places(each, reader), _places(replace(each, frozen=""), reader)) for each in selections]
    return Since(
        arrived=tuple(_arrived(then, measure.stage, reader)),
        joined=len({place for before, now in moved for place in now - before}),
        left=len({place for before, now in moved for place in before - now}),
        redefined=then.measures.get(measure.code) != measure.version,
        recomputed=_recomputed(then, reader),
        figures=tuple(figures_moved(selections, year, reader)),
    )


def _places(selection: Selection, reader: Reader) -> set[str]:
    return {place for places in places_of(selection, reader).values() for place in places}


def _arrived(then: Frozen, stage: Stage, reader: Reader) -> list[Arrived]:
    families, own = stage.every_family, stage.returns.results_family if stage.returns else ""
    kept = set(then.releases)
    new = [each for each in catalogue.seen(reader).known if each.id not in kept and each.family in families]
    before = catalogue.seen(reader, then.key).known if new else []
    known = by_ids([each.id for each in new])
    found = []
    for ref in new:
        release, older = known[ref.id], _replaced(ref, before)
        by = str(release.accepted_by) if release.accepted_by else "the command line"
        beside = (str(older.status), older.accepted_at) if older else ("", None)
        found.append(
            Arrived(ref.id, ref.year, ref.status, release.extent, ref.accepted_at, by, *beside, ref.family == own)
        )
    return sorted(found, key=lambda each: (each.accepted_at, each.id))


def _replaced(ref: ReleaseRef, before: Sequence[ReleaseRef]) -> ReleaseRef | None:
    """The release whose place a new one takes: of the same family, year and extent, and preferred until then."""
    about = ref.family, ref.year, ref.england, ref.authorities
    older = [each for each in before if (each.family, each.year, each.england, each.authorities) == about]
    first = min(older, key=lambda each: each.preference, default=None)
    return first if first is not None and ref.preference < first.preference else None


def _recomputed(then: Frozen, reader: Reader) -> bool:
    """Whether the same releases and members now give other figures: another definition, or a corrected formula.

    Not told where some of the releases are not public: readers are shown different figures of them.
    """
    if catalogue.seen(reader, then.key).shown:
        return False
    try:
        first, *beside = (replace(each, frozen=then.key) for each in (then.asked, *then.beside))
        rows = figures_beside(first, beside, reader)
    except WithdrawnSince:
        return False  # a page that rests on withdrawn results says so itself, and shows none
    return [row.as_json() for row in rows] != list(then.figures)
