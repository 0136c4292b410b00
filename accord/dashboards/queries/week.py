"""What This week is about: what a person follows, or all groups that people keep until they follow something."""

from __future__ import annotations

from datetime import date

from accord.dashboards.queries.following import Watched
from accord.dashboards.queries.groups import listed_groups
from accord.dashboards.queries.news import Minded
from accord.register.choices import NumberedBy
from accord.register.models.schools import Establishment

MOST_UNCHOSEN = 30


def minded(mine: Watched) -> Minded:
    """What news is wanted of. Nobody who follows nothing is told of every school."""
    if mine.nothing:
        return Minded(None, frozenset())
    # A school that became another is told under either number.
    rows = Establishment.objects.filter(school__address__in=[each.key for each in mine.schools]).order_by()
    numbers = rows.filter(numbered_by=NumberedBy.GIAS).values_list("urn", flat=True) if mine.schools else ()
    return Minded(frozenset(each.key for each in mine.groups), frozenset(numbers))


def unchosen(on: date) -> Watched:
    """The groups that people keep, those that lie in no other first; so many of them that a page stays readable."""
    found = sorted(listed_groups(on), key=lambda each: (bool(each.lies_in), each.subject.name))[:MOST_UNCHOSEN]
    sizes = {each.subject.key: each.schools or 0 for each in found}
    return Watched(groups=tuple(each.subject for each in found), sizes=sizes)
