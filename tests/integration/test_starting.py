"""The site as an operator starts it: refused with reasons where it is unsafe, and clean to Django's own checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from accord.config.homes import lay_out

SERVE = "from accord.cli.serve import serve_command; serve_command()"
LOAD = "import accord.config.wsgi"
ONLY_IN_TESTS = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
AS_IN_USE = {"ACCORD_BEHIND_TLS": "true", "ACCORD_HOSTS": "accord.example.gov.uk", "ACCORD_PLAIN_STATIC": "false"}


def ask(home: Path, *command: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Accord on this home, in SQLite."""
    # Neither the database of this run nor what only the tests' own browser needs.
    env = {name: value for name, value in os.environ.items() if name not in ONLY_IN_TESTS}
    env |= {"ACCORD_HOME": str(home), **given}
    return subprocess.run([sys.executable, *command], env=env, text=True, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ACCORD_DEBUG": "true"}, "ACCORD_DEBUG: It is on"),
        ({"ACCORD_HOSTS": "*"}, "ACCORD_HOSTS: * lets"),
        ({"ACCORD_SECRET_KEY": "too short"}, "ACCORD_SECRET_KEY: It is short"),
        ({"ACCORD_BEHIND_TLS": "false"}, "ACCORD_BEHIND_TLS: It is off"),
    ],
)
def test_an_unsafe_site_is_not_loaded_by_any_web_server(tmp_path, given, said):
    answer = ask(tmp_path / "home", "-c", LOAD, **{**AS_IN_USE, **given})
    assert answer.returncode == 3, answer.stderr
    assert said in answer.stderr and "Traceback" not in answer.stderr


def test_a_safe_one_is(tmp_path):
    answer = ask(tmp_path / "home", "-c", LOAD, **AS_IN_USE)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_demonstration_starts_with_anything(tmp_path):
    (lay_out(tmp_path / "home") / "DEMONSTRATION").touch()
    assert ask(tmp_path / "home", "-c", LOAD, ACCORD_HOSTS="*", ACCORD_SECRET_KEY="short").returncode == 0


def test_serving_to_a_network_without_tls_is_refused(tmp_path):
    answer = ask(tmp_path / "home", "-c", SERVE, "--host", "0.0.0.0", "--port", "18099")
    assert answer.returncode == 3
    assert "--host: 0.0.0.0 is open to a network" in answer.stderr


def test_an_open_home_is_not_served(tmp_path):
    lay_out(tmp_path / "home").chmod(0o755)
    answer = ask(tmp_path / "home", "-c", LOAD, **AS_IN_USE)
    assert answer.returncode == 3 and f"chmod 700 {tmp_path / 'home'}" in answer.stderr


def deploy_check(home: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Django's own checks of a site that is about to be used."""
    command = ("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    return ask(home, *command, DJANGO_SETTINGS_MODULE="accord.config.settings", **given)


def test_djangos_own_checks_find_nothing(tmp_path):
    answer = deploy_check(tmp_path / "home", **AS_IN_USE)
    assert answer.returncode == 0, answer.stderr
    assert "System check identified no issues (2 silenced)." in answer.stdout


def test_djangos_own_checks_find_what_is_planted(tmp_path):
    answer = deploy_check(tmp_path / "home", **{**AS_IN_USE, "ACCORD_BEHIND_TLS": "false"})
    assert answer.returncode == 1
    assert "security.W012" in answer.stderr and "security.W016" in answer.stderr
