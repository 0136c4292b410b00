"""One world for all tests here: built once, in a transaction that is rolled back at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from accord.config.homes import lay_out
from accord.warehouse import candidates, child, sheet_cells, sheet_child
from tests.fixtures import reading
from tests.fixtures.second_wall import ask_as_the_site, raise_it
from tests.permission.asking import TALLY, Asker, Tally, summary
from tests.permission.restricted import restrict
from tests.permission.world import NOW, TODAY, World, build


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """On PostgreSQL the tests' database has its second wall too, on the day of this world."""
    with django_db_blocker.unblock():
        raise_it(on=TODAY)


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """Everything there is, on one day, in one home; what a test changes it takes back."""
    folder = Path(tempfile.mkdtemp(prefix="accord-permission-"))
    home = lay_out(folder / "home")
    rooms = {f"ACCORD_{room.upper()}": home / room for room in ("releases", "raw", "staging", "state")}
    with ExitStack() as undoing, pytest.MonkeyPatch.context() as patch:
        undoing.callback(shutil.rmtree, folder, ignore_errors=True)
        undoing.enter_context(django_db_blocker.unblock())
        undoing.enter_context(
            override_settings(
                ACCORD_HOME=home, FILE_UPLOAD_TEMP_DIR=str(home / "staging"), ACCORD_DEMONSTRATION=False,
                ACCORD_DEFINITIONS=[settings.ACCORD_DEFINITIONS[0], home / "definitions"],
                EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", **rooms,
            )
        )  # fmt: skip
        for door in (candidates, sheet_cells):
            patch.setattr(door, "run_confined", reading._run_here)
        for program in (child, sheet_child):
            patch.setattr(program, "confine", lambda limits: None)
        patch.setattr(timezone, "now", lambda: NOW)
        with transaction.atomic():
            made = build(home)
            restrict(made)
            ask_as_the_site(patch, nobody_too=True)
            yield made
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asker(world: World) -> Asker:
    """Everybody, signed in."""
    return Asker(world)


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Tally:
    """What the run counts, printed at its end."""
    return pytestconfig.stash.setdefault(TALLY, Tally())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was asked and what came of it."""
    tally = config.stash.get(TALLY, None)
    if tally is not None and summary(tally):
        terminalreporter.section("who may do what")
        for line in summary(tally):
            terminalreporter.write_line(line)
