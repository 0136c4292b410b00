"""Looking a whole home over, in an order in which each look may rely on those before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db import DatabaseError

from accord.upkeep.checks.database import damaged, newer, not_there, pending, record_chain
from accord.upkeep.checks.files import altered, little_room, readable_home, unhashed, unnamed
from accord.upkeep.checks.meaning import overdue, stale, unknown_families, unreadable
from accord.upkeep.checks.safety import fallen_wall, unsafe_settings
from accord.upkeep.checks.work import dead_worker, held_too_long, old_backup, stuck_files
from accord.upkeep.findings import Asked, Finding

Check = Callable[[Asked], Iterator[Finding]]
FIRST: Sequence[Check] = (readable_home, little_room, not_there)
SHAPE: Sequence[Check] = (newer, pending)
REST: Sequence[Check] = (
    damaged, record_chain, altered, unnamed, unhashed, dead_worker, stuck_files, held_too_long, old_backup,
    unreadable, overdue, stale, unknown_families, unsafe_settings, fallen_wall,
)  # fmt: skip
STOPS = (not_there, newer, pending)
"""What has to be put right before anything after it can be looked at."""


def look_over(asked: Asked) -> Iterator[Finding]:
    """Everything that is found in a home. A database that does not answer is a finding too."""
    for check in (*FIRST, *SHAPE, *REST):
        try:
            found = list(check(asked))
        except DatabaseError as error:
            yield Finding(
                "The database does not answer",
                f"It could not be asked for this: {check.__doc__} ({error}.)".replace("\n", " "),
                "Check DATABASE_URL, and that the database runs and has room.",
            )
            return
        yield from found
        if found and check in STOPS:
            return
