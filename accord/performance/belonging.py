"""Whose results a selection is about: the places of each year under a clock, and the history of each place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.performance.frozen import frozen
from accord.performance.selections import Selection, UnknownSelection, Who, WhoKind
from accord.register.choices import GroupKind
from accord.register.models.groups import Group
from accord.register.queries.groups import groups_called, groups_with_schools
from accord.register.queries.lineage import Ancestry, Known, ancestries, standing_for
from accord.register.queries.members import members_of_groups
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
        history = {each.urn: each for each in self.histories}
        day = counted_day(year, self.counted_on)
        found: set[str] = set()
        for place in dict(self.places).get(year, ()):
            each = history[place]
            chosen = counting(place, each.steps, with_pupils, each.days, day)
            chosen = chosen or counting(place, each.steps, rows, each.days, day)
            found.update(chosen or (place,))
        return tuple(sorted(found))

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
    unsaid = [each for each, known in zip(selections, told, strict=True) if known is None]
    named = _members(unsaid, counted_on, today)
    histories = ancestries(sorted({place for each in named for places in each.by_year.values() for place in places}))
    rest = iter(named)
    return [known or _given(next(rest), counted_on, histories) for known in told]


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


def _throughout(selection: Selection) -> list[int]:
    return sorted({*selection.source_years, *(selection.through if selection.clock is Clock.CONSTANT else ())})


def _as_frozen(selection: Selection, counted_on: str) -> Belonging:
    """The same from what was recorded when a page was frozen."""
    then = frozen(selection.frozen)
    recorded = then.recorded(selection.who)
    if recorded is None:
        raise UnknownSelection(f"The permanent link {then.key} keeps the members of {then.title}, and of nobody else.")
    found = recorded.members(selection.clock, _throughout(selection), counted_on, selection.on or then.on)
    members = {year: found[year] for year in selection.source_years}
    everyone = {place for places in members.values() for place in places}
    histories = [each for each in recorded.histories if each.urn in everyone]
    return replace(_made(recorded.name, counted_on, members, histories), known=recorded.known)


@dataclass(frozen=True, slots=True)
class _Named:
    """The places of each year, and what they are called together."""

    name: str
    by_year: Mapping[int, Sequence[str]]


def _members(selections: Sequence[Selection], counted_on: str, today: date) -> list[_Named]:
    if not selections:
        return []
    years, clock = selections[0].source_years, selections[0].clock
    stands = standing_for({urn for each in selections for urn in each.who.urns})
    groups = _groups([each.who for each in selections if each.who.kind is not WhoKind.URNS])
    throughout, on = _throughout(selections[0]), selections[0].on or today
    members = members_of_groups(list(groups.values()), clock, throughout, counted_on, on)

    def of_one(who: Who) -> _Named:
        if who.kind is WhoKind.URNS:
            return _Named("", dict.fromkeys(years, sorted({stands[urn] for urn in who.urns})))
        group = groups[who]
        return _Named(group.name, {year: members[group.pk][year] for year in years})

    return [of_one(each.who) for each in selections]


def _groups(asked: Sequence[Who]) -> dict[Who, Group]:
    slugs = [who.name for who in asked if who.kind is WhoKind.GROUP]
    codes = [who.name for who in asked if who.kind is WhoKind.AUTHORITY]
    called, authorities = groups_called(slugs), groups_with_schools(GroupKind.AUTHORITY, codes) if codes else {}
    found = {}
    for who in asked:
        group = called.get(who.name) if who.kind is WhoKind.GROUP else authorities.get(who.name)
        if group is None:
            raise UnknownSelection(_unknown(who))
        found[who] = group
    return found


def _unknown(who: Who) -> str:
    if who.kind is WhoKind.GROUP:
        return f"There is no group {who.name}. `accord groups list` shows them."
    return (
        f"The register does not know the schools of authority {who.name}: take in an extract of establishments, or "
        "ask for the members of the time, which each year's own file names."
    )


def _given(named: _Named, counted_on: str, histories: Mapping[str, Ancestry]) -> Belonging:
    everyone = {place for places in named.by_year.values() for place in places}
    return _made(named.name, counted_on, named.by_year, [histories[place] for place in everyone])


def _made(
    name: str, counted_on: str, members: Mapping[int, Sequence[str]], histories: Iterable[Ancestry]
) -> Belonging:
    ordered = tuple(sorted(histories, key=lambda each: each.urn))
    codes = tuple(sorted({urn for each in ordered for urn in each.urns}))
    places = tuple((year, tuple(found)) for year, found in sorted(members.items()))
    return Belonging(Whom("school", codes=codes), name, True, counted_on, places, ordered)
