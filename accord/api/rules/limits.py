"""How much one person's programs may ask."""

from __future__ import annotations

from datetime import timedelta

from accord.accounts.rules.tries import Limit, Road

MINUTE = timedelta(minutes=1)


def asking_road(*, person: str, most: int) -> Road:
    """The count of what one person asks of the API, by all their tokens and browsers together."""
    return Road("api", (person,), Limit(most, MINUTE))
