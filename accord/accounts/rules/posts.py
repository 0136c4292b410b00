"""Posts that are not left empty by accident: the last headteacher and the last chair of a school."""

from __future__ import annotations

from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.roles import Role

VACANT = "The post is vacant: "


def check_post_is_filled(role: Role, *, somebody_follows: bool, vacant_because: str) -> None:
    """Raise `NotGiven` for the end of the last right to a post, unless somebody says that it is vacant, and why."""
    if not role.never_without or somebody_follows or vacant_because.strip():
        return
    raise NotGiven(
        "vacant_because",
        f"Nobody else is {role.name.lower()} there from that day. Give the right to a successor first,"
        " or say why the post is vacant.",
    )
