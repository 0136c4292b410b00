"""The tests here run twice: on SQLite with all others, and on PostgreSQL in a throwaway cluster."""

from __future__ import annotations

import pytest
from django.db import connection

FIXTURES = frozenset({"db", "transactional_db", "live_server"})


def uses_database(item: pytest.Item) -> bool:
    """Whether a test has anything to say about a database."""
    asked = FIXTURES & set(getattr(item, "fixturenames", ()))
    if item.path.name == "test_demo.py":  # the demonstration is kept in SQLite, whatever else is
        return False
    return bool(asked or item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, leaves out what would only be the same again."""
    if connection.vendor != "postgresql":
        return
    same = [item for item in items if not uses_database(item)]
    items[:] = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=same)


@pytest.fixture
def postgresql(db: None) -> None:
    """For what only PostgreSQL does; skipped on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: python3 run.py test runs these a second time on it")


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {connection.vendor}"
