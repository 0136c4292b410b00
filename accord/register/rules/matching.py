"""Finding the schools that a list means, in an index built once. Nobody is guessed: what is in doubt is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accord.register.rules.matches import Given, Known, Match, read_dfe_number
from accord.register.rules.name_fits import Closeness, compare, tolerance
from accord.register.rules.name_words import NameWords, tokens
from accord.register.rules.places_compared import (
    Nearness,
    addresses_compared,
    postcodes_compared,
    read_postcode,
    town_words,
    towns_compared,
)
from accord.register.rules.school_names import SchoolName, read_name, stem
from accord.register.rules.settling import Found, settle_name, settle_number

_LONGEST = 200
_MANY = 3000


@dataclass(slots=True)
class _Place:
    """A place with everything its establishments were called and where they stood."""

    living: Known
    postcodes: set[str] = field(default_factory=set)
    towns: set[frozenset[str]] = field(default_factory=set)
    authorities: set[str] = field(default_factory=set)
    names: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Called:
    """One name of one place; ``current`` when it is what the living school is called now."""

    place: str
    text: str
    parts: SchoolName
    current: bool
    stages: frozenset[str]


class Index:
    """All establishments, ready to be asked; the order they came in makes no difference to an answer."""

    def __init__(self, knowns: Iterable[Known], words: NameWords) -> None:
        self._words = words
        self._urns: dict[str, Known] = {each.urn: each for each in sorted(knowns, key=attrgetter("urn"))}
        self._places: dict[str, _Place] = {}
        self._called: list[_Called] = []
        self._numbers: dict[tuple[str, str], set[str]] = {}
        self._postings: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        self._at: dict[str, list[str]] = {}
        for known in self._urns.values():
            self._add(known)
        self._towns = {town for place in self._places.values() for town in place.towns}
        self._vocabulary = list(self._postings)

    def match(self, given: Given) -> Match:
        """The school that a line means, or why that is for a person to say."""
        numbers = self._numbered(given)
        name = read_name(given.name[:_LONGEST], self._words, self._postings)
        found = self._found(name, given)
        if numbers is None:
            return settle_name(name, found, given, number_unknown=False)
        if not numbers:
            return settle_name(name, found, given, number_unknown=True)
        asked = [self._ask(urn, name, given) for urn in sorted(numbers)]
        return settle_number(name, asked, found, given, {urn: self._is_today(urn, given) for urn in numbers})

    def _add(self, known: Known) -> None:
        urn = known.stands_for if known.stands_for in self._urns else known.urn
        place = self._places.setdefault(urn, _Place(self._urns[urn]))
        postcode, town = read_postcode(known.postcode), town_words(known.town)
        place.authorities.add(known.la_code)
        if postcode and postcode not in place.postcodes:
            place.postcodes.add(postcode)
            self._at.setdefault(postcode, []).append(urn)
        if town:
            place.towns.add(town)
        for number in ((known.la_code, known.estab), *known.old_numbers):
            if all(number):
                self._numbers.setdefault(number, set()).add(urn)
        stages = self._words.phases.get(known.phase.casefold(), frozenset())
        for text, current in known.names or ((known.urn, True),):
            parts = read_name(text[:_LONGEST], self._words)
            called = _Called(urn, text, parts, current and urn == known.urn, stages)
            self._called.append(called)
            place.names.append(len(self._called) - 1)
            for word in set(parts.core):
                self._postings.setdefault(word, []).append(len(self._called) - 1)
            self._joined.setdefault("".join(parts.core), []).append(len(self._called) - 1)

    def _numbered(self, given: Given) -> set[str] | None:
        """The places that the numbers of a line name: None without a number, empty for numbers nobody has."""
        sets: list[set[str]] = []
        if _has_digits(given.urn):
            known = self._urns.get(given.urn.strip())
            here = known and (known.stands_for if known.stands_for in self._urns else known.urn)
            sets.append({here} if here else set())
        if _has_digits(given.dfe_number):
            number = _dfe_number(given)
            had = self._numbers.get(number, set()) if number else set()
            # A number can be given again when a school has gone: it is the school's that has it now.
            now = {urn for urn in had if (each := self._places[urn].living).is_open and number == _number(each)}
            sets.append(now if len(now) == 1 else had)
        return set().union(*sets) if sets else None

    def _is_today(self, urn: str, given: Given) -> bool:
        living = self._places[urn].living
        by_urn = not _has_digits(given.urn) or given.urn.strip() == living.urn
        return by_urn and (not _has_digits(given.dfe_number) or _dfe_number(given) == _number(living))

    def _found(self, name: SchoolName, given: Given) -> list[Found]:
        """Every place whose name is like this one, and those at the postcode; best first."""
        urns = {self._called[each].place for each in self._like(name)}
        urns.update(self._at.get(read_postcode(given.postcode) or "", ()))
        asked = [self._ask(urn, name, given) for urn in urns if self._within(urn, given.la_code)]
        kept = [each for each in asked if each.address == Nearness.SAME or (each.fit.shared >= 0.5 or each.fit.within)]
        return sorted(kept, key=attrgetter("order"))

    def _within(self, urn: str, la_code: str) -> bool:
        authorities = self._places[urn].authorities
        return not la_code or la_code in authorities or authorities == {""}

    def _like(self, name: SchoolName) -> Iterator[int]:
        """Names that share a word with this one, letters typed wrong apart; the rarest words first."""
        yield from self._joined.get("".join(name.core), ())
        lists: list[list[int]] = []
        both = [one + two for one, two in zip(name.core, name.core[1:], strict=False)]
        for word in [*name.core, *both]:
            lists.extend(self._postings[each] for each in self._near_words(word))
        seen = 0
        for each in sorted(lists, key=len):
            if seen and seen + len(each) > _MANY:
                return
            seen += len(each)
            yield from each

    def _near_words(self, word: str) -> list[str]:
        allowed = tolerance(len(word))
        if not allowed:
            return [word] if word in self._postings else []
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [each for each, _, _ in near]

    def _ask(self, urn: str, name: SchoolName, given: Given) -> Found:
        """How one place answers to a line, by the best of its names."""
        place = self._places[urn]
        town = frozenset[str]().union(*place.towns) | {stem(word) for each in place.towns for word in each}
        fits = [
            (
                compare(name, self._called[each].parts, town, self._called[each].stages, self._postings),
                self._called[each],
            )
            for each in place.names
        ]
        fit, called = min(fits, key=lambda each: (each[0].closeness, not each[1].current, -each[0].score, each[1].text))
        postcode = postcodes_compared(given.postcode, place.postcodes)
        nearness = towns_compared(given.town, place.towns, self._towns)
        if nearness == Nearness.SILENT and fit.names_town:
            nearness = Nearness.PART
        return Found(
            urn=urn,
            name=next((text for text, current in place.living.names if current), called.text),
            called=called.text,
            current=called.current,
            is_open=place.living.is_open,
            fit=fit,
            address=addresses_compared(postcode, nearness),
            told=len(tokens(given.name)) > 0 and fit.closeness < Closeness.DISTANT,
        )


def _has_digits(text: str) -> bool:
    return any(each.isdigit() for each in text)


def _number(known: Known) -> tuple[str, str]:
    return known.la_code, known.estab


def _dfe_number(given: Given) -> tuple[str, str] | None:
    """The DfE number of a line; its last four digits alone will do where the authority is known."""
    return read_dfe_number(given.dfe_number) or read_dfe_number(given.la_code + given.dfe_number.strip())
