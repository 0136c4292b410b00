"""By which of their own rights somebody may give, confirm or end another's."""

from __future__ import annotations

from collections.abc import Callable

from accord.accounts.choices import Act
from accord.accounts.rules.rights import Held, Rights, Scope

Covers = Callable[[Scope, Scope], bool]
"""Whether the first scope holds the second, on the day that is asked about."""


def may_give(rights: Rights, role: str, scope: Scope, covers: Covers) -> bool:
    """Whether a role may be given over a scope: one and the same grant must allow the role and hold the scope."""
    if rights.everything:
        return True
    own = any(role in each.role.gives and covers(each.scope, scope) for each in giving(rights))
    return own and (rights.also is None or may_give(rights.also, role, scope, covers))


def giving(rights: Rights) -> tuple[Held, ...]:
    """The grants by which somebody gives rights at all."""
    return rights.by(Act.GIVE_ROLES)
