"""Measures, groups, schools and releases as programs ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from accord.accounts.readers import Reader
from accord.intake.models.releases import Release
from accord.intake.queries.releases import published
from accord.performance import catalogue
from accord.performance.standing import until_the_register_changes
from accord.register.models.schools import Establishment
from accord.register.queries.groups import GroupLine, groups_with_sizes
from accord.register.queries.schools import Wanted, schools_wanted


def measures_of(stage: str) -> list[catalogue.Measure]:
    """Every measure, or those of a stage, by code."""
    return [each for _, each in sorted(catalogue.measures().items()) if stage in ("", each.stage.code)]


def groups_of(kind: str, text: str, kept_by: str, on: date) -> list[GroupLine]:
    """The groups of a kind whose name has all words of a text, by address."""
    kinds = (kind,) if kind else ()
    asked = f"groups for programs {kept_by} {kind} {on}"
    found = until_the_register_changes(asked, lambda: groups_with_sizes(on, kept_by=kept_by, kinds=kinds))
    words = text.casefold().split()
    named = [each for each in found if all(word in each.name.casefold() for word in words)]
    return sorted(named, key=lambda each: each.slug)


def schools_after(wanted: Wanted, after: Sequence[str | int], most: int, today: date) -> list[Establishment]:
    """So many of the schools asked for, by number, from the one after ``after`` on."""
    found = schools_wanted(wanted, today)
    if after:
        number, by = after
        found = found.filter(Q(urn__gt=number) | Q(urn=number, numbered_by__gt=by))
    return list(found.select_related("school").order_by("urn", "numbered_by")[:most])


def releases_after(
    family: str, year: int | None, after: Sequence[str | int], most: int, reader: Reader, today: date
) -> list[Release]:
    """So many of the releases published to a reader, the oldest first, from the one after ``after`` on."""
    found = published(reader.rights, today)
    if family:
        found = found.filter(family=family)
    if year is not None:
        found = found.filter(year=year)
    if after:
        at, id_ = datetime.fromisoformat(str(after[0])), after[1]
        found = found.filter(Q(accepted_at__gt=at) | Q(accepted_at=at, public_id__gt=id_))
    return list(found.order_by("accepted_at", "public_id")[:most])
