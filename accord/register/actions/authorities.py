"""The groups of local authorities, with their names, days and followers as the definitions have them."""

from __future__ import annotations

from collections.abc import Mapping

from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group, GroupSuccession
from accord.register.rules.authorities import Authority


def lay_out_authorities(authorities: Mapping[str, Authority]) -> None:
    """Make or renew the group of every authority, and note which followed which."""
    known = {group.code: group for group in Group.objects.filter(kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS)}
    fresh = [_described(Group(), each) for each in authorities.values() if each.key not in known]
    renewed = [_described(known[each.key], each) for each in authorities.values() if each.key in known]
    Group.objects.bulk_create(fresh)
    fields = ["name", "starts_on", "ends_before", "ended_because", "details"]
    Group.objects.bulk_update(renewed, fields, batch_size=100)
    groups = known | {group.code: group for group in fresh}
    GroupSuccession.objects.bulk_create(
        [
            GroupSuccession(older=groups[each.key], newer=groups[key], on=each.ends_before)
            for each in authorities.values()
            for key in each.followed_by
        ],
        ignore_conflicts=True,
    )


def _described(group: Group, each: Authority) -> Group:
    group.kind, group.kept_by, group.code = GroupKind.AUTHORITY, KeptBy.GIAS, each.key
    group.slug = group.slug or f"authority-{each.key}"
    group.name, group.starts_on, group.ends_before = each.name, each.starts_on, each.ends_before
    group.ended_because = "Reorganised" if each.followed_by else ""
    group.details = {"region": each.region}
    return group
