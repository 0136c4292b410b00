"""Deciding between the schools that a line of a list may mean: one is taken only where no other can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.register.rules.matches import Candidate, Certainty, Given, Match
from accord.register.rules.name_fits import ENOUGH_SHARED, MOST_EDITS, Agreement, Closeness, NameFit
from accord.register.rules.places_compared import Nearness
from accord.register.rules.school_names import SchoolName

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a line may mean: ``name`` is what it is called now, ``called`` the name that fits best.

    ``told`` when the name of the line can be its own.
    """

    urn: str
    name: str
    called: str
    current: bool
    is_open: bool
    fit: NameFit
    address: Nearness
    told: bool

    @property
    def order(self) -> tuple[int, int, int, float, str]:
        """What puts candidates in order."""
        return (not self.is_open, self.fit.closeness, self.address, -self.fit.score, self.urn)


def settle_number(
    name: SchoolName, asked: Sequence[Found], found: Sequence[Found], given: Given, today: Mapping[str, bool]
) -> Match:
    """Decide where a line gives numbers; ``asked`` are the places they name, ``today`` whether they name them now."""
    others = [each for each in found if each.urn not in {one.urn for one in asked}]
    if len(asked) > 1:
        return _held("The numbers are those of more than one school.", [*asked, *others])
    one = asked[0]
    if not one.is_open:
        return _held(f"{one.name} has closed, and no school followed it.", [one, *others])
    if given.name.strip() and name.said and not _may_be_called(name, one):
        return _held(f"The number is that of {one.name}, and the name is another.", [one, *others])
    if one.address == Nearness.ELSEWHERE and not one.told:
        return _held(f"The number is that of {one.name}, which is not at this address.", [one, *others])
    if today[one.urn]:
        return Match(Certainty.EXACT, one.urn, f"The number is that of {one.name}.")
    return Match(Certainty.OLD_NUMBER, one.urn, f"The number is one that {one.name} had before.")


def _may_be_called(name: SchoolName, one: Found) -> bool:
    if one.fit.clashes:
        return False
    return one.told or one.fit.shared >= 0.5 or not name.core


def settle_name(name: SchoolName, found: Sequence[Found], given: Given, *, number_unknown: bool) -> Match:
    """Decide by name and address. ``number_unknown`` when the line gives a number that no school has or had."""
    if not name.core:
        reason = "The line names no school." if not name.said else "The name says only what kind of school it is."
        return _held(reason, found) if found else Match(Certainty.UNKNOWN, None, reason)
    if not found:
        return Match(Certainty.UNKNOWN, None, "No school of the register is called anything like it.")
    told = [each for each in found if each.told]
    if not told:
        return _settle_odd(found)
    here = [each for each in told if each.address == Nearness.SAME]
    if here:
        return _settle_here(here, found, number_unknown)
    if number_unknown:
        return _held("No school has or had this number; the name alone does not tell enough.", found)
    return _settle_elsewhere(told, found)


def _settle_odd(found: Sequence[Found]) -> Match:
    """The name has a word nobody knows: taken for the only school at its postcode where nearly all the rest agrees."""
    here = [each for each in found if each.address == Nearness.SAME]
    if not here:
        return _held("Some names are a little like it, but none is near enough.", found)
    best, fit = here[0], here[0].fit
    sure = best.is_open and not fit.clashes and not fit.doubtful and fit.edits <= MOST_EDITS
    if len(here) == 1 and sure and fit.shared >= ENOUGH_SHARED:
        return Match(Certainty.CLOSE, best.urn, f"It is the only school there, and nearly called {best.called}.")
    return _held("A school at this postcode has another name.", found)


def _settle_here(here: Sequence[Found], found: Sequence[Found], number_unknown: bool) -> Match:
    """Name and postcode agree: taken unless two schools at the postcode can both be meant."""
    living = [each for each in here if each.is_open]
    if not living:
        return _held(f"{here[0].name} has closed, and no school followed it.", found)
    best, fit = living[0], living[0].fit
    if fit.doubtful:
        return _held(f"This may be {best.called} with a wrong letter, or another school.", found)
    rivals = [each for each in living[1:] if each.fit.same or not fit.same]
    if fit.closeness == Closeness.ALIKE and fit.stage == fit.faith == Agreement.AGREE:
        rivals = [each for each in rivals if each.fit.closeness <= Closeness.ALIKE]
    if rivals:
        return _held("Two schools at this postcode can be meant.", found)
    return _taken(best, "and the postcode is the same", number_unknown=number_unknown)


