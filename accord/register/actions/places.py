"""Schools as places: establishments that follow one another are settled in one, under the one that stands for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import F

from accord.register.choices import ChangeKind, NumberedBy
from accord.register.models.changes import Change
from accord.register.models.links import Link, Succession
from accord.register.models.schools import Establishment, School
from accord.register.queries.facts import facts
from accord.register.rules import lineage as rules
from accord.register.rules.link_types import LinkRow, LinkTypes
from accord.register.rules.successions import Found, find_successions

BATCH = 900


def settle(types: LinkTypes) -> Found:
    """Conclude the successions anew from all links, and give every establishment its place.

    A school keeps its public id through conversions: of the schools that come together the oldest stays.
    """
    rows = Link.objects.order_by().values_list("urn", "other", "kind", "established_on")
    known = facts()
    found = find_successions((LinkRow(*row) for row in rows.iterator()), known, types)
    _write_successions(found.successions)
    _settle_in(rules.places(known, found.successions, known))
    return found


def list_conversions(release: str, on: date, before: Iterable[tuple[str, str]], found: Found) -> list[Change]:
    """The successions that were not known before, as changes of the older establishment.

    Where none was known at all, those of the year before the extract: the others are no news.
    """
    known = set(before)
    fresh = [each for each in found.successions if (each.older, each.newer) not in known]
    if not known:
        fresh = [each for each in fresh if each.on is not None and on - timedelta(days=365) < each.on <= on]
    urns = {urn for each in fresh for urn in (each.older, each.newer)}
    names = dict(Establishment.objects.filter(urn__in=urns, numbered_by="gias").values_list("urn", "name"))
    changes = [
        Change(
            release=release,
            on=on,
            urn=each.older,
            kind=ChangeKind.CONVERTED,
            what=str(each.how),
            before=names.get(each.older, ""),
            after=names.get(each.newer, f"URN {each.newer}"),
        )
        for each in fresh
        if each.older in names or each.newer in names
    ]
    return Change.objects.bulk_create(changes, batch_size=BATCH)


def known_successions() -> list[tuple[str, str]]:
    """Older and newer of every succession as it stands."""
    return list(Succession.objects.order_by().values_list("older", "newer"))


def _write_successions(found: Sequence[rules.Succession]) -> None:
    Succession.objects.all().delete()
    Succession.objects.bulk_create(
        (Succession(older=s.older, newer=s.newer, how=s.how, on=s.on, recorded_by=s.recorded_by) for s in found),
        batch_size=BATCH,
    )


def _settle_in(place_of: Mapping[str, str]) -> None:
    """Write the places that differ from what is written, unstanding first: no school ever has two that stand."""
    rows = Establishment.objects.filter(numbered_by=NumberedBy.GIAS).order_by("pk")
    written = {
        urn: (pk, school, address, stands)
        for urn, pk, school, address, stands in rows.values_list("urn", "pk", "school_id", "school__address", "stands")
    }
    members: dict[str, list[str]] = defaultdict(list)
    for urn, place in place_of.items():
        members[place if place in written else urn].append(urn)
    moved: dict[int, list[int]] = defaultdict(list)
    addresses: dict[int, str] = {}
    stand: list[int] = []
    fall: list[int] = []
    taken: set[int] = set()
    for place, urns in sorted(members.items()):
        schools = {written[urn][1] for urn in urns} - taken
        school = min(schools) if schools else School.objects.create(address=f"new-{place}").pk
        taken.add(school)
        if not schools or any(written[urn][1] == school and written[urn][2] != place for urn in urns):
            addresses[school] = place
        for urn in urns:
            pk, now, _, stands = written[urn]
            if now != school:
                moved[school].append(pk)
            if stands != (urn == place):
                (stand if urn == place else fall).append(pk)
    _write_places(moved, addresses, stand, fall)


def _write_places(
    moved: Mapping[int, Sequence[int]], addresses: Mapping[int, str], stand: Sequence[int], fall: Sequence[int]
) -> None:
    arriving = [pk for pks in moved.values() for pk in pks]
    for pks in _parts(sorted({*arriving, *fall})):
        Establishment.objects.filter(pk__in=pks).update(stands=False)
    for part in _parts([(pk, school) for school, pks in moved.items() for pk in pks]):
        Establishment.objects.bulk_update([Establishment(pk=pk, school_id=school) for pk, school in part], ["school"])
    for part in _parts(list(School.objects.filter(establishments=None).values_list("pk", flat=True))):
        School.objects.filter(pk__in=part).delete()
    # Addresses are unique and may change hands: all are given up before the first is taken.
    for address_of in ({pk: f"moving-{pk}" for pk in addresses}, addresses):
        for part in _parts(sorted(address_of)):
            School.objects.bulk_update([School(pk=pk, address=address_of[pk]) for pk in part], ["address"])
    for pks in _parts(sorted({*stand, *arriving} - set(fall))):
        Establishment.objects.filter(pk__in=pks, urn=F("school__address")).update(stands=True)


def _parts(items: Sequence) -> Iterable[Sequence]:  # type: ignore[type-arg]
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))
