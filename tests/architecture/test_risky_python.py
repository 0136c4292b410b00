"""Risky Python is found, and what is excused says why."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, programs

EXCUSED = re.compile(r"#\s*nosec\b(?P<rest>.*)$")
FOR_THE_MODULE = re.compile(r"(?m)^# Excused in this module: (B\d{3}), .{20,}")
EXPLAINED = re.compile(r"^\s*# .{20,}")


def unexplained(text: str) -> list[int]:
    """The lines that excuse something without naming it, or without a comment of their own just before."""
    lines = text.splitlines()
    found = []
    for at, line in enumerate(lines):
        if excused := EXCUSED.search(line):
            named = re.fullmatch(r"( B\d{3})+", excused["rest"].rstrip())
            if named and set(named[0].split()) <= set(FOR_THE_MODULE.findall(text)):
                continue
            if not named or not any(EXPLAINED.match(each) for each in lines[max(0, at - 2) : at]):
                found.append(at + 1)
    return found


def test_every_excuse_is_named_and_explained():
    why = "# Values are bound, names are ours.\n"
    assert unexplained(f"{why}a = sql()  # nosec B608\n") == []
    assert unexplained("a = sql()  # nosec B608\n") == [1]
    assert unexplained(f"{why}a = sql()  # nosec\n") == [2]
    whole = "# Excused in this module: B608, since names are ours and values bound.\n\n\n"
    assert unexplained(f"{whole}a = sql()  # nosec B608\nb = sql()  # nosec B301\n") == [5]
    texts = {path: (REPOSITORY / path).read_text(encoding="utf-8") for path in programs() if path.parts[0] != "tests"}
    excuses = sum(len(EXCUSED.findall(text)) + text.count("# nosec B") for text in texts.values())
    print(f"{len(texts)} files, {excuses} excuses")
    assert excuses >= 5
    assert {str(path): lines for path, text in texts.items() if (lines := unexplained(text))} == {}


@pytest.mark.parametrize(
    ("planted", "test"),
    [
        ("import pickle\npickle.load(open('x', 'rb'))\n", "B301"),
        ("import subprocess\nsubprocess.call('ls ' + given, shell=True)\n", "B602"),
        ("cursor.execute('select * from people where name = \\'%s\\'' % given)\n", "B608"),
        ("import yaml\nyaml.load(given)\n", "B506"),
    ],
)
def test_planted_risks_are_found(tmp_path: Path, planted: str, test: str):
    (tmp_path / "planted.py").write_text(planted)
    command = [sys.executable, "-m", "bandit", "-q", "-ll", "-f", "json", "-r", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 1
    assert test in {each["test_id"] for each in json.loads(said.stdout)["results"]}
