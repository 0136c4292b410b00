"""Between which schools an agreement is in force on a day, and what of their results it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accord.sharing.choices import PartyState, State

FEWEST = 2
"""Schools that must have signed before anything is shared between them."""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A school as a party on a day.

    ``belongs`` says whether it is in the agreement's group on that day, ``closed_on`` the first day without it.
    """

    urn: str
    signed_on: date | None = None
    withdrawn_on: date | None = None
    belongs: bool = True
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version of an agreement: its term ``[starts_on, ends_before)``, its parties, and what it covers.

    Without ``fields`` it covers all of its data sets.
    """

    issued: bool
    superseded: bool
    starts_on: date
    ends_before: date
    parties: tuple[PartyFacts, ...]
    families: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def covers(self, family: str, field: str | None = None) -> bool:
        """Whether a data set is shared under it; with a field, whether that one is."""
        if family not in self.families:
            return False
        return field is None or not self.fields or field in self.fields


def party_state(party: PartyFacts, on: date) -> PartyState:
    """Whether a school is bound on a day. The day on which it withdraws is already without it."""
    if party.closed_on is not None and party.closed_on <= on:
        return PartyState.CLOSED
    if not party.belongs:
        return PartyState.LEFT
    if party.withdrawn_on is not None and party.withdrawn_on <= on:
        return PartyState.WITHDRAWN
    if party.signed_on is None or party.signed_on > on:
        return PartyState.NOT_SIGNED
    return PartyState.BOUND


def in_force_between(version: VersionFacts, one: str, other: str, on: date) -> bool:
    """Whether two schools share under a version on a day: both bound by it, and the day in its term."""
    bound = sharing(version, on)
    return one != other and one in bound and other in bound


def sharing(version: VersionFacts, on: date) -> frozenset[str]:
    """The schools that share with one another under a version on a day; none for fewer than two."""
    if not version.issued or version.superseded or not version.starts_on <= on < version.ends_before:
        return frozenset()
    bound = _bound(version.parties, on)
    return bound if len(bound) >= FEWEST else frozenset()


def ever_signed(version: VersionFacts, on: date) -> frozenset[str]:
    """The schools that were perhaps shown to one another by a day: all that signed, whatever became of it since."""
    signed = frozenset(each.urn for each in version.parties if each.signed_on is not None and each.signed_on <= on)
    return signed if version.issued and version.starts_on <= on and len(signed) >= FEWEST else frozenset()


def state(version: VersionFacts, on: date) -> State:
    """How far a version has come on a day, as one word for all of its schools."""
    if not version.issued:
        return State.DRAFT
    if version.superseded:
        return State.SUPERSEDED
    if on >= version.ends_before:
        return State.EXPIRED
    if len(_bound(version.parties, on)) >= FEWEST:
        return State.IN_FORCE if on >= version.starts_on else State.NOT_BEGUN
    states = {party_state(each, on) for each in version.parties}
    waits = PartyState.NOT_SIGNED in states
    return State.WITHDRAWN if PartyState.WITHDRAWN in states and not waits else State.AWAITING


def _bound(parties: Iterable[PartyFacts], on: date) -> frozenset[str]:
    return frozenset(each.urn for each in parties if party_state(each, on) == PartyState.BOUND)


class NotAgreed(Exception):
    """Something cannot be done to an agreement; ``field`` is what is wrong, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def check_can_change(issued: bool) -> None:
    """Raise `NotAgreed` for a version that was put out to be signed: its words stand."""
    if issued:
        raise NotAgreed("", "It was put out to be signed, so its words stand. Draw up a new version instead.")


def can_change(issued: bool) -> bool:
    """Whether the words of a version may still change."""
    return not issued


def check_can_issue(version: VersionFacts, on: date) -> None:
    """Raise `NotAgreed` unless a draft may be put out to be signed."""
    check_can_change(version.issued)
    if len(version.parties) < FEWEST:
        raise NotAgreed("parties", "An agreement needs two schools at least. Add the schools that share.")
    if not version.families:
        raise NotAgreed("families", "Nothing is shared yet. Choose the data sets.")
    if version.ends_before <= on:
        raise NotAgreed("ends_before", "Its last day has passed. Give a later one.")


def can_issue(version: VersionFacts, on: date) -> bool:
    """Whether a draft may be put out to be signed."""
    try:
        check_can_issue(version, on)
    except NotAgreed:
        return False
    return True


def check_can_sign(version: VersionFacts, party: PartyFacts, signed_on: date, today: date) -> None:
    """Raise `NotAgreed` unless a school may sign a version on a day."""
    if not version.issued:
        raise NotAgreed("", "It is a draft. It can be signed once its keeper puts it out to be signed.")
    if version.superseded:
        raise NotAgreed("", "A newer version has taken its place. Sign that one.")
    if today >= version.ends_before:
        raise NotAgreed("", "It has ended. Ask its keeper for a new version.")
    if signed_on > today:
        raise NotAgreed("signed_on", "This day lies in the future. Give the day on which it was signed.")
    if party.withdrawn_on is not None:
        raise NotAgreed("", "The school withdrew from this version. To come back it needs a new version.")
    if party.signed_on is not None:
        raise NotAgreed("", "The school has signed already.")
    match party_state(party, today):
        case PartyState.CLOSED:
            raise NotAgreed("", "The school has closed or become another. Its successor needs a new version.")
        case PartyState.LEFT:
            raise NotAgreed("", "The school is not in the group today, so it shares nothing with it.")


def can_sign(version: VersionFacts, party: PartyFacts, today: date) -> bool:
    """Whether a school may sign a version today."""
    try:
        check_can_sign(version, party, today, today)
    except NotAgreed:
        return False
    return True


def check_can_withdraw(version: VersionFacts, party: PartyFacts, because: str) -> None:
    """Raise `NotAgreed` unless a school may withdraw."""
    if not because.strip():
        raise NotAgreed("because", "Say why: the other schools are shown this reason.")
    if not version.issued or version.superseded:
        raise NotAgreed("", "This version binds nobody, so there is nothing to withdraw from.")
    if party.withdrawn_on is not None:
        raise NotAgreed("", "The school has withdrawn already.")
    if party.signed_on is None:
        raise NotAgreed("", "The school has not signed, so there is nothing to withdraw from.")


def can_withdraw(version: VersionFacts, party: PartyFacts) -> bool:
    """Whether a school may withdraw."""
    try:
        check_can_withdraw(version, party, "as asked")
    except NotAgreed:
        return False
    return True
