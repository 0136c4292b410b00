"""What a reader may be told of what is published here: the editions that answer them, and no others.

Most releases are public. One that is not (`accord.sharing`) answers whole for whoever may see all of it, and for some
schools alone for whoever may see those; for everybody else it is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.accounts.readers import Reader
from accord.sharing.queries.shown import Facts, Shown, shown
from accord.warehouse.editions import Edition, ReleaseRef, choose

ANY = ""
"""Instead of a measure: whatever is shown in any of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Releases as one reader may see them; ``shown`` has those that are not public."""

    releases: tuple[ReleaseRef, ...]
    shown: Mapping[str, Shown]

    def named(self, release: str, measure: str) -> frozenset[str]:
        """The schools of a release that is not public of which this reader is told a measure by name."""
        told = self.shown[release]
        return told.urns.union(told.covers) if measure == ANY else told.named(measure)

    def known_numbers(self, release: str, measure: str) -> frozenset[str]:
        """The schools whose numbers this reader knows, or may remember from an agreement that has ended since."""
        return self.named(release, measure) | self.shown[release].remembered

    @property
    def sums(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What bears on the sums that may be shown: their releases, and what the reader may remember of each."""
        return tuple((id_, tuple(sorted(self.shown[id_].remembered))) for id_ in sorted(self.pooled))

    @property
    def known(self) -> list[ReleaseRef]:
        """The releases that the reader may know of at all: the public ones, and those of which they see something."""
        return [each for each in self.releases if each.id not in self.shown or self.shown[each.id].anything]

    def editions(self, measure: str = ANY, *, pooled: bool = False) -> dict[tuple[str, int], Edition]:
        """The editions that answer for a measure. ``pooled`` has releases whole of which sums may be shown.

        What is made from those must pass `accord.performance.pools` before anybody sees it.
        """
        only: dict[str, frozenset[str]] = {}
        left_out = set()
        for release, told in self.shown.items():
            if told.everything or (pooled and told.pools):
                continue
            only[release] = self.named(release, measure)
            if not only[release]:
                left_out.add(release)
        return choose((each for each in self.releases if each.id not in left_out), only)

    def of_family(self, family: str) -> Seen:
        """The same of one family alone, as if nothing else had ever been published."""
        kept = tuple(each for each in self.releases if each.family == family)
        return Seen(kept, {each.id: self.shown[each.id] for each in kept if each.id in self.shown})

    def open_editions(self) -> dict[tuple[str, int], Edition]:
        """The editions made from what everybody may see, and from nothing else."""
        return choose(each for each in self.releases if each.id not in self.shown)

    def alike(self, measures: Sequence[str]) -> list[tuple[str, ...]]:
        """Measures of which the same is shown, together; nearly always all of them."""
        together: dict[tuple[frozenset[str], ...], list[str]] = {}
        for measure in measures:
            told = tuple(self.named(release, measure) for release in sorted(self.shown))
            together.setdefault(told, []).append(measure)
        return [tuple(each) for each in together.values()]

    @property
    def pooled(self) -> frozenset[str]:
        """The releases of which sums may be shown over schools that are not all shown by name."""
        return frozenset(id_ for id_, told in self.shown.items() if told.pools and not told.everything)


def seen_by(reader: Reader, releases: Sequence[ReleaseRef], on: date) -> Seen:
    """Some releases as a reader may see them on a day."""
    facts = {each.id: Facts(each.family, each.england, tuple(each.authorities)) for each in releases}
    told = shown(reader.rights, facts, on)
    return Seen(tuple(releases), {id_: each for id_, each in told.items() if each.restricted})
