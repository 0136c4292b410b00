"""What a person follows, and what they saved."""

from __future__ import annotations

from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed, SavedView


def followed_by(person: Person) -> dict[str, str]:
    """The addresses that a person follows, each with the name its page had then, by name."""
    return dict(Followed.objects.filter(person=person).values_list("address", "name"))


def follows(person: Person, address: str) -> bool:
    """Whether a person follows a page."""
    return Followed.objects.filter(person=person, address=address).exists()


def saved_by(person: Person) -> list[SavedView]:
    """The pages that a person saved, by name."""
    return list(SavedView.objects.filter(person=person))
