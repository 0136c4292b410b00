"""Whose page it is: a group in the register, a local authority, or a school."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.performance import catalogue
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.models.schools import Establishment
from accord.register.queries.groups import group_called


@dataclass(frozen=True, slots=True)
class Subject:
    """``room`` and ``key`` make its address: groups/elm-alliance, authorities/850."""

    who: Who
    room: str
    key: str
    name: str
    kind: str

    @property
    def address(self) -> str:
        """How it is named wherever its page is meant: ``groups/elm-alliance``."""
        return f"{self.room}/{self.key}"

    @property
    def is_school(self) -> bool:
        """Whether it is one school, and not several as if they were one."""
        return self.room == "schools"

    @property
    def special_by_default(self) -> bool:
        """Whether special schools are in unasked: a special school's own page is about it."""
        return self.is_school or self.who.special_by_default

    @property
    def is_authority(self) -> bool:
        """Whether the publisher has a row of its own for these schools."""
        return self.room == "authorities"


def subject(room: str, key: str) -> Subject | None:
    """The subject at an address, or None where there is none."""
    if room == "authorities":
        name = authority_name(key)
        return Subject(Who.authority(key), room, key, name, "Local authority") if name else None
    if room == "schools":
        return _school(key)
    found = group_called(key)
    if found is None:
        return None
    return Subject(Who.group(key), room, key, found.name, found.get_kind_display())


def _school(address: str) -> Subject | None:
    known = Establishment.objects.filter(school__address=address, stands=True).first()
    if known is None:
        return None
    kind = known.type_name or known.get_category_display()
    return Subject(Who.of_urns([known.urn]), "schools", address, known.name, kind)


def authority_name(code: str) -> str | None:
    """What the publisher calls an authority, from its newest row; its code where schools of it are known but
    no row of its own; None where no release knows it."""
    releases = (each.id for edition in catalogue.editions(Reader.operator()).values() for each in edition.releases)
    return _authority_name(code, frozenset(releases))


@functools.lru_cache(maxsize=1024)
def _authority_name(code: str, _releases: frozenset[str]) -> str | None:
    known = False
    for measure in catalogue.one_of_each_stage().values():
        years = tuple(catalogue.years_with_releases(measure, Reader.operator()))
        if not years:
            continue
        # Names are public, and the same for every reader.
        rows = figures(Selection(Who.authority(code), (measure,), years), Reader.operator())
        named = [row.title for row in rows if row.basis == Basis.PUBLISHED]
        if named:
            return named[-1]
        known = known or any(row.figure.coverage.schools_expected for row in rows)
    return f"Local authority {code}" if known else None
