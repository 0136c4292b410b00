"""The operator's commands for retention, and the worker's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from accord.accounts.actions.events import record
from accord.accounts.actions.people import enrol
from accord.accounts.actions.reading import Under, note_read
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.holds import LegalHold
from accord.accounts.readers import Reader
from accord.cli.commands.retention import retention
from accord.cli.duties import Duties
from tests.factories.register_schools import school

LONG_AGO = datetime(2013, 3, 6, 9, tzinfo=UTC)


@pytest.fixture
def run(home: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("accord.cli.commands.retention.open_home", lambda: None)

    def command(*arguments: str) -> str:
        return CliRunner().invoke(retention, arguments).output

    return command


def test_what_is_past_its_time_is_counted_held_lifted_and_gone(run):
    who = enrol(email="sam.reed@example.org", name="Sam Reed", password=None, by=None, at=LONG_AGO)
    school("734001", "Ash Primary School", la_code="201")
    record("renamed", kind="group", subject="elm", by=who, at=LONG_AGO)
    assert run("holds") == "There is no legal hold.\n"
    assert "acts" in run("preview") and "Kept for good: kept_by_people, agreements" in run("preview")
    assert "Nobody signs in with x@example.org" in run("hold", "person", "x@example.org", "--because", "A claim")
    assert "No school goes or went by 999999" in run("hold", "school", "999999", "--because", "A claim")
    assert "The schedule has no group pupils" in run("hold", "group", "pupils", "--because", "A claim")
    assert "Held until" in run("hold", "school", "734001", "--because", "A claim")
    assert LegalHold.objects.get().numbers == ["734001"]
    run("hold", "person", "sam.reed@example.org", "--because", "A complaint")
    assert "There is a hold on it already" in run("hold", "person", "sam.reed@example.org", "--because", "Again")
    assert "A complaint" in run("holds")
    assert "What was done: 0 rows forgotten, 2 kept by a hold." in run("run")
    hold = LegalHold.objects.get(over="person")
    assert run("lift", str(hold.public_id), "--because", "Settled") == "Lifted.\n"
    assert "There is no hold" in run("lift", str(hold.public_id), "--because", "Settled")
    assert "What was done: 2 rows forgotten." in run("run")
    assert run("run") == "Nothing is past its time.\n"


def read() -> None:
    at = datetime.now(UTC)
    note_read(reader=Reader.operator(), kind="school", subject="734001", rows=1, under=Under(), at=at)


def test_the_worker_seals_reads_and_keeps_to_the_schedule(transactional_db, empty_home):
    record("renamed", kind="group", subject="elm", by=None, at=LONG_AGO)
    read()
    clock = Duties(every=0.05)
    clock.start()
    deadline = time.monotonic() + 20
    while not Event.objects.filter(verb="forgot").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    read()
    clock.stop()
    sealed = [each.detail["last"] for each in Event.objects.filter(verb="sealed").order_by("sequence")]
    assert sealed[-1] == Reading.objects.count() == 2, "what was read last is sealed at the end"
    assert Event.objects.filter(verb="forgot").count() == 1
