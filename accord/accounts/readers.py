"""Who is asking for a figure: the operator at the command line, or a person signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from accord.accounts.models.people import Person
from accord.accounts.permission import rights
from accord.accounts.rules.rights import OPERATOR, Rights


@dataclass(frozen=True, slots=True)
class Reader:
    """The one for whom figures are protected, with what they may do now. ``who`` is empty for the operator."""

    who: Person | None
    rights: Rights

    @classmethod
    def operator(cls) -> Reader:
        """Whoever runs the ``accord`` command: sees undisclosed figures."""
        return cls(who=None, rights=OPERATOR)

    @classmethod
    def person(cls, user: Person, may: Rights) -> Reader:
        """A person signed in, and their rights of this moment; raises ``ValueError`` for someone who is not."""
        if not user.is_authenticated:
            raise ValueError("A reader is the operator or a person who has signed in.")
        return cls(who=user, rights=may)

    @classmethod
    def asking(cls, request: HttpRequest) -> Reader:
        """Whoever asks for a page, with the rights that were found for this request."""
        return cls.person(request.user, rights(request))

    @property
    def is_operator(self) -> bool:
        """True at the command line."""
        return self.rights.everything
