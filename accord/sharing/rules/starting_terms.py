"""The terms on which a release begins: those that its sender gave, else those its data set usually comes on."""

from __future__ import annotations

from datetime import date

from accord.sharing.choices import Source
from accord.sharing.rules.data_sets import DataSets
from accord.sharing.rules.stages import PUBLISHED, Terms


def starting_terms(
    known: DataSets,
    family: str,
    source: str,
    schools: date | None,
    members: date | None,
    public: date | None,
    *,
    on: date,
) -> Terms:
    """Terms of a release; what describes the register, and no school's results, is always published.

    Where the sender says nothing, a data set that is let out as it comes is seen from the day it came (``on``).
    """
    usual = known.source_of(family)
    if usual is None:
        return PUBLISHED
    if source:
        return Terms(Source(source), schools, members, public)
    if not (schools or members or public):
        at_once = known.at_once.get(family, frozenset())
        schools, members = (on if day in at_once else None for day in ("to_schools_on", "to_members_on"))
    return Terms(usual, schools, members, public)
