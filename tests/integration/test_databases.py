"""The same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction


@pytest.mark.django_db
def test_an_address_is_taken_whatever_its_capitals():
    people = get_user_model().objects
    people.create_user("head@example.org", "correct horse battery")
    with pytest.raises(IntegrityError), transaction.atomic():
        people.bulk_create([get_user_model()(email="HEAD@example.org")])
    assert people.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_nothing():
    people = get_user_model().objects
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        people.create_user("half@example.org", "correct horse battery")
        1 / 0  # noqa: B018
    assert not people.filter(email="half@example.org").exists()


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_role_on_postgresql_is_not_a_superuser(postgresql):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
