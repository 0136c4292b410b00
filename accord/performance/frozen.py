"""Permanent links: the releases, members and definitions that stood on the day a page was frozen."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.intake.queries.releases import once_published
from accord.performance.models.frozen_pages import FrozenPage
from accord.performance.recorded import Recorded, recorded_from
from accord.performance.restricted import Seen, seen_by
from accord.performance.selections import Selection, UnknownSelection, Who, WhoKind
from accord.performance.standing import once
from accord.register.rules.clocks import Clock
from accord.warehouse.editions import ReleaseRef


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen page, read back."""

    key: str
    title: str
    address: str
    on: date
    frozen_at: datetime
    by: str
    asked: Selection
    beside: tuple[Selection, ...]
    releases: tuple[str, ...]
    members: Mapping[str, Recorded]
    measures: Mapping[str, str]
    figures: tuple[Mapping[str, Any], ...]

    @property
    def subjects(self) -> tuple[Who, ...]:
        """Everybody the page is about, in its order."""
        return (self.asked.who, *(each.who for each in self.beside))

    def name_of(self, who: Who) -> str:
        """What a subject was called that day; empty where that was not kept."""
        if (who,) == self.subjects:
            return self.title
        kept = self.recorded(who)
        told = dict(kept.known) if kept else {}
        return (kept.name if kept else "") or next((told[urn].name for urn in who.urns if urn in told), "")

    def recorded(self, who: Who) -> Recorded | None:
        """A subject as it was recorded that day; None for one that was not."""
        return self.members.get(named(who))

    def knows(self, who: Who) -> bool:
        """Whether figures of a subject can be made from what was kept."""
        return who.kind in (WhoKind.AUTHORITY, WhoKind.ENGLAND) or named(who) in self.members


@dataclass(frozen=True, slots=True)
class Then:
    """What a frozen page reads: the releases of that day, and which of them were withdrawn since."""

    releases: tuple[ReleaseRef, ...]
    withdrawn: frozenset[str]


class WithdrawnSince(UnknownSelection):
    """A frozen page was made from releases that have been withdrawn: it shows no figures any more."""

    def __init__(self, key: str, releases: frozenset[str]) -> None:
        super().__init__(
            f"The permanent link {key} was made from results that have since been withdrawn, so it shows no figures."
        )
        self.key = key
        self.releases = releases


def named(who: Who) -> str:
    """The name under which a subject is kept."""
    return ":".join([who.kind, who.name, ",".join(who.urns)])


@functools.lru_cache(maxsize=64)
def frozen(key: str) -> Frozen:
    """What was frozen under a key; raises `UnknownSelection` where nothing was. A frozen page never changes."""
    found = FrozenPage.objects.select_related("frozen_by").filter(key=key).first()
    if found is None:
        raise UnknownSelection(f"There is no permanent link {key}.")
    return Frozen(
        key=found.key,
        title=found.title,
        address=found.address,
        on=found.on,
        frozen_at=found.frozen_at,
        by=str(found.frozen_by) if found.frozen_by else "the command line",
        asked=selection_from(found.asked),
        beside=tuple(selection_from(plain) for plain in found.beside),
        releases=tuple(found.releases),
        members={name: recorded_from(plain) for name, plain in found.members.items()},
        measures=found.measures,
        figures=tuple(found.figures),
    )


def as_it_stood(key: str) -> Then:
    """The releases of the day a page was frozen. Those withdrawn since still answer, so that they can be named."""
    return once((as_it_stood, key), lambda: _then(key))


def _then(key: str) -> Then:
    refs, withdrawn = once_published(frozen(key).releases)
    return Then(tuple(refs), withdrawn)


def seen_then(key: str, reader: Reader) -> Seen:
    """What a permanent link was made from, as a reader may see it today: a link gives nobody a right."""
    found = as_it_stood(key).releases
    return once((seen_then, key, reader.rights), lambda: seen_by(reader, found, timezone.localdate()))


def check_standing(key: str, withdrawn: Set[str], behind: Iterable[str]) -> None:
    """Raise `WithdrawnSince` if figures of a frozen page rest on a release that was withdrawn."""
    gone = frozenset(behind) & withdrawn
    if gone:
        raise WithdrawnSince(key, gone)


def selection_json(selection: Selection) -> dict[str, Any]:
    """A selection as plain values; the permanent link itself is no part of it."""
    plain = dataclasses.asdict(selection) | {"on": selection.on.isoformat() if selection.on else None}
    del plain["frozen"]
    return plain


def selection_from(plain: Mapping[str, Any]) -> Selection:
    """The selection that was kept."""
    who = plain["who"]
    return Selection(
        who=Who(WhoKind(who["kind"]), who["name"], tuple(who["urns"])),
        measures=tuple(plain["measures"]),
        years=tuple(plain["years"]),
        pupils=tuple(plain["pupils"]),
        special=plain["special"],
        span=plain["span"],
        basis=Basis(plain["basis"]) if plain["basis"] else None,
        members=Clock(plain["members"]) if plain["members"] else None,
        on=date.fromisoformat(plain["on"]) if plain["on"] else None,
        through=tuple(plain["through"]),
    )
