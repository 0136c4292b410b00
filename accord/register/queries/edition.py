"""The edition of the register: what is kept of schools, groups and members holds while it stands."""

from __future__ import annotations

from accord.accounts.queries.events import so_far

_ACTS = ("establishment", "group", "groups", "list", "register", "school_year")
"""What the acts that change schools, groups or members are recorded under."""


def edition() -> str:
    """Changes with every act on the register, by a person or by an extract. One query."""
    acts, last = so_far(_ACTS)
    return f"{acts}-{last}"
