"""The terms on which a release begins: those that its sender gave, else those its data set usually comes on."""

from __future__ import annotations

from datetime import date

from accord.sharing.choices import Source
from accord.sharing.rules.data_sets import DataSets
from accord.sharing.rules.stages import PUBLISHED, Terms


def starting_terms(
    known: DataSets, family: str, source: str, schools: date | None, members: date | None, public: date | None
) -> Terms:
    """Terms of a release; what describes the register, and no school's results, is always published."""
    usual = known.source_of(family)
    if usual is None:
        return PUBLISHED
    if not source:
        return Terms(usual, schools, members, public)
    return Terms(Source(source), schools, members, public)
