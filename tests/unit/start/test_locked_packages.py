"""What is said of the locked packages: their weaknesses as far as anybody could tell, and what they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import run

REPOSITORY = Path(run.__file__).resolve().parent


def program(name: str) -> ModuleType:
    """A program of `.ci`, which is no package."""
    spec = spec_from_file_location(f"ci_{name}", REPOSITORY / ".ci" / f"{name}.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    __import__("sys").modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


weaknesses, materials = program("weaknesses"), program("materials")

Answer = weaknesses.Answer
CLEAN = {"name": "click", "version": "8.5.1", "vulns": []}
WEAK = {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-0000-1", "fix_versions": ["5.2.9"]}]}
SKIPPED = {"name": "numpy", "skip_reason": "Dependency not found"}


def asking(trial: Any, *answers: Any) -> Callable[[Sequence[str]], Any]:
    """A source that answers these in turn, the trial first."""
    left = [trial, *answers]
    return lambda _: left.pop(0)


@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ([Answer([WEAK]), Answer([CLEAN])], 0, "1 packages, 0 weaknesses, 0 skipped"),
        ([Answer([WEAK]), Answer([CLEAN, WEAK])], 1, "weak: django 5.2.0: PYSEC-0000-1, mended in 5.2.9"),
        ([Answer([WEAK]), Answer([CLEAN, SKIPPED])], 1, "skipped: numpy: Dependency not found"),
        ([Answer([WEAK]), Answer(None, "skipped"), Answer([CLEAN, SKIPPED])], 1, "skipped: numpy"),
        ([Answer([WEAK]), Answer(None, "x"), Answer(None, "connection lost")], 1, "connection lost"),
        ([Answer([WEAK]), Answer([])], 1, "no package was looked at"),
        ([Answer([SKIPPED])], 75, "could not be checked: no source of advisories answers here (numpy"),
        ([Answer([{**WEAK, "vulns": []}])], 75, "it knows of no weakness of django==5.2.0"),
        ([Answer(None, "name not resolved")], 75, "could not be checked: no source of advisories answers here (name"),
    ],
)
def test_clean_is_said_only_where_somebody_could_tell(answers, status, said):
    found, words = weaknesses.judged(asking(*answers), REPOSITORY / "requirements")
    assert found == status
    assert said in "\n".join(words)
    assert found == 0 or "0 weaknesses, 0 skipped" not in words[0]


def test_the_run_does_not_call_that_passed(monkeypatch, capsys):
    ends = {"status": run.COULD_NOT_BE_CHECKED}

    def check(words: object, *command: object, together: bool = False) -> tuple[str, int, float]:
        return str(words), ends["status"] if "weaknesses" in str(words) else 0, 0.0

    monkeypatch.setattr(run, "setup", lambda lock: None)
    monkeypatch.setattr(run, "find_browser", lambda: None)
    monkeypatch.setattr(run, "check", check)
    assert run.test([]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "weaknesses" in line]
    assert lines and all(line.startswith("could not be checked:") for line in lines)
    ends["status"] = 1
    assert run.test([]) == 1


def test_the_bill_is_valid_and_says_the_same_of_the_same_locks():
    made = materials.bill(REPOSITORY)
    text = json.dumps(made)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace('"library"', '"thing"')) is not None
    assert json.dumps(materials.bill(REPOSITORY)) == text


def test_the_bill_names_every_locked_package_with_its_hashes():
    made = materials.bill(REPOSITORY)
    lock = (REPOSITORY / "requirements/runtime.txt").read_text()
    pinned = {line.split(" ")[0].split("[")[0].rstrip("\\") for line in lock.splitlines() if "==" in line[:60]}
    python = [each for each in made["components"] if each["purl"].startswith("pkg:pypi")]
    listed = {f"{each['name']}=={each['version']}" for each in python}
    assert len(listed) >= 40 and listed >= {name for name in pinned if "[" not in name}
    hashes = sum(len(each["hashes"]) for each in python)
    assert hashes == lock.count("--hash=sha256:")
    assert all(each["hashes"] for each in made["components"])
    needs = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    django = next(ref for ref in needs if ref.startswith("pkg:pypi/django@"))
    assert [ref.partition("@")[0] for ref in needs[django]][:2] == ["pkg:pypi/asgiref", "pkg:pypi/sqlparse"]
    assert any(each.get("scope") == "excluded" and each["name"] == "axe-core" for each in made["components"])
