"""Rights given, ended, suspended and confirmed while the clock runs on: the next request of a live session is right."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accord.accounts.actions.confirming import take_steps
from accord.accounts.actions.granting import confirm, end, give
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.permission import VIEWING_AS
from accord.accounts.rules.rights import Scope
from tests.fixtures.skipping import thorough
from tests.permission.asking import Tally
from tests.permission.naive_rights import ACTS, NaiveGrant, NaiveWorld, london

SEQUENCES, STEPS = (1_000 if thorough() else 200), 6
LONDON = ZoneInfo("Europe/London")
PEOPLE = 2
PAGES = {"look": ("/schools/number/999999/", 404), "bring": ("/register/lists/new/", 200), "send": ("/data/send/", 200),
         "give": ("/people/over/", 200)}  # fmt: skip
"""A page for each act with what it answers those who may; the others get 403."""
EDGES = [
    datetime.combine(day, at, tzinfo=LONDON)
    for day in (
        date(2026, 3, 28), date(2026, 3, 29), date(2026, 6, 30), date(2026, 10, 24), date(2026, 10, 25),
        date(2026, 12, 31), date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31),
        date(2027, 12, 31), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1),
    )
    for at in (time(0, 0), time(0, 30), time(1, 30), time(12, 0), time(23, 0), time(23, 59, 59))
]  # fmt: skip
"""Moments around midnights, both changes of the clock, ends of years and 29 February."""


class Clock:
    """What time it is."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def to(self, later: datetime) -> None:
        """Go on to a moment; never back."""
        self.now = max(self.now, later.astimezone(UTC))


class Sequence:
    """A random sequence, done to the product and to the naive world at once."""

    def __init__(self, seed: int, clock: Clock, tally: Tally) -> None:
        self.rng, self.clock, self.tally = random.Random(seed), clock, tally
        clock.now = self.rng.choice(EDGES[:60]).astimezone(UTC) - timedelta(days=self.rng.randrange(3))
        self.naive = NaiveWorld()
        self.people = [Person.objects.create_user(f"p{seed}.{n}@example.org", None, name="P") for n in range(PEOPLE)]
        self.clients = [Client() for _ in self.people]
        self.rows: list[tuple[Grant, NaiveGrant]] = []
        for number, (person, client) in enumerate(zip(self.people, self.clients, strict=True)):
            client.force_login(person)
            self.naive.active[number] = True
        self.give()

    @property
    def today(self) -> date:
        """The day as the naive clock has it."""
        return london(self.clock.now)

    def give(self) -> None:
        """A right, from some days ago or from some days on, for some days or without an end."""
        who, role = self.rng.randrange(PEOPLE), self.rng.choice(sorted(ACTS))
        starts = self.today + timedelta(days=self.rng.choice((-400, -1, 0, 0, 1, 2)))
        last = self.rng.choice((None, None, 0, 1, 2, 30))
        ends = None if last is None else max(starts, self.today) + timedelta(days=last + 1)
        scope = {"platform_administrator": "everywhere", "teacher": "school:100001"}.get(role, "authority:501")
        grant = give(
            person=self.people[who], role=role, scope=Scope.read(scope), reason="r", starts_on=starts,
            ends_before=ends, by=None, at=self.clock.now,
        )  # fmt: skip
        naive = NaiveGrant(who, role, starts, ends, self.today)
        self.naive.grants.append(naive)
        self.rows.append((grant, naive))

    def end(self) -> None:
        """A right ends today, tomorrow or in a while."""
        grant, naive = self.rng.choice(self.rows)
        on = self.today + timedelta(days=self.rng.choice((0, 0, 1, 5)))
        end(grant=grant, on=on, because="b", by=None, at=self.clock.now)
        self.naive.end(naive, on)

    def suspend(self) -> None:
        """Somebody may not sign in for now, or may again; the session of before stays with them."""
        who = self.rng.randrange(PEOPLE)
        self.naive.active[who] = not self.naive.active[who]
        Person.objects.filter(pk=self.people[who].pk).update(is_active=self.naive.active[who])

    def confirm(self) -> None:
        """A right is confirmed: nothing changes until a round closes."""
        grant, naive = self.rng.choice(self.rows)
        confirm(grants=[grant], by=None, at=self.clock.now)
        naive.confirmed = self.today

    def look_as(self) -> None:
        """Somebody looks as another, with a right to or without, or stops."""
        who, other = self.rng.sample(range(PEOPLE), 2)
        session = self.clients[who].session
        if who in self.naive.looks_as:
            del self.naive.looks_as[who]
            session.pop(VIEWING_AS, None)
        else:
            self.naive.looks_as[who] = other
            session[VIEWING_AS] = str(self.people[other].public_id)
        session.save()

    def wait(self) -> None:
        """Time passes: to the next edge, or by some hours."""
        after = [each for each in EDGES if each > self.clock.now]
        if after and self.rng.random() < 0.7:
            self.clock.to(after[self.rng.randrange(min(4, len(after)))])
        else:
            self.clock.to(self.clock.now + timedelta(minutes=self.rng.choice((1, 59, 61, 600, 1439, 1441))))

    def october(self) -> None:
        """The round of the coming October: two reminders, and the end of what nobody confirmed."""
        year = self.today.year if self.today < date(self.today.year, 10, 1) else self.today.year + 1
        if self.today.year == year - 1 and self.today < date(year - 1, 11, 3):
            return  # in the midst of a round
        for day in (date(year, 10, 8), date(year, 10, 22), date(year, 11, 1)):
            self.clock.to(datetime.combine(day, time(3), tzinfo=LONDON))
            take_steps(on=day, at=self.clock.now)
        self.tally.sequences["rights lapsed"] += self.naive.october(year)

    def ask(self) -> list[str]:
        """The next request of everybody: what is wrong with its answer."""
        wrong = []
        for who, client in enumerate(self.clients):
            act = self.rng.choice(sorted(PAGES))
            address, allowed = PAGES[act]
            answer = client.get(address)
            # Nobody signs out who may not sign in: their session finds nobody, and leads to the sign-in page.
            signed_in = self.naive.active[who]
            expected = allowed if self.naive.may(who, act, self.today) else 403 if signed_in else 302
            self.tally.sequences["requests"] += 1
            self.tally.sequences[f"answered {expected}"] += 1
            if answer.status_code != expected:
                wrong.append(f"{act} by {who} at {self.clock.now}: {answer.status_code}, not {expected}")
        return wrong


