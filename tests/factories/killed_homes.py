"""Kills intakes in a home again and again, looks at the home after each death, and repeats the intake.

`main` runs in a process of its own, on an empty home that is open already: the real database, with its real
settings. The plan comes as JSON on standard input, and what came of it goes to standard output as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone

from accord.cli.main import accord
from accord.intake.actions import intakes
from accord.intake.actions.releases import withdraw
from accord.intake.models.files import Intake
from accord.performance import catalogue
from accord.warehouse.outcomes import outcome_from_json
from tests.factories import sendings, wholeness
from tests.factories.broken_designs import design
from tests.factories.killed_backups import Backups, Withdrawals, move_to
from tests.factories.killing import (
    PUBLISHING,
    Companion,
    Passed,
    Step,
    Trace,
    Watch,
    answer_of,
    fork,
    kill_after,
    kill_at_point,
)
from tests.factories.plans import Plan

MAY_BE_DONE = ("pointing", "finished", "outside")
"""Deaths after which a repeat may find that the intake had been done."""

THOROUGHLY_EVERY = 10
READ_ANEW_EVERY = 25
MOST_MISSES = 20


@dataclass(slots=True)
class Report:
    """What came of a plan."""

    kills: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    looks: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def as_plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class KilledHome:
    """One home, one archive that is sent again and again in other bytes, and the releases it must not lose."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan, self.report = folder, plan, Report()
        self.random, self.watch, self.sent = random.Random(plan.seed), Watch(), 0
        self.ready = outcome_from_json(json.loads((folder / "ready.json").read_text("utf-8")))
        self.canned = sendings.read_already(self.ready)
        catalogue.measures()  # read once, here, and not in every child
        self.other = Companion(lambda name, *words: getattr(self, name)(*words))
        self.lived: list[str] = self.other.ask("published")
        self.before = self.other.ask("shown")
        self.passed = self._rehearse()

    def run(self) -> Report:
        """Carry the plan out."""
        started, plan = time.perf_counter(), self.plan
        inside = [at for at, (step, *_) in enumerate(self.passed, 1) if step in PUBLISHING]
        outside = [at for at, (step, *_) in enumerate(self.passed, 1) if step not in PUBLISHING]
        if plan.design:
            self._until_broken()
        for _ in range(plan.publishing_points):
            self._at_point(self.random.choice(inside))
        for _ in range(plan.elsewhere_points):
            self._at_point(self.random.choice(outside))
        moments = ((Step.PLACING, plan.publishing_moments), (Step.READING, plan.reading_moments))
        for step, times in moments:
            until = {Step.PLACING: Step.FINISHED, Step.READING: Step.SWEEPING}[step]
            lasts = _lasts(self._rehearse(really=True), step, until) if times else 0.0
            for _ in range(times):
                self._at_moment(step, lasts)
        if plan.outside:
            self._from_outside(plan.outside)
        self._withdrawals(plan.withdrawing_points)
        self._backups(plan.backup_points, plan.restore_points)
        self.other.end()
        self.other = Companion(lambda name, *words: getattr(self, name)(*words))  # remembers nothing
        self._look_after("the end", thoroughly=True)
        self.other.end()
        self.report.seconds = time.perf_counter() - started
        return self.report

    def _at_point(self, last: int) -> None:
        path = self._next_file()
        assert kill_at_point(lambda: self._send(path), self.watch, last), f"point {last} was not passed"
        self.report.points[self.passed[last - 1][1]] += 1
        self._after_death(path, self.watch.step.name.lower())

    def _until_broken(self) -> None:
        for last in self.random.sample(range(1, len(self.passed) + 1), len(self.passed)):
            self._at_point(last)
            if self.report.faults:
                return

    def _at_moment(self, step: Step, lasts: float) -> None:
        """A death at a random time within a step, or soon after. One that comes too late is no death."""
        really = step == Step.READING
        for _ in range(MOST_MISSES):
            path = self._next_file()
            after = self.random.uniform(0, lasts)
            if kill_after(partial(self._send, path, really), self.watch, step, after):
                self._after_death(path, self.watch.step.name.lower())
                return
            self.other.ask("take_back", self.lived)
        raise RuntimeError(f"no process could be killed in step {step.name}")

    def _withdrawals(self, times: int) -> None:
        if times:
            kills, release = Withdrawals(self.watch), self.lived[0]
            last = kills.points(release)
        for _ in range(times):
            self._count("withdrawing", kills.kill(release, self.random.randint(1, last)))

    def _backups(self, backed_up: int, restored: int) -> None:
        if not backed_up + restored:
            return
        backups = Backups(self.folder, self.watch)
        for kind, times, points, kill in (
            ("backing up", backed_up, backups.backup_points, backups.kill_backup),
            ("restoring", restored, backups.restore_points, backups.kill_restore),
        ):
            last = points()
            for _ in range(times):
                self._count(kind, kill(self.random.randint(1, last)))

    def _count(self, kind: str, faults: list[str]) -> None:
        self.report.kills[kind] += 1
        self.report.repeats["done again"] += 1
        self.report.faults += [f"killed while {kind}, point {self.watch.points}: {fault}" for fault in faults]
        if self.report.kills[kind] % THOROUGHLY_EVERY == 0:
            self._look_after(kind, thoroughly=True)

    def _from_outside(self, times: int) -> None:
        lasts = self._command(None)[1]
        self.other.ask("take_back", self.lived)
        for _ in range(times):
            for _ in range(MOST_MISSES):
                killed, _, path = self._command(self.random.uniform(0.05, lasts))
                if killed:
                    self._after_death(path, "outside")
                    break
                self.other.ask("take_back", self.lived)

    def _command(self, after: float | None) -> tuple[bool, float, Path]:
        """Run the command in a child, and kill it with its group after so many seconds: killed, seconds, its file."""
        path, started = self._next_file(), time.perf_counter()
        child = fork(lambda: _as_command(path))
        ended = None
        while ended is None and (after is None or time.perf_counter() - started < after):
            ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            time.sleep(0.002)
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):  # it may not have a group of its own yet
                kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status == -signal.SIGKILL, time.perf_counter() - started, path

    def _after_death(self, path: Path, died: str) -> None:
        self.report.kills[died] += 1
        where = f"killed while {died}, point {self.watch.points}"
        thoroughly = sum(self.report.kills.values()) % THOROUGHLY_EVERY == 0 or bool(self.plan.design)
        self._look_after(where, thoroughly)
        # Now and then the repeat reads the file anew: the content has to be known again.
        anew = sum(self.report.kills.values()) % READ_ANEW_EVERY == 0
        progress = self.other.ask("repeat", str(path), anew)
        self.report.repeats[progress] += 1
        if self.plan.design:
            self.other.ask("take_back", self.lived)
            return
        expected = sorted(each.fingerprint for each in self.ready.candidates)
        if self.other.ask("new_fingerprints", self.lived) != expected:
            self.report.faults.append(f"{where}: the repeat ({progress}) did not publish exactly once")
        if progress != "published" and died not in MAY_BE_DONE:
            self.report.faults.append(f"{where}: the repeat was {progress}")
        if thoroughly:
            self._look_after(f"{where}, and repeated", thoroughly=False)
        self.other.ask("take_back", self.lived)
        if self.other.ask("shown") != self.before:
            self.report.faults.append(f"{where}: the figures before are not those after the withdrawal")

    def _look_after(self, where: str, thoroughly: bool) -> None:
        self.report.looks["thorough" if thoroughly else "quick"] += 1
        found = self.other.ask("look", self.lived, thoroughly)
        self.report.faults += [f"{where}: {fault}" for fault in found]

    def _next_file(self) -> Path:
        self.sent += 1
        return sendings.archive(self.folder / "sent.zip", label=str(self.sent))

    def _rehearse(self, really: bool = False) -> list[Passed]:
        """Every point of an intake that nobody kills."""
        passed = self.other.ask("rehearse", str(self._next_file()), really)
        self.other.ask("take_back", self.lived)
        return [(Step(step), name, at) for step, name, at in passed]

    def _send(self, path: Path, really: bool = False) -> Intake:
        """An intake of a file."""
        quick = patch.object(intakes, "prepare", intakes.prepare if really else self.canned)
        with quick, design(self.plan.design):
            return intakes.take_in(path=path, name=path.name, asked=intakes.Asked(), by=None, at=timezone.now())

    # What the companion does:

    def rehearse(self, path: str, really: bool) -> list[Passed]:
        """Take a file in, and give every point passed."""
        passed: list[Passed] = []
        self.watch.clear()
        with Trace(self.watch, None, passed).on():
            self._send(Path(path), really)
        return passed

    def repeat(self, path: str, really: bool) -> str:
        """Take a file in again; how far it came."""
        return str(self._send(Path(path), really).progress)

    def look(self, lived: list[str], thoroughly: bool) -> list[str]:
        """The faults of the home."""
        return wholeness.faults(lived, thoroughly=thoroughly)

    def published(self) -> list[str]:
        """The releases that are published."""
        return sorted(str(each.public_id) for each in wholeness.all_published())

    def shown(self) -> dict[str, list[Any]]:
        """All figures."""
        return wholeness.shown()

    def new_fingerprints(self, lived: list[str]) -> list[str]:
        """What the releases hold that were published since."""
        return sorted(each.fingerprint for each in wholeness.all_published() if str(each.public_id) not in lived)

    def take_back(self, lived: list[str]) -> None:
        """Withdraw what was published since."""
        for each in wholeness.all_published():
            if str(each.public_id) not in lived:
                withdraw(release=each, because="sent again", by=None, at=timezone.now())


