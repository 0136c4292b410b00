"""What happened to a group, and who did it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accord.accounts.models.events import Event
from accord.accounts.queries.events import of_subject
from accord.register.choices import ChangeKind
from accord.register.models.changes import Change
from accord.register.models.groups import Group, Membership
from accord.register.queries.school_names import names_of
from accord.register.rules.history import Belonged, replay
from accord.register.rules.history_words import Act, History


def history_of(group: Group) -> History:
    """What was done to a group, and which groups were placed in it, from the record of events."""
    placed = Q(verb__in=("placed", "taken_out"), detail__outer=group.slug)
    return _told(Event.objects.filter(Q(subject_id=group.slug) | placed, subject_kind="group"))


def history_since(at: datetime, slugs: Collection[str] | None, most: int) -> History:
    """What was done lately to some groups, or to any, the latest first and at most so many acts. Three queries."""
    rows = Event.objects.filter(subject_kind="group", at__gt=at)
    return _told(rows if slugs is None else rows.filter(subject_id__in=slugs), most)


def acts_by_group(at: datetime, slugs: Collection[str] | None) -> dict[tuple[str, str], int]:
    """How much was done lately to each of some groups, or of all, by slug and name: those with most first."""
    rows = Event.objects.filter(subject_kind="group", at__gt=at).order_by()
    rows = rows if slugs is None else rows.filter(subject_id__in=slugs)
    counted = dict(rows.values_list("subject_id").annotate(acts=Count("pk")))
    named = Group.objects.filter(slug__in=counted).order_by().values_list("slug", "name")
    return {each: counted[each[0]] for each in sorted(named, key=lambda each: (-counted[each[0]], each[1]))}


def _told(rows: QuerySet[Event], most: int | None = None) -> History:
    acts = [
        Act(each.verb, each.subject_id, each.detail, str(each.person or "the operator"), each.at)
        for each in rows.select_related("person").order_by("-at", "-id")[:most]
    ]
    urns = {str(each.detail["urn"]) for each in acts if "urn" in each.detail}
    slugs = {each.group for each in acts} | {
        str(each.detail[key]) for each in acts for key in ("outer", "newer") if key in each.detail
    }
    groups = dict(Group.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return History(tuple(acts), names_of(urns), groups)


def national_changes(group: Group) -> list[Change]:
    """What extracts of the national register said of a group that follows it: who joined and who left."""
    urns = Membership.objects.filter(group=group).values("urn")
    kinds = (ChangeKind.JOINED_GROUP, ChangeKind.LEFT_GROUP)
    named = Q(before=group.name) | Q(after=group.name)
    return list(Change.objects.filter(named, what=group.kind, urn__in=urns, kind__in=kinds))


def replayed(group: Group) -> list[Belonged]:
    """The memberships of a group as its events alone tell them."""
    return replay((each.verb, each.detail) for each in of_subject("group", group.slug))
