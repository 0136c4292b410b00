"""Which of England's rows stands beside a selection: where a publisher prints one for each type of school, its own.

A group of primary schools beside England's schools of all types would be judged by secondary schools' absence. So a
selection whose schools are all of one type stands beside England's schools of that type; another has England's schools
of all types beside it, added up, and is not judged by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from accord.accounts.readers import Reader
from accord.performance import standing
from accord.performance.queries import places_of
from accord.performance.selections import Selection, Who
from accord.register.queries.phases import phases_of
from accord.warehouse.measures import Stage

SPECIAL = "special"


def england_beside(selections: Sequence[Selection], stage: Stage, reader: Reader) -> Who:
    """England as it stands beside all of some selections at a stage; the one type that all of their schools are of."""
    if not stage.england_by_phase:
        return Who.england()
    return standing.once(
        (england_beside, tuple(selections), stage.code, reader.rights),
        lambda: Who.england(_one_phase(selections, stage, reader)),
    )


def _one_phase(selections: Sequence[Selection], stage: Stage, reader: Reader) -> str:
    """Empty where they are of several types, or of one without a row, or where one is not known."""
    if not selections or not all(each.who.urns_are_given for each in selections):
        return ""
    found: set[str] = set()
    for each in selections:
        phases = phases_of({urn for urns in places_of(each, reader).values() for urn in urns})
        told = set(phases.values())
        found |= told if each.with_special_at(stage) or told == {SPECIAL} else told - {SPECIAL}
    only = found.pop() if len(found) == 1 else ""
    return only if only in stage.england_by_phase else ""
