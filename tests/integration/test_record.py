"""The record of what was done and read: chained, written whatever becomes of the page, looked through by command."""

from __future__ import annotations

import json
import random
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accord.accounts.actions.chaining import add_event, keep_head_apart
from accord.accounts.actions.events import record
from accord.accounts.actions.granting import give
from accord.accounts.actions.people import enrol
from accord.accounts.actions.reading import Under, note_read, page_that_notes, seal_reads, write_reads
from accord.accounts.choices import ScopeKind
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.people import Person
from accord.accounts.queries.heads import heads_file, heads_in
from accord.accounts.queries.whole_record import heads_now, look_through
from accord.accounts.readers import Reader
from accord.accounts.recording import WhatLeavesIsRecorded
from accord.accounts.rules.rights import NOBODY, Scope
from accord.cli.commands.audit import audit
from tests.factories.people import KEEPER, grant, somebody

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


@pytest.fixture
def officer(home) -> Person:
    return enrol(email="officer@example.org", name="A. Officer", password=PASSWORD, by=None, at=AT)


def act(by: Person | None, n: int = 1) -> Event:
    return record("renamed", kind="group", subject=f"group-{n}", by=by, at=AT, detail={"n": n, "share": n / 4})


def read(who: Person, urn: str, rows: int = 3, at: datetime = AT) -> None:
    note_read(reader=Reader.person(who, NOBODY), kind="school", subject=urn, rows=rows, under=Under("grant-1"), at=at)


def a_record(who: Person) -> None:
    for n in range(12):
        act(who if n % 3 else None, n)
        read(who, f"90000{n % 4}", rows=n + 1)
        if n % 5 == 4:
            seal_reads(at=AT)


def test_every_act_follows_the_one_before(officer):
    for n in range(5):
        act(officer, n)
    events = list(Event.objects.order_by("sequence"))
    assert [each.sequence for each in events] == [1, 2, 3, 4, 5, 6]
    assert [each.before for each in events[1:]] == [each.digest for each in events[:-1]]
    assert [each.actor for each in events] == ["operator"] + ["person"] * 5
    assert look_through(heads_now()).faults == ()


def test_a_record_is_written_inside_a_transaction_only(transactional_db, empty_home):
    act(None)
    with pytest.raises(RuntimeError, match="inside a transaction"):
        add_event(Event(verb="x", subject_kind="y", subject_id="z", at=AT, actor="operator"))


def test_an_act_taken_back_leaves_no_gap(transactional_db, empty_home):
    act(None, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act(None, 2)
        1 / 0  # noqa: B018
    act(None, 3)
    assert list(Event.objects.values_list("sequence", "subject_id")) == [(1, "group-1"), (2, "group-3")]
    assert look_through(heads_in(heads_file(empty_home / "state"))).faults == ()


def test_work_done_for_somebody_else_says_for_whom(officer):
    head = somebody("head@example.org", "headteacher school:900001", name="B. Head")
    helper = somebody("helper@example.org", "teacher school:900001", name="C. Helper")
    give(
        person=helper, role="business_support", scope=Scope(ScopeKind.AUTHORITY, "501"), reason="Does letters",
        starts_on=date(2026, 11, 1), ends_before=date(2026, 12, 1), by=None, at=AT, on_behalf_of=head,
    )  # fmt: skip
    act(helper)
    read(helper, "900001")
    act(head)
    record("renamed", kind="group", subject="late", by=helper, at=datetime(2026, 12, 1, 0, 5, tzinfo=UTC))
    acts = Event.objects.filter(verb="renamed").order_by("sequence")
    assert [each.on_behalf_of for each in acts] == [[str(head.public_id)], [], []]
    assert Reading.objects.get().on_behalf_of == [str(head.public_id)]
    assert look_through(heads_now()).faults == ()


def test_many_writers_at_once_leave_one_chain_without_gaps(transactional_db, empty_home):
    problems: list[Exception] = []

    def write(name: int) -> None:
        try:
            for n in range(15):
                act(None, name * 100 + n)
        except Exception as error:  # noqa: BLE001
            problems.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert problems == []
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 91))
    kept = list(heads_in(heads_file(empty_home / "state")))
    looked = look_through(kept)
    assert (looked.done, looked.faults) == (90, ()) and kept[-1].sequence == 90


def test_the_head_is_kept_in_a_private_file_once_for_many_acts(transactional_db, empty_home):
    act(None, 1)
    with transaction.atomic():
        for n in range(2, 40):
            act(None, n)
    path = heads_file(empty_home / "state")
    assert [head.sequence for head in heads_in(path)] == [1, 39]
    assert path.stat().st_mode & 0o777 == 0o600
    keep_head_apart()
    assert len(list(heads_in(path))) == 2


