"""Nothing is kept beyond its time, nothing goes before it, and a hold keeps what it is on."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accord.accounts.actions.events import record
from accord.accounts.actions.granting import end
from accord.accounts.actions.people import enrol
from accord.accounts.actions.reading import Under, note_read, seal_reads
from accord.accounts.actions.retention import NAMELESS, NotHeld, keep_to_the_schedule, lift_hold, place_hold
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.queries.retention import preview
from accord.accounts.queries.whole_record import heads_now, look_through
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY
from tests.factories.any_row import a_row
from tests.factories.people import grant

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
URN = "734001"


def years_back(years: int, days: int = 0) -> datetime:
    return NOW.replace(year=NOW.year - years) - timedelta(days=days)


def person(name: str, at: datetime = NOW) -> Person:
    who = enrol(email=f"{name.lower()}@example.org", name=f"{name} Underhill", password=None, by=None, at=at)
    Person.objects.filter(pk=who.pk).update(joined_at=at)
    return Person.objects.get(pk=who.pk)


def run(on: date = TODAY) -> dict[str, tuple[int, int]]:
    """How many rows were seen to and how many held, by group and table."""
    found: dict[str, tuple[int, int]] = {}
    for each in keep_to_the_schedule(on=on, by=None, at=NOW):
        rows, held = found.get(f"{each.kept.code} {each.rule.table}", (0, 0))
        found[f"{each.kept.code} {each.rule.table}"] = rows + each.rows, held + each.held
    return found


def read(who: Person, at: datetime, urn: str = URN) -> None:
    note_read(reader=Reader.person(who, NOBODY), kind="school", subject=urn, rows=2, under=Under("g"), at=at)


def test_an_act_is_forgotten_when_its_time_is_over_and_the_record_still_holds(home):
    who = person("Una")
    for verb, at in (("signed_in", years_back(2)), ("renamed", years_back(7)), ("renamed", years_back(7, -1)),
                     ("signed_in", years_back(2, -1))):  # fmt: skip
        record(verb, kind="group", subject="elm", by=who, at=at, detail={"name": "Una Underhill"})
    read(who, years_back(7))
    read(who, years_back(7, -1))
    seal_reads(at=NOW)
    before = heads_now()
    assert run() == {"acts accounts.event": (2, 0), "reads accounts.reading": (1, 0)}
    gone = [each.verb for each in Event.objects.filter(salt="").order_by("sequence")]
    assert gone == ["signed_in", "renamed"]
    assert list(Reading.objects.filter(salt="").values_list("person", "grant", "subject_id")) == [(None, "", URN)]
    kept = Event.objects.filter(person=who, verb__in=("renamed", "signed_in"))
    assert [each.verb for each in kept.order_by("sequence")] == ["renamed", "signed_in"]
    looked = look_through(before)
    assert looked.faults == () and looked.forgotten == 3
    proofs = Event.objects.filter(verb="forgot")
    assert [each.detail["rows"] for each in proofs] == [1, 1, 1]
    assert "Una" not in json.dumps([each.detail for each in proofs])
    assert run() == {}, "what was seen to is not seen to again"


def test_a_person_who_left_becomes_nobody_and_what_they_did_stays(home, capsys):
    gone, stays = person("Gunda", years_back(9)), person("Stella", years_back(9))
    last = years_back(2).date()
    for who in (gone, stays):
        held = grant(who, "headteacher school:734001")
        a_row(apps.get_model("accounts.visits"), person=who, latest=NOW)
        a_row(apps.get_model("accounts.followed"), person=who)
        end(grant=held, on=last if who == gone else last + timedelta(days=1), because="left", by=None, at=NOW)
        record("renamed", kind="group", subject="elm", by=who, at=NOW)
    assert run()["people accounts.person"] == (1, 0)
    gone.refresh_from_db()
    assert (gone.name, gone.is_active, gone.email.endswith("@left.invalid")) == (NAMELESS, False, True)
    for label in ("accounts.visits", "accounts.followed"):
        assert [each.person for each in apps.get_model(label).objects.all()] == [stays]
    assert list(apps.get_model("account.emailaddress").objects.values_list("user", flat=True)) == [stays.pk]
    assert Event.objects.get(verb="renamed", person=gone)
    assert look_through(heads_now()).faults == ()
    assert "people accounts.person" in run(TODAY + timedelta(days=1)), "the other one a day later"


def test_sessions_tasks_and_habits_go(home):
    task = apps.get_model("django_tasks_database.dbtaskresult")
    for at in (NOW - timedelta(days=90), NOW - timedelta(days=89)):
        a_row(task, finished_at=at)
    session = apps.get_model("sessions.session")
    for number, at in enumerate((NOW - timedelta(days=1), NOW)):
        session.objects.create(session_key=f"key{number}", session_data="x", expire_date=at)
    assert run() == {
        "sessions sessions.session": (1, 0),
        "tasks django_tasks_database.dbtaskresult": (1, 0),
    }
    assert task.objects.count() == 1 and session.objects.get().session_key == "key1"


def naive_over(at: datetime, years: int) -> bool:
    """Whether so many years have passed since a moment, by the calendar of London in winter."""
    return (at.year + years, at.month, at.day) <= (TODAY.year, TODAY.month, TODAY.day)


def test_a_thousand_random_acts_none_overdue_none_early_and_holds_respected(home, capsys):
    chance = random.Random(8)
    people = [person(name) for name in ("Ada", "Bea", "Cleo")]
    place_hold(over=LegalHold.Over.PERSON, subject=str(people[0].public_id), because="A claim", by=None, at=NOW)
    place_hold(over=LegalHold.Over.SCHOOL, subject=URN, numbers=[URN], because="An inquiry", by=None, at=NOW)
    wrong: list[Any] = []
    planned = []
    for n in range(1000):
        verb = chance.choice(("signed_in", "renamed"))
        years = 2 if verb == "signed_in" else 7
        at = years_back(years) + timedelta(days=chance.randint(-40, 40), hours=chance.randint(-11, 11))
        who, subject = chance.choice(people), chance.choice((URN, "734002", "elm"))
        event = record(verb, kind="group", subject=subject, by=who, at=at, detail={"n": n})
        held = who == people[0] or subject == URN
        planned.append((event.pk, naive_over(at, years) and not held))
    run()
    for key, expected in planned:
        if (Event.objects.get(pk=key).salt == "") is not expected:
            wrong.append((key, expected))
    over = sum(expected for _, expected in planned)
    with capsys.disabled():
        print(f"\n{connection.vendor}: 1000 acts, {over} past their time, {len(wrong)} wrongly kept or forgotten")
    assert wrong == [] and 100 < over < 500
    assert look_through(heads_now()).faults == ()


def test_a_hold_on_a_group_of_the_schedule_keeps_all_of_it_until_lifted(home):
    who = person("Una")
    record("renamed", kind="group", subject="elm", by=who, at=years_back(8))
    hold = place_hold(over=LegalHold.Over.GROUP, subject="acts", because="An inquiry", by=who, at=NOW)
    assert [(each.now, each.held) for each in preview(TODAY) if each.rule.since == "at"] == [(0, 0), (0, 1), (0, 0)]
    assert run() == {"acts accounts.event": (0, 1)}
    with pytest.raises(NotHeld, match="Say why it need not"):
        lift_hold(hold=hold, because=" ", by=who, at=NOW)
    lift_hold(hold=hold, because="The inquiry is over", by=who, at=NOW)
    with pytest.raises(NotHeld, match="lifted already"):
        lift_hold(hold=hold, because="again", by=who, at=NOW)
    assert run()["acts accounts.event"] == (1, 0)
    assert [each.verb for each in Event.objects.filter(subject_kind="hold")] == ["placed", "lifted"]


def test_a_hold_says_why_and_on_something_there_is(home):
    for over, subject, because, wrong in (
        (LegalHold.Over.GROUP, "acts", "", "Say why it has to be kept"),
        (LegalHold.Over.GROUP, "pupils", "Because", "The schedule has no group pupils"),
    ):
        with pytest.raises(NotHeld, match=wrong):
            place_hold(over=over, subject=subject, because=because, by=None, at=NOW)
    place_hold(over=LegalHold.Over.SCHOOL, subject=URN, because="A claim", by=None, at=NOW)
    with pytest.raises(NotHeld, match="There is a hold on it already"):
        place_hold(over=LegalHold.Over.SCHOOL, subject=URN, because="A claim", by=None, at=NOW)


def test_what_was_emptied_by_hand_shows(home):
    record("renamed", kind="group", subject="elm", by=None, at=NOW, detail={"name": "x"})
    Event.objects.update(salt="", detail={}, subject_id="")
    assert "nothing in the record says so" in look_through([]).faults[0].why


def test_the_preview_tells_what_is_due_within_a_month(home):
    for days in (0, -10, -40):
        record("renamed", kind="group", subject="elm", by=None, at=years_back(7, days))
    found = {(each.rule.table, tuple(each.rule.only)): (each.now, each.soon) for each in preview(TODAY)}
    assert found["accounts.event", ()] == (1, 1) and found["accounts.event", ("verb",)] == (0, 0)
