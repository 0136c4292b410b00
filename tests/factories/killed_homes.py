"""Kills intakes in a home again and again, looks at the home after each death, and repeats the intake.

`main` runs in a process of its own, on an empty home that is open already: the real database, with its real
settings. The plans come as JSON on standard input, and what came of them goes to standard output as JSON.
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
from functools import cached_property, partial
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
from tests.factories.broken_designs import BACKING_UP, DESIGNS, INTAKES, RESTORING, WITHDRAWING, design
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
from tests.fixtures.reading import read_here

MAY_BE_DONE = ("pointing", "finished", "outside")
"""Deaths after which a repeat may find that the intake had been done."""

THOROUGHLY_EVERY = 10
READ_ANEW_EVERY = 35
REALLY_READ_EVERY = 3
"""One command of so many that are killed from outside starts a process to read its file, as in use."""
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

    @cached_property
    def before(self) -> Any:
        """All figures, before anything else was published."""
        return self.other.ask("shown")

    @cached_property
    def passed(self) -> list[Passed]:
        """Every point of an intake that nobody kills."""
        return self._rehearse()

    def run(self) -> Report:
        """Carry the plan out."""
        started = time.perf_counter()
        if self.plan.design:
            self._until_broken(DESIGNS[self.plan.design].found_while)
        else:
            self._kill_all(self.plan)
            self.other.end()
            self.other = Companion(lambda name, *words: getattr(self, name)(*words))  # remembers nothing
            self._look_after("the end", thoroughly=True)
        self.other.end()
        self.report.seconds = time.perf_counter() - started
        return self.report

    def _kill_all(self, plan: Plan) -> None:
        assert self.before, "figures are asked for before the first kill"
        inside = [at for at, (step, *_) in enumerate(self.passed, 1) if step in PUBLISHING]
        outside = [at for at, (step, *_) in enumerate(self.passed, 1) if step not in PUBLISHING]
        for kind, times in (
            (BACKING_UP, plan.backup_points), (RESTORING, plan.restore_points), (WITHDRAWING, plan.withdrawing_points),
        ):  # fmt: skip
            last = self._points(kind)
            for _ in range(times):
                self._kill(kind, self.random.randint(1, last))
        for _ in range(plan.publishing_points):
            self._at_point(self.random.choice(inside))
        for _ in range(plan.elsewhere_points):
            self._at_point(self.random.choice(outside))
        self._moments(Step.PLACING, self.passed, Step.FINISHED, plan.publishing_moments)
        self._moments(Step.READING, self._rehearse(really=True), Step.SWEEPING, plan.reading_moments)
        self._from_outside(plan.outside)

    def _at_point(self, last: int) -> None:
        path = self.next_file()
        assert kill_at_point(lambda: self._send(path), self.watch, last), f"point {last} was not passed"
        self.report.points[self.passed[last - 1][1]] += 1
        self.after_death(path, self.watch.step.name.lower())

    def _moments(self, step: Step, passed: list[Passed], until: Step, times: int) -> None:
        lasts = _lasts(passed, step, until)
        for _ in range(times):
            lasts = self._at_moment(step, until, lasts)

    def _until_broken(self, kind: str) -> None:
        with design(self.plan.design if kind != INTAKES else ""):  # an intake is broken where it is sent
            last = len(self.passed) if kind == INTAKES else self._points(kind)
            for at in self.random.sample(range(1, last + 1), last):
                if kind == INTAKES:
                    self._at_point(at)
                else:
                    self._kill(kind, at)
                if self.report.faults:
                    return

    def _at_moment(self, step: Step, until: Step, lasts: float) -> float:
        """A death at a random time within a step, or soon after. One that comes too late is no death.

        Gives how long the step seems to last now: less, where the machine was slow when it was measured.
        """
        really = step == Step.READING
        for _ in range(MOST_MISSES):
            path = self.next_file()
            after = self.random.uniform(0, lasts)
            killed = kill_after(partial(self._send, path, really), self.watch, step, after)
            if self.watch.step >= until:
                lasts = min(lasts, after)
            if killed:
                self.after_death(path, self.watch.step.name.lower())
                return lasts
            self.other.ask("take_back", self.lived)
        raise RuntimeError(f"no process could be killed in step {step.name}")

    @cached_property
    def withdrawn(self) -> Withdrawals:
        """A release that is withdrawn again and again."""
        return Withdrawals(self.lived[0], self.watch)

    @cached_property
    def backed_up(self) -> Backups:
        """Backups of this home, made and put back again and again."""
        return Backups(self.folder, self.watch)

    def _points(self, kind: str) -> int:
        """How many points a withdrawal, a backup or a restore passes that nobody kills."""
        if kind == WITHDRAWING:
            return self.withdrawn.points()
        return self.backed_up.backup_points() if kind == BACKING_UP else self.backed_up.restore_points()

    def _kill(self, kind: str, last: int) -> None:
        """Kill one of those at a point, look at what is left, and do it again."""
        if kind == WITHDRAWING:
            faults = self.withdrawn.kill(last)
        elif kind == BACKING_UP:
            faults = self.backed_up.kill_backup(last)
        else:
            faults = self.backed_up.kill_restore(last)
        self.report.kills[kind] += 1
        self.report.repeats["done again"] += 1
        self.report.faults += [f"killed while {kind}, point {self.watch.points}: {fault}" for fault in faults]
        if self.report.kills[kind] % THOROUGHLY_EVERY == 0:
            self._look_after(kind, thoroughly=True)

    def _from_outside(self, times: int) -> None:
        lasts = {}
        for really in (True, False):
            lasts[really] = self._command(really, None)[1]
            self.other.ask("take_back", self.lived)
        for at in range(times):
            really = at % REALLY_READ_EVERY == 0
            for _ in range(MOST_MISSES):
                killed, took, path = self._command(really, self.random.uniform(0.02, lasts[really]))
                if killed:
                    self.after_death(path, "outside")
                    break
                lasts[really] = min(lasts[really], took)  # the machine may have been slow when it was measured
                self.other.ask("take_back", self.lived)
            else:
                raise RuntimeError("no command could be killed from outside")

    def _command(self, really: bool, after: float | None) -> tuple[bool, float, Path]:
        """Run the command in a child, and kill it with its group after so many seconds: killed, seconds, its file."""
        path, started = self.next_file(), time.perf_counter()
        quick = patch.object(intakes, "prepare", intakes.prepare if really else self.canned)
        with quick:
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

    def after_death(self, path: Path, died: str) -> None:
        """Note what is wrong after an intake of a file that was broken off; it is repeated, and withdrawn."""
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

    def next_file(self) -> Path:
        """The same figures in other bytes."""
        self.sent += 1
        return sendings.archive(self.folder / "sent.zip", label=str(self.sent))

    def _rehearse(self, really: bool = False) -> list[Passed]:
        """Every point of an intake that nobody kills."""
        passed = self.other.ask("rehearse", str(self.next_file()), really)
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


def fill(folder: Path) -> None:
    """Publish what must survive, and read once the archive that will be sent: the result goes to ready.json."""
    with read_here():
        for authority, settled in (("201", "provisional"), ("202", "final")):
            path = sendings.archive(folder / f"kept-{authority}.zip", shift=3, authority=authority)
            asked = intakes.Asked(settled=settled)
            made = intakes.take_in(path=path, name=path.name, asked=asked, by=None, at=timezone.now())
            assert made.releases.count() == len(sendings.YEARS), made.problems
        outcome = intakes.prepare(
            sendings.archive(folder / "first.zip"), folder / "ready",
            definitions=tuple(settings.ACCORD_DEFINITIONS), original_name="first.zip",
        )  # fmt: skip
    assert len(outcome.candidates) == len(sendings.YEARS), outcome.problems
    (folder / "ready.json").write_text(json.dumps(outcome.as_json()), "utf-8")


def _in_home_of_its_own(place: Path, plan: Plan) -> dict[str, Any]:
    """Carry a plan out in a copy of this home."""
    move_to(place / "home")
    return KilledHome(place, plan).run().as_plain()


def main(folder: str) -> None:
    """Fill this home, and carry out each plan on standard input: those of a broken design in homes of their own.

    The files that are sent are written into the folder.
    """
    filled, plans = Path(folder), [Plan(**each) for each in json.load(sys.stdin)]
    answer_of(partial(fill, filled))
    for at in range(len(plans)):
        shutil.copytree(settings.ACCORD_HOME, filled / f"plan-{at}" / "home")
        shutil.copy(filled / "ready.json", filled / f"plan-{at}")
    done = [answer_of(partial(_in_home_of_its_own, filled / f"plan-{at}", plan)) for at, plan in enumerate(plans)]
    json.dump(done, sys.stdout)