def test_reads_are_added_up_by_page_and_written_although_the_page_takes_its_changes_back(transactional_db, empty_home):
    who = enrol(email="officer@example.org", name="A. Officer", password=PASSWORD, by=None, at=AT)

    def page(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            act(who)
            read(who, "900001", 2)
            read(who, "900001", 5)
            read(who, "900002", 1)
            transaction.set_rollback(True)
        return HttpResponse("shown")

    request = RequestFactory().get("/somewhere/")
    request.resolver_match, request.user = None, who
    assert WhatLeavesIsRecorded(page)(request).content == b"shown"
    assert list(Reading.objects.values_list("subject_id", "rows", "grant")) == [
        ("900001", 7, "grant-1"), ("900002", 1, "grant-1"),
    ]  # fmt: skip
    assert not Event.objects.filter(verb="renamed").exists()


def test_what_cannot_be_written_is_not_shown(officer, monkeypatch):
    def page(request: HttpRequest) -> HttpResponse:
        read(officer, "900001")
        return HttpResponse("shown")

    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("accord.accounts.actions.reading.add_readings", full)
    request = RequestFactory().get("/somewhere/")
    request.resolver_match, request.user = None, officer
    with pytest.raises(OSError, match="No space"):
        WhatLeavesIsRecorded(page)(request)


def test_reads_are_sealed_in_batches_by_the_next_writer_too(officer):
    read(officer, "900001")
    read(officer, "900002", at=AT + timedelta(seconds=20))
    assert not Event.objects.filter(verb="sealed").exists()
    read(officer, "900003", at=AT + timedelta(seconds=90))
    read(officer, "900004", at=AT + timedelta(seconds=91))
    assert [each.detail["last"] for each in Event.objects.filter(verb="sealed")] == [3]
    assert seal_reads(at=AT + timedelta(seconds=92)) == 1 and seal_reads(at=AT + timedelta(seconds=93)) == 0
    looked = look_through(heads_now())
    assert (looked.reads, looked.seals, looked.faults) == (4, 2, ())


def test_nothing_noted_costs_no_question(officer, django_assert_num_queries):
    with django_assert_num_queries(0), page_that_notes() as page:
        note_read(reader=Reader.person(officer, NOBODY), kind="school", subject="1", rows=0, under=Under(), at=AT)
    with django_assert_num_queries(0):
        assert write_reads(page) == 0


def test_what_was_recorded_before_is_chained_by_the_migration(transactional_db, empty_home, migrating):
    who = enrol(email="officer@example.org", name="A. Officer", password=None, by=None, at=AT)
    Event.objects.all().delete()
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("accounts", "0003_grants")])
        old = executor.loader.project_state([("accounts", "0003_grants")]).apps.get_model("accounts", "Event")
        for n in range(7):
            by = who.pk if n % 2 else None
            old.objects.create(verb="did", subject_kind="x", subject_id=str(n), at=AT, person_id=by, detail={"n": n})
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        migrating()
    act(who)
    looked = look_through(heads_now())
    assert (looked.done, looked.faults) == (8, ())
    assert list(Event.objects.order_by("sequence").values_list("actor", flat=True)[:2]) == ["operator", "person"]


FIELDS = {
    Event: ("verb", "subject_kind", "subject_id", "at", "detail", "actor", "before", "digest", "sealed", "salt",
            "public_id", "person_id", "on_behalf_of"),
    Reading: ("kind", "subject_id", "rows", "at", "release", "page", "grant", "agreement", "actor", "before", "digest",
              "sealed", "salt", "person_id", "on_behalf_of"),
}  # fmt: skip


def change(model: type[models.Model], chance: random.Random, people: list[Person]) -> str:
    """Change the table behind the application's back, in one way; says which."""
    numbers = list(model.objects.order_by("sequence").values_list("sequence", flat=True))
    way = chance.choice(("edit", "delete", "swap", "tail", "head", "renumber"))
    one, two = chance.sample(numbers[:-1], 2)
    rows = model.objects.filter(sequence=one)
    if way == "edit":
        way = chance.choice(FIELDS[model])
        old = rows.values_list(way, flat=True).get()
        rows.update(**{way: another(way, old, chance, people)})
    elif way == "delete":
        rows.delete()
    elif way == "tail":
        model.objects.filter(sequence__gt=one).delete()
    elif way == "head":
        model.objects.filter(sequence__lte=one).delete()
    elif way == "renumber":
        rows.update(sequence=numbers[-1] + 7)
    else:
        rows.update(sequence=10**6)
        model.objects.filter(sequence=two).update(sequence=one)
        model.objects.filter(sequence=10**6).update(sequence=two)
    return way


