"""Trusts, federations and the like follow the national register's lists of groups and of their members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from accord.accounts.models.people import Person
from accord.register.actions.establishments import Extract
from accord.register.choices import ChangeKind, KeptBy
from accord.register.models.changes import Change
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import Establishment
from accord.register.rules.describing import Record, known_day, said
from accord.register.rules.kinds_of_school import KindsOfSchool

BATCH = 900
_DETAILS = ("group_id", "companies_house", "ukprn", "town", "county", "postcode")


def follow_groups(extract: Extract, kinds: KindsOfSchool) -> dict[str, Group]:
    """Make or renew every group of an extract; all groups of the national register by UID."""
    known = _known(kinds)
    fresh: list[Group] = []
    renewed: list[Group] = []
    for record in extract.records:
        uid = str(record["uid"])
        group = known.get(uid)
        if group is None:
            group = known[uid] = Group(kept_by=KeptBy.GIAS, code=uid)
            fresh.append(group)
        elif group.pk:
            renewed.append(group)
        _describe(group, record, kinds)
    Group.objects.bulk_create(fresh, batch_size=BATCH)
    Group.objects.bulk_update(
        renewed, ["name", "starts_on", "ends_before", "ended_because", "details"], batch_size=BATCH // 6
    )
    return known


def _known(kinds: KindsOfSchool) -> dict[str, Group]:
    rows = Group.objects.filter(kept_by=KeptBy.GIAS, kind__in=set(kinds.group_types.values()))
    return {group.code: group for group in rows}


def _describe(group: Group, record: Record, kinds: KindsOfSchool) -> None:
    if not group.kind:
        group.kind = _kind(record, kinds)
        group.slug = f"{group.kind}-{group.code}".replace("_", "-")
    named = str(record.get("name") or record.get("group_name") or "")
    group.name = (named or group.name or f"Group {group.code}")[:200]
    opened = known_day(record.get("opened_on")) or known_day(record.get("incorporated_on"))
    closed = record.get("closed_on")
    group.starts_on = opened if opened and (closed is None or opened < closed) else None
    group.ends_before = closed
    group.ended_because = "Closed in the national register." if closed else ""
    group.details = group.details | {name: record[name] for name in _DETAILS if said(record.get(name))}


def _kind(record: Record, kinds: KindsOfSchool) -> str:
    by_code = kinds.group_types.get(str(record.get("type_code") or ""))
    if by_code:
        return by_code
    words = str(record.get("type") or "").lower()
    named = {"multi": "trust", "single": "single_trust", "federation": "federation", "sponsor": "sponsor"}
    named |= {"umbrella": "umbrella_trust", "children": "childrens_centres", "trust": "foundation_trust"}
    return next((kind for word, kind in named.items() if word in words), "foundation_trust")


def follow_members(extract: Extract, kinds: KindsOfSchool, *, by: Person | None, at: datetime) -> None:
    """Have schools belong to the groups that an extract of group links puts them in.

    A membership that the extract no longer has ended by the day of the extract; what joined and left is listed,
    unless it is the first such extract.
    """
    known = _known(kinds)
    links = _links(extract.records, known, kinds)
    rows = Membership.objects.filter(group__in=[group.pk for group in known.values() if group.pk], ends_before=None)
    going_on = {(each.urn, each.group_id): each for each in rows.order_by().iterator()}
    first = not rows.exists()
    lives = _lives({urn for urn, _ in links})
    made: list[Membership] = []
    changes: list[Change] = []
    for (urn, uid), joined in links.items():
        group = known[uid]
        if (urn, group.pk) in going_on:
            going_on.pop((urn, group.pk))
            continue
        made += _membership(urn, group, joined, lives.get(urn, (None, None)), by, at)
        changes += _told(extract, ChangeKind.JOINED_GROUP, urn, group) if not first else []
    by_pk = {group.pk: group for group in known.values()}
    for one in going_on.values():
        group = by_pk[one.group_id]
        end = lives.get(one.urn, (None, None))[1] or extract.as_of
        if one.starts_on is not None and one.starts_on >= end:
            one.starts_on = None  # It was to join later, and did not.
        one.ends_before = end
        one.left_because = "No longer in the national register’s list of members."
        changes += _told(extract, ChangeKind.LEFT_GROUP, one.urn, group)
    Membership.objects.bulk_create(made, batch_size=BATCH)
    ended = ["starts_on", "ends_before", "left_because"]
    Membership.objects.bulk_update(going_on.values(), ended, batch_size=BATCH // 4)
    Change.objects.bulk_create(changes, batch_size=BATCH)


def _links(
    records: Iterable[Record], known: dict[str, Group], kinds: KindsOfSchool
) -> dict[tuple[str, str], date | None]:
    """The latest day of joining by URN and UID; a group that no list of groups had is made from its link."""
    found: dict[tuple[str, str], date | None] = {}
    fresh: list[Group] = []
    for record in records:
        uid = str(record["uid"])
        if uid not in known:
            group = known[uid] = Group(kept_by=KeptBy.GIAS, code=uid)
            _describe(group, record, kinds)
            fresh.append(group)
        found[str(record["urn"]), uid] = known_day(record.get("joined_on"))
    Group.objects.bulk_create(fresh, batch_size=BATCH)
    return found


def _lives(urns: Iterable[str]) -> dict[str, tuple[date | None, date | None]]:
    rows = Establishment.objects.filter(numbered_by="gias").exclude(closed_on=None, opened_on=None).order_by()
    wanted = set(urns)
    return {
        urn: (opened, closed)
        for urn, opened, closed in rows.values_list("urn", "opened_on", "closed_on").iterator()
        if urn in wanted
    }


def _membership(
    urn: str,
    group: Group,
    joined: date | None,
    life: tuple[date | None, date | None],
    by: Person | None,
    at: datetime,
) -> list[Membership]:
    ends = [day for day in (group.ends_before, life[1]) if day is not None]
    end = min(ends) if ends else None
    start = joined
    if start is not None and end is not None and end <= start:
        return []  # It had closed before it could join.
    return [Membership(group=group, urn=urn, starts_on=start, ends_before=end, recorded_at=at, recorded_by=by)]


def _told(extract: Extract, kind: str, urn: str, group: Group) -> list[Change]:
    what: Mapping[str, Any] = {"what": group.kind, "before": "", "after": group.name}
    if kind == ChangeKind.LEFT_GROUP:
        what = {"what": group.kind, "before": group.name, "after": ""}
    return [Change(release=extract.release, on=extract.as_of, urn=urn, kind=kind, **what)]

