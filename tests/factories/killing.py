"""Ends processes with SIGKILL at chosen moments, and knows in which step of an intake each of them died.

A process that has started Django is forked for each death, so that a hundred deaths cost one start. What the
child has reached stands in memory it shares with its parent, where it can be read after the death.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import shutil
import signal
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from unittest.mock import patch

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accord.intake.actions import intakes
from accord.upkeep import archives

CALLS = (
    *((os, name) for name in ("fsync", "rename", "replace", "link", "mkdir")), (shutil, "copyfile"), (shutil, "rmtree"),
    (archives.Writer, "_add"), (archives.Backup, "take_out"),
)  # fmt: skip
"""What changes the disk; with every statement and commit, the points at which a process may be ended."""


class Step(IntEnum):
    """How far an intake came before it was killed."""

    STARTING = 0
    RECEIVING = 1
    READING = 2
    SWEEPING = 3
    PLACING = 4
    POINTING = 5
    FINISHED = 6


Passed = tuple[Step, str, float]
"""A point: the step it is in, its name, and when it was passed."""

PUBLISHING = (Step.PLACING, Step.POINTING)
"""From the first flush of a candidate's file to the commit of the rows that point at it."""


class Watch:
    """The step and the number of traced calls that a process has reached, in shared memory."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8)

    def clear(self) -> None:
        """Start again."""
        self._memory[:] = bytes(8)

    @property
    def step(self) -> Step:
        """The step that was reached."""
        return Step(struct.unpack_from("i", self._memory, 0)[0])

    @step.setter
    def step(self, reached: Step) -> None:
        struct.pack_into("i", self._memory, 0, reached)

    @property
    def points(self) -> int:
        """How many points were passed."""
        return int(struct.unpack_from("i", self._memory, 4)[0])

    @points.setter
    def points(self, passed: int) -> None:
        struct.pack_into("i", self._memory, 4, passed)


def die(_: str) -> None:
    """End this process as nothing else does."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class Trace:
    """Counts the points a process passes, and ends it at one of them; without one it only remembers.

    Another ``end`` than death may be put in place.
    """

    watch: Watch
    last: int | None = None
    passed: list[Passed] | None = None
    end: Callable[[str], None] = die

    def point(self, name: str) -> None:
        """Pass a point; nobody returns from the last."""
        self.watch.points += 1
        if self.passed is not None:
            self.passed.append((self.watch.step, name, time.perf_counter()))
        if self.watch.points == self.last:
            self.end(name)

    def around(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The call with a point before it and one after it."""

        def traced(*arguments: Any, **named: Any) -> Any:
            self.point(f"before {name}")
            answer = call(*arguments, **named)
            self.point(f"after {name}")
            return answer

        return traced

    def enter(self, call: Callable[..., Any], step: Step, after: Step | None = None) -> Callable[..., Any]:
        """The call, said to be a step."""

        def stepped(*arguments: Any, **named: Any) -> Any:
            self.watch.step = step
            answer = call(*arguments, **named)
            self.watch.step = after or step
            return answer

        return stepped

    def _commit(self, commit: Callable[..., Any]) -> Callable[..., Any]:
        traced = self.around(commit, "commit")

        def stepped(wrapper: BaseDatabaseWrapper) -> None:
            traced(wrapper)
            if self.watch.step == Step.POINTING:
                self.watch.step = Step.FINISHED
                self.point("finished")

        return stepped

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Trace this process for as long as the block runs."""
        with contextlib.ExitStack() as stack:
            for place, name in CALLS:
                stack.enter_context(patch.object(place, name, self.around(getattr(place, name), name)))
            for name, step, after in (
                ("receive", Step.RECEIVING, None),
                ("prepare", Step.READING, None),
                ("sweep_under_lock", Step.SWEEPING, None),
                ("place", Step.PLACING, Step.POINTING),
            ):
                stepped = self.enter(getattr(intakes, name), step, after)
                stack.enter_context(patch.object(intakes, name, stepped))
            commit = self._commit(BaseDatabaseWrapper._commit)
            stack.enter_context(patch.object(BaseDatabaseWrapper, "_commit", commit))
            stack.enter_context(connection.execute_wrapper(self._statement))
            yield

    def _statement(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        return self.around(execute, sql.split()[0].lower())(sql, *rest)


def fork(work: Callable[[], Any]) -> int:
    """Do some work in a child of this process, and end it; its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        connections.close_all()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def answer_of(work: Callable[[], Any]) -> Any:
    """What a child answers that does some work and ends; it may change its settings as it likes."""
    hear, say = os.pipe()

    def told() -> None:
        with os.fdopen(say, "w") as answers:
            json.dump(work(), answers)

    child = fork(told)
    os.close(say)
    with os.fdopen(hear) as answers:
        answer = answers.read()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        raise RuntimeError("a child failed; its traceback is on standard error")
    return json.loads(answer)


class Companion:
    """A child that lives, does what it is asked and answers: this process then starts no thread that a fork
    would lose, and yet nothing has to be started twice."""

    def __init__(self, doing: Callable[..., Any]) -> None:
        asked, self._ask = os.pipe()
        self._hear, answered = os.pipe()
        self._child = fork(lambda: self._listen(doing, asked, answered))
        os.close(asked)
        os.close(answered)
        self._questions, self._answers = os.fdopen(self._ask, "w"), os.fdopen(self._hear)

    def _listen(self, doing: Callable[..., Any], asked: int, answered: int) -> None:
        os.close(self._ask)
        os.close(self._hear)
        with os.fdopen(asked) as questions, os.fdopen(answered, "w") as answers:
            for question in questions:
                print(json.dumps(doing(*json.loads(question))), file=answers, flush=True)

    def ask(self, *words: Any) -> Any:
        """What it answers; its own traceback is on standard error when it died of the question."""
        print(json.dumps(words), file=self._questions, flush=True)
        answer = self._answers.readline()
        if not answer:
            raise RuntimeError(f"the companion died of {words}")
        return json.loads(answer)

    def end(self) -> None:
        """Let it go."""
        self._questions.close()
        self._answers.close()
        os.waitpid(self._child, 0)


def kill_at_point(work: Callable[[], Any], watch: Watch, last: int) -> bool:
    """Let a child work until it passes its last point; whether it was killed there."""
    watch.clear()

    def traced() -> None:
        with Trace(watch, last).on():
            work()

    return _was_killed(fork(traced))


def kill_after(work: Callable[[], Any], watch: Watch, step: Step, seconds: float) -> bool:
    """Kill a child from outside, so long after it has come to a step; whether it was still alive then."""
    watch.clear()

    def traced() -> None:
        with Trace(watch).on():
            work()

    child = fork(traced)
    while watch.step < step and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.0002)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass  # sleep is too coarse for moments inside a commit
    os.kill(child, signal.SIGKILL)  # still ours, dead or alive: nobody has waited for it
    return _was_killed(child)


def _was_killed(child: int) -> bool:
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        raise RuntimeError(f"a child ended {status} before it could be killed")
    return status == -signal.SIGKILL
