"""What happened to a group: who came and went, what it came from and what it became."""

from __future__ import annotations

from dataclasses import dataclass

from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group, Nesting
from accord.register.queries.group_members import Member, ever_members, followed_by, follows
from accord.register.queries.groups import group_called, national_group


@dataclass(frozen=True, slots=True)
class GroupStory:
    """A group with every membership there ever was, the groups around it, and those before and after it."""

    group: Group
    kept_here: bool
    members: tuple[Member, ...]
    older: tuple[Group, ...]
    newer: tuple[Group, ...]
    lies_in: tuple[Nesting, ...]
    holds: tuple[Nesting, ...]


def story_of(room: str, key: str) -> GroupStory | None:
    """The story of a group or of an authority; None for an authority that the register does not know."""
    group = national_group(GroupKind.AUTHORITY, key) if room == "authorities" else group_called(key)
    if group is None:
        return None
    return GroupStory(
        group,
        group.kept_by == KeptBy.PEOPLE,
        tuple(ever_members(group)),
        tuple(follows(group)),
        tuple(followed_by(group)),
        tuple(group.lies_in.select_related("outer").order_by("starts_on", "outer__name")),
        tuple(group.holds.select_related("inner").order_by("starts_on", "inner__name")),
    )