def _settle_elsewhere(told: Sequence[Found], found: Sequence[Found]) -> Match:
    """No whole postcode agrees: taken where one school only can be meant, and nothing speaks against it."""
    living = [each for each in told if each.is_open]
    if not living:
        return _held(f"{told[0].name} has closed, and no school followed it.", found)
    pool = [each for each in living if each.address == Nearness.PART]
    backed = bool(pool)
    pool = pool or [each for each in living if each.address == Nearness.SILENT]
    if not pool:
        return _held(f"{living[0].name} has this name, but it is at another address.", found)
    best = min(pool, key=lambda each: each.order)
    unlike = best.fit.edits > 1 and not backed and best.fit.stage != Agreement.AGREE
    if best.fit.doubtful or unlike:
        return _held(f"This may be {best.called} with a wrong letter, or another school.", found)
    gone = [each for each in told if not each.is_open and each.fit.closeness < best.fit.closeness]
    if any(each.address != Nearness.ELSEWHERE for each in gone):
        return _held(f"{gone[0].name}, which has closed, is nearer to this name than {best.name}.", found)
    if any(_can_be_meant(each, best) for each in _rivals(best, pool, found, backed)):
        return _held("More than one school can be meant.", found)
    return _taken(best, "and the address agrees" if backed else "and no other school is called so")


def _rivals(best: Found, pool: Sequence[Found], found: Sequence[Found], backed: bool) -> list[Found]:
    """The other living schools to be thought of; where the address speaks for one, not those it speaks against."""
    living = [each for each in found if each is not best and each.is_open]
    if not backed:
        return living
    at = {each.urn for each in pool}
    return [each for each in living if each.urn in at or each.address in (best.address, Nearness.SILENT)]


def _can_be_meant(rival: Found, best: Found) -> bool:
    """Whether a line that fits ``best`` best may all the same mean the rival."""
    one, two = best.fit, rival.fit
    if two.clashes:
        return False
    if one.same:
        # The line says less than the rival's name does: it may be the rival's with a word left out.
        return two.same or (two.closeness == Closeness.ALIKE and Agreement.LIST_SILENT in (two.stage, two.faith))
    if two.closeness <= one.closeness:
        return True
    if one.closeness == Closeness.NEAR:
        return two.within
    silent = Agreement.REGISTER_SILENT
    fuller = (one.stage == silent != two.stage) or (one.faith == silent != two.faith)
    return two.within and not two.edits and fuller


def _taken(best: Found, why: str, number_unknown: bool = False) -> Match:
    if number_unknown:
        why += "; no school has the number that is given"
    if best.fit.same and best.current and not number_unknown:
        return Match(Certainty.EXACT, best.urn, f"The name is that of {best.name}, {why}.")
    if not best.current and best.fit.closeness <= Closeness.ALIKE and not number_unknown:
        return Match(Certainty.OLD_NAME, best.urn, f"{best.name} was called {best.called}, {why}.")
    return Match(Certainty.CLOSE, best.urn, f"The name is close to {best.called}, {why}.")


def _held(because: str, found: Sequence[Found]) -> Match:
    return Match(Certainty.HELD, None, because, tuple(_candidate(each) for each in found[:_SHOWN]))


def _candidate(each: Found) -> Candidate:
    words = {
        Closeness.SAME: "the same name",
        Closeness.ALIKE: "a name that is the same but for School, CE or a town",
        Closeness.NEAR: "a name with a few other letters or a word more",
        Closeness.DISTANT: "a name that shares little",
    }[each.fit.closeness]
    where = {
        Nearness.SAME: ", the same postcode",
        Nearness.PART: ", the same town or part of the postcode",
        Nearness.SILENT: "",
        Nearness.ELSEWHERE: ", at another address",
    }[each.address]
    closed = "" if each.is_open else "; closed"
    because = f"{words}{where}{closed}"
    return Candidate(each.urn, each.name, round(each.fit.score, 3), because[0].upper() + because[1:])
