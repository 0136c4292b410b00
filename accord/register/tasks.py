"""What the worker does for this app."""

from __future__ import annotations

from django_tasks import task

from accord.register.actions.brought_lists import find_schools
from accord.register.models.lists import BroughtList


@task()
def find_list_schools(public_id: str) -> str:
    """Find the schools that a list means, all over England; may be repeated. Returns how far the list has come."""
    found = BroughtList.objects.filter(public_id=public_id).first()
    if found is None:
        return "gone"
    find_schools(brought=found)
    return str(found.state)
