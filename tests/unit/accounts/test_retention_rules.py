"""How long is how long, and a schedule that leaves nothing out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.queries.tables import classes
from accord.accounts.rules.retention import After, load_schedule, unkept
from accord.meaning.definitions import DefinitionError

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("after", "on", "last"),
    [
        (After(years=2), date(2026, 11, 30), date(2024, 11, 30)),
        (After(years=1), date(2024, 2, 29), date(2023, 2, 28)),
        (After(months=13), date(2026, 3, 31), date(2025, 2, 28)),
        (After(months=1), date(2026, 1, 15), date(2025, 12, 15)),
        (After(days=90), date(2026, 3, 1), date(2025, 12, 1)),
        (After(years=1, months=1, days=1), date(2026, 1, 1), date(2024, 11, 30)),
    ],
)
def test_so_long_before_a_day(after: After, on: date, last: date):
    assert after.before(on) == last


@given(DAYS, st.integers(0, 20), st.integers(0, 30), st.integers(0, 400))
def test_later_days_never_reach_less_far(on: date, years: int, months: int, days: int):
    after = After(years, months, days)
    assert after.before(on) <= after.before(on + timedelta(days=1)) <= on + timedelta(days=1)


def test_every_table_is_in_the_schedule_and_the_schedule_has_no_more():
    said, schedule = classes(), load_schedule(settings.ACCORD_DEFINITIONS)
    assert len(said) > 20 and sum(len(kept.rules) for kept in schedule.values()) > 6
    assert unkept(schedule, said) == []
    planted = {**said, "x.y": replace(said["accounts.person"], label="x.y", keep="for ever")}
    assert unkept(schedule, planted) == ["x.y is kept as for ever, which is in no schedule"]
    assert unkept({**schedule, "more": schedule["people"]}, said) == ["more is in the schedule and no table is kept so"]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("{table: accounts.pupil, from: at, after: {years: 1}, then: delete}", "there is no table accounts.pupil"),
        ("{table: accounts.event, from: when, after: {years: 1}, then: delete}", "accounts.event has no field when"),
        ("{table: accounts.event, from: at, after: {}, then: delete}", "say how long"),
        ("{table: accounts.event, from: at, after: {years: 1}, then: burn}", "'burn' is not one of delete, empty"),
        ("{table: accounts.person, from: left, after: {years: 1}, then: delete}", "write from: left with then: leave"),
        ("{table: accounts.event, from: at, after: {weeks: 1, days: 1}, then: delete}", "no such key is known here"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_named(tmp_path: Path, rule: str, wrong: str):
    (tmp_path / "retention").mkdir()
    written = f"x:\n  name: X\n  why: Y\n  rules:\n    - {rule[:-1]}, counted: x}}\n"
    (tmp_path / "retention" / "own.yaml").write_text(written)
    with pytest.raises(DefinitionError, match="own.yaml") as refused:
        load_schedule([settings.ACCORD_DEFINITIONS[0], tmp_path])
    assert wrong in str(refused.value)
