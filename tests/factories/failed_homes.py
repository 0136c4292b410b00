"""Lets writes fail in the commands that publish, withdraw, back up and put back, and looks at the home after each.

`main` runs in a process of its own that was started with the layer of `failing_disk`, on a home that is open already.
"""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db import connections

from accord.cli.commands import restore as restore_commands
from accord.cli.main import main as accord
from accord.config.homes import RESTORING
from accord.intake.actions import intakes
from accord.upkeep import restores
from tests.factories.failing_disk import FailingDisk
from tests.factories.killed_backups import move_to
from tests.factories.killed_homes import KilledHome, fill
from tests.factories.killing import answer_of
from tests.factories.plans import Plan

NO_ROOM = ("Make room on the disk", "its disk has room", "disk I/O error", "unable to open database file")
"""What is said where a disk is full. SQLite has other words where it cannot flush a file or begin one."""

BEYOND = 60
"""Of the writes after the two hundredth so many are refused too, spread over them."""
LAST = 15
"""And of the last ones so many, each alone and with all after it."""


@dataclass(slots=True)
class Refusals:
    """What came of the writes of a command that were refused."""

    writes: int = 0
    refused: int = 0
    went: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class FailedHome:
    """One home, and the four commands of which writes are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._disk = folder, FailingDisk(folder)
        self._home = KilledHome(folder, Plan(seed=1))
        assert self._home.before, "figures are asked for first"

    def publish(self) -> tuple[list[str], Callable[[], list[str]]]:
        """Take in an archive of two summers."""
        path = self._home.next_file()
        return ["intake", str(path)], lambda: self._look_at_intake(path)

    def _look_at_intake(self, path: Path) -> list[str]:
        found = self._home.report.faults
        before = len(found)
        self._home.after_death(path, "outside")
        return found[before:]

    def withdraw(self) -> tuple[list[str], Callable[[], list[str]]]:
        """Withdraw a release."""
        words = ["withdraw", self._home.lived[0], "--because", "full"]
        return words, lambda: list(answer_of(self._home.withdrawn.look))

    def back_up(self) -> tuple[list[str], Callable[[], list[str]]]:
        """Make a backup."""
        backups = self._home.backed_up
        backups.target.unlink(missing_ok=True)
        return ["backup", str(backups.target)], lambda: list(answer_of(backups.look_at_backup))

    def put_back(self) -> tuple[list[str], Callable[[], list[str]]]:
        """Put the backup back into an empty home."""
        backups = self._home.backed_up
        shutil.rmtree(backups.other, ignore_errors=True)
        return ["restore", str(backups.whole)], lambda: list(answer_of(backups.look_at_restored))

    def refuse(self, which: str, most: int) -> Refusals:
        """Refuse so many writes of a command, or the first so many and some of the rest, each in a run of its own.

        One write in two is refused alone; the other and all after it, as long as the command runs.
        """
        prepare: Callable[[], tuple[list[str], Callable[[], list[str]]]] = getattr(self, which)
        words, look = prepare()
        whole = answer_of(partial(self._command, which, words, 0, False))
        found = Refusals(writes=whole["writes"])
        assert whole["status"] == 0, whole
        found.faults += look()
        for number, at in enumerate(_chosen(found.writes, most)):
            words, look = prepare()
            stays = number % 2 == 1
            came = answer_of(partial(self._command, which, words, at, stays))
            found.refused += came["refused"] > 0
            ended = f"ended {came['status']}"
            found.went[ended] = found.went.get(ended, 0) + 1
            where = f"{which}, write {at} of {found.writes}{' and all after it' if stays else ''}"
            found.faults += [f"{where}: {fault}" for fault in (*_said_badly(came), *self._untrue(which, came), *look())]
        return found

    def _untrue(self, which: str, came: dict[str, Any]) -> Iterator[str]:
        """What is there although the command says that it is not, or the other way round."""
        backups = self._home.backed_up
        if which == "back_up":
            there = backups.target.exists()
        elif which == "put_back":
            there = (backups.other / "accord.sqlite3").exists() and not (backups.other / RESTORING).exists()
        else:
            return
        if there != (came["status"] == 0):
            yield f"it ended {came['status']} and {there=}: {came['said']}"

    def _command(self, which: str, words: list[str], at: int, stays: bool) -> dict[str, Any]:
        """Be the command, in a child, with a disk that fails: how it ended and what it said."""
        said = StringIO()
        if which == "put_back":
            move_to(self._home.backed_up.other)
        with ExitStack() as stack:
            stack.enter_context(patch.object(intakes, "prepare", self._disk.spare(self._home.canned)))
            begin = partial(shutil.copyfile, self._home.backed_up.empty)
            stack.enter_context(patch.object(restores, "begin_empty", begin))
            done = SimpleNamespace(returncode=0)
            stack.enter_context(patch.object(restore_commands.subprocess, "run", lambda *_, **__: done))
            stack.enter_context(patch.object(sys, "argv", ["accord", *words]))
            stack.enter_context(redirect_stdout(said))
            stack.enter_context(redirect_stderr(said))
            self._disk.fail(at, stays=stays)
            try:
                accord()
                status: Any = 0
            except SystemExit as end:
                status = end.code or 0
            except BaseException:
                status = "in a traceback"
                said.write(traceback.format_exc())
            connections.close_all()
            writes, refused = self._disk.work()
        return {"status": status, "said": said.getvalue(), "writes": writes, "refused": refused}


def _chosen(writes: int, most: int) -> list[int]:
    """Which writes are refused: many, and twice the last of them, by which all of it begins to count."""
    last = range(max(1, writes - (LAST if most >= 200 else 2)), writes + 1)
    if most < 200:
        return sorted([*{*last, *(1 + round(at * (writes - 1) / (most - 1)) for at in range(most))}, *last])
    rest = range(201, writes + 1)
    return sorted([*{*range(1, min(writes, 200) + 1), *rest[:: max(1, len(rest) // BEYOND)], *last}, *last])


def _said_badly(came: dict[str, Any]) -> Iterator[str]:
    if came["status"] not in (0, 1) or "Traceback" in came["said"]:
        yield f"it ended {came['status']}: {came['said'][-1500:]}"
    elif came["status"] == 1 and not any(words in came["said"] for words in NO_ROOM):
        yield f"it does not say that there is no room: {came['said']}"


def main(folder: str) -> None:
    """Fill this home, and refuse writes as standard input asks: for each command, how many."""
    filled, asked = Path(folder), json.load(sys.stdin)
    answer_of(partial(fill, filled))
    home = FailedHome(filled)
    json.dump({which: asdict(home.refuse(which, most)) for which, most in asked.items()}, sys.stdout)
