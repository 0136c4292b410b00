"""A home of its own for a test, filled and asked through the command line."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.reference.published import REPOSITORY

START = ("from accord.config.opening import open_home; open_home(); "
         "from tests.reference.answering import main; main()")
ENTRY = "from accord.cli.main import main; main()"
DEFINITIONS = Path(__file__).parent / "definitions"


def command() -> list[str]:
    """The installed command, or its entry point where the package is used without being installed."""
    installed = Path(sys.executable).parent / "accord"
    return [str(installed)] if installed.exists() else [sys.executable, "-c", ENTRY]


@dataclass(frozen=True, slots=True)
class Home:
    """An empty ACCORD_HOME and the `accord` command working in it."""

    place: Path

    def run(self, *command: str, given: str | None = None, patience: int = 600) -> str:
        """What a command prints; it fails the test with its words if it does not end well in ``patience`` seconds."""
        done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=REPOSITORY,
                              env=os.environ | {"ACCORD_HOME": str(self.place)}, timeout=patience, check=False)
        assert done.returncode == 0, f"{command[:4]} ended {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def accord(self, *words: str) -> list | dict:
        """The JSON an `accord` command answers with."""
        return json.loads(self.run(*command(), *words, "--json"))

    def ask(self, questions: list[dict]) -> list[list[dict]]:
        """The rows for each question, from one process."""
        return json.loads(self.run(sys.executable, "-c", START, given=json.dumps(questions)))

    def with_test_definitions(self) -> "Home":
        """Lay the definitions of the derived tables, which only tests read, over the shipped ones."""
        shutil.copytree(DEFINITIONS, self.place / "definitions", dirs_exist_ok=True)
        return self
