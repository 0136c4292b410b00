"""The tests here run twice: on SQLite with all others, and on PostgreSQL in a throwaway cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accord.config.wall import let_owner_through
from tests.factories.hostile import Fuzzed
from tests.fixtures.second_wall import ask_as_the_site, raise_it
from tests.fixtures.skipping import thorough

FUZZED = pytest.StashKey[list[Fuzzed]]()
FIXTURES = frozenset({"db", "transactional_db", "live_server"})


def uses_database(item: pytest.Item) -> bool:
    """Whether a test has anything to say about a database."""
    if item.get_closest_marker("once") and not thorough():
        return False
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """On PostgreSQL the tests' database has its second wall too."""
    with django_db_blocker.unblock():
        raise_it()


@pytest.fixture
def migrating(transactional_db: None) -> Callable[[], None]:
    """For a test that migrates: the owner passes the wall until what this gives is called."""
    let_owner_through(connection)
    return raise_it


@pytest.fixture(autouse=True)
def requests_are_the_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL every request of a test asks as the site's role, as in use; the test itself owns the tables."""
    ask_as_the_site(monkeypatch)


@pytest.fixture
def postgresql(db: None) -> None:
    """For what only PostgreSQL does; skipped on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: python3 run.py test runs these a second time on it")


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def fuzzed(pytestconfig: pytest.Config) -> list[Fuzzed]:
    """What hostile requests counted, printed at the end of the run."""
    return pytestconfig.stash.setdefault(FUZZED, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many hostile requests were made, and what came of them."""
    counted = config.stash.get(FUZZED, [])
    if counted:
        terminalreporter.section("hostile requests")
        requests, reached = sum(each.requests for each in counted), sum(each.reached for each in counted)
        for each in counted:
            terminalreporter.write_line(str(each))
        share = f"{reached / (requests or 1):.0%} reached a view signed in"
        terminalreporter.write_line(f"{requests:,} together on {connection.vendor}, of which {share}")
