"""What changed since a moment: releases, files, the national register, and the groups that a person minds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accord.accounts.choices import Act
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.readers import Reader
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.queries.releases import every
from accord.performance.standing import until_the_register_changes
from accord.register.choices import ChangeKind
from accord.register.models.changes import Change
from accord.register.queries.changes import Effect, Told, effects, moves_of_followers, told
from accord.register.queries.group_history import acts_by_group, history_since
from accord.register.rules.history_words import History

MOST_ACTS, MOST_EXTRACTS, MOST_SCHOOL_CHANGES = 8, 3, 8


@dataclass(frozen=True, slots=True)
class Minded:
    """What news is wanted of: groups by slug, schools by URN; None for all groups, where a person chose none."""

    groups: frozenset[str] | None
    schools: frozenset[str]


@dataclass(frozen=True, slots=True)
class Extract:
    """The files of a register extract of one day that came, and what they changed of what is minded."""

    on: date
    releases: tuple[Release, ...]
    groups: tuple[Effect, ...]
    schools: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Everything new since a moment. ``replaced`` has, by the key of a new release, the one it took the place of."""

    since: datetime
    first_time: bool
    released: tuple[Release, ...]
    replaced: dict[int, Release]
    withdrawn: tuple[Release, ...]
    waiting: tuple[Intake, ...]
    refused: tuple[Intake, ...]
    extracts: tuple[Extract, ...]
    history: History
    """The acts one by one, where they are few; else none."""
    acts: dict[tuple[str, str], int]
    """How many there were by the slug and name of their group."""
    published: tuple[Release, ...] = ()
    """Every release that stands, of those that the reader may know of: what is due is held against them."""


def news_since(since: datetime, minded: Minded, reader: Reader, today: date, *, first_time: bool) -> News:
    """What changed, as far as a reader may know it. As many queries for one group as for a hundred."""
    known = list(every(reader.rights, today))
    released = [each for each in known if each.accepted_at and each.accepted_at > since and not each.withdrawn_at]
    held = Intake.objects.filter(Q(progress=Progress.HELD) | Q(progress=Progress.REFUSED, received_at__gt=since))
    files = list(held.filter(belonging_to(reader.rights, Act.SEND_DATA)).order_by("-received_at")[:20])
    acts = acts_by_group(since, minded.groups)
    few = sum(acts.values()) <= MOST_ACTS
    return News(
        since=since,
        first_time=first_time,
        released=tuple(sorted(released, key=lambda each: each.accepted_at or since, reverse=True)),
        replaced={each.pk: older for each in released if (older := _before(each, known)) is not None},
        withdrawn=tuple(each for each in known if each.withdrawn_at and each.withdrawn_at > since),
        waiting=tuple(each for each in files if each.progress == Progress.HELD),
        refused=tuple(each for each in files if each.progress == Progress.REFUSED),
        extracts=_extracts(released, minded, today),
        history=history_since(since, minded.groups, MOST_ACTS) if few else History((), {}, {}),
        acts=acts,
        published=tuple(each for each in known if each.accepted_at and not each.withdrawn_at),
    )


def _before(release: Release, known: Collection[Release]) -> Release | None:
    """The release that answered where this one answers now: of the same family, year and extent, the last before it."""
    older = [
        each
        for each in known
        if (each.family, each.year, each.extent) == (release.family, release.year, release.extent)
        and release.as_of is None
        and each.accepted_at
        and release.accepted_at
        and each.accepted_at < release.accepted_at
    ]
    return max(older, key=lambda each: each.accepted_at or release.accepted_at, default=None)


def _extracts(released: Collection[Release], minded: Minded, today: date) -> tuple[Extract, ...]:
    ids = [str(each.public_id) for each in released if each.as_of is not None]
    # Only some files of an extract change anything; the newest few days are told.
    changed = set(Change.objects.filter(release__in=ids).order_by().values_list("release", flat=True).distinct())
    by_day: dict[date, list[Release]] = {}
    for each in released:
        if each.as_of is not None and str(each.public_id) in changed:
            by_day.setdefault(each.as_of, []).append(each)
    return tuple(_extract(day, by_day[day], minded, today) for day in sorted(by_day, reverse=True)[:MOST_EXTRACTS])


def _effects(ids: Sequence[str], today: date) -> list[Effect]:
    return until_the_register_changes(f"effects {sorted(ids)} {today}", lambda: effects(ids, today))


def _extract(day: date, releases: Sequence[Release], minded: Minded, today: date) -> Extract:
    ids = [str(each.public_id) for each in releases]
    schools = Change.objects.filter(release__in=ids, urn__in=minded.schools).exclude(kind=ChangeKind.OTHER)
    first = list(schools.order_by("urn", "kind")[:MOST_SCHOOL_CHANGES]) if minded.schools else []
    touched = [each for each in _effects(ids, today) if minded.groups is None or each.slug in minded.groups]
    return Extract(
        day,
        tuple(releases),
        (*touched, *moves_of_followers(ids, minded.groups or ())),
        tuple(told(first, today)),
    )
