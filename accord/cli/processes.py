"""Programs that are kept running: started, watched, started again when they die, stopped together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
"""Seconds. A program that ran this long had started well, so its next pause is the shortest again."""

PATIENCE = 25.0
"""Seconds a program gets to finish what it is doing before it is killed."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor itself is killed, so that no port stays taken."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Program:
    """One program that should always be running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    """What it is to know instead of what this process knows."""
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = field(default=0)
    """Deaths in a row, each soon after its start."""
    rest_until: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal reaches the supervisor only."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            list(self.command), start_new_session=True, preexec_fn=_die_with_parent, stdin=subprocess.DEVNULL,
            env=None if self.environment is None else dict(self.environment),
        )  # fmt: skip

    def has_died(self) -> bool:
        """Whether it was started and has ended."""
        return self.process is not None and self.process.poll() is not None

    def pause(self) -> float:
        """Seconds to wait before the next start: twice as long after each early death."""
        return min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** max(0, self.deaths - 1))

    def note_death(self, now: float) -> None:
        """Count an early death, or begin the count again after a steady run; and set the next start."""
        self.deaths = 1 if now - self.started_at >= STEADY_AFTER else self.deaths + 1
        self.process = None
        self.rest_until = now + self.pause()


def watch(programs: Sequence[Program], say: Callable[[str], None]) -> None:
    """One look at all programs: a dead one is noted, and started again when its pause is over."""
    now = time.monotonic()
    for program in programs:
        if program.process is not None and program.has_died():
            status = program.process.returncode
            program.note_death(now)
            say(f"The {program.name} ended (status {status}); starting it again in {program.pause():.1f} s.")
        elif program.process is None and now >= program.rest_until:
            program.start()


def stop(programs: Sequence[Program], say: Callable[[str], None]) -> None:
    """Ask all to finish, wait for them together, and kill what does not end in time."""
    running = [program for program in programs if program.process is not None and not program.has_died()]
    for program in running:
        if program.process is not None:
            program.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for program in running:
        if program.process is None:
            continue
        try:
            program.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {program.name} did not stop in {PATIENCE:.0f} s and was killed.")
            program.process.kill()
            program.process.wait()
