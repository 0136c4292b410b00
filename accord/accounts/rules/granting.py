"""Whether a right may be given, and for how long."""

from __future__ import annotations

from datetime import date

from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Role


class NotGiven(Exception):
    """A right cannot be given; ``field`` is what is wrong with it, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def check_can_give(
    role: Role, scope: Scope, starts_on: date, ends_before: date | None, *, on_behalf: bool, reason: str
) -> None:
    """Raise `NotGiven` for a right that makes no sense by itself, whoever gives it."""
    if scope.kind not in role.scope:
        kinds = " or ".join(role.scope) or "nothing at all"
        raise NotGiven("scope", f"The role {role.name} is given over {kinds}, not over {scope.kind}.")
    if not reason.strip():
        raise NotGiven("reason", "Say why: whoever asks later is shown this reason.")
    if ends_before is not None and ends_before <= starts_on:
        raise NotGiven("ends_before", "The last day lies before the first. Give a later last day.")
    if role.ends and ends_before is None:
        raise NotGiven("ends_before", f"The role {role.name} ends by itself. Give its last day.")
    if role.on_behalf and not on_behalf:
        raise NotGiven("on_behalf_of", f"The role {role.name} acts in somebody's name. Say whose.")
    if on_behalf and not role.on_behalf:
        raise NotGiven("on_behalf_of", f"The role {role.name} acts in nobody's name but its own. Leave this out.")