def _as_command(path: Path) -> None:
    """Be `accord intake`, in a group of its own, and silent."""
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    accord(["intake", str(path)], prog_name="accord", standalone_mode=False)


def _lasts(passed: list[Passed], step: Step, until: Step) -> float:
    """Seconds from the first point of a step to the first of another."""
    first = {each: min(at for reached, _, at in passed if reached == each) for each in (step, until)}
    return first[until] - first[step]


def fill(folder: str) -> None:
    """Publish what must survive, and read once the archive that will be sent: the result goes to ready.json."""
    place = Path(folder)
    for authority, settled in (("201", "provisional"), ("202", "final")):
        path = sendings.archive(place / f"kept-{authority}.zip", shift=3, authority=authority)
        asked = intakes.Asked(settled=settled)
        made = intakes.take_in(path=path, name=path.name, asked=asked, by=None, at=timezone.now())
        assert made.releases.count() == len(sendings.YEARS), made.problems
    outcome = intakes.prepare(
        sendings.archive(place / "first.zip"), place / "ready",
        definitions=tuple(settings.ACCORD_DEFINITIONS), original_name="first.zip",
    )  # fmt: skip
    assert len(outcome.candidates) == len(sendings.YEARS), outcome.problems
    (place / "ready.json").write_text(json.dumps(outcome.as_json()), "utf-8")


def designs(folder: str) -> None:
    """What is found of each broken design, each in a home of its own: the plans come on standard input."""
    found = {}
    for at, each in enumerate(json.load(sys.stdin)):
        place = Path(folder) / f"design-{at}"
        place.mkdir()
        shutil.copytree(settings.ACCORD_HOME, place / "home")
        shutil.copy(Path(folder) / "ready.json", place)
        found[each["design"]] = answer_of(partial(_in_home_of_its_own, place, Plan(**each)))
    json.dump(found, sys.stdout)


def _in_home_of_its_own(place: Path, plan: Plan) -> dict[str, Any]:
    move_to(place / "home")
    return KilledHome(place, plan).run().as_plain()


def main(folder: str) -> None:
    """Carry out the plan on standard input; the files that are sent are written into the folder."""
    report = KilledHome(Path(folder), Plan(**json.load(sys.stdin))).run()
    json.dump(report.as_plain(), sys.stdout)
