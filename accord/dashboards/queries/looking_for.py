"""Groups, schools and authorities that a few words may mean."""

from __future__ import annotations

from accord.dashboards.queries.following import of_authority, of_group, subjects_of_schools
from accord.performance.subjects import Subject, authority_name
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group
from accord.register.queries.school_names import schools_meant

MOST_OF_EACH = 8


def meant(text: str) -> list[Subject]:
    """What a name, a URN or a code may mean: groups that people keep, other groups, authorities, schools."""
    words = text.split()
    if not words:
        return []
    named = Group.objects.all()
    for word in words:
        named = named.filter(name__icontains=word)
    authorities = list(named.filter(kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS)[:MOST_OF_EACH])
    others = named.exclude(kind=GroupKind.AUTHORITY)
    groups = [
        *others.filter(kept_by=KeptBy.PEOPLE)[:MOST_OF_EACH],
        *others.exclude(kept_by=KeptBy.PEOPLE)[:MOST_OF_EACH],
    ]
    codes = dict.fromkeys([*(each.code for each in authorities), *(words if len(words) == 1 else ())])
    numbers = [each.urn for each in schools_meant(text)[:MOST_OF_EACH]]
    schools = subjects_of_schools(numbers)
    return [
        *(of_group(each) for each in groups),
        *(of_authority(code, name) for code in codes if len(code) == 3 and (name := authority_name(code))),
        *dict.fromkeys(schools[number] for number in numbers if number in schools),
    ]
