"""Rights confirmed, and not: reminders, what ends, and the last head of a school, who is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accord.accounts.actions.confirming import take_steps
from accord.accounts.actions.ending import Leaving, change_end, end_right
from accord.accounts.actions.granting import confirm
from accord.accounts.models.events import Event
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.queries.confirming import unconfirmed
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.confirming import Step
from accord.accounts.rules.granting import NotGiven
from accord.cli.duties import Duties
from tests.factories.people import LONG_AGO, grant, nobody, somebody

OCTOBER = [date(2026, 10, 1) + timedelta(days=n) for n in range(40)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=timezone.get_default_timezone())


def run(days: list[date]) -> list[tuple[date, Step, int, int, int]]:
    """What each day's step did: how many waited, ended and were kept. Rounds that concern nobody are left out."""
    found = []
    for on in days:
        for done in take_steps(on=on, at=at(on)):
            numbers = len(done.waiting), len(done.ended), len(done.kept)
            if any(numbers):
                found.append((on, done.step, *numbers))
    return found


def person(name: str, right: str, **options) -> tuple[Person, Grant]:
    who = Person.objects.create_user(f"{name.lower()}@example.org", None, name=name)
    given = grant(who, right, **options)
    given.confirmed_at = at(date(2025, 12, 1))
    given.save()
    return who, given


def test_reminded_twice_then_ended_but_the_last_head_is_kept(home) -> None:
    head, heads = person("Ada", "headteacher school:100001")
    _, teaching = person("Ben", "teacher school:100001")
    _, confirmed = person("Cy", "governor school:100001")
    confirm(grants=[confirmed], by=head, at=at(date(2026, 10, 5)))
    assert run(OCTOBER) == [
        (date(2026, 10, 8), Step.REMIND, 2, 0, 0),
        (date(2026, 10, 22), Step.REMIND_AGAIN, 2, 0, 0),
        (date(2026, 11, 1), Step.CLOSE, 0, 1, 1),
    ]
    for each in (heads, teaching, confirmed):
        each.refresh_from_db()
    assert heads.ends_before is None and confirmed.ends_before is None
    assert (teaching.ends_before, teaching.ended_because) == (date(2026, 11, 1), "Nobody confirmed it in October 2026.")
    assert [(each.grant.pk, each.closed) for each in unconfirmed(date(2026, 11, 2))] == [(heads.pk, True)]
    assert Event.objects.get(verb="not confirmed").subject_id == str(heads.public_id)


def test_of_two_heads_nobody_confirmed_one_is_kept(home) -> None:
    for name in ("Ada", "Ben"):
        person(name, "headteacher school:100001")
    run([date(2026, 10, 8), date(2026, 10, 22), date(2026, 11, 1)])
    assert Grant.objects.filter(ends_before=None).count() == 1
    assert Grant.objects.filter(ends_before=date(2026, 11, 1)).count() == 1


def test_external_people_are_confirmed_each_term(home) -> None:
    _, external = person("Eve", "external_adviser school:100001", ends=date(2030, 1, 1))
    person("Fay", "senior_leader school:100001")
    days = [date(2027, 2, 1) + timedelta(days=n) for n in range(40)]
    run([date(2026, 10, 8), date(2026, 10, 22)])
    confirm(grants=list(Grant.objects.all()), by=None, at=at(date(2026, 10, 25)))
    run([date(2026, 11, 1)])
    assert [(each[0], each[2:]) for each in run(days)] == [
        (date(2027, 2, 8), (1, 0, 0)),
        (date(2027, 2, 22), (1, 0, 0)),
        (date(2027, 3, 1), (0, 1, 0)),
    ]
    external.refresh_from_db()
    assert external.ends_before == date(2027, 3, 1)


def test_a_step_is_taken_once(home) -> None:
    person("Ada", "teacher school:100001")
    assert len(run([date(2026, 10, 8)] * 3)) == 1


