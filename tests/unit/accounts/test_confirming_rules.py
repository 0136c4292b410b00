"""When rights are confirmed, and that nothing ends before people were reminded twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.choices import Confirmed
from accord.accounts.rules.confirming import (
    Round,
    Step,
    Told,
    latest_round,
    load_calendar,
    next_step,
    rounds_until,
    waits_for_confirmation,
)
from accord.meaning.definitions import DefinitionError, folders

CALENDAR = load_calendar(folders(None))
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
REMINDERS = (date(2026, 10, 8), date(2026, 10, 22))
OCTOBER = Round(Confirmed.OCTOBER, "October", date(2026, 10, 1), REMINDERS, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("how_often", "on", "opened"),
    [
        (Confirmed.OCTOBER, date(2026, 9, 30), date(2025, 10, 1)),
        (Confirmed.OCTOBER, date(2026, 10, 1), date(2026, 10, 1)),
        (Confirmed.OCTOBER, date(2027, 9, 30), date(2026, 10, 1)),
        (Confirmed.TERM, date(2028, 1, 31), date(2027, 10, 1)),
        (Confirmed.TERM, date(2028, 2, 29), date(2028, 2, 1)),
        (Confirmed.TERM, date(2028, 5, 31), date(2028, 2, 1)),
        (Confirmed.TERM, date(2028, 6, 1), date(2028, 6, 1)),
    ],
)
def test_the_round_that_opened_last(how_often: Confirmed, on: date, opened: date) -> None:
    found = latest_round(CALENDAR, how_often, on)
    assert found is not None and found.opens == opened


def test_october_as_it_is_when_the_machine_runs_every_day() -> None:
    assert _run([date(2026, 9, 1) + timedelta(days=n) for n in range(90)])[date(2026, 10, 1)] == {
        Step.REMIND: date(2026, 10, 8),
        Step.REMIND_AGAIN: date(2026, 10, 22),
        Step.CLOSE: date(2026, 11, 1),
    }


def test_the_rounds_of_a_leap_year_close_on_its_days() -> None:
    spring = [each for each in rounds_until(CALENDAR, Confirmed.TERM, date(2028, 12, 31)) if each.opens.month == 2]
    assert [(each.reminders[1], each.closes) for each in spring] == [
        (date(2027, 2, 22), date(2027, 3, 1)),
        (date(2028, 2, 22), date(2028, 3, 1)),
    ]
    assert spring[1].is_open(date(2028, 2, 29)) and not spring[1].is_open(date(2028, 3, 1))


def _run(days: list[date], how_often: Confirmed = Confirmed.OCTOBER) -> dict[date, dict[Step, date]]:
    """What a machine that runs on some days does, by the day a round opened: its steps and their days."""
    told: dict[date, Told] = {}
    done: dict[date, dict[Step, date]] = {}
    for on in days:
        one = latest_round(CALENDAR, how_often, on)
        if one is None:
            continue
        step = next_step(one, told.get(one.opens, Told()), on)
        if step is None:
            continue
        field = {Step.REMIND: "first", Step.REMIND_AGAIN: "second", Step.CLOSE: "closed"}[step]
        told[one.opens] = replace(told.get(one.opens, Told()), **{field: on})
        done.setdefault(one.opens, {})[step] = on
    return done


@given(st.sets(DAYS, max_size=120), st.sampled_from([Confirmed.OCTOBER, Confirmed.TERM]))
def test_nothing_ends_before_two_reminders_a_week_apart(days: set[date], how_often: Confirmed) -> None:
    for done in _run(sorted(days), how_often).values():
        steps = list(done)
        assert steps == list(Step)[: len(steps)]
        for before, after in zip(steps, steps[1:], strict=False):
            assert done[after] - done[before] >= timedelta(days=7)


def test_a_machine_that_stood_still_reminds_late_and_ends_later() -> None:
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(40)]
    assert _run(days)[date(2026, 10, 1)] == {
        Step.REMIND: date(2026, 12, 1),
        Step.REMIND_AGAIN: date(2026, 12, 8),
        Step.CLOSE: date(2026, 12, 15),
    }


@pytest.mark.parametrize(
    ("given_at", "confirmed_at", "starts_on", "ends_before", "waits"),
    [
        (datetime(2026, 9, 30, 22, 59, tzinfo=UTC), None, date(2026, 9, 1), None, True),
        # 23:00 of Greenwich on 30 September is midnight of 1 October in London, by summer time.
        (datetime(2026, 9, 30, 23, 0, tzinfo=UTC), None, date(2026, 9, 1), None, False),
        (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 9, 30, 22, 59, tzinfo=UTC), date(2026, 1, 5), None, True),
        (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 9, 30, 23, 0, tzinfo=UTC), date(2026, 1, 5), None, False),
        (datetime(2026, 1, 5, tzinfo=UTC), None, date(2026, 1, 5), date(2026, 11, 1), False),
        (datetime(2026, 1, 5, tzinfo=UTC), None, date(2026, 1, 5), date(2026, 11, 2), True),
        (datetime(2026, 1, 5, tzinfo=UTC), None, date(2026, 9, 30), None, True),
        (datetime(2026, 1, 5, tzinfo=UTC), None, date(2026, 10, 1), None, False),
    ],
)
def test_which_rights_wait(
    given_at: datetime, confirmed_at: datetime | None, starts_on: date, ends_before: date | None, waits: bool
) -> None:
    found = waits_for_confirmation(
        OCTOBER, given_at=given_at, confirmed_at=confirmed_at, starts_on=starts_on, ends_before=ends_before
    )
    assert found is waits


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{opens: "10-01", reminders: ["10-08"], closes: "11-01"}', "give two days"),
        ('{opens: "10-01", reminders: ["10-22", "10-08"], closes: "11-01"}', "in this order"),
        ('{opens: "10-01", reminders: ["10-08", "10-22"], closes: "02-29"}', "29 February"),
        ('{opens: "13-01", reminders: ["10-08", "10-22"], closes: "11-01"}', "no day of a year"),
    ],
)
def test_rounds_that_make_no_sense_are_refused(tmp_path: Path, written: str, says: str) -> None:
    place = tmp_path / "confirming"
    place.mkdir()
    (place / "rounds.yaml").write_text(f"october:\n  rounds:\n    - {written.replace('{', '{name: October, ')}\n")
    with pytest.raises(DefinitionError, match=says):
        load_calendar([tmp_path])
