"""The tests here run twice: on SQLite with all others, and on PostgreSQL in a throwaway cluster."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture
def postgresql(db: None) -> None:
    """For what only PostgreSQL does; skipped on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: python3 run.py test runs these a second time on it")


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {connection.vendor}"