def test_the_last_head_ends_only_with_a_successor_or_a_reason(home) -> None:
    head, given = person("Ada", "headteacher school:100001")
    leaving = Leaving(given, date(2026, 9, 1), "Retires")
    with pytest.raises(NotGiven, match="successor") as refused:
        end_right(leaving=leaving, by=None, at=at(date(2026, 6, 1)))
    assert refused.value.field == "vacant_because" and not Event.objects.filter(verb="ended").exists()
    grant(nobody(), "headteacher school:100001", starts=date(2026, 9, 1))
    end_right(leaving=leaving, by=None, at=at(date(2026, 6, 1)))
    assert rights_of(head, date(2026, 8, 31)).held and not rights_of(head, date(2026, 9, 1)).held


def test_a_post_may_be_said_to_be_vacant(home) -> None:
    _, given = person("Ada", "chair school:100001")
    leaving = Leaving(given, date(2026, 9, 1), "Moves away", "The governors elect in October")
    end_right(leaving=leaving, by=None, at=at(date(2026, 6, 1)))
    given.refresh_from_db()
    assert given.ended_because == "Moves away The post is vacant: The governors elect in October"


def test_a_successor_who_comes_later_does_not_fill_the_post(home) -> None:
    _, given = person("Ada", "headteacher school:100001")
    grant(nobody(), "headteacher school:100001", starts=date(2026, 9, 2))
    with pytest.raises(NotGiven):
        end_right(leaving=Leaving(given, date(2026, 9, 1), "Retires"), by=None, at=at(date(2026, 6, 1)))


def test_a_successor_who_may_not_sign_in_does_not_fill_it_either(home) -> None:
    _, given = person("Ada", "headteacher school:100001")
    other = somebody("other@example.org", "headteacher school:100001")
    other.is_active = False
    other.save()
    with pytest.raises(NotGiven):
        end_right(leaving=Leaving(given, date(2026, 9, 1), "Retires"), by=None, at=at(date(2026, 6, 1)))


def test_an_end_is_moved_with_a_reason(home) -> None:
    who, given = person("Eve", "external_adviser school:100001", starts=LONG_AGO, ends=date(2026, 7, 1))
    change_end(grant=given, ends_before=date(2026, 12, 1), because="Longer contract", by=None, at=at(date(2026, 6, 1)))
    assert rights_of(who, date(2026, 11, 30)).held
    told = Event.objects.get(verb="end changed").detail
    assert told == {"because": "Longer contract", "was": "2026-07-01", "ends_before": "2026-12-01"}


@pytest.mark.parametrize(
    ("ends_before", "because", "today", "field"),
    [
        (date(2026, 12, 1), "x", date(2026, 7, 1), "ends_before"),
        (None, "x", date(2026, 6, 1), "ends_before"),
        (date(2026, 12, 1), " ", date(2026, 6, 1), "reason"),
        (LONG_AGO, "x", date(2026, 6, 1), "ends_before"),
    ],
)
def test_an_end_that_makes_no_sense_is_not_set(home, ends_before, because, today, field) -> None:
    _, given = person("Eve", "external_adviser school:100001", ends=date(2026, 7, 1))
    with pytest.raises(NotGiven) as refused:
        change_end(grant=given, ends_before=ends_before, because=because, by=None, at=at(today))
    assert refused.value.field == field


def test_the_worker_does_it_once_a_day(home, monkeypatch) -> None:
    done: list[date] = []
    days = iter([date(2026, 10, 8), date(2026, 10, 8), date(2026, 10, 9)])
    monkeypatch.setattr("accord.cli.duties.confirm_daily", lambda on, at: done.append(on))
    monkeypatch.setattr("accord.cli.duties.keep_to_the_schedule", lambda on, by, at: None)
    monkeypatch.setattr("accord.cli.duties.seal_reads", lambda at: None)
    monkeypatch.setattr("accord.cli.duties.close_old_connections", lambda: None)
    monkeypatch.setattr("accord.cli.duties.timezone.localdate", lambda: next(days))
    clock = Duties()
    for _ in range(3):
        clock.once()
    assert done == [date(2026, 10, 8), date(2026, 10, 9)]
