"""Schools as people call them, and the few that a text may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accord.register.choices import NumberedBy
from accord.register.models.schools import Establishment
from accord.register.queries.schools import going_by
from accord.register.rules.describing import plain
from accord.register.rules.matches import read_dfe_number

_URN = re.compile(r"[0-9]{6}")
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A school that a text may mean, by the number of the establishment that stands for it."""

    urn: str
    name: str
    said: str
    """Its DfE number, town and status, to tell schools of one name apart."""


def names_of(urns: Iterable[str]) -> dict[str, str]:
    """For each URN the name it goes by; ``School 123456`` where the register does not know it."""
    asked = set(urns)
    known = Establishment.objects.filter(urn__in=asked, numbered_by=NumberedBy.GIAS)
    return {urn: f"School {urn}" for urn in asked} | dict(known.values_list("urn", "name"))


def schools_meant(text: str) -> list[Found]:
    """The schools that a URN, a DfE number or words of a name may mean: an exact number first, at most twenty.

    An old number finds the school that stands for its place today. A URN that the register does not know
    stands for itself.
    """
    asked = plain(text.replace("\0", ""))  # which no name has, and PostgreSQL does not take
    if not asked:
        return []
    number = read_dfe_number(asked)
    now = Establishment.objects.filter(la_code=number[0], estab=number[1]) if number else Establishment.objects.none()
    found = _standing(now) or _standing(going_by(asked))
    if not found and _URN.fullmatch(asked):
        return [Found(asked, f"School {asked}", "")]
    return found


def _standing(wanted: QuerySet[Establishment]) -> list[Found]:
    """The establishments that stand for the places of some, by name."""
    places = wanted.filter(numbered_by=NumberedBy.GIAS).values("school")
    rows = Establishment.objects.filter(school__in=places, stands=True)
    return [Found(each.urn, each.name, _said(each)) for each in rows[:MOST_FOUND]]


def _said(each: Establishment) -> str:
    return ", ".join(part for part in (each.dfe_number, each.town, each.get_status_display().lower()) if part)
