#!/usr/bin/env python3
"""Asks whether any locked Python package has a known weakness, and says plainly when nobody could tell.

Behind a mirror that keeps no advisories, pip-audit says "No known vulnerabilities found" of everything. So it is asked
first about an old package whose weaknesses are well known: a source that does not know of those is no source.

Exit status: 0 none known, 1 some known or a package skipped, 75 could not be checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCKS = ("bootstrap", "node", "runtime", "test")
KNOWN_TO_BE_WEAK = "django==5.2.0"
COULD_NOT_BE_CHECKED = 75
ANSWER_WITHIN = 300

Asking = Callable[[Sequence[str]], "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What pip-audit said of some packages; ``packages`` is None where it came to no answer."""

    packages: list[dict[str, Any]] | None
    complaint: str = ""

    @property
    def weak(self) -> list[str]:
        """Each weakness of each package."""
        return [
            f"{each['name']} {each['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions'])}"
            for each in self.packages or []
            for weakness in each.get("vulns", [])
        ]

    @property
    def skipped(self) -> list[str]:
        """The packages that could not be asked about, with the reason."""
        return [f"{each['name']}: {each['skip_reason']}" for each in self.packages or [] if "skip_reason" in each]


def pip_audit(arguments: Sequence[str]) -> Answer:
    """Ask pip-audit, which exits with 1 both where it found something and where it found out nothing."""
    command = (sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off", "-f", "json")
    try:
        said = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=ANSWER_WITHIN)
    except subprocess.TimeoutExpired:
        return Answer(None, f"no answer within {ANSWER_WITHIN} seconds")
    try:
        return Answer(json.loads(said.stdout)["dependencies"])
    except (json.JSONDecodeError, KeyError):
        last = said.stderr.strip().splitlines()[-1:] or ["pip-audit said nothing"]
        return Answer(None, last[0][:300])


def judged(ask: Asking, requirements: Path) -> tuple[int, list[str]]:
    """The exit status, and what to say."""
    with tempfile.TemporaryDirectory() as folder:
        weak = Path(folder) / "weak.txt"
        weak.write_text(f"{KNOWN_TO_BE_WEAK}\n", encoding="ascii")
        trial = ask(["--no-deps", "-r", str(weak)])
    if not trial.weak:
        why = trial.complaint or "; ".join(trial.skipped) or f"it knows of no weakness of {KNOWN_TO_BE_WEAK}"
        return COULD_NOT_BE_CHECKED, [f"could not be checked: no source of advisories answers here ({why})"]
    locks = [argument for lock in LOCKS for argument in ("-r", str(requirements / f"{lock}.txt"))]
    answer = ask(["--strict", "--require-hashes", *locks])
    if answer.packages is None:
        # --strict ends at the first package that is skipped, so it is asked again which ones those are.
        answer = ask(["--require-hashes", *locks])
    if answer.packages is None:
        return 1, [f"the source answered once and then failed: {answer.complaint}"]
    if not answer.packages:
        return 1, ["no package was looked at: the locks are empty or were not understood"]
    said = [f"{len(answer.packages)} packages, {len(answer.weak)} weaknesses, {len(answer.skipped)} skipped"]
    said += [f"weak: {each}" for each in answer.weak] + [f"skipped: {each}" for each in answer.skipped]
    return int(bool(answer.weak or answer.skipped)), said


def main() -> int:
    """Ask and print."""
    status, said = judged(pip_audit, Path(__file__).resolve().parent.parent / "requirements")
    print("\n".join(said), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
