"""The site behind PostgreSQL's second wall, with somebody signed in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

from accord.accounts.models.people import Person
from accord.config.viewer import token, wall_key
from accord.config.wall import WEB


@contextmanager
def as_the_site(person: Person | None) -> Iterator[None]:
    """Inside, the database is asked as the site asks it for somebody; what fails there is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        backend = connection.connection.info.backend_pid
        name = token(person.pk, backend, time.time(), wall_key()) if person else ""
        cursor.execute("SELECT set_config('accord.viewer', %s, true)", [name])
        cursor.execute(f"SET LOCAL ROLE {WEB}")
        yield
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT set_config('accord.viewer', '', true)")


def rows_behind_the_wall(person: Person | None, model: type[models.Model], column: str) -> set[object]:
    """What a query without any filter gives to the site for somebody, one column of it."""
    with as_the_site(person):
        return set(model._default_manager.order_by().values_list(column, flat=True))
