"""Each field of each table is classed, and nothing is classed that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from accord.accounts.queries.tables import classes, every_model, fields_there
from accord.accounts.rules.field_classes import FieldClass, Holds, differences, load_classes
from accord.meaning.definitions import DefinitionError

FORGOTTEN = "say in definitions/privacy what these fields are; the words are explained in accounts.yaml there"


def test_every_field_is_classed_and_nothing_else():
    there = fields_there()
    assert len(there) > 20 and sum(map(len, there.values())) > 200
    assert differences(classes(), there) == [], FORGOTTEN
    print(f"{sum(map(len, there.values()))} fields of {len(there)} tables are classed")


def test_a_forgotten_and_an_invented_field_are_found():
    there = fields_there() | {"pupils.pupil": ["upn"], "accounts.person": ["name"]}
    found = differences(classes(), there)
    assert "pupils.pupil.upn is not classed" in found
    assert "accounts.person.email is classed and not there" in found


def test_whatever_points_to_a_person_is_personal():
    said, looked = classes(), 0
    for model in every_model():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model._meta.label_lower == "accounts.person":
                looked += 1
                assert said[model._meta.label_lower].fields[field.name].of is FieldClass.PERSONAL, field
    assert looked > 15


def test_what_is_written_freely_is_said_to_be_words_or_to_hold_nobody():
    """A long text that somebody writes may name people; each is looked at here once, by hand."""
    of_nobody = {
        "performance.frozenpage.address", "register.establishment.searchable", "sessions.session.session_data",
        "django_tasks_database.dbtaskresult.task_path", "django_tasks_database.dbtaskresult.exception_class_path",
    }  # fmt: skip
    said, looked = classes(), 0
    for model in every_model():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField) or (field.max_length or 0) >= 500:
                looked += 1
                name = f"{model._meta.label_lower}.{field.name}"
                assert Holds.WORDS in said[model._meta.label_lower].fields[field.name].holds or name in of_nobody, name
    assert looked > 6


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("fields: {id: private}", "'private' is not one of public, internal, personal, special"),
        ("fields: {id: personal everything}", "'everything' is not one of person, school, any, words, secret"),
        ("purpose: fun", "there is no purpose fun"),
        ("kept: long", "no such key is known here"),
    ],
)
def test_what_is_wrong_with_a_description_is_named(tmp_path: Path, words: str, wrong: str):
    folder = tmp_path / "privacy"
    folder.mkdir()
    purpose = "" if words.startswith("purpose") else "  purpose: use\n"
    (folder / "own.yaml").write_text(f"x.y:\n  says: Rows\n{purpose}  keep: people\n  {words}\n")
    with pytest.raises(DefinitionError, match="own.yaml") as refused:
        load_classes([settings.ACCORD_DEFINITIONS[0], tmp_path])
    assert wrong in str(refused.value)
