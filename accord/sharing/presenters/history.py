"""What happened to an agreement, in words."""

from __future__ import annotations

from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.queries.events import of_subject
from accord.register.rules.memberships import spelled
from accord.sharing.models.agreements import Agreement, Party
from accord.ui.components.lists import Moment

WORDS = {
    "drew up": "Drawn up",
    "changed": "The draft was changed",
    "began version": "A new version was begun",
    "put out to be signed": "Put out to be signed",
    "added scan": "A scan was added",
    "signed": "Signed",
    "withdrew": "Withdrew",
}


def history(agreement: Agreement) -> list[Moment]:
    """Every act on an agreement, the newest first, with who did it."""
    parties = Party.objects.filter(version__agreement=agreement)
    names = dict(parties.values_list("urn", "name"))
    return [_moment(each, names) for each in reversed(of_subject("agreement", agreement.public_id))]


def _moment(event: Event, names: dict[str, str]) -> Moment:
    what = WORDS.get(event.verb, event.verb.capitalize())
    school = names.get(event.detail.get("school", ""), "")
    version = event.detail.get("version")
    said = f"{school}: {what.lower()}" if school else what
    more = " ".join(
        part
        for part in (
            f"Version {version}." if version else "",
            f"By {event.person}." if event.person else "By the command line.",
            event.detail.get("why", ""),
        )
        if part
    )
    return Moment(spelled(timezone.localdate(event.at)), said, more=more)
