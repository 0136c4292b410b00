"""Alliances of schools that the register knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.register.models.groups import Group
from tests.factories.register_schools import school


def coast(urns: Sequence[str], at: datetime) -> Group:
    """The alliance Coast of authority 501, with School 1, School 2 and so on in it for good."""
    group = make(name="Coast", kind="alliance", belongs_to="authority:501", by=None, at=at)
    for number, urn in enumerate(urns, start=1):
        school(urn, f"School {number}", la_code="501")
        join(group=group, urn=urn, starts_on=None, by=None, at=at)
    return group
