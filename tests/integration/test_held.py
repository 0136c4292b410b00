"""Everything held on somebody is found, in whatever table it lies, and nothing of anybody else."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection, models, transaction
from django.db.utils import DataError, IntegrityError

from accord.accounts.actions.export_held import export_held
from accord.accounts.actions.people import enrol
from accord.accounts.models.events import Event
from accord.accounts.models.people import Person
from accord.accounts.queries.held import HeldTable, held_on, person_subject, school_subject
from accord.accounts.queries.tables import classed_models
from accord.accounts.rules.field_classes import Field, Holds
from accord.cli.commands.held import held
from accord.performance.held import held_in_releases
from tests.factories.any_row import a_row, places_in
from tests.factories.register_schools import school as known_school
from tests.factories.school_tables import publish, school

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
URN, OLD, LIKE_IT = "734001", "734002", "1734001"


@pytest.fixture
def people(home) -> tuple[Person, Person]:
    one = enrol(email="sam.reed@example.org", name="Samira Reed-Walker", password=None, by=None, at=AT)
    other = enrol(email="amsam.reed@example.org", name="Otto Brandt", password=None, by=None, at=AT)
    return one, other


def in_every_way(field: models.Field[Any, Any], key: str) -> list[Any]:
    """How something may be named in a field: as all of it, and where there is room inside other words."""
    if isinstance(field, models.JSONField):
        return [{"who": [key]}, {key: 1}, [f"as {key}, wrote"]]
    room = field.max_length or 1000
    inside = f"see {key}."
    return [value for value in (key, inside) if len(value) <= room and not (field.unique and value == inside)]


def plant(model: type[models.Model], field: models.Field[Any, Any], key: str) -> list[Any]:
    """Rows that name it in this field; returns their keys."""
    planted = []
    for value in in_every_way(field, key):
        try:
            with transaction.atomic():
                planted.append(a_row(model, **{field.name: value}).pk)
        except (IntegrityError, DataError):
            continue
    return planted


def keys_found(tables: list[HeldTable]) -> dict[str, set[Any]]:
    return {table.label: {str(row[0]) for row in table.rows} for table in tables}


def may(said: Field, kind: Holds) -> bool:
    return said.may_hold(kind) and not said.secret


def test_a_person_planted_in_every_place_is_found_and_nobody_else(people, capsys):
    one, other = people
    planted: dict[str, set[str]] = {}
    foreign: dict[str, set[str]] = {}
    for model, table in classed_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Person:
                for who, where in ((one, planted), (other, foreign)):
                    where.setdefault(table.label, set()).add(str(a_row(model, **{field.name: who}).pk))
        for field in places_in(model):
            if not may(table.fields[field.name], Holds.PERSON):
                continue
            for who, where in ((one, planted), (other, foreign)):
                for key in (str(who.public_id), who.email, who.name):
                    where.setdefault(table.label, set()).update(map(str, plant(model, field, key)))
    found = keys_found(held_on(person_subject(one)))
    missed = {label: keys - found.get(label, set()) for label, keys in planted.items()}
    strangers = {label: keys & found.get(label, set()) for label, keys in foreign.items()}
    with capsys.disabled():
        print(f"\n{connection.vendor}: {sum(map(len, planted.values()))} planted in {len(planted)} tables,", end=" ")
        print(f"{sum(map(len, missed.values()))} missed, {sum(map(len, strangers.values()))} of somebody else")
    assert {k: v for k, v in missed.items() if v} == {} and {k: v for k, v in strangers.items() if v} == {}
    assert len(planted) > 15 and sum(map(len, planted.values())) > 60
    assert str(one.pk) in found["accounts.person"] and str(other.pk) not in found["accounts.person"]


def test_a_school_planted_in_every_place_is_found_by_all_its_numbers_and_no_other(home, capsys):
    planted: dict[str, set[str]] = {}
    foreign: dict[str, set[str]] = {}
    for model, table in classed_models():
        for field in places_in(model):
            if may(table.fields[field.name], Holds.SCHOOL):
                for key in (URN, OLD):
                    planted.setdefault(table.label, set()).update(map(str, plant(model, field, key)))
                for key in (LIKE_IT, "734003", "ofsted-734001"):
                    foreign.setdefault(table.label, set()).update(map(str, plant(model, field, key)))
    found = keys_found(held_on(school_subject(frozenset({URN, OLD}), told="Elm School", address=URN)))
    missed = {label: keys - found.get(label, set()) for label, keys in planted.items()}
    strangers = {label: keys & found.get(label, set()) for label, keys in foreign.items()}
    with capsys.disabled():
        print(f"\n{connection.vendor}: {sum(map(len, planted.values()))} planted in {len(planted)} tables,", end=" ")
        print(f"{sum(map(len, missed.values()))} missed, {sum(map(len, strangers.values()))} of another school")
    assert {k: v for k, v in missed.items() if v} == {} and {k: v for k, v in strangers.items() if v} == {}
    assert len(planted) > 10 and sum(map(len, planted.values())) > 40


def test_a_row_that_leads_to_a_person_through_another_is_theirs(people):
    one, other = people
    model = next(model for model, table in classed_models() if table.label == "account.emailconfirmation")
    mine = a_row(model, email_address=one.emailaddress_set.get(), key="k1")
    a_row(model, email_address=other.emailaddress_set.get(), key="k2")
    assert keys_found(held_on(person_subject(one)))["account.emailconfirmation"] == {str(mine.pk)}


def opened(packed: bytes) -> tuple[str, dict[str, list[list[str]]], list[dict[str, Any]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        names = [name for name in files.namelist() if name.endswith(".csv")]
        tables = {
            name.removeprefix("tables/").removesuffix(".csv"): list(
                csv.reader(io.StringIO(files.read(name).decode("utf-8-sig")))
            )
            for name in names
        }
        return files.read("cover-sheet.txt").decode(), tables, json.loads(files.read("everything.json"))


def test_the_file_marks_each_column_keeps_secrets_and_takes_other_people_out(people):
    one, other = people
    group = next(model for model, table in classed_models() if table.label == "accounts.grant")
    a_row(group, person=one, given_by=other, reason=f"=Asked for by Otto Brandt <{other.email}>, {other.public_id}")
    cover, tables, everything = opened(export_held(subject=person_subject(one), by=other, at=AT))
    head, classes, row = tables["accounts.grant"]
    cells = dict(zip(head, row, strict=True))
    assert dict(zip(head, classes, strict=True))["reason"] == "personal"
    assert cells["given_by"] == "[another person]" and cells["person"] == "Samira Reed-Walker"
    assert cells["reason"] == "'=Asked for by [another person] <[another person]>, [another person]"
    person = dict(zip(tables["accounts.person"][0], tables["accounts.person"][2], strict=True))
    assert person["email"] == one.email and person["password"] == "[secret, never given out]"
    whole = json.dumps(everything) + cover + json.dumps(tables)
    assert not {mark for mark in (other.email, other.name, str(other.public_id), one.password) if mark in whole}
    assert "Everything held on Samira Reed-Walker" in cover and "accounts.grant: reason, ended_because" in cover
    assert {table["table"] for table in everything} == set(tables)
    told = Event.objects.get(verb="exported_held")
    assert (told.person, told.subject_id) == (other, str(one.public_id))
    assert told.detail["tables"] == len(tables)


def test_of_a_school_people_are_named_and_marked(people):
    one, _ = people
    model = next(model for model, table in classed_models() if table.label == "register.membership")
    a_row(model, urn=URN, recorded_by=one)
    subject = school_subject(frozenset({URN}), told="Elm School", address=URN)
    cover, tables, _ = opened(export_held(subject=subject, by=None, at=AT))
    head, classes, row = tables["register.membership"]
    assert dict(zip(head, row, strict=True))["recorded_by"] == "Samira Reed-Walker"
    assert dict(zip(head, classes, strict=True))["recorded_by"] == "personal"
    assert "take out the personal columns" in cover


def test_every_release_that_is_kept_says_what_it_holds_on_a_school(home, tmp_path, monkeypatch):
    for year in (2018, 2019):
        publish(tmp_path, [school(URN, "201", 80, "50%"), school("734009", "201", 40, "75%")], year)
    (cells,) = held_in_releases([URN], AT.date())
    place = {name: at for at, name in enumerate(cells.columns)}
    assert {row[place["school"]] for row in cells.rows} == {URN}
    assert {row[place["year"]] for row in cells.rows} == {2018, 2019}
    assert "50%" in {row[place["printed"]] for row in cells.rows}
    assert "75%" not in {row[place["printed"]] for row in cells.rows}
    assert held_in_releases(["734010"], AT.date()) == []


def test_the_command_writes_a_private_file_once(home, tmp_path, monkeypatch, people):
    monkeypatch.setattr("accord.cli.commands.held.open_home", lambda: None)
    known_school(URN, "Ash Primary School", la_code="201")
    publish(tmp_path, [school(URN, "201", 80, "50%")], 2018)
    for asked, path in ((("person", "sam.reed@example.org"), "a.zip"), (("school", URN), "b.zip")):
        to = tmp_path / path
        answer = CliRunner().invoke(held, [*asked, "--to", str(to)])
        assert answer.exit_code == 0, answer.output
        assert to.stat().st_mode & 0o777 == 0o600
        again = CliRunner().invoke(held, [*asked, "--to", str(to)])
        assert again.exit_code == 1 and "is there already" in again.output
    assert "releases.cells" in opened((tmp_path / "b.zip").read_bytes())[1]
    assert CliRunner().invoke(held, ["person", "nobody@example.org"]).exit_code == 1
    assert "`accord schools find TEXT`" in CliRunner().invoke(held, ["school", "999999"]).output
