"""How far a release that is not yet public has been let out on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.accounts.choices import Stage
from accord.sharing.choices import Source

Step = tuple[str, Stage, date | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """Where figures come from, and from which day the schools, the members and the public see them.

    The authority sees them from acceptance on. A day that is None is not decided: that step is not taken.
    """

    source: Source = Source.PUBLISHED
    to_schools_on: date | None = None
    to_members_on: date | None = None
    to_public_on: date | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the embargo in their order: field, stage and first day."""
        return (
            ("to_schools_on", Stage.SCHOOL, self.to_schools_on),
            ("to_members_on", Stage.MEMBERS, self.to_members_on),
            ("to_public_on", Stage.PUBLIC, self.to_public_on),
        )


PUBLISHED = Terms()
WHO = {
    "to_schools_on": "the schools",
    "to_members_on": "members under an agreement",
    "to_public_on": "the public",
}


class NotTerms(Exception):
    """Terms that cannot be; ``field`` is what is wrong with them, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def check_terms(terms: Terms, reason: str) -> None:
    """Raise `NotTerms` for dates of published figures, for dates out of order, and where no reason is given."""
    if not reason.strip():
        raise NotTerms("reason", "Say why: whoever asks later is shown this reason.")
    given = [(field, on) for field, _, on in terms.steps if on is not None]
    if terms.source == Source.PUBLISHED and given:
        field = given[0][0]
        raise NotTerms(field, "Anybody may see published figures, so they have no dates. Take the dates out.")
    for (before, first), (after, then) in zip(given, given[1:], strict=False):
        if then < first:
            raise NotTerms(
                after, f"Here {WHO[after]} would see them before {WHO[before]}. Give a day from {_said(first)} on."
            )


def can_terms(terms: Terms, reason: str) -> bool:
    """Whether terms can be set."""
    try:
        check_terms(terms, reason)
    except NotTerms:
        return False
    return True


def stage_on(terms: Terms, day: date) -> Stage:
    """The widest stage reached on a day of London; published figures are public, others begin with the authority."""
    if terms.source == Source.PUBLISHED:
        return Stage.PUBLIC
    reached = Stage.AUTHORITY
    for _, stage, on in terms.steps:
        if on is not None and on <= day:
            reached = stage
    return reached


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
