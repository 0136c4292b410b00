"""The terms of a release through time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accord.accounts.models.events import Event
from accord.intake.presenters.releases import when, who
from accord.sharing.choices import Source
from accord.sharing.rules.stage_words import terms_sentence
from accord.sharing.rules.stages import Terms
from accord.ui.components.lists import Fact, Moment

STEPS = {
    "to_schools_on": "Each school sees its own from",
    "to_members_on": "Members under an agreement see each other’s from",
    "to_public_on": "Everybody sees them from",
}


def terms_facts(terms: Terms) -> list[Fact]:
    """Where a release comes from, and the day of each step."""
    facts = [Fact("Where the figures come from", str(Source(terms.source).label))]
    if terms.source != Source.PUBLISHED:
        facts += [Fact(STEPS[field], f"{on.day} {on:%B %Y}" if on else "Not decided") for field, _, on in terms.steps]
    return facts


def terms_history(events: Iterable[Event]) -> list[Moment]:
    """Every change of the terms, the newest first, with who made it and why."""
    return [
        Moment(when(each.at), _sentence(each.detail["after"], each.at.date()), more=_why(each))
        for each in reversed(list(events))
    ]


def _sentence(after: dict[str, Any], day: date) -> str:
    days = (date.fromisoformat(after[field]) if after[field] else None for field in STEPS)
    return terms_sentence(Terms(Source(after["source"]), *days), day)


def _why(event: Event) -> str:
    return f"{event.detail['why']} By {who(event.person)}."
