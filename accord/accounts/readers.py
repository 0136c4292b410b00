"""Who is asking for a figure: the operator at the command line, or a person signed in."""

from __future__ import annotations

from dataclasses import dataclass

from accord.accounts.models.people import Person


@dataclass(frozen=True, slots=True)
class Reader:
    """The one for whom figures are protected. ``who`` is empty for the operator."""

    who: Person | None

    @classmethod
    def operator(cls) -> Reader:
        """Whoever runs the ``accord`` command: sees undisclosed figures."""
        return cls(who=None)

    @classmethod
    def person(cls, user: Person) -> Reader:
        """A person signed in; raises ``ValueError`` for someone who is not."""
        if not user.is_authenticated:
            raise ValueError("A reader is the operator or a person who has signed in.")
        return cls(who=user)

    @property
    def is_operator(self) -> bool:
        """True at the command line."""
        return self.who is None
