"""The daily step of confirming rights, and the letters that go with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accord.accounts.actions.confirming import Done, take_steps
from accord.accounts.letters import send
from accord.accounts.rules.confirming import Step
from accord.register.queries.confirming import owners
from accord.register.rules.memberships import spelled

BETWEEN_REMINDER_AND_END = timedelta(days=7)


def confirm_daily(*, on: date, at: datetime) -> list[tuple[Done, int]]:
    """Take the steps of a day, and remind those who have rights to confirm; with how many letters went out.

    The letters follow the step: one that does not go out is not sent again, and the page says the same.
    """
    return [(done, _remind(done, on)) for done in take_steps(on=on, at=at)]


def _remind(done: Done, on: date) -> int:
    if done.step is Step.CLOSE or not done.waiting:
        return 0
    last = max(done.round.closes, on + BETWEEN_REMINDER_AND_END) - timedelta(days=1)
    words = {"until": spelled(last)}
    return sum(
        send("rights_to_confirm", to=person.email, words={"name": person.name, "number": number, **words})
        for person, number in owners(done.waiting, on).items()
    )


def in_words(done: Done, letters: int) -> str:
    """What was done in a round, for whoever runs the command."""
    name = f"{done.round.name} {done.round.opens.year} ({done.round.how_often})"
    if done.step is Step.CLOSE:
        return f"{name}: closed. {len(done.ended)} rights ended, {len(done.kept)} posts kept that nobody confirmed."
    return f"{name}: {done.step}. {len(done.waiting)} rights wait; {letters} letters sent."
