"""Ways of doing one thing, measured side by side: taken in turn, several times over, each run in a process of its own.

A machine that is busy for a while is busy for all of them; so what is told is each run's ratio to the run beside it.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")
MIB_OF_MAXRSS = 1024 if sys.platform == "linux" else 1024 * 1024
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took, at most how much memory the process and its children held, and what else it told.

    ``seconds`` went by on the clock, ``busy`` of a processor in the process and its children.
    """

    seconds: float
    busy: float
    mib: float
    told: dict[str, Any]


def timed(work: Callable[[], Found], tell: Callable[[Found], dict[str, Any] | None]) -> None:
    """In the process that is measured: do the work, and print what it took for `in_turn` to read.

    ``tell`` is given what was found when the time is over, to keep it or to say something of it.
    """
    began, busy_before = time.perf_counter(), _busy()
    found = work()
    seconds, busy = time.perf_counter() - began, _busy() - busy_before
    # The most of the process and the most of its largest child; at one moment they hold no more than both together.
    most = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "busy": busy, "mib": most / MIB_OF_MAXRSS, "told": tell(found) or {}}))


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def in_turn(program: str, ways: Sequence[Sequence[str]], repeats: int) -> list[list[Run]]:
    """The runs of each way: ``program`` is started with the arguments of each in turn, ``repeats`` times over."""
    found: list[list[Run]] = [[] for _ in ways]
    for _ in range(repeats):
        for at, arguments in enumerate(ways):
            found[at].append(apart(program, arguments))
    return found


def apart(program: str, arguments: Sequence[str]) -> Run:
    """One run in a process of its own."""
    command = [sys.executable, program, *arguments]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {ended.returncode}")
    plain = json.loads(ended.stdout.splitlines()[-1])
    return Run(**plain)


def table(names: Sequence[str], runs: Sequence[Sequence[Run]], beside: int = 0) -> list[str]:
    """Rows of Markdown: times and memory, and how many times the run of the way ``beside`` each run took."""
    lines = [
        "| | seconds | times | seconds of a processor | times | memory, MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, of_one in zip(names, runs, strict=True):
        cells = [name]
        for took in (_seconds, _processor):
            ratios = [took(one) / took(other) for one, other in zip(of_one, runs[beside], strict=True)]
            cells += [spread([took(one) for one in of_one], 2), spread(ratios, 2)]
        lines.append(f"| {' | '.join([*cells, spread([one.mib for one in of_one], 0)])} |")
    return lines


def _seconds(run: Run) -> float:
    return run.seconds


def _processor(run: Run) -> float:
    return run.busy


def spread(values: Sequence[float], decimals: int) -> str:
    """The median, and in brackets the least and the most."""
    middle, low, high = (f"{each:,.{decimals}f}" for each in (statistics.median(values), min(values), max(values)))
    return middle if low == high else f"{middle} ({low}–{high})"


def machine() -> str:
    """The day, the commit, the machine and how busy it is, to stand above every table."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude", "*"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    one, five, _ = os.getloadavg()
    return (
        f"{datetime.now():%d %B %Y}, commit {commit}, {os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()}, "
        f"load before {one:.1f} (1 minute), {five:.1f} (5 minutes)"
    )