def another(name: str, old: Any, chance: random.Random, people: list[Person]) -> Any:
    if name == "person_id":
        return chance.choice([each.pk for each in people if each.pk != old])
    if name == "at":
        return old + timedelta(microseconds=1)
    if isinstance(old, int):
        return old + 1
    if isinstance(old, list | dict):
        return [*old, "x"] if isinstance(old, list) else {**old, "x": 1}
    if name == "actor":
        return "visitor"
    if name == "public_id":
        return str(old).translate(str.maketrans("0123456789abcdef", "1032547698badcfe"))
    return f"{old[:-1]}{'x' if old[-1:] != 'x' else 'y'}"


def test_changes_behind_the_applications_back_are_all_found(officer, capsys):
    other = enrol(email="other@example.org", name="B. Other", password=None, by=None, at=AT)
    a_record(officer)
    heads = heads_now()
    chance, ways, missed = random.Random(11), set(), []
    assert look_through(heads).faults == ()
    for _ in range(150):
        model = chance.choice((Event, Reading))
        with transaction.atomic():
            way = change(model, chance, [officer, other])
            ways.add((model.__name__, way))
            if not look_through(heads).faults:
                missed.append((model.__name__, way))
            transaction.set_rollback(True)
    with capsys.disabled():
        print(f"\n{connection.vendor}: 150 changes of {len(ways)} kinds, {len(missed)} missed")
    assert missed == [] and len(ways) > 25
    assert look_through(heads).faults == ()


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(audit, arguments)
    return answer.exit_code, answer.output


@pytest.fixture
def command(monkeypatch, officer) -> Any:
    monkeypatch.setattr("accord.cli.commands.audit.open_home", lambda: None)
    return run


def test_the_command_counts_and_names_the_first_bad_entry(command, officer):
    a_record(officer)
    head = command("head")[1].splitlines()
    assert [line.split()[0] for line in head] == ["done", "reads"]
    status, said = command("verify", "--head", head[0], "--head", head[1].split()[2])
    assert status == 0 and "Acts: 15. Reads: 12, sealed in 2 batches." in said and "as it was written" in said
    Event.objects.filter(sequence=4).update(subject_id="another")
    status, said = command("verify")
    assert status == 1 and "The first is entry 4 of what was done" in said
    Event.objects.filter(sequence__gte=4).delete()
    assert command("verify")[0] == 0, "a cut tail shows only against a head"
    status, said = command("verify", "--head", head[0])
    assert status == 1 and "was once the last" in said
    assert command("verify", "--head", head[0].split()[2])[0] == 1
    status, said = command("verify", "--head", "nonsense")
    assert status == 1 and "`accord audit head` prints it" in said


def test_the_file_of_heads_is_asked_too(command, officer, empty_home):
    a_record(officer)
    keep_head_apart()
    assert command("verify")[0] == 0
    Event.objects.filter(sequence__gt=10).delete()
    status, said = command("verify")
    assert status == 1 and "15 of what was done: The entry is not there" in said
    heads_file(empty_home / "state").write_text("done one\n")
    assert "Line 1 of record-heads.txt" in command("verify")[1]


def test_signing_in_failing_to_and_leaving_are_recorded(officer, client: Client):
    cache.clear()
    wrong = {"login": officer.email, "password": "not that one"}
    client.post("/accounts/login/", wrong)
    client.post("/accounts/login/", {"login": "nobody@example.org", "password": "whatever it is"})
    client.post("/accounts/login/", wrong | {"password": PASSWORD})
    client.post("/accounts/logout/")
    events = Event.objects.filter(sequence__gt=1)
    assert [(each.verb, each.actor, each.subject_id) for each in events] == [
        ("failed_to_sign_in", "visitor", str(officer.public_id)),
        ("failed_to_sign_in", "visitor", ""),
        ("signed_in", "person", str(officer.public_id)),
        ("signed_out", "person", str(officer.public_id)),
    ]
    kept = json.dumps(list(Event.objects.values_list("detail", "subject_id", "verb")))
    assert "nobody@" not in kept and "whatever" not in kept and PASSWORD not in kept


def test_every_file_that_leaves_is_recorded_with_its_digest(officer, client: Client):
    grant(officer, KEEPER)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/data/calendar.csv")
    assert answer.status_code == 200
    client.get("/data/")
    client.head("/data/calendar.csv")
    client.get("/data/nothing.csv")
    exports = list(Event.objects.filter(verb="exported"))
    assert [(each.subject_id, each.person, each.detail["form"]) for each in exports] == [
        ("/data/calendar.csv", officer, "csv")
    ]
    assert exports[0].detail["bytes"] == len(answer.content)
