"""The register as matching wants it: every establishment with its names, numbers and places, old and new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from accord.register.choices import IS_OPEN, KeptBy, NumberedBy, Phase
from accord.register.models.groups import Membership
from accord.register.models.schools import Establishment
from accord.register.rules.matches import Certainty, Given, Known, Match, read_dfe_number
from accord.register.rules.matching import Index
from accord.register.rules.name_words import read_name_words

MOST_AT_ONCE = 5_000
"""Establishments among which a list is matched while somebody waits; among all of England's it takes longer."""
_FIELDS = (
    "urn", "name", "former_names", "la_code", "estab", "former_numbers", "postcode", "town", "status",
    "school__address", "phase",
)  # fmt: skip


def matches_of(given: Sequence[Given], prefers: str = "") -> list[Match]:
    """The school that each line means, looked for in one authority first; everywhere, where none is preferred.

    A number is looked for everywhere. A name found only outside the authority is close at best.
    """
    index = _index(tuple(_knowns(_wanted(given, prefers))))
    found = []
    for each in given:
        match = index.match(replace(each, la_code=prefers))
        if prefers and match.certainty == Certainty.UNKNOWN:
            match = _elsewhere(index.match(each))
        found.append(match)
    return found


def takes_long(prefers: str) -> bool:
    """Whether a list is better matched while nobody waits: no authority is preferred, and there are many schools."""
    return not prefers and Establishment.objects.filter(numbered_by=NumberedBy.GIAS).count() > MOST_AT_ONCE


def usual_authority() -> str:
    """The authority of most schools in the groups kept here; of most schools of the register, if there are none."""
    urns = Membership.objects.filter(group__kept_by=KeptBy.PEOPLE).values("urn")
    known = Establishment.objects.exclude(la_code="").order_by()
    for rows in (known.filter(urn__in=urns), known):
        most = rows.values_list("la_code").annotate(n=Count("pk")).order_by("-n", "la_code").first()
        if most:
            return str(most[0])
    return ""


def _elsewhere(match: Match) -> Match:
    if match.certainty in (Certainty.EXACT, Certainty.OLD_NAME):
        because = f"{match.because} It lies outside the authority looked in first."
        return replace(match, certainty=Certainty.CLOSE, because=because)
    return match


def _wanted(given: Sequence[Given], prefers: str) -> QuerySet[Establishment]:
    """The establishments a list can mean: all, or those of an authority and those with a number or postcode in it."""
    rows = Establishment.objects.filter(numbered_by=NumberedBy.GIAS)
    if not prefers:
        return rows
    numbers = [number for each in given if (number := read_dfe_number(each.dfe_number)) is not None]
    either = Q(la_code__in={prefers, *(la for la, _ in numbers)})
    either |= Q(urn__in={each.urn.strip() for each in given if each.urn.strip()})
    either |= Q(postcode__in={each.postcode.strip().upper() for each in given if each.postcode.strip()})
    return rows.filter(school__in=rows.filter(either).values("school"))


def _knowns(rows: QuerySet[Establishment]) -> Iterable[Known]:
    for row in rows.order_by("urn").values_list(*_FIELDS):
        urn, name, former, la_code, estab, numbers, postcode, town, status, address, phase = row
        yield Known(
            urn=urn,
            names=((name, True), *((str(each[0]), False) for each in former if each)),
            la_code=la_code,
            estab=estab,
            old_numbers=tuple(number for each in numbers if (number := read_dfe_number(str(each))) is not None),
            postcode=postcode,
            town=town,
            is_open=status in IS_OPEN,
            stands_for=address,
            phase=Phase(phase).label if phase else "",
        )


@lru_cache(maxsize=2)
def _index(knowns: tuple[Known, ...]) -> Index:
    """Kept while the register says the same: building it anew for 50,000 takes seconds."""
    return Index(knowns, read_name_words([Path(each) for each in settings.ACCORD_DEFINITIONS]))
