"""Whose results a selection is about: the places of each year under a clock, and the history of each place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.performance.frozen import frozen, named
from accord.performance.recorded import Recorded, recorded_of
from accord.performance.selections import Selection, UnknownSelection, Who, WhoKind
from accord.performance.standing import until_the_register_changes
from accord.register.queries.lineage import Ancestry, Known
from accord.register.rules.clocks import Clock, counted_day
from accord.register.rules.lineage import ONE_TO_ONE, How, counting
from accord.warehouse.counts import Whom


@dataclass(frozen=True, slots=True)
class Crossing:
    """Results of an older establishment that were counted as part of the history of a place."""

    place: str
    urn: str
    into: str
    how: How
    on: date | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose rows count. Where each year's own file names the schools, ``given`` is False and nothing else is told.

    ``places`` has the places of each year, each by the URN that stands for it; ``histories`` theirs. ``known`` is what
    the register said of schools on the day a page was frozen; None where it is asked today.
    """

    whom: Whom
    name: str
    given: bool
    counted_on: str = "05-15"
    places: tuple[tuple[int, tuple[str, ...]], ...] = ()
    histories: tuple[Ancestry, ...] = ()
    known: tuple[tuple[str, Known], ...] | None = None

    def counted(self, year: int, rows: Collection[str], with_pupils: Collection[str]) -> tuple[str, ...]:
        """The URNs that count in a year of which ``rows`` have a row; a place without any by its own URN.

        Of a place only rows ``with_pupils`` count, if it has such. Sorted, each once: two places that share a
        history do not count its pupils twice.
        """
        return tuple(sorted(set().union(*self.counted_by_place(year, rows, with_pupils).values())))

    def counted_by_place(
        self, year: int, rows: Collection[str], with_pupils: Collection[str]
    ) -> dict[str, tuple[str, ...]]:
        """The same, place by place."""
        history = {each.urn: each for each in self.histories if each.steps}
        day = counted_day(year, self.counted_on)
        found = {}
        for place in dict(self.places).get(year, ()):
            chosen: tuple[str, ...] = ()
            if (each := history.get(place)) is not None:
                chosen = counting(place, each.steps, with_pupils, each.days, day)
                chosen = chosen or counting(place, each.steps, rows, each.days, day)
            found[place] = chosen or (place,)
        return found

    def crossings(self, counted: Collection[str]) -> tuple[Crossing, ...]:
        """How the counted URNs that stand for no place belong to one, by place and URN."""
        found = {
            (each.urn, step.older, step.newer): Crossing(each.urn, step.older, step.newer, step.how, step.on)
            for each in self.histories
            for step in each.steps
            if step.older in counted
        }
        return tuple(found[key] for key in sorted(found))

    def lasting(self, codes: Sequence[str]) -> list[str]:
        """For each URN the last that it plainly became: a school that changes its number stays one school.

        Schools that were merged, and those that one was split into, are schools of their own.
        """
        onward = {step.older: step.newer for each in self.histories for step in each.steps if step.how in ONE_TO_ONE}
        return [_last(code, onward) for code in codes]

    def kin(self, urn: str) -> tuple[str, ...]:
        """Every URN of the history that a place's own URN stands for, its own first; itself alone for others."""
        return next((each.urns for each in self.histories if each.urn == urn), (urn,))


def of_all(belongs: Sequence[Belonging]) -> Belonging:
    """Everybody whose results are about any of some subjects whose schools are given, as if they were one."""
    places: dict[int, set[str]] = {}
    for each in belongs:
        for year, theirs in each.places:
            places.setdefault(year, set()).update(theirs)
    histories = {history.urn: history for each in belongs for history in each.histories}
    return Belonging(
        Whom("school", codes=tuple(sorted({code for each in belongs for code in each.whom.codes or ()}))),
        "",
        given=True,
        counted_on=belongs[0].counted_on,
        places=tuple((year, tuple(sorted(theirs))) for year, theirs in sorted(places.items())),
        histories=tuple(histories[urn] for urn in sorted(histories)),
    )


def _last(urn: str, onward: Mapping[str, str]) -> str:
    seen = {urn}
    while (following := onward.get(urn)) is not None and following not in seen:
        urn = following
        seen.add(urn)
    return urn


def belonging(selection: Selection, counted_on: str, today: date) -> Belonging:
    """Whose results a selection is about, as the register has it.

    Raises `UnknownSelection` for a group that is not there, or a clock that has nothing to tell the time by.
    """
    return belongings([selection], counted_on, today)[0]


def belongings(selections: Sequence[Selection], counted_on: str, today: date) -> list[Belonging]:
    """The same of many selections that differ only in whose they are; no more queries than for a few."""
    told = [_told(each, counted_on) for each in selections]
    asked = [each.who for each, known in zip(selections, told, strict=True) if known is None]
    if len(asked) == 1:
        remembered = {asked[0]: until_the_register_changes(named(asked[0]), lambda: recorded_of(asked)[asked[0]])}
    else:
        remembered = recorded_of(asked)

    def of_one(selection: Selection) -> Belonging:
        found = remembered[selection.who]
        if found is None:
            raise UnknownSelection(_unknown(selection.who))
        return _by(found, selection, counted_on, selection.on or today)

    return [known or of_one(each) for each, known in zip(selections, told, strict=True)]


def _told(selection: Selection, counted_on: str) -> Belonging | None:
    """What each year's own file names, or a permanent link keeps; None where the register is to be asked."""
    who, clock = selection.who, selection.clock
    if who.kind is WhoKind.ENGLAND:
        if clock is not Clock.THEN:
            raise UnknownSelection("England is read from each year's own file: it has the members of the time only.")
        return Belonging(Whom("school"), "", given=False)
    if who.kind is WhoKind.AUTHORITY and clock is Clock.THEN:
        return Belonging(Whom("school", authority=who.name), "", given=False)
    return _as_frozen(selection, counted_on) if selection.frozen else None


def _as_frozen(selection: Selection, counted_on: str) -> Belonging:
    """The same from what was recorded when a page was frozen."""
    then = frozen(selection.frozen)
    kept = then.recorded(selection.who)
    if kept is None:
        raise UnknownSelection(f"The permanent link {then.key} keeps the members of {then.title}, and of nobody else.")
    return replace(_by(kept, selection, counted_on, selection.on or then.on), known=kept.known)


def _by(recorded: Recorded, selection: Selection, counted_on: str, on: date) -> Belonging:
    """Whose results count by the clock of a selection, of all who ever belonged."""
    years = selection.source_years
    throughout = sorted({*years, *(selection.through if selection.clock is Clock.CONSTANT else ())})
    found = recorded.members(selection.clock, throughout, counted_on, on)
    everyone = {place for year in years for place in found[year]}
    histories = tuple(each for each in recorded.histories if each.urn in everyone)
    codes = tuple(sorted({urn for each in histories for urn in each.urns}))
    places = tuple((year, tuple(found[year])) for year in years)
    return Belonging(Whom("school", codes=codes), recorded.name, True, counted_on, places, histories)


def _unknown(who: Who) -> str:
    if who.kind is WhoKind.GROUP:
        return f"There is no group {who.name}. `accord groups list` shows them."
    return (
        f"The register does not know the schools of authority {who.name}: take in an extract of establishments, or "
        "ask for the members of the time, which each year's own file names."
    )
