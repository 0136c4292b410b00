"""What happened to a group, and who did it."""

from __future__ import annotations

from django.db.models import Q

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
    rows = Event.objects.filter(Q(subject_id=group.slug) | placed, subject_kind="group").select_related("person")
    acts = [
        Act(each.verb, each.subject_id, each.detail, str(each.person or "the operator"), each.at)
        for each in rows.order_by("-at", "-id")
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