STEPS_TO_TAKE: dict[str, int] = {
    "give": 5, "end": 4, "suspend": 2, "confirm": 2, "look_as": 2, "wait": 6, "october": 1,
}  # fmt: skip


def run(seed: int, clock: Clock, tally: Tally) -> list[str]:
    """One sequence, taken back at its end; what was wrong, with the steps that led there."""
    wrong: list[str] = []
    with transaction.atomic():
        one, done = Sequence(seed, clock, tally), []
        for _ in range(STEPS):
            name = one.rng.choices(list(STEPS_TO_TAKE), STEPS_TO_TAKE.values())[0]
            getattr(one, name)()
            done.append(name)
            tally.sequences[f"times: {name}"] += 1
            wrong += [f"{seed} after {done}: {each}" for each in one.ask()]
        transaction.set_rollback(True)
    tally.sequences["sequences"] += 1
    return wrong


@pytest.fixture
def clock(home: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    settings.SESSION_COOKIE_AGE = 50 * 365 * 24 * 60 * 60
    made = Clock(EDGES[0])
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


def test_the_next_request_is_right(clock: Clock, tally: Tally) -> None:
    wrong = [each for seed in range(SEQUENCES) for each in run(seed, clock, tally)]
    print(dict(tally.sequences))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:20])
    seen = tally.sequences
    assert seen["sequences"] == SEQUENCES >= 200 and seen["requests"] == SEQUENCES * STEPS * PEOPLE
    assert min(seen["answered 200"], seen["answered 403"], seen["answered 302"], seen["answered 404"]) > 20
    assert seen["rights lapsed"] >= 5 and min(seen[f"times: {name}"] for name in STEPS_TO_TAKE) > 20


def later_ends(naive: NaiveWorld) -> None:
    """Have every right hold a day too long."""
    for each in naive.grants:
        each.ends = each.ends and each.ends + timedelta(days=1)


def earlier_starts(naive: NaiveWorld) -> None:
    """Have every right begin a day too early."""
    for each in naive.grants:
        each.starts -= timedelta(days=1)


MISTAKES: dict[str, Callable[[NaiveWorld], None]] = {"a last day": later_ends, "a first day": earlier_starts}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_day_too_many_is_noticed(clock: Clock, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison with a naive world that is a day off: so the sequences do meet first and last days."""
    own = Sequence.ask

    def ask(self: Sequence) -> list[str]:
        kept = [(each.starts, each.ends) for each in self.naive.grants]
        MISTAKES[name](self.naive)
        wrong = own(self)
        for each, (starts, ends) in zip(self.naive.grants, kept, strict=True):
            each.starts, each.ends = starts, ends
        return wrong

    monkeypatch.setattr(Sequence, "ask", ask)
    assert any(run(seed, clock, Tally()) for seed in range(60))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2028, 2, 29, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_naive_clock_is_londons(moment: datetime, day: date) -> None:
    assert london(moment) == day == moment.astimezone(LONDON).date()
